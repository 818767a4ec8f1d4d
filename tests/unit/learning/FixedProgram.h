//===- FixedProgram.h - A program by the meaning of its ops -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_LEARNING_FIXEDPROGRAM_H
#define SNNC_TESTS_UNIT_LEARNING_FIXEDPROGRAM_H

#include "dialects/snn/Snn.h"

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>

namespace snnc::test {

/// What one run of a program sees, and what it leaves.
struct Run {
  /// By symbol: variables and parameters as stored, port sums, modulators.
  std::map<std::string, int64_t> variables, sums, modulators;
  std::map<std::string, bool> signalled;
  bool fired = false, targetFired = false;
  int64_t payload = 0;
  std::function<uint32_t(uint32_t stream, bool perRow)> draw;
  /// Fraction of a port, for deposits.
  std::function<int(const std::string &)> portFrac;

  /// All conditions hold.
  bool acts = true;
  std::map<std::string, int64_t> written, deposits;
  /// Variables whose write was clamped to the stored width.
  std::set<std::string> saturated;
  bool emitted = false;
  int64_t emittedPayload = 1;
};

void evaluate(snn::ProgramOp program, Run &run);

} // namespace snnc::test

#endif // SNNC_TESTS_UNIT_LEARNING_FIXEDPROGRAM_H
