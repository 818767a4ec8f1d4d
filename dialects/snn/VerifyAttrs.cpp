//===- VerifyAttrs.cpp - Verifiers of the snn attributes ------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Snn.h"

#include "mlir/IR/Diagnostics.h"

#include <cmath>

using namespace mlir;
using namespace snnc::snn;

using EmitError = function_ref<InFlightDiagnostic()>;

/// The draws take the seed as a 32-bit key word.
static LogicalResult checkSeed(EmitError emitError, uint64_t seed) {
  if (seed > 0xffffffffu)
    return emitError() << "seed " << seed << " does not fit 32 bits";
  return success();
}

static LogicalResult checkLengths(EmitError emitError, StringRef name,
                                  ArrayRef<int64_t> values, size_t length,
                                  int64_t least, StringRef meaning) {
  if (values.size() != length)
    return emitError() << name << " of #snn.conv has " << values.size()
                       << " numbers, not " << length << ": " << meaning;
  for (int64_t value : values)
    if (value < least)
      return emitError() << name << " of #snn.conv holds " << value
                         << ", less than " << least;
  return success();
}

LogicalResult ConvAttr::verify(EmitError emitError, ArrayRef<int64_t> input,
                               ArrayRef<int64_t> kernel,
                               ArrayRef<int64_t> stride,
                               ArrayRef<int64_t> padding) {
  if (failed(checkLengths(emitError, "input", input, 3, 1,
                          "height, width, channels")) ||
      failed(checkLengths(emitError, "kernel", kernel, 4, 1,
                          "outputs, inputs, height, width")) ||
      failed(checkLengths(emitError, "stride", stride, 2, 1, "y, x")) ||
      failed(checkLengths(emitError, "padding", padding, 2, 0, "y, x")))
    return failure();
  if (kernel[1] != input[2])
    return emitError() << "#snn.conv has an input of " << input[2]
                       << " channels and a kernel for " << kernel[1];
  for (unsigned axis : {0, 1})
    if (kernel[2 + axis] > input[axis] + 2 * padding[axis])
      return emitError() << "#snn.conv has a kernel of " << kernel[2 + axis]
                         << " over " << input[axis] << " + 2 * "
                         << padding[axis] << " positions (axis "
                         << (axis ? "x" : "y") << ")";
  return success();
}

LogicalResult RandomAttr::verify(EmitError emitError, Real probability,
                                 uint64_t seed, bool) {
  if (!(probability > 0.0 && probability <= 1.0))
    return emitError() << "#snn.random connects with a probability of "
                       << formatReal(probability)
                       << "; it must be above 0.0 and at most 1.0";
  return checkSeed(emitError, seed);
}

static LogicalResult checkCount(EmitError emitError, StringRef name,
                                uint64_t count, uint64_t most) {
  if (count < 1 || count > most)
    return emitError() << name << " makes " << count << " synapses; 1 to "
                       << most << " are possible";
  return success();
}

LogicalResult FixedInDegreeAttr::verify(EmitError emitError, uint64_t count,
                                        uint64_t seed, bool, bool) {
  if (failed(checkCount(emitError, "#snn.fixed_indegree", count, 0xffffffffu)))
    return failure();
  return checkSeed(emitError, seed);
}

LogicalResult FixedTotalAttr::verify(EmitError emitError, uint64_t count,
                                     uint64_t seed, bool) {
  // Numbers of synapses are counted with 63 bits.
  if (failed(
          checkCount(emitError, "#snn.fixed_total", count, uint64_t(1) << 62)))
    return failure();
  return checkSeed(emitError, seed);
}

LogicalResult UniformAttr::verify(EmitError emitError, Real low, Real high,
                                  uint64_t seed) {
  if (!std::isfinite(low) || !std::isfinite(high) || low > high)
    return emitError() << "#snn.uniform draws from [" << formatReal(low) << ", "
                       << formatReal(high) << "), which is no range";
  return checkSeed(emitError, seed);
}

LogicalResult NormalAttr::verify(EmitError emitError, Real mean, Real deviation,
                                 uint64_t seed, Real least, Real most) {
  if (!std::isfinite(mean) || !std::isfinite(deviation) || deviation < 0.0)
    return emitError() << "#snn.normal has mean " << formatReal(mean)
                       << " and deviation " << formatReal(deviation)
                       << "; both must be finite, the deviation not negative";
  if (!(least <= most))
    return emitError() << "#snn.normal has the range [" << formatReal(least)
                       << ", " << formatReal(most) << "], which is none";
  return checkSeed(emitError, seed);
}

LogicalResult snnc::snn::BlobAttr::verify(EmitError emitError, StringRef file,
                                          uint64_t, RankedTensorType type,
                                          StringRef) {
  if (file.empty())
    return emitError() << "#snn.blob names no file";
  if (!type.hasStaticShape())
    return emitError() << "#snn.blob has the type " << type
                       << "; every dimension must be known";
  Type element = type.getElementType();
  if (!element.isF32() && !element.isF64() && !element.isInteger(8) &&
      !element.isInteger(16) && !element.isInteger(32) &&
      !element.isInteger(64))
    return emitError() << "#snn.blob has elements of " << element
                       << "; f32, f64, i8, i16, i32 and i64 are possible";
  return success();
}
