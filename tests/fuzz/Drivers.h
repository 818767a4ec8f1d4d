//===- Drivers.h - Populations that drive modulators ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_FUZZ_DRIVERS_H
#define SNNC_TESTS_FUZZ_DRIVERS_H

#include "image/Image.h"
#include "tests/fuzz/Dice.h"

namespace snnc::fuzz {

/// Gives some of the image's modulators to populations or inputs, to hold or
/// to fall; a population drives one at most.
inline void addDrivers(image::Image &image, Dice &dice) {
  for (uint32_t m = 0; m < image.modulators.size(); ++m) {
    auto p = static_cast<uint32_t>(dice.in(0, image.populations.size() - 1));
    image::Group &group =
        image.tiles[0].groups[image.populations[p].parts[0].group];
    bool falls = dice.oneIn(2);
    if (group.drives >= 0 || dice.oneIn(3))
      continue;
    group.drives = static_cast<int32_t>(m);
    image.modulators[m].driver = static_cast<int32_t>(p);
    image.modulators[m].falls = falls;
  }
}

} // namespace snnc::fuzz

#endif // SNNC_TESTS_FUZZ_DRIVERS_H
