//===- Neurons.h - State of populations and of rules -------------*- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What all threads read and each writes for the neurons that it owns.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_NEURONS_H
#define SNNC_RUNTIME_CPU_NEURONS_H

#include "image/Image.h"
#include "image/NativeAbi.h"
#include "runtime/cpu/Buffer.h"

#include <vector>

namespace snnc::runtime::cpu {

/// What the host has set for the step, and which it is.
struct Moment {
  uint64_t t = 0;
  const int32_t *modulators = nullptr;
  /// Bit m: modulator m counts as set.
  uint32_t signals = 0;
};

struct Neurons {
  Neurons() = default;
  explicit Neurons(const image::Population &p);

  uint32_t size = 0;
  /// Null: an input.
  image::UpdateFunction update = nullptr;
  std::vector<Buffer> states, params;
  /// Bit set: emitted in this step.
  std::vector<uint64_t> fired;
  /// By neuron, valid where it emitted; empty where all payloads are 1.
  Buffer payloads;
  bool graded = false;

  bool hasFired(uint32_t i) const { return fired[i / 64] >> i % 64 & 1; }
  void setFired(uint32_t i, int32_t payload) {
    fired[i / 64] |= uint64_t(1) << i % 64;
    if (graded)
      payloads.as<int32_t>()[i] = payload;
  }
  /// Of a slice.
  void clearFired(image::IndexRange slice);
  int32_t payload(uint32_t i) const {
    return graded ? payloads.as<int32_t>()[i] : 1;
  }
  const int32_t *payloadsOrNull() const {
    return graded ? payloads.as<int32_t>() : nullptr;
  }
};

/// The code of one program of a rule.
struct ProgramCode {
  image::TraceFunction trace = nullptr;
  image::SynapseFunction synapses = nullptr;
  image::GuardFunction sourceGuard = nullptr, targetGuard = nullptr;
};

/// What the threads share of a projection that learns.
struct Rule {
  std::vector<ProgramCode> code;
  /// By trace and source.
  std::vector<Buffer> traces;
  /// By program with a source guard: a bit set of the sources.
  std::vector<std::vector<uint64_t>> due;
};

inline bool bitOf(const std::vector<uint64_t> &bits, uint64_t i) {
  return bits[i / 64] >> i % 64 & 1;
}

/// Calls f(i) for the bits from `begin`, a multiple of 64, to `end`.
template <typename F>
void forBits(const std::vector<uint64_t> &bits, uint64_t begin, uint64_t end,
             F f) {
  for (uint64_t word = begin / 64; word * 64 < end; ++word)
    for (uint64_t left = bits[word]; left; left &= left - 1)
      f(static_cast<uint32_t>(word * 64 +
                              static_cast<uint64_t>(__builtin_ctzll(left))));
}

} // namespace snnc::runtime::cpu

#endif // SNNC_RUNTIME_CPU_NEURONS_H
