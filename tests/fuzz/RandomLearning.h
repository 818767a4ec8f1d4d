//===- RandomLearning.h - Images that learn by random programs --*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_FUZZ_RANDOMLEARNING_H
#define SNNC_TESTS_FUZZ_RANDOMLEARNING_H

#include "image/Image.h"

namespace snnc::fuzz {

/// An image that no compiler made, with projections that learn: both row
/// formats, synapse variables, traces, gates, all conditions of entries, and
/// random legal programs of every kind. With bit 2 of the seed set it lies at
/// the far end of every memory. A function of the seed.
/// `apart`: nothing depends on which targets live together. Programs over
/// sources see planes of their own only, and change none behind a gate of the
/// targets, which opens no walk of rows.
image::Image randomLearning(uint64_t seed, const image::Target &target,
                            bool apart = false);

} // namespace snnc::fuzz

#endif // SNNC_TESTS_FUZZ_RANDOMLEARNING_H
