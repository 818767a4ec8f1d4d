//===- NormalDraws.h - Normal numbers from random words ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_NORMALDRAWS_H
#define SNNC_IMAGE_NORMALDRAWS_H

#include <cstddef>
#include <cstdint>

namespace snnc::image {

/// Greatest deviation from the mean, in standard deviations, that two words can
/// stand for: sqrt(64 ln 2), rounded up.
constexpr double kLargestDeviation = 6.6605;

/// Box and Muller's transform: mean + deviation * sqrt(-2 ln((a + 1) / 2^32)) *
/// cos(2 pi b / 2^32) for words a, b. Every machine gives the same bits.
void drawNormal(double mean, double deviation, const uint32_t *firsts,
                const uint32_t *seconds, size_t count, double *values);

} // namespace snnc::image

#endif // SNNC_IMAGE_NORMALDRAWS_H
