//===- Layout.cpp - Who computes which neurons
//----------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/Layout.h"

#include "image/NativeAbi.h"

#include <algorithm>

namespace snnc::runtime::cpu {

namespace {

template <typename T> void addAll(Buffer &to, const Buffer &from) {
  T *a = to.as<T>();
  const T *b = from.as<T>();
  for (uint64_t i = 0; i < to.size(); ++i)
    a[i] = static_cast<T>(a[i] + b[i]);
}

/// Share `k` of the neurons of a population, in whole vectors. `turn` says
/// which threads get what does not divide evenly.
image::IndexRange sliceOf(uint32_t size, unsigned threads, unsigned k,
                          unsigned turn) {
  uint64_t blocks = padded(size) / image::kNativeLanes;
  uint64_t each = blocks / threads, rest = blocks % threads;
  auto has = [&](unsigned i) {
    return each + ((i + threads - turn % threads) % threads < rest);
  };
  uint64_t first = 0;
  for (unsigned i = 0; i < k; ++i)
    first += has(i);
  auto at = [&](uint64_t block) {
    return static_cast<uint32_t>(
        std::min<uint64_t>(block * image::kNativeLanes, size));
  };
  return {at(first), at(first + has(k))};
}

} // namespace

void Sums::add(const Sums &other) {
  addAll<uint16_t>(narrow, other.narrow);
  addAll<uint32_t>(wide, other.wide);
}

std::vector<Share> makeShares(const image::Image &image, unsigned threads) {
  std::vector<Share> shares(threads);
  for (unsigned k = 0; k < threads; ++k) {
    Share &share = shares[k];
    // The first threads get what remains of one population, the next ones what
    // remains of the next.
    unsigned turn = 0;
    for (const image::Population &p : image.populations) {
      image::IndexRange slice = sliceOf(p.size, threads, k, turn);
      turn +=
          static_cast<unsigned>(padded(p.size) / image::kNativeLanes % threads);
      share.slices.push_back(slice);
      std::vector<PortPlace> &places = share.ports.emplace_back();
      for (const image::Port &port : p.ports) {
        bool wide = port.accBits == 32;
        places.push_back({wide, share.elements[wide]});
        share.elements[wide] += padded(slice.end - slice.begin);
      }
    }
  }
  return shares;
}

} // namespace snnc::runtime::cpu
