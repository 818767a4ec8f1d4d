//===- Checks.h - Checks shared inside the image library --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_CHECKS_H
#define SNNC_IMAGE_CHECKS_H

#include "image/Image.h"

#include <string>

namespace snnc::image {

/// Limits of a target description; throws snnc::Error.
void checkTarget(const Target &target, const std::string &origin);
/// Indices and sizes of the float network; throws snnc::Error.
void checkFloatNetwork(const FloatNetwork &network, const std::string &origin);

/// Indices and steps of the trial; throws snnc::Error.
void checkTrial(const Image &image, const std::string &origin);

} // namespace snnc::image

#endif // SNNC_IMAGE_CHECKS_H
