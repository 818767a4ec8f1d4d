//===- BootFile.cpp - The boot file -----------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// docs/boot.md.
//
//===----------------------------------------------------------------------===//

#include "image/Bytes.h"
#include "image/Container.h"
#include "sim/Boot.h"

#include <cstring>

namespace snnc::sim {

/// "SNNBOOT" and a byte that is not text.
static constexpr uint64_t magic = 0x1a544f4f424e4e53ull;
static constexpr uint32_t fileVersion = 1;
static constexpr size_t headerBytes = 48, checksumAt = 40, accessBytes = 12;
/// Of an address: bits of the word there are waited for.
static constexpr uint64_t waitBit = uint64_t(1) << 63;

std::vector<uint8_t> writeBoot(const Boot &boot) {
  image::ByteWriter out;
  out.bytes.reserve(headerBytes + boot.accesses.size() * accessBytes);
  out.number<uint64_t>(magic);
  for (uint32_t field :
       {fileVersion, boot.target.columns, boot.target.rows, boot.target.lanes,
        boot.target.sources, boot.target.version})
    out.number<uint32_t>(field);
  out.number<uint64_t>(boot.accesses.size());
  // The checksum, and a place that is left.
  out.number<uint64_t>(0);
  for (const BootAccess &access : boot.accesses) {
    out.number<uint64_t>(access.address | (access.wait ? waitBit : 0));
    out.number<uint32_t>(access.data);
  }
  uint32_t checksum = image::crc32c(out.bytes.data(), out.bytes.size());
  std::memcpy(&out.bytes[checksumAt], &checksum, sizeof checksum);
  return std::move(out.bytes);
}

Boot readBoot(const std::vector<uint8_t> &bytes, const std::string &origin) {
  image::ByteReader in(bytes.data(), bytes.size(), origin);
  if (bytes.size() < headerBytes || in.number<uint64_t>() != magic)
    throw Error(origin + ": not a boot file");
  uint32_t version = in.number<uint32_t>();
  if (version != fileVersion)
    throw Error(origin + ": a boot file of version " + std::to_string(version) +
                "; this is for version " + std::to_string(fileVersion));
  Boot boot;
  boot.target.columns = in.number<uint32_t>();
  boot.target.rows = in.number<uint32_t>();
  boot.target.lanes = in.number<uint32_t>();
  boot.target.sources = in.number<uint32_t>();
  boot.target.version = in.number<uint32_t>();
  uint64_t count = in.count(accessBytes);
  uint32_t checksum = in.number<uint32_t>();
  uint32_t reserved = in.number<uint32_t>();
  if (in.left() != count * accessBytes)
    throw Error(origin + ": " + std::to_string(count) +
                " accesses are not the " + std::to_string(in.left()) +
                " bytes after the header");
  std::vector<uint8_t> copy = bytes;
  std::memset(&copy[checksumAt], 0, sizeof checksum);
  if (image::crc32c(copy.data(), copy.size()) != checksum)
    throw Error(origin + ": wrong checksum");
  if (reserved != 0)
    throw Error(origin + ": the header's last word is not 0");
  boot.accesses.reserve(count);
  for (uint64_t i = 0; i < count; ++i) {
    uint64_t address = in.number<uint64_t>();
    uint32_t data = in.number<uint32_t>();
    boot.accesses.push_back(
        {address & ~waitBit, data, (address & waitBit) != 0});
  }
  return boot;
}

} // namespace snnc::sim
