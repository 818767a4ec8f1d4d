//===- Dice.h - Random choices of the fuzzer --------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_FUZZ_DICE_H
#define SNNC_TESTS_FUZZ_DICE_H

#include <cstdint>
#include <initializer_list>

namespace snnc::fuzz {

/// SplitMix64: the same numbers on every machine and library.
class Dice {
public:
  explicit Dice(uint64_t seed) : state(seed) {}

  uint64_t next() {
    uint64_t z = state += 0x9e3779b97f4a7c15ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
  }
  /// Inclusive.
  int64_t in(int64_t least, int64_t most) {
    return least + static_cast<int64_t>(next() % uint64_t(most - least + 1));
  }
  bool oneIn(uint64_t n) { return next() % n == 0; }
  /// In [0, 1).
  double unit() { return (next() >> 11) * 0x1p-53; }
  double real(double low, double high) { return low + (high - low) * unit(); }
  template <typename T> T of(std::initializer_list<T> values) {
    return values.begin()[next() % values.size()];
  }

private:
  uint64_t state;
};

} // namespace snnc::fuzz

#endif // SNNC_TESTS_FUZZ_DICE_H
