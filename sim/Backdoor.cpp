//===- Backdoor.cpp - Memories of the chip behind its back ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/Backdoor.h"

#include "image/Error.h"

#include <algorithm>
#include <cstring>

namespace snnc::sim {

/// Bytes of a word where Verilator keeps it.
static size_t bytesOf(unsigned bits) {
  if (bits <= 8)
    return 1;
  if (bits <= 16)
    return 2;
  if (bits <= 32)
    return 4;
  if (bits <= 64)
    return 8;
  return (bits + 31) / 32 * 4;
}

Backdoor::Backdoor(TileModel &model, const std::string &instance,
                   unsigned width, unsigned granule)
    : raw(model.memory(instance)), instance(instance), width(width),
      granule(granule) {
  if (!raw.words)
    throw Error("rtl: the Verilated chip has no memory " + instance);
  if (raw.bits == width)
    return;
  code.emplace(granule);
  if (raw.bits != granules() * codeBits())
    throw Error("rtl: words of memory " + instance +
                " of the Verilated chip "
                "have " +
                std::to_string(raw.bits) + " bits");
}

// Little-endian, as the machine is that Verilator's words lie on.
uint64_t Backdoor::stored(size_t word, unsigned at, unsigned count) const {
  size_t bytes = bytesOf(raw.bits);
  const auto *from = static_cast<const uint8_t *>(raw.words) + word * bytes;
  // A granule and the bits before it in its first byte are 64 bits at most.
  size_t first = at / 8;
  uint64_t value = 0;
  std::memcpy(&value, from + first, std::min<size_t>(bytes - first, 8));
  value >>= at % 8;
  return count < 64 ? value & ((uint64_t(1) << count) - 1) : value;
}

void Backdoor::store(size_t word, unsigned at, unsigned count, uint64_t value) {
  size_t bytes = bytesOf(raw.bits);
  auto *to = static_cast<uint8_t *>(raw.words) + word * bytes;
  size_t first = at / 8, length = std::min<size_t>(bytes - first, 8);
  uint64_t old = 0;
  std::memcpy(&old, to + first, length);
  uint64_t mask = count < 64 ? (uint64_t(1) << count) - 1 : ~uint64_t(0);
  old = (old & ~(mask << at % 8)) | value << at % 8;
  std::memcpy(to + first, &old, length);
}

void Backdoor::clear() {
  std::memset(raw.words, 0, raw.depth * bytesOf(raw.bits));
}

uint64_t Backdoor::decode(size_t word) const {
  uint64_t value = 0;
  for (unsigned i = 0; i < granules(); ++i) {
    uint64_t bits = codeOf(word, i);
    if (!code->correct(bits))
      throw Error("rtl: word " + std::to_string(word) + " of memory " +
                  instance + " has more wrong bits than can be corrected");
    value |= code->value(bits) << i * granule;
  }
  return value;
}

void Backdoor::encode(size_t word, uint64_t value) {
  for (unsigned i = 0; i < granules(); ++i) {
    uint64_t part = value >> i * granule & ((uint64_t(1) << granule) - 1);
    store(word, i * codeBits(), codeBits(), code->encode(part));
  }
}

} // namespace snnc::sim
