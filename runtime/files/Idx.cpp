//===- Idx.cpp - IDX files, and arrays of any kind of file ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/files/Idx.h"

#include "image/Error.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>

namespace snnc::runtime {

namespace {

constexpr size_t kIdxHeaderBytes = 4;
/// A file that inflates beyond this is refused.
constexpr uint64_t kMaxBytes = 4ull << 30;

/// The element type of the header's third byte.
ArrayField elementOf(uint8_t code, const std::string &origin) {
  ArrayField field;
  switch (code) {
  case 0x08:
    field.kind = 'u';
    field.bytes = 1;
    return field;
  case 0x09:
    field.bytes = 1;
    return field;
  case 0x0b:
    field.bytes = 2;
    return field;
  case 0x0c:
    field.bytes = 4;
    return field;
  case 0x0d:
  case 0x0e:
    field.kind = 'f';
    field.bytes = code == 0x0d ? 4 : 8;
    return field;
  default:
    throw Error(origin + ": IDX element type " + std::to_string(code) +
                " does not exist");
  }
}

uint32_t bigEndian32(const uint8_t *p) {
  return uint32_t(p[0]) << 24 | uint32_t(p[1]) << 16 | uint32_t(p[2]) << 8 |
         p[3];
}

bool begins(const std::vector<uint8_t> &bytes, const char *magic, size_t size) {
  return bytes.size() >= size && std::memcmp(bytes.data(), magic, size) == 0;
}

} // namespace

Array readIdx(const std::vector<uint8_t> &bytes, const std::string &origin) {
  if (bytes.size() < kIdxHeaderBytes || bytes[0] || bytes[1])
    throw Error(origin + ": not an IDX file");
  Array array;
  array.fields = {elementOf(bytes[2], origin)};
  uint32_t elementBytes = array.recordBytes = array.fields[0].bytes;
  size_t dimensions = bytes[3], at = kIdxHeaderBytes + 4 * dimensions;
  if (dimensions == 0 || bytes.size() < at)
    throw Error(origin + ": truncated: the IDX header is incomplete");
  uint64_t left = bytes.size() - at, elements = 1;
  for (size_t d = 0; d < dimensions; ++d) {
    array.shape.push_back(bigEndian32(&bytes[kIdxHeaderBytes + 4 * d]));
    elements *= array.shape.back();
    if (elements > left / elementBytes)
      throw Error(origin + ": truncated: " + std::to_string(left) +
                  " bytes of data are fewer than its shape says");
  }
  if (elements * elementBytes != left)
    throw Error(origin + ": " + std::to_string(left - elements * elementBytes) +
                " bytes too many at the end");
  array.data.assign(bytes.begin() + static_cast<long>(at), bytes.end());
  if (elementBytes > 1)
    for (uint64_t i = 0; i < elements; ++i)
      std::reverse(&array.data[i * elementBytes],
                   &array.data[i * elementBytes] + elementBytes);
  return array;
}

std::vector<uint8_t> gunzip(const std::vector<uint8_t> &bytes,
                            const std::string &origin) {
  if (bytes.size() >= kMaxBytes)
    throw Error(origin + ": too large");
  std::vector<uint8_t> out;
  std::vector<uint8_t> piece(1 << 18);
  z_stream stream = {};
  if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK)
    throw Error(origin + ": cannot inflate");
  struct End {
    z_stream &stream;
    ~End() { inflateEnd(&stream); }
  } end{stream};
  stream.next_in = const_cast<uint8_t *>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  int result = Z_OK;
  while (result == Z_OK || (result == Z_STREAM_END && stream.avail_in)) {
    if (result == Z_STREAM_END)
      inflateReset(&stream);
    stream.next_out = piece.data();
    stream.avail_out = static_cast<uInt>(piece.size());
    result = inflate(&stream, Z_NO_FLUSH);
    size_t made = piece.size() - stream.avail_out;
    if (out.size() + made > kMaxBytes)
      throw Error(origin + ": inflates beyond " + std::to_string(kMaxBytes) +
                  " bytes");
    out.insert(out.end(), piece.begin(),
               piece.begin() + static_cast<long>(made));
  }
  if (result == Z_BUF_ERROR)
    throw Error(origin + ": truncated: the compressed data ends too early");
  if (result != Z_STREAM_END)
    throw Error(origin + ": corrupt compressed data");
  return out;
}

std::vector<NamedArray> readArrays(const std::string &path) {
  std::vector<uint8_t> bytes = readFile(path);
  if (begins(bytes, "\x1f\x8b", 2))
    bytes = gunzip(bytes, path);
  if (begins(bytes, "PK", 2))
    return readNpz(bytes, path);
  if (begins(bytes, "\x93NUMPY", 6))
    return {{"", readNpy(bytes, path)}};
  if (begins(bytes, "\0\0", 2))
    return {{"", readIdx(bytes, path)}};
  throw Error(path + ": neither .npy, .npz nor IDX (nor one of these in gzip)");
}

} // namespace snnc::runtime
