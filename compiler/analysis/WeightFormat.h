//===- WeightFormat.h - Formats of synaptic weights -------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Power-of-two scales for the weights of a projection and the one function
// that turns a weight into its code; used by quantization and by the image
// writer, so that what is proven is what is stored.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_ANALYSIS_WEIGHTFORMAT_H
#define SNNC_COMPILER_ANALYSIS_WEIGHTFORMAT_H

#include "llvm/ADT/STLFunctionalExtras.h"

#include <cstdint>

namespace snnc::compiler {

/// Calls its argument with every weight, in any order.
using WeightVisitor =
    llvm::function_ref<void(llvm::function_ref<void(double)>)>;

/// The format of a projection's weights and what it costs.
struct WeightFormat {
  unsigned bits = 8;
  int frac = 0;
  uint64_t count = 0;
  /// Weights other than zero, and those of them whose code is zero.
  uint64_t nonZero = 0;
  uint64_t vanished = 0;
  /// Weights beyond the format's limits.
  uint64_t clipped = 0;
  /// One bit only: weights of zero, which it cannot say.
  uint64_t unsayable = 0;
  double min = 0.0, max = 0.0;
  /// Errors in real units: largest, mean and root mean square.
  double maxError = 0.0, meanError = 0.0, rmsError = 0.0;
  /// Root mean square of the weights, for comparison.
  double rms = 0.0;
};

/// Chooses the scale: the finest that covers every weight, where a weight may
/// be clipped by no more than one unit (half a unit of the next coarser scale,
/// so the largest error does not grow) if that lowers the squared error. With
/// `clip` up to three finer scales compete by squared error alone. Factors of
/// two that all codes share go into the scale.
WeightFormat chooseWeightFormat(WeightVisitor visit, unsigned bits, bool clip);

/// What a given scale costs.
WeightFormat formatWeights(WeightVisitor visit, unsigned bits, int frac);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_ANALYSIS_WEIGHTFORMAT_H
