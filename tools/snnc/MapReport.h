//===- MapReport.h - Where a network was put --------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What each tile of an image uses and works, and what the links between tiles
// carry, as text, JSON or a picture. Work is an estimate in cycles of a step in
// which one neuron in 32 emits; traffic counts events if each source emits
// once.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_SNNC_MAPREPORT_H
#define SNNC_TOOLS_SNNC_MAPREPORT_H

#include "image/Uses.h"

#include <string>
#include <vector>

namespace snnc::tools {

struct MapReport {
  struct Tile {
    uint32_t x = 0, y = 0;
    std::vector<image::Use> uses;
    uint64_t load = 0;
    /// Neurons, inputs included.
    uint64_t neurons = 0;
    /// Events on the links to the east, west, north and south.
    uint64_t links[4] = {};
  };

  std::string network, target;
  uint32_t columns = 1, rows = 1;
  /// Those of the image.
  std::vector<Tile> tiles;
  uint64_t used = 0;
  uint64_t busiest = 0, average = 0;
  uint64_t traffic = 0, busiestLink = 0;
  /// Of tiles at random places, on average.
  uint64_t scattered = 0;
  /// Events to other tiles, and the links that they take one by one.
  uint64_t crossings = 0, distance = 0;

  explicit MapReport(const image::Image &image);

  std::string text() const;
  std::string json() const;
  std::string svg() const;
};

/// By the end of the name: .json, .svg, or text; - is standard output.
void writeMapReport(const image::Image &image, const std::string &path);

} // namespace snnc::tools

#endif // SNNC_TOOLS_SNNC_MAPREPORT_H
