//===- Buffer.h - Memory for vectors ----------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Zeroed memory that begins at a multiple of 64 bytes and has room for whole
// vectors beyond its last element (image/NativeAbi.h).
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_BUFFER_H
#define SNNC_RUNTIME_CPU_BUFFER_H

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace snnc::runtime::cpu {

class Buffer {
public:
  Buffer() = default;
  /// Throws snnc::Error if there is no such memory.
  Buffer(uint64_t elements, uint32_t bytesEach);

  template <typename T> T *as() { return reinterpret_cast<T *>(memory.get()); }
  template <typename T> const T *as() const {
    return reinterpret_cast<const T *>(memory.get());
  }
  void *data() { return memory.get(); }
  const void *data() const { return memory.get(); }
  uint64_t size() const { return elements; }
  /// Bytes of an element.
  uint32_t width() const { return bytesEach; }
  void clear();

  /// Elements as integers; `width()` is 1, 2 or 4.
  int64_t get(uint64_t i) const;
  void set(uint64_t i, int64_t value);

private:
  struct Free {
    void operator()(uint8_t *p) const;
  };
  std::unique_ptr<uint8_t[], Free> memory;
  uint64_t elements = 0;
  uint32_t bytesEach = 1;
};

std::vector<int64_t> readAll(const Buffer &buffer);

/// `n` rounded up to whole vectors.
uint64_t padded(uint64_t n);

} // namespace snnc::runtime::cpu

#endif // SNNC_RUNTIME_CPU_BUFFER_H
