//===- Batch.h - Samples side by side ---------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The samples of a run that do not depend on each other, several at a time:
// each on an engine of its own, all of which share code and weights. What is
// recorded is that of one sample after the other.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_COMMANDS_BATCH_H
#define SNNC_TOOLS_COMMANDS_BATCH_H

#include "runtime/files/EventInput.h"
#include "tools/commands/Modulators.h"
#include "tools/commands/RunFiles.h"

#include <functional>

namespace snnc::tools {

/// Throws snnc::Error if options or network make samples depend on each other.
void checkBatch(const image::Image &image, const RunOptions &options);

class Batch {
public:
  /// `engine` is alone, has one thread and has done no step; it is one of them.
  Batch(const image::Image &image, runtime::Engine &engine,
        const RunOptions &options, const runtime::NetworkTime &time,
        const runtime::EventInput &input, const ModulatorSchedule &modulators,
        RunFiles &files);

  /// Runs `steps` steps and returns how many are done. Between rounds of
  /// samples it calls `goOn` with the steps done, which says whether to.
  uint64_t run(uint64_t steps, const std::function<bool(uint64_t)> &goOn);

  /// Of all engines of all processes.
  runtime::Counters counters();
  /// After the last sample.
  uint64_t digest() const { return lastDigest; }

private:
  struct Lane {
    runtime::Engine *engine = nullptr;
    /// Steps of the run whose modulators it has set.
    uint64_t set = 0;
  };
  using Sample = std::vector<StepResult>;

  /// The steps of sample `number`.
  Sample runSample(Lane &lane, uint64_t number) const;
  /// Samples [first, first + count) of this process, by number.
  std::vector<Sample> runSamples(uint64_t first, uint64_t count);
  void putAll(const std::vector<uint8_t> &bytes);

  const image::Image &image;
  const RunOptions &options;
  const runtime::NetworkTime &time;
  const runtime::EventInput &input;
  const ModulatorSchedule &modulators;
  RunFiles &files;
  std::vector<std::unique_ptr<runtime::Engine>> copies;
  std::vector<Lane> lanes;
  uint64_t steps = 0, lastDigest = 0;
};

} // namespace snnc::tools

#endif // SNNC_TOOLS_COMMANDS_BATCH_H
