//===- Estimate.h - What steps cost, added up -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_ESTIMATE_ESTIMATE_H
#define SNNC_RUNTIME_ESTIMATE_ESTIMATE_H

#include "runtime/estimate/Activity.h"
#include "runtime/estimate/Work.h"
#include "runtime/estimate/WorstCase.h"

#include <vector>

namespace snnc::runtime {

/// Of a number by step.
struct Distribution {
  uint64_t sum = 0;
  double mean = 0;
  /// The least that at least 95 of 100 steps do not exceed.
  uint64_t percentile95 = 0;
  uint64_t most = 0;
};

class Estimate {
public:
  /// The image must outlive this object.
  explicit Estimate(const image::Image &image);

  void add(const image::ChipStep &step);

  uint64_t steps() const { return each.size(); }
  Distribution of(uint64_t image::StepCycles::*field) const;
  /// Cycles of a step beyond those of the tile that has most.
  double networkCycles() const { return mean(network); }
  /// By tile: the cycles of its steps, added up.
  const std::vector<image::StepCycles> &tiles() const { return tileSums; }
  /// Events by population.
  const std::vector<uint64_t> &events() const { return populationEvents; }
  /// Events to other tiles, counted at each.
  uint64_t arrivals() const { return arrived; }
  /// By link of image::ChipStep.
  const std::vector<uint64_t> &links() const { return linkEvents; }
  const Work &work() const { return sum; }

  /// Of one that was added up over the steps.
  double mean(uint64_t total) const {
    return each.empty()
               ? 0
               : static_cast<double>(total) / static_cast<double>(each.size());
  }

private:
  const image::Image &image;
  std::vector<image::Timing> timings;
  WorkCounter counter;
  std::vector<image::StepCycles> each, tileSums;
  std::vector<uint64_t> populationEvents, linkEvents;
  uint64_t network = 0, arrived = 0;
  Work sum;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_ESTIMATE_ESTIMATE_H
