//===- Calibrate.h - Ranges from a run of the float engine ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_SNNC_CALIBRATE_H
#define SNNC_TOOLS_SNNC_CALIBRATE_H

#include "image/FloatNetwork.h"

#include "mlir/IR/BuiltinOps.h"

#include <string>

namespace snnc::tools {

struct CompileOptions;

/// Runs the discretized network on the float engine with the events of
/// options.calibrate and writes the ranges it met to a temporary file, whose
/// name it returns; the caller removes it. Throws snnc::Error.
std::string runCalibration(mlir::ModuleOp module,
                           const image::FloatNetwork &floating,
                           const CompileOptions &options);

} // namespace snnc::tools

#endif // SNNC_TOOLS_SNNC_CALIBRATE_H
