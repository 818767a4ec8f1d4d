//===- FloatProgram.h - Update regions for the float engine -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_FLOATING_FLOATPROGRAM_H
#define SNNC_COMPILER_FLOATING_FLOATPROGRAM_H

#include "dialects/snn/Snn.h"
#include "image/FloatNetwork.h"

#include <string>
#include <vector>

namespace snnc::compiler {

/// Names by index, as the engine numbers them.
struct FloatNames {
  std::vector<std::string> states, params, ports, modulators;
  /// Of a rule; `ports` are then those of the target.
  std::vector<std::string> synapses, traces, targetStates;
};

/// The operations of an update region as a list in which instruction i defines
/// value i.
mlir::FailureOr<std::vector<image::FloatInstr>>
exportProgram(snn::ProgramOp program, const FloatNames &names);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_FLOATING_FLOATPROGRAM_H
