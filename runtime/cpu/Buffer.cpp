//===- Buffer.cpp - Memory for vectors
//------------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/Buffer.h"

#include "image/Error.h"
#include "image/NativeAbi.h"

#include <cstdlib>
#include <cstring>
#include <string>
#include <sys/mman.h>

namespace snnc::runtime::cpu {

namespace {

constexpr uint64_t kAlignment = 64;
/// From here on huge pages are asked for: rows are read at random.
constexpr uint64_t kHuge = 2u << 20;

uint64_t bytesOf(uint64_t elements, uint32_t bytesEach) {
  uint64_t bytes = (padded(elements) + image::kNativeLanes) * bytesEach;
  uint64_t unit = bytes >= kHuge ? kHuge : kAlignment;
  return (bytes + unit - 1) / unit * unit;
}

} // namespace

uint64_t padded(uint64_t n) {
  return (n + image::kNativeLanes - 1) / image::kNativeLanes *
         image::kNativeLanes;
}

void Buffer::Free::operator()(uint8_t *p) const { std::free(p); }

Buffer::Buffer(uint64_t elements, uint32_t bytesEach)
    : elements(elements), bytesEach(bytesEach) {
  uint64_t bytes = bytesOf(elements, bytesEach);
  uint64_t alignment = bytes >= kHuge ? kHuge : kAlignment;
  memory.reset(static_cast<uint8_t *>(std::aligned_alloc(alignment, bytes)));
  if (!memory)
    throw Error("no memory for " + std::to_string(bytes >> 20) + " MiB");
  if (bytes >= kHuge)
    madvise(memory.get(), bytes, MADV_HUGEPAGE);
  std::memset(memory.get(), 0, bytes);
}

void Buffer::clear() {
  if (memory)
    std::memset(memory.get(), 0, bytesOf(elements, bytesEach));
}

int64_t Buffer::get(uint64_t i) const {
  switch (bytesEach) {
  case 1:
    return as<int8_t>()[i];
  case 2:
    return as<int16_t>()[i];
  default:
    return as<int32_t>()[i];
  }
}

void Buffer::set(uint64_t i, int64_t value) {
  switch (bytesEach) {
  case 1:
    as<int8_t>()[i] = static_cast<int8_t>(value);
    break;
  case 2:
    as<int16_t>()[i] = static_cast<int16_t>(value);
    break;
  default:
    as<int32_t>()[i] = static_cast<int32_t>(value);
  }
}

std::vector<int64_t> readAll(const Buffer &buffer) {
  std::vector<int64_t> values(buffer.size());
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = buffer.get(i);
  return values;
}

} // namespace snnc::runtime::cpu
