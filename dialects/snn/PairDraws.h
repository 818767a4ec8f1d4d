//===- PairDraws.h - The draws of random connectivity -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_SNN_PAIRDRAWS_H
#define SNNC_DIALECTS_SNN_PAIRDRAWS_H

#include <cstdint>

namespace snnc::snn {

/// words[i] = image::threefry(seed, 0, source, first + i).first, several at a
/// time where the processor can.
void drawPairs(uint32_t seed, uint32_t source, uint32_t first, uint32_t count,
               uint32_t *words);

} // namespace snnc::snn

#endif // SNNC_DIALECTS_SNN_PAIRDRAWS_H
