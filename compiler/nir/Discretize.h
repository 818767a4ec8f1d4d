//===- Discretize.h - dt, its unit, and the neurons' numbers ----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NIR_DISCRETIZE_H
#define SNNC_COMPILER_NIR_DISCRETIZE_H

#include "compiler/nir/Import.h"
#include "compiler/nir/Neurons.h"

namespace snnc::nir {

/// How the graph is read.
struct Reading {
  Convention convention;
  /// Milliseconds of the file's unit, and of a step.
  double unitMs = 1000.0, dtMs = 0.1;
};

/// From the options, the profile and what the file's gains say; warns where the
/// profile leaves out what the file has, and names those that do not.
mlir::FailureOr<Reading> readingOf(const FlatGraph &graph,
                                   const ImportOptions &options,
                                   const Reporter &reporter);

/// What the convention uses of the node's parameters, in milliseconds; without
/// biases and input.
mlir::FailureOr<Neurons> neuronsOf(const FlatNode &node, const Reading &reading,
                                   const Reporter &reporter);

/// Says what cannot work with this dt: decays that grow (an error), gains
/// beyond sense, neurons that no input can make fire.
mlir::LogicalResult checkNeurons(const FlatNode &node, const Neurons &neurons,
                                 const Reporter &reporter);

} // namespace snnc::nir

#endif // SNNC_COMPILER_NIR_DISCRETIZE_H
