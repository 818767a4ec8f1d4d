//===- Calibration.h - Ranges observed by the float engine ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a calibration run saw of each state, port sum and payload, in real
// units. The compiler reads the JSON to choose formats:
//
//   {"version": 1, "steps": N, "populations": [{"name": "hidden",
//     "events": N, "payload": [min, max], "ports": [[min, max]],
//     "states": [{"name": "v", "range": [min, max]}]}]}
//
// A range that nothing was observed of is null.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CALIBRATION_H
#define SNNC_RUNTIME_CALIBRATION_H

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace snnc::runtime {

struct ObservedRange {
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
  bool empty() const { return min > max; }
  void add(double value) {
    min = value < min ? value : min;
    max = value > max ? value : max;
  }
  void add(const ObservedRange &other) {
    min = other.min < min ? other.min : min;
    max = other.max > max ? other.max : max;
  }
};

struct CalibrationRecord {
  struct State {
    std::string name;
    ObservedRange range;
  };
  struct Population {
    std::string name;
    std::vector<State> states;
    std::vector<ObservedRange> ports;
    ObservedRange payload;
    uint64_t events = 0;
  };
  uint64_t steps = 0;
  std::vector<Population> populations;

  std::string toJson() const;
  /// Throws snnc::Error with `origin` if the text is no record.
  static CalibrationRecord fromJson(const std::string &text,
                                    const std::string &origin);
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_CALIBRATION_H
