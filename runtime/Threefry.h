//===- Threefry.h - The contract's random numbers ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How the engines draw (docs/machine.md, "Random numbers").
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_THREEFRY_H
#define SNNC_RUNTIME_THREEFRY_H

#include "image/Threefry.h"

namespace snnc::runtime {

/// A neuron's draw: stream and step are the key, its logical index counts.
inline uint32_t draw(uint32_t stream, uint64_t step, uint32_t index,
                     uint32_t second = 0) {
  return image::threefry(stream, static_cast<uint32_t>(step), index, second)
      .first;
}

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_THREEFRY_H
