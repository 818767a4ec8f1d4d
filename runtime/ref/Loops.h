//===- Loops.h - Loops over the lanes of a run ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_REF_LOOPS_H
#define SNNC_RUNTIME_REF_LOOPS_H

#include "isa/Isa.h"

#include <cstdint>
#include <type_traits>

namespace snnc::runtime::ref {

using isa::Rounding;

/// f(i) for all lanes of the round. Destination and sources may be one
/// register, but never overlap otherwise.
template <typename F> inline void each(uint32_t n, F f) {
#pragma GCC ivdep
  for (uint32_t i = 0; i < n; ++i)
    f(i);
}

// The modes of an instruction as compile-time constants of its inner loop.
template <typename F> inline void withSat(bool sat, F f) {
  if (sat)
    f(std::true_type());
  else
    f(std::false_type());
}

template <typename F> inline void withRounding(Rounding rnd, F f) {
  switch (rnd) {
  case Rounding::Floor:
    return f(std::integral_constant<Rounding, Rounding::Floor>());
  case Rounding::Even:
    return f(std::integral_constant<Rounding, Rounding::Even>());
  case Rounding::Stochastic:
    return f(std::integral_constant<Rounding, Rounding::Stochastic>());
  }
}

/// The bank of a lane: its own one in rows that are not skewed.
template <typename F>
inline void withBanks(bool skewed, const uint32_t *banks, F f) {
  if (skewed)
    f([banks](uint32_t l) { return banks[l]; });
  else
    f([](uint32_t l) { return l; });
}

} // namespace snnc::runtime::ref

#endif // SNNC_RUNTIME_REF_LOOPS_H
