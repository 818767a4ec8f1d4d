//===- Container.h - The image on disk --------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The definition of the image file (docs/image.md explains it). All numbers
// are little-endian. The same image gives the same bytes.
//
//   header   32 bytes   Header
//   table    sections * 32 bytes   SectionEntry: metadata, then by tile its
//                        memories in ascending order of type, the float
//                        network, native code
//   sections             in table order, each at a multiple of 8, gaps zero
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_CONTAINER_H
#define SNNC_IMAGE_CONTAINER_H

#include "image/Error.h"
#include "image/Image.h"

#include <cstdint>
#include <string>
#include <vector>

namespace snnc::image {

/// "SNNCIMG" and a byte that is not text.
constexpr uint64_t kMagic = 0x1a474d49434e4e53ull;
/// Version of this layout and of the metadata's keys.
constexpr uint32_t kFormatVersion = 6;
/// Version of the instruction set and of the machine contract.
constexpr uint32_t kIsaVersion = 1;

/// The file begins: magic u64, format version u32, ISA version u32, file size
/// u64, sections u32, CRC-32C of header (this field 0) and table u32.
constexpr uint32_t kHeaderBytes = 32;

/// One entry: type u32, CRC-32C of the section u32, offset u64, length u64,
/// element bytes u32, tile u32 (0 for what is of no tile).
constexpr uint32_t kSectionEntryBytes = 32;

enum class Section : uint32_t {
  /// CBOR map: names, tables, target, locations, counts.
  Metadata = 1,
  /// u64 instructions.
  Program = 2,
  /// i32, one an instruction.
  ProgramLocations = 3,
  /// u32 words, `lanes` a row.
  State = 4,
  Synapses = 5,
  /// 12 bytes an entry: descriptor u8, last lanes u8, base block u16,
  /// count u16, 0 u16, address u32.
  Axons = 6,
  /// i32.
  Tables = 7,
  /// The float network (FloatSection.cpp).
  Floating = 8,
  /// Native code (NativeSection.cpp).
  Native = 9,
};

/// The largest file that is read at all.
constexpr uint64_t kMaxFileBytes = 4ull << 30;

/// The file's bytes.
std::vector<uint8_t> writeImage(const Image &image);
/// `origin` names the file in errors. Throws snnc::Error for anything that is
/// not an image of this version with consistent tables.
Image readImage(const std::vector<uint8_t> &bytes, const std::string &origin);

/// Whole files. Saving is atomic (PendingFile.h); on an error no file is left.
void saveImage(const Image &image, const std::string &path);
/// An image file, or the image of a shared object (ElfImage.h), whose native
/// code then names it as its library.
Image loadImage(const std::string &path);
/// True if the file begins as one of them does (it may still be a bad one).
bool looksLikeImage(const std::string &path);
/// The atomic write itself, for other outputs.
void writeFileAtomically(const std::string &path, const void *data,
                         size_t size);

/// CRC-32C (Castagnoli).
uint32_t crc32c(const void *data, size_t size);

/// Checks every index, address and range of the tables against each other and
/// the target; throws snnc::Error with the first fault, prefixed by `origin`.
void validate(const Image &image, const std::string &origin);

} // namespace snnc::image

#endif // SNNC_IMAGE_CONTAINER_H
