//===- FloatSection.h - The float network in the container ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_FLOATSECTION_H
#define SNNC_IMAGE_FLOATSECTION_H

#include "image/FloatNetwork.h"

#include <string>

namespace snnc::image {

/// The bytes of the section: numbers in the order of the structs, each list
/// and text preceded by its length as u64.
std::vector<uint8_t> writeFloatSection(const FloatNetwork &network);
/// Throws snnc::Error if the bytes are no float network. Sizes are bounded by
/// the bytes given; checkFloatNetwork (Checks.h) checks the indices.
FloatNetwork readFloatSection(const uint8_t *data, size_t size,
                              const std::string &origin);

} // namespace snnc::image

#endif // SNNC_IMAGE_FLOATSECTION_H
