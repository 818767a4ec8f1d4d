//===- Pipelines.h - Sequences of passes ------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_PIPELINES_H
#define SNNC_COMPILER_TRANSFORMS_PIPELINES_H

#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassOptions.h"

#include <string>
#include <vector>

namespace snnc::compiler {

/// What the way from network text to fixed point can be told. The same names as
/// the options of the passes (Passes.td).
struct PipelineOptions {
  /// Folders with models, in order of preference after the network's own.
  std::vector<std::string> models;
  uint64_t seed = 0;
  std::string calibration;
  double margin = 1.25;
  unsigned weightBits = 8;
  bool clipWeights = false;
  unsigned tableEntries = 256;
  double tableError = 1e-3;
  /// Files for the quantization report; empty for none, "-" is standard output.
  std::string report, reportJson;
};

/// Up to `--emit=snn`: models linked, discretized, simplified. Here the float
/// engine's network is exported.
void buildToDiscretePipeline(mlir::OpPassManager &pm,
                             const PipelineOptions &options);

/// From there to `--emit=fixed`: quantized, simplified, proven.
void buildToFixedPipeline(mlir::OpPassManager &pm,
                          const PipelineOptions &options);

/// Registers `snn-to-discrete` and `snn-to-fixed` (from text) for snnc-opt.
void registerPipelines();

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_PIPELINES_H
