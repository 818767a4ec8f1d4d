//===- RunFiles.h - What a run writes while it goes -------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Recording, digests, checkpoints and the state at the end. Of several
// processes of one engine all take part, since reading the engine is a matter
// of all, and the first writes; a failure is kept until all have heard of it.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_COMMANDS_RUNFILES_H
#define SNNC_TOOLS_COMMANDS_RUNFILES_H

#include "image/PendingFile.h"
#include "runtime/files/Recording.h"
#include "tools/commands/Checkpoint.h"
#include "tools/snnc/RunCommands.h"

#include <functional>
#include <optional>

namespace snnc::tools {

/// The digest of every step, a line each.
class DigestFile {
public:
  void open(const std::string &path) { file.emplace(path); }
  void add(uint64_t digest);
  void finish();

private:
  void write();

  std::optional<image::PendingFile> file;
  std::string waiting;
};

/// "0123456789abcdef".
std::string digestText(uint64_t digest);

/// What a step leaves for the files.
struct StepResult {
  runtime::StepRecord record;
  /// 0 unless it is asked for.
  uint64_t digest = 0;
};

class RunFiles {
public:
  /// What to record follows from the options; throws snnc::Error for what the
  /// network has not.
  RunFiles(const image::Image &image, runtime::Engine &engine,
           const RunOptions &options);

  void setTime(const runtime::NetworkTime &time) { recording.setTime(time); }

  // None of them throws.
  void open(uint64_t steps);
  void afterStep();
  void put(const StepResult &result);
  void finish(bool stopped);

  /// Throws snnc::Error if the engine cannot be asked.
  StepResult take(runtime::Engine &from) const;
  /// What went wrong in this process; empty if nothing did.
  const std::string &failure() const { return failed; }
  /// After an error: for its message, what is left and where.
  std::string abandon() { return recording.abandon(); }
  uint64_t eventCount(uint32_t population) const {
    return recording.eventCount(population);
  }

private:
  void attempt(const std::function<void()> &act);
  void saveWeights();

  const image::Image &image;
  runtime::Engine &engine;
  const RunOptions &options;
  const bool writes;
  runtime::Recording recording;
  DigestFile digests;
  Checkpoint checkpoint;
  std::string failed;
};

} // namespace snnc::tools

#endif // SNNC_TOOLS_COMMANDS_RUNFILES_H
