//===- Progress.h - Progress lines of long runs -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_COMMANDS_PROGRESS_H
#define SNNC_TOOLS_COMMANDS_PROGRESS_H

#include "runtime/Engine.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace snnc::tools {

/// Says on stderr how far a run is: in one line that is written anew if that is
/// a terminal, else in a line every ten seconds; nothing for short runs.
class Progress {
public:
  /// A run of `total` steps of `dtMs` of the network's time each, after step
  /// `first` of it.
  Progress(std::string what, uint64_t total, bool on, double dtMs,
           uint64_t first = 0);
  Progress(const Progress &) = delete;
  Progress &operator=(const Progress &) = delete;
  /// Leaves no line on a terminal.
  ~Progress() { clear(); }

  void at(uint64_t done);
  /// Before something else is printed.
  void clear();
  double seconds() const;
  /// Processor time of all threads since then, in user and system mode.
  double cpuSeconds() const;
  /// The network's time over the clock's, after `done` steps.
  double realTimeFactor(uint64_t done) const;

private:
  using Clock = std::chrono::steady_clock;
  std::string line(uint64_t done) const;

  std::string what;
  uint64_t total, first;
  double dtMs;
  bool on, terminal, shown = false;
  Clock::time_point start, last;
  double cpuStart;
};

/// Three digits, "12.3x real time".
std::string realTimeText(double factor);

/// Of several processes of an engine, those but the first print nothing to
/// standard output from now on. Returns whether this is the first.
bool printOnlyFirst(const runtime::Engine &engine);

/// Writes `text` to `path` unless that is empty; throws snnc::Error.
void writeText(const std::string &path, const std::string &text);

} // namespace snnc::tools

#endif // SNNC_TOOLS_COMMANDS_PROGRESS_H
