//===- Cbor.h - Untrusted CBOR, read ----------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_CBOR_H
#define SNNC_IMAGE_CBOR_H

#include "image/Archive.h"

#include <cstdint>
#include <string>

namespace snnc::image {

/// Throws snnc::Error, beginning with `origin`, if the bytes of `what` are not
/// valid CBOR, too long or nested too deeply.
Json parseCbor(const uint8_t *data, size_t size, const std::string &origin,
               const std::string &what);

} // namespace snnc::image

#endif // SNNC_IMAGE_CBOR_H
