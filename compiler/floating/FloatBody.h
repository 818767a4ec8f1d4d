//===- FloatBody.h - An update region as a float program --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_FLOATING_FLOATBODY_H
#define SNNC_COMPILER_FLOATING_FLOATBODY_H

#include "dialects/snn/Snn.h"
#include "image/FloatNetwork.h"

#include "llvm/ADT/StringMap.h"

namespace snnc::compiler {

/// Numbers of what a body names: a neuron's parameters, states and ports in
/// the order of its text, a network's modulators likewise.
struct FloatSymbols {
  llvm::StringMap<uint32_t> params, states, ports, modulators;
  /// Clamps of saturating ports, by number; empty bounds: none.
  std::vector<std::optional<std::pair<double, double>>> portRanges;
};

/// Appends the ops of `update` to `program`; an op that the float engine does
/// not know is an error there.
mlir::LogicalResult exportBody(snn::UpdateOp update,
                               const FloatSymbols &symbols,
                               std::vector<image::FloatInstr> &program);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_FLOATING_FLOATBODY_H
