//===- RandomImage.h - Images with random legal programs --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_FUZZ_RANDOMIMAGE_H
#define SNNC_TESTS_FUZZ_RANDOMIMAGE_H

#include "image/Image.h"

namespace snnc::fuzz {

/// An image that no compiler made: random groups, planes, ports, tables, rows
/// of every format, and a random legal program for each group. Port sums stay
/// within their accumulators. With an odd seed it lies at the far end of every
/// memory. A function of the seed.
image::Image randomImage(uint64_t seed, const image::Target &target);

} // namespace snnc::fuzz

#endif // SNNC_TESTS_FUZZ_RANDOMIMAGE_H
