//===- LearnedImage.h - An image with what an engine learned ----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_TRAINING_LEARNEDIMAGE_H
#define SNNC_RUNTIME_TRAINING_LEARNEDIMAGE_H

#include "image/Image.h"
#include "runtime/Engine.h"

namespace snnc::runtime {

/// The image with the weights and synapse variables that the engine, an integer
/// engine of this image, has now. The weights before quantization are replaced
/// by their real values as well, so that `float` starts from what was learned;
/// its synapse variables start from their initial value.
image::Image learnedImage(const image::Image &image, Engine &engine);

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_TRAINING_LEARNEDIMAGE_H
