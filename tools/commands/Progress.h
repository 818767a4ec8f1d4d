//===- Progress.h - Progress lines of long runs -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_COMMANDS_PROGRESS_H
#define SNNC_TOOLS_COMMANDS_PROGRESS_H

#include <chrono>
#include <cstdint>
#include <string>

namespace snnc::tools {

/// Says on stderr every few seconds how far a run is; nothing for short runs.
class Progress {
public:
  Progress(std::string what, uint64_t total, bool on);
  void at(uint64_t done);
  double seconds() const;

private:
  using Clock = std::chrono::steady_clock;
  std::string what;
  uint64_t total;
  bool on;
  Clock::time_point start, last;
};

/// Writes `text` to `path` unless that is empty; throws snnc::Error.
void writeText(const std::string &path, const std::string &text);

} // namespace snnc::tools

#endif // SNNC_TOOLS_COMMANDS_PROGRESS_H
