//===- SomeGraph.h - A graph with something of everything -------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_NIR_SOMEGRAPH_H
#define SNNC_TESTS_UNIT_NIR_SOMEGRAPH_H

#include "compiler/nir/Graph.h"

namespace snnc::nir {

Value reals(std::vector<double> values, std::vector<int64_t> shape,
            NumberType type = NumberType::F64);
Value integers(std::vector<int64_t> values, std::vector<int64_t> shape);
Value text(const std::string &value);

/// A convolution, pools, a nested recurrent layer, a delay and a read-out.
Graph someGraph();

} // namespace snnc::nir

#endif // SNNC_TESTS_UNIT_NIR_SOMEGRAPH_H
