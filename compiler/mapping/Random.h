//===- Random.h - Numbers for searches --------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_RANDOM_H
#define SNNC_COMPILER_MAPPING_RANDOM_H

#include "image/Digest.h"

#include <cstdint>

namespace snnc::compiler {

/// The same numbers for the same seed, on every machine.
class Random {
public:
  explicit Random(uint64_t seed) : state(seed) {}

  uint64_t next() {
    state += image::kDigestGolden;
    return image::digestMix(state);
  }
  /// 0 .. n-1.
  uint64_t below(uint64_t n) { return next() % n; }

private:
  uint64_t state;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_RANDOM_H
