//===- NativeSection.h - Native code in the container -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_NATIVESECTION_H
#define SNNC_IMAGE_NATIVESECTION_H

#include "image/Native.h"

#include <string>

namespace snnc::image {

/// The bytes of the section, none if there is no code: a CBOR map of the fields
/// in Fields.h after its length as u64, then for each projection the elements
/// of its pairs, weights and delays that are in memory, and what was learned,
/// then the objects, each list after its length.
std::vector<uint8_t> writeNativeSection(const Native &native);
/// Throws snnc::Error if the bytes are none of that. Sizes are bounded by the
/// bytes given; checkNative (Checks.h) checks the indices.
Native readNativeSection(const uint8_t *data, size_t size,
                         const std::string &origin);

} // namespace snnc::image

#endif // SNNC_IMAGE_NATIVESECTION_H
