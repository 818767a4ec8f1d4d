//===- SharedObject.h - An image as a shared object -------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Native code for all processors, linked ahead of time, beside the image that
// it belongs to (image/ElfImage.h).
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_SNNC_SHAREDOBJECT_H
#define SNNC_TOOLS_SNNC_SHAREDOBJECT_H

#include "image/Image.h"

#include <string>

namespace snnc::tools {

/// By its name.
bool isSharedObject(const std::string &path);

/// Writes an image with native code, by the machine's linker. Throws
/// snnc::Error; then no file is left.
void saveSharedObject(const image::Image &image, const std::string &path);

} // namespace snnc::tools

#endif // SNNC_TOOLS_SNNC_SHAREDOBJECT_H
