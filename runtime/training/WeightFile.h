//===- WeightFile.h - Learned weights as named arrays -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The arrays of docs/training.md, "Weights in files": for projection p its
// weights p and codes.p, for its synapse variable v p.v and codes.p.v.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_TRAINING_WEIGHTFILE_H
#define SNNC_RUNTIME_TRAINING_WEIGHTFILE_H

#include "image/Image.h"
#include "runtime/Engine.h"
#include "runtime/files/Array.h"

#include <string>
#include <vector>

namespace snnc::runtime {

/// The projections named, or all that learn if there are no names; throws
/// snnc::Error for one that does not exist or does not learn.
std::vector<uint32_t> plasticProjections(const image::Image &image,
                                         const std::vector<std::string> &names);

/// As the engine has them now; of the float engine real numbers alone.
std::vector<NamedArray> weightArrays(const image::Image &image, Engine &engine,
                                     const std::vector<uint32_t> &projections);

/// Sets what the arrays name. Throws snnc::Error that begins with `origin`
/// before anything changes.
void setWeightArrays(const image::Image &image, Engine &engine,
                     const std::vector<NamedArray> &arrays,
                     const std::string &origin);

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_TRAINING_WEIGHTFILE_H
