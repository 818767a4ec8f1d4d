//===- LinearMap.h - Chains of linear nodes, multiplied out -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Between two neurons there may be any number of weights, convolutions, pools,
// scales and delays; what they do together is one list of synapses and one
// bias.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NIR_LINEARMAP_H
#define SNNC_COMPILER_NIR_LINEARMAP_H

#include "compiler/nir/FlatGraph.h"

#include <map>

namespace snnc::nir {

struct Term {
  uint32_t source = 0;
  /// Steps of the delays on the way.
  uint32_t delay = 0;
  double weight = 0.0;
};

/// For each target its terms, by (source, delay).
using Rows = std::vector<std::vector<Term>>;

/// What a node's value is made of: by source (a node of the graph), and a
/// constant for each value. An edge that closes a cycle is another source than
/// one that does not.
struct Expression {
  /// (node, closes a cycle)
  std::map<std::pair<size_t, bool>, Rows> parts;
  /// Empty: 0. What came by edges that close cycles is apart.
  std::vector<double> bias, feedbackBias;

  uint64_t terms() const;
};

/// What the expressions of a graph may take: terms in memory, and products.
struct Budget {
  uint64_t terms = 1 << 25;
  uint64_t products = uint64_t(1) << 34;
};

/// The values of `source`, `size` of them, as they are.
Expression identity(size_t source, bool closes, int64_t size);
/// a += b, of as many values.
void add(Expression &a, const Expression &b);
/// The linear node's value, given its input's. `stepsPerUnit` makes steps of
/// delays.
mlir::FailureOr<Expression> apply(const FlatNode &node, const Expression &input,
                                  double stepsPerUnit, Budget &budget,
                                  const Reporter &reporter);

} // namespace snnc::nir

#endif // SNNC_COMPILER_NIR_LINEARMAP_H
