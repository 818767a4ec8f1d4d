//===- EstimateNumbers.h - Numbers of an estimate ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_COMMANDS_ESTIMATENUMBERS_H
#define SNNC_TOOLS_COMMANDS_ESTIMATENUMBERS_H

#include "image/Image.h"
#include "runtime/estimate/Estimate.h"

#include <cmath>
#include <cstdio>
#include <string>

namespace snnc::tools {

/// To two digits: no figure of an energy is known better.
inline double twoDigits(double value) {
  if (value == 0)
    return 0;
  double unit = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 1);
  return std::round(value / unit) * unit;
}

/// "1.2 nJ", of picojoules.
inline std::string joules(double picojoules) {
  static const char *const units[] = {"pJ", "nJ", "uJ", "mJ", "J"};
  double value = twoDigits(picojoules);
  size_t unit = 0;
  for (; unit + 1 < std::size(units) && value >= 1000; ++unit)
    value = twoDigits(value / 1000);
  char text[40];
  std::snprintf(text, sizeof text, "%.*f %s", value < 10 ? 1 : 0, value,
                units[unit]);
  return text;
}

/// The link with most events, or -1.
struct BusiestLink {
  int64_t link = -1;
  uint64_t events = 0;

  explicit BusiestLink(const runtime::Estimate &estimate) {
    for (size_t i = 0; i < estimate.links().size(); ++i)
      if (estimate.links()[i] > events) {
        link = static_cast<int64_t>(i);
        events = estimate.links()[i];
      }
  }
};

inline const char *wayOf(int64_t link) {
  static const char *const ways[] = {"east", "west", "north", "south"};
  return ways[link % 4];
}

inline std::string placeOf(const image::Image &image, size_t tile) {
  size_t columns = image.target.meshColumns;
  return "[" + std::to_string(tile % columns) + ", " +
         std::to_string(tile / columns) + "]";
}

inline double microseconds(const image::Image &image, double cycles) {
  return cycles / image.target.clockMHz;
}

} // namespace snnc::tools

#endif // SNNC_TOOLS_COMMANDS_ESTIMATENUMBERS_H
