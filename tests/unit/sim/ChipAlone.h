//===- ChipAlone.h - The chip without an engine around it -------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_SIM_CHIPALONE_H
#define SNNC_TESTS_UNIT_SIM_CHIPALONE_H

#include "sim/TileDriver.h"

#include <vector>

namespace snnc::testing {

/// The chip with assertions, with the first tile of the image on it.
inline sim::TileDriver loaded(const image::Image &image) {
  sim::TileDriver driver(sim::makeCheckedTile(""), image.target, false);
  driver.load(image.tiles[0]);
  return driver;
}

/// A step of the chip; false if it did not end.
inline bool step(sim::TileDriver &driver) {
  std::vector<sim::StreamEvent> events;
  return driver.step(100000, events);
}

/// Makes a tile that an error stopped usable again, the marks of the first
/// blocks cleared.
inline void recover(sim::TileDriver &driver, uint32_t blocks) {
  driver.write(sim::CommandRegister,
               sim::FlushCommand | sim::ClearErrorsCommand);
  for (uint32_t b = 0; b < blocks; ++b)
    driver.write(sim::MarkRegion + b, 0);
}

/// The marks of all its blocks cleared.
inline void recover(sim::TileDriver &driver, const image::Tile &tile) {
  const image::Group &last = tile.groups.back();
  recover(driver, last.blockBase + last.blocks);
}

} // namespace snnc::testing

#endif // SNNC_TESTS_UNIT_SIM_CHIPALONE_H
