//===- Activity.h - A step of the chip from its events ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What image::Timing predicts from - queues, arrivals, walks of Learn, loads of
// links - made of which neurons emit, without a run. The order in a queue is
// the chip's, if inputs are injected by population and index and a program
// has one `emit`.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_ESTIMATE_ACTIVITY_H
#define SNNC_RUNTIME_ESTIMATE_ACTIVITY_H

#include "image/Timing.h"
#include "runtime/estimate/DueRules.h"
#include "runtime/ref/Network.h"

#include <vector>

namespace snnc::runtime {

/// A neuron that emits, by its logical index.
struct Source {
  uint32_t population = 0;
  uint32_t index = 0;
};

class Activity {
public:
  /// The image must outlive this object.
  explicit Activity(const image::Image &image);

  /// Step t, in which these emit (by population and index), and in which the
  /// modulators in `signals` are set. Learning is on.
  image::ChipStep step(uint64_t t, const std::vector<Source> &sources,
                       uint32_t signals) const;
  /// All emit, every entry of Learn runs, everyone is due.
  image::ChipStep all() const;

  /// Entries of Learn that take neurons as due because only a run would know.
  uint64_t assumedEntries() const { return assumed; }

private:
  /// Marks of emission by population, and by block of it.
  using Marks = std::vector<std::vector<uint32_t>>;
  struct Moment {
    uint64_t t = 0;
    uint32_t signals = 0;
    /// Every entry runs, everyone is due.
    bool everything = false;
  };

  std::vector<Source> everyone() const;
  image::ChipStep make(const std::vector<Source> &sources,
                       const Moment &moment) const;
  void addRecords(const std::vector<Source> &sources, Marks &marks,
                  image::ChipStep &step) const;
  void addArrivals(image::ChipStep &step) const;
  void addLearn(uint32_t tile, const Marks &marks, const Moment &moment,
                image::TileStep &step) const;
  std::vector<image::EventRecord> dueOf(const image::Group &group,
                                        uint32_t number, const DueRule &rule,
                                        const Marks &marks) const;

  const image::Image &image;
  const uint32_t lanes;
  ref::Network network;
  /// By tile and entry of Learn.
  std::vector<std::vector<std::vector<DueRule>>> rules;
  uint64_t assumed = 0;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_ESTIMATE_ACTIVITY_H
