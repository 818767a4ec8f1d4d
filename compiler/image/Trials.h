//===- Trials.h - The trial of a network into the image ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_IMAGE_TRIALS_H
#define SNNC_COMPILER_IMAGE_TRIALS_H

#include "dialects/snn/Snn.h"
#include "image/Image.h"

namespace snnc::compiler {

/// Fills image.trial from the network's snn.trial, if it has one. Populations
/// and modulators of the image must be complete.
llvm::LogicalResult writeTrial(snn::NetworkOp network, image::Image &image);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_IMAGE_TRIALS_H
