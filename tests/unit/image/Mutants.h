//===- Mutants.h - Images with bytes changed --------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// With checksums made right again, the checks behind them must hold: the image
// is refused, or it can be loaded and run without a crash.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_IMAGE_MUTANTS_H
#define SNNC_TESTS_UNIT_IMAGE_MUTANTS_H

#include "image/Container.h"
#include "runtime/RefEngine.h"
#include "tests/unit/Errors.h"
#include "tests/unit/runtime/TinyNetwork.h"

#include <cstring>

namespace snnc::testing {

/// Checksums of the sections, and of the header, as the bytes are now.
inline void makeChecksums(std::vector<uint8_t> &bytes) {
  const size_t table = image::kHeaderBytes;
  uint32_t sections;
  std::memcpy(&sections, &bytes[24], 4);
  for (unsigned s = 0; s < sections; ++s) {
    uint8_t *entry = &bytes[table + s * image::kSectionEntryBytes];
    uint64_t offset, length;
    std::memcpy(&offset, entry + 8, 8);
    std::memcpy(&length, entry + 16, 8);
    uint32_t crc = image::crc32c(&bytes[offset], length);
    std::memcpy(entry + 4, &crc, 4);
  }
  std::memset(&bytes[28], 0, 4);
  uint32_t crc =
      image::crc32c(bytes.data(), table + sections * image::kSectionEntryBytes);
  std::memcpy(&bytes[28], &crc, 4);
}

struct MutantCount {
  unsigned refused = 0, taken = 0;
};

inline MutantCount runMutants(const image::Image &image, uint32_t seed,
                              int rounds) {
  const auto bytes = image::writeImage(image);
  uint32_t sections;
  std::memcpy(&sections, &bytes[24], 4);
  const size_t body =
      image::kHeaderBytes + sections * image::kSectionEntryBytes;
  TinyRandom random(seed);
  MutantCount count;
  for (int round = 0; round < rounds; ++round) {
    auto bad = bytes;
    for (unsigned flips = 1 + random() % 3; flips > 0; --flips) {
      size_t at = body + random() % (bad.size() - body);
      bad[at] = random() % 2 ? uint8_t(random())
                             : uint8_t(bad[at] ^ (1u << random() % 8));
    }
    makeChecksums(bad);
    try {
      auto read =
          std::make_shared<const image::Image>(image::readImage(bad, "f.img"));
      ++count.taken;
      runtime::RefEngine engine(read);
      for (int t = 0; t < 3; ++t) {
        for (uint32_t i = 0; i < read->populations[0].size; i += 3)
          engine.inject(0, i, read->populations[0].payloadMax);
        engine.step();
      }
    } catch (const Error &) {
      ++count.refused;
    }
  }
  return count;
}

} // namespace snnc::testing

#endif // SNNC_TESTS_UNIT_IMAGE_MUTANTS_H
