//===- NetworkTime.h - Steps of the network in steps of a run ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A retimed network runs populations late (image::Population::skew). A run
// takes as many steps more as the latest needs, after each sample; what is
// recorded of a population is given the network's step.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_NETWORKTIME_H
#define SNNC_RUNTIME_NETWORKTIME_H

#include "image/Image.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace snnc::runtime {

class NetworkTime {
public:
  NetworkTime() = default;
  /// Samples of so many steps, or one without end (0). `drained`: after a
  /// sample the run goes on until the latest population is done with it.
  NetworkTime(const image::Image &image, uint64_t sampleSteps, bool drained)
      : sample(sampleSteps) {
    for (const image::Population &p : image.populations)
      if (drained)
        latency = std::max<uint64_t>(latency, p.skew);
  }
  /// No step of the network from `step` on counts.
  void endAt(uint64_t step) { end = step; }

  /// Steps of the run for so many of the network.
  uint64_t runSteps(uint64_t steps) const {
    uint64_t samples = sample ? (steps + sample - 1) / sample : 1;
    return steps ? steps + samples * latency : 0;
  }
  /// Steps of a sample in the run; 0: there are no samples.
  uint64_t sampleRunSteps() const { return sample ? sample + latency : 0; }
  /// The network's step that a population with this skew does in step `at` of
  /// the run; none if it belongs to no sample, or comes after the end.
  std::optional<uint64_t> stepOf(uint64_t at, uint64_t skew = 0) const {
    uint64_t whole = sampleRunSteps();
    uint64_t number = whole ? at / whole : 0, within = at - number * whole;
    if (within < skew || (sample && within - skew >= sample))
      return std::nullopt;
    uint64_t step = number * sample + within - skew;
    return step < end ? std::optional(step) : std::nullopt;
  }

private:
  uint64_t sample = 0, latency = 0, end = ~uint64_t(0);
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_NETWORKTIME_H
