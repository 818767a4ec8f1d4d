//===- Lane.h - One lane, for tests of code generation ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs words on one lane with memories by base address, and evaluates a
// quantized update op by op. Two ways to one answer, written apart.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_CODEGEN_LANE_H
#define SNNC_TESTS_UNIT_CODEGEN_LANE_H

#include "dialects/snn/Snn.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace snnc::test {

/// What a step starts from and what it leaves.
struct LaneState {
  /// By symbol: states, parameters and ports.
  std::map<std::string, int64_t> memory;
  std::vector<int32_t> table;
  uint32_t index = 0;
  bool emitted = false;
  int32_t payload = 0;

  bool operator==(const LaneState &o) const {
    return memory == o.memory && emitted == o.emitted && payload == o.payload;
  }
};

/// A stand-in for the contract's generator.
inline uint32_t testDraw(uint32_t stream, uint32_t counter) {
  uint64_t z = (uint64_t(stream) << 32 | counter) * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 31)) * 0xbf58476d1ce4e5b9u;
  return uint32_t(z >> 29);
}

/// Runs `words`; `names` gives the symbol at each base.
LaneState runWords(const std::vector<uint64_t> &words, LaneState state,
                   const std::map<uint32_t, std::string> &names);

/// Evaluates the update by the meaning of the fx ops.
LaneState evaluate(snn::NeuronOp neuron, LaneState state);

} // namespace snnc::test

#endif // SNNC_TESTS_UNIT_CODEGEN_LANE_H
