//===- Digest.h - The mix of the state digest -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// docs/machine.md, "State digest". The compiler uses it for the weights' part,
// the engines for the rest.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_DIGEST_H
#define SNNC_IMAGE_DIGEST_H

#include <cstdint>

namespace snnc::image {

constexpr uint64_t kDigestGolden = 0x9e3779b97f4a7c15ull;
constexpr uint32_t kDigestPort = 0x1000;
constexpr uint32_t kDigestEvent = 0x2000;
constexpr uint32_t kDigestProjection = 0x10000;
constexpr uint32_t kDigestModulator = 0x20000;
constexpr uint32_t kDigestStep = 0x20001;
constexpr uint32_t kDigestLearning = 0x20002;
constexpr uint32_t kDigestDriven = 0x20003;
constexpr uint32_t kDigestTraces = 0x30000;

inline uint64_t digestMix(uint64_t z) {
  z ^= z >> 30;
  z *= 0xbf58476d1ce4e5b9ull;
  z ^= z >> 27;
  z *= 0x94d049bb133111ebull;
  z ^= z >> 31;
  return z;
}

/// The part of H that all elements of one (object, variable) share.
inline uint64_t digestPrefix(uint32_t object, uint32_t variable) {
  return digestMix(((uint64_t(object) << 32) | variable) + kDigestGolden);
}

inline uint64_t digestElement(uint64_t prefix, uint64_t index, int64_t value) {
  uint64_t inner = digestMix(prefix ^ (index + kDigestGolden));
  return digestMix(inner ^ (static_cast<uint64_t>(value) + kDigestGolden));
}

} // namespace snnc::image

#endif // SNNC_IMAGE_DIGEST_H
