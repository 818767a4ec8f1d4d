//===- Npz.cpp - numpy's archives: zip files of arrays ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Bytes.h"
#include "runtime/files/Array.h"

#include <zlib.h>

namespace snnc::runtime {

namespace {

// Signatures of the zip format.
constexpr uint32_t kLocalHeader = 0x04034b50;
constexpr uint32_t kCentralHeader = 0x02014b50;
constexpr uint32_t kEndOfDirectory = 0x06054b50;
constexpr size_t kEndBytes = 22;
constexpr size_t kLocalBytes = 30;
/// An array that inflates beyond this is refused.
constexpr uint64_t kMaxMemberBytes = 4ull << 30;

constexpr uint16_t kStored = 0, kDeflated = 8;

struct Member {
  std::string name;
  uint16_t method = 0;
  uint32_t crc = 0;
  uint64_t packedBytes = 0, bytes = 0, offset = 0;
};

std::vector<uint8_t> inflateMember(const uint8_t *packed, const Member &member,
                                   const std::string &where) {
  // A deflated byte stands for at most 1032; more is a lie or a bomb.
  if (member.bytes > kMaxMemberBytes ||
      member.bytes / 1040 > member.packedBytes + 1)
    throw Error(where + ": claims an impossible size");
  std::vector<uint8_t> out(member.bytes);
  z_stream stream = {};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
    throw Error(where + ": cannot inflate");
  stream.next_in = const_cast<uint8_t *>(packed);
  stream.avail_in = static_cast<uInt>(member.packedBytes);
  uint8_t none = 0;
  stream.next_out = out.empty() ? &none : out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  int result = inflate(&stream, Z_FINISH);
  uint64_t produced = stream.total_out;
  inflateEnd(&stream);
  if (result != Z_STREAM_END || produced != out.size())
    throw Error(where + ": corrupt compressed data");
  return out;
}

std::vector<Member> readDirectory(const std::vector<uint8_t> &bytes,
                                  const std::string &origin) {
  auto signatureAt = [&](size_t at) {
    uint32_t value;
    std::memcpy(&value, &bytes[at], 4);
    return value;
  };
  if (bytes.size() < kEndBytes)
    throw Error(origin + ": not a .npz archive (or truncated)");
  // The end record may be followed by a comment of up to 64 kB.
  size_t end = bytes.size() - kEndBytes;
  size_t stop = end > 65536 ? end - 65536 : 0;
  while (signatureAt(end) != kEndOfDirectory) {
    if (end == stop)
      throw Error(origin + ": not a .npz archive (or truncated)");
    --end;
  }
  image::ByteReader r(&bytes[end], bytes.size() - end, origin);
  r.elements<uint8_t>(10);
  auto count = r.number<uint16_t>();
  r.number<uint32_t>();
  auto directory = r.number<uint32_t>();
  if (directory == 0xffffffff || directory > end)
    throw Error(origin + ": archives of 4 GB and more are not taken");

  std::vector<Member> members;
  image::ByteReader d(&bytes[directory], end - directory, origin);
  for (uint16_t i = 0; i < count; ++i) {
    if (d.number<uint32_t>() != kCentralHeader)
      throw Error(origin + ": corrupt archive directory");
    Member m;
    d.elements<uint8_t>(6);
    m.method = d.number<uint16_t>();
    d.elements<uint8_t>(4);
    m.crc = d.number<uint32_t>();
    m.packedBytes = d.number<uint32_t>();
    m.bytes = d.number<uint32_t>();
    auto nameBytes = d.number<uint16_t>();
    auto extraBytes = d.number<uint16_t>();
    auto commentBytes = d.number<uint16_t>();
    d.elements<uint8_t>(8);
    m.offset = d.number<uint32_t>();
    auto name = d.elements<char>(nameBytes);
    m.name.assign(name.begin(), name.end());
    d.elements<uint8_t>(uint64_t(extraBytes) + commentBytes);
    members.push_back(std::move(m));
  }
  return members;
}

std::vector<uint8_t> readMember(const std::vector<uint8_t> &bytes,
                                const Member &m, const std::string &where) {
  if (m.offset > bytes.size() || bytes.size() - m.offset < kLocalBytes)
    throw Error(where + ": truncated");
  image::ByteReader r(&bytes[m.offset], bytes.size() - m.offset, where);
  if (r.number<uint32_t>() != kLocalHeader)
    throw Error(where + ": corrupt archive member");
  r.elements<uint8_t>(22);
  auto nameBytes = r.number<uint16_t>();
  auto extraBytes = r.number<uint16_t>();
  r.elements<uint8_t>(uint64_t(nameBytes) + extraBytes);
  auto packed = r.elements<uint8_t>(m.packedBytes);
  if (m.method != kStored && m.method != kDeflated)
    throw Error(where + ": compression method " + std::to_string(m.method) +
                " is not taken; write it with numpy.savez");
  std::vector<uint8_t> data =
      m.method == kStored ? packed : inflateMember(packed.data(), m, where);
  if (data.size() != m.bytes ||
      crc32(0, data.data(), static_cast<uInt>(data.size())) != m.crc)
    throw Error(where + ": corrupt: the checksum is wrong");
  return data;
}

} // namespace

std::vector<NamedArray> readNpz(const std::vector<uint8_t> &bytes,
                                const std::string &origin) {
  std::vector<NamedArray> arrays;
  for (const Member &m : readDirectory(bytes, origin)) {
    const std::string ending = ".npy";
    if (m.name.size() <= ending.size() ||
        m.name.compare(m.name.size() - ending.size(), ending.size(), ending) !=
            0)
      throw Error(origin + ": member '" + m.name + "' is not an array");
    std::string name = m.name.substr(0, m.name.size() - ending.size());
    std::string where = origin + ": array '" + name + "'";
    arrays.emplace_back(name, readNpy(readMember(bytes, m, where), where));
  }
  return arrays;
}

std::vector<uint8_t> writeNpz(const std::vector<NamedArray> &arrays) {
  image::ByteWriter file, directory;
  // 1980-01-01, the earliest time of the format.
  const uint16_t time = 0, date = 0x21;
  for (const auto &[arrayName, array] : arrays) {
    std::string name = arrayName + ".npy";
    std::vector<uint8_t> data = writeNpy(array);
    if (file.bytes.size() + data.size() > 0xfffffff0u)
      throw Error("array '" + arrayName +
                  "' makes the .npz larger than 4 GB; record fewer steps");
    auto offset = static_cast<uint32_t>(file.bytes.size());
    auto size = static_cast<uint32_t>(data.size());
    auto crc = static_cast<uint32_t>(crc32(0, data.data(), size));
    auto common = [&](image::ByteWriter &w) {
      w.number<uint16_t>(20); // version that can read it
      w.number<uint16_t>(0);  // flags
      w.number(kStored);
      w.number(time);
      w.number(date);
      w.number(crc);
      w.number(size);
      w.number(size);
      w.number(static_cast<uint16_t>(name.size()));
      w.number<uint16_t>(0); // extra
    };
    file.number(kLocalHeader);
    common(file);
    file.bytes.insert(file.bytes.end(), name.begin(), name.end());
    file.elements(data);
    directory.number(kCentralHeader);
    directory.number<uint16_t>(20); // version that made it
    common(directory);
    directory.number<uint16_t>(0); // comment
    directory.number<uint16_t>(0); // disk
    directory.number<uint16_t>(0); // internal attributes
    directory.number<uint32_t>(0); // external attributes
    directory.number(offset);
    directory.bytes.insert(directory.bytes.end(), name.begin(), name.end());
  }
  auto start = static_cast<uint32_t>(file.bytes.size());
  file.elements(directory.bytes);
  file.number(kEndOfDirectory);
  file.number<uint16_t>(0);
  file.number<uint16_t>(0);
  file.number(static_cast<uint16_t>(arrays.size()));
  file.number(static_cast<uint16_t>(arrays.size()));
  file.number(static_cast<uint32_t>(directory.bytes.size()));
  file.number(start);
  file.number<uint16_t>(0);
  return std::move(file.bytes);
}

} // namespace snnc::runtime
