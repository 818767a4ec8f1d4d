//===- LogicalPopulation.h - A population, wherever it lives ----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_IMAGE_LOGICALPOPULATION_H
#define SNNC_COMPILER_IMAGE_LOGICALPOPULATION_H

#include "dialects/fx/Fx.h"
#include "dialects/snn/Weights.h"
#include "image/Image.h"

namespace snnc::compiler {

/// The fixed-point format `type` of a variable or port.
mlir::FailureOr<fx::QType> formatOf(mlir::Operation *op, mlir::Type type);

/// The image's entry of the population or input `op`; of its ports all but
/// delays and slots.
mlir::FailureOr<image::Population>
writeLogicalPopulation(mlir::Operation *op, snn::BlobCache &cache);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_IMAGE_LOGICALPOPULATION_H
