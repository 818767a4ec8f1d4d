//===- WeightCode.h - Weights as integers -----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one function that turns a weight into its code, for quantization, the
// image writer and engines that make synapses from rules, so that what is
// proven is what is stored.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_WEIGHTCODE_H
#define SNNC_IMAGE_WEIGHTCODE_H

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace snnc::image {

/// The value of the weight's code: round(weight * 2^frac), half to even,
/// clamped to `bits` two's complement bits (2, 4, 8, 16). One bit: +1 or -1 by
/// sign.
class WeightCode {
public:
  WeightCode(unsigned bits, int frac)
      : isSign(bits == 1), scale(std::ldexp(1.0, frac)),
        top(std::ldexp(1.0, int(bits) - 1)) {}

  int32_t operator()(double weight) const {
    if (isSign)
      return weight < 0.0 ? -1 : 1;
    // The limits are integers, so clamping first is the same. The sum with
    // 1.5 * 2^52 leaves no place for a fraction: half to even by IEEE 754.
    constexpr double noFraction = 6755399441055744.0;
    double units = std::clamp(weight * scale, -top, top - 1.0);
    return static_cast<int32_t>((units + noFraction) - noFraction);
  }

private:
  bool isSign;
  double scale, top;
};

inline int32_t quantizeWeight(double weight, unsigned bits, int frac) {
  return WeightCode(bits, frac)(weight);
}

} // namespace snnc::image

#endif // SNNC_IMAGE_WEIGHTCODE_H
