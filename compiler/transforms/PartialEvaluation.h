//===- PartialEvaluation.h - Expressions of parameters ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Evaluates what a program computes from parameters and the time step
// alone, in double precision, and leaves constants and per-neuron parameters.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_PARTIALEVALUATION_H
#define SNNC_COMPILER_TRANSFORMS_PARTIALEVALUATION_H

#include "dialects/snn/Snn.h"

#include "llvm/ADT/StringMap.h"

#include <vector>

namespace snnc::compiler {

/// One element stands for all neurons.
using ParamValues = llvm::StringMap<std::vector<double>>;

struct EvaluationCounts {
  uint64_t folded = 0;
  uint64_t derived = 0;
};

/// Specializes `model` (a private copy for `size` neurons, or for the synapses
/// of a projection): after it, params with one value are gone, and those with a
/// value per neuron are what the dynamic part of the programs reads. Errors are
/// diagnostics at the expression.
mlir::LogicalResult evaluateParams(snn::ModelOp model, int64_t size,
                                   const ParamValues &params, double dt,
                                   EvaluationCounts &counts);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_PARTIALEVALUATION_H
