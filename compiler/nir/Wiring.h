//===- Wiring.h - Populations and what joins them ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NIR_WIRING_H
#define SNNC_COMPILER_NIR_WIRING_H

#include "compiler/nir/LinearMap.h"

namespace snnc::nir {

/// A node that becomes a population: a neuron, or the sum that an output is or
/// that goes into a delay with a bias.
struct Place {
  size_t node = 0;
  Expression input;
};

struct Wiring {
  /// What needs another's state stands after it, but for cycles.
  std::vector<Place> places;
  /// By output: the neuron whose value it is as it stands, or the output's own
  /// place.
  std::map<size_t, size_t> outputs;
};

/// `stepsPerUnit` makes steps of delays. An edge closes a cycle if it leads
/// back in a walk from the inputs; delays of a step and more close none.
mlir::FailureOr<Wiring> wire(const FlatGraph &graph, double stepsPerUnit,
                             const Reporter &reporter);

} // namespace snnc::nir

#endif // SNNC_COMPILER_NIR_WIRING_H
