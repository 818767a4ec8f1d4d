//===- Import.h - Networks from NIR files -----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Library: SnncNir.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NIR_IMPORT_H
#define SNNC_COMPILER_NIR_IMPORT_H

#include "compiler/nir/Graph.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace snnc::nir {

struct ImportOptions {
  /// One of profiles().
  std::string profile = "nir";
  /// Changes of the profile: "reset=subtract".
  std::vector<std::string> settings;
  /// In the unit; of the file's gains, or the profile's.
  std::optional<double> dt;
  /// "s", "ms", "us" or "steps"; the profile's if empty.
  std::string unit;
  /// Inputs have real values in this range; plain spikes without it.
  std::optional<std::pair<double, double>> analog;
  /// Ranges of states by what can arrive at most; without them calibration
  /// has to find them.
  bool ranges = true;
  /// The network keeps the graph, for export.
  bool keepGraph = false;
};

/// The network of a file; null after an error, which is a diagnostic at the
/// node. Populations have the names of nodes ("graph.node").
mlir::OwningOpRef<mlir::ModuleOp> importNir(const std::string &path,
                                            const ImportOptions &options,
                                            mlir::MLIRContext &context);
/// The same for a graph in memory; `path` is what places are named by.
mlir::OwningOpRef<mlir::ModuleOp> importGraph(const Graph &graph,
                                              const std::string &path,
                                              const ImportOptions &options,
                                              mlir::MLIRContext &context);

} // namespace snnc::nir

#endif // SNNC_COMPILER_NIR_IMPORT_H
