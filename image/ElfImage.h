//===- ElfImage.h - An image inside a shared object -------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A shared object of the engine cpu has its image in a section. Reading it runs
// none of its code.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_ELFIMAGE_H
#define SNNC_IMAGE_ELFIMAGE_H

#include <cstdint>
#include <string>
#include <vector>

namespace snnc::image {

constexpr const char *kElfSection = ".snnc.image";

/// By its first bytes.
bool isElf(const std::vector<uint8_t> &bytes);

/// The bytes of the section. Throws snnc::Error, beginning with `origin`, if
/// the file is no 64-bit little-endian ELF file with that section.
std::vector<uint8_t> imageInElf(const std::vector<uint8_t> &bytes,
                                const std::string &origin);

} // namespace snnc::image

#endif // SNNC_IMAGE_ELFIMAGE_H
