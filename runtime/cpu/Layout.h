//===- Layout.h - Who computes which neurons --------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each thread owns a slice of every population: it updates these neurons and
// holds all synapses to them. The port sums of a slice lie in the thread's own
// arena, so that no two threads write to one place and the sums come out the
// same for any number of threads.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_LAYOUT_H
#define SNNC_RUNTIME_CPU_LAYOUT_H

#include "image/Image.h"
#include "runtime/cpu/Buffer.h"

#include <array>
#include <vector>

namespace snnc::runtime::cpu {

/// Where the sums of a port, for a slice, begin in the arena.
struct PortPlace {
  /// 32-bit sums; else 16.
  bool wide = false;
  /// In elements of that width.
  uint64_t first = 0;
};

/// The sums of all ports of a thread for one step.
struct Sums {
  Sums() = default;
  /// Elements of 16 and of 32 bits.
  explicit Sums(const std::array<uint64_t, 2> &elements)
      : narrow(elements[0], 2), wide(elements[1], 4) {}
  Buffer &of(const PortPlace &p) { return p.wide ? wide : narrow; }
  const Buffer &of(const PortPlace &p) const { return p.wide ? wide : narrow; }
  /// Without memory.
  bool isEmpty() const { return !narrow.data(); }
  void clear() {
    narrow.clear();
    wide.clear();
  }
  /// Adds the other's sums, modulo their width.
  void add(const Sums &other);

  Buffer narrow, wide;
};

/// What one thread owns.
struct Share {
  /// By population; begins at a multiple of image::kNativeLanes.
  std::vector<image::IndexRange> slices;
  /// By population and port.
  std::vector<std::vector<PortPlace>> ports;
  /// Elements of the arena, of 16 and of 32 bits.
  std::array<uint64_t, 2> elements = {};
};

std::vector<Share> makeShares(const image::Image &image, unsigned threads);

} // namespace snnc::runtime::cpu

#endif // SNNC_RUNTIME_CPU_LAYOUT_H
