//===- RecordFile.h - Files that a recording goes to ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_FILES_RECORDFILE_H
#define SNNC_RUNTIME_FILES_RECORDFILE_H

#include "image/Image.h"
#include "runtime/Engine.h"

#include <memory>
#include <string>
#include <vector>

namespace snnc::runtime {

/// A state variable that is recorded, by the name that it has in files.
struct RecordedState {
  std::string name;
  uint32_t population = 0;
  uint32_t state = 0;
};

/// What a file is to hold.
struct RecordContent {
  const image::Image &image;
  /// Payloads are real, and so are states: the float engine's.
  bool real = false;
  /// Populations whose events it holds, in rising order.
  std::vector<uint32_t> populations;
  std::vector<RecordedState> states;
  /// States of the steps 0, every, 2 * every ...
  uint64_t every = 1;
};

/// All throw snnc::Error with the file's path.
class RecordFile {
public:
  virtual ~RecordFile() = default;
  /// Events of one of the populations, in the order of steps.
  virtual void addEvent(uint64_t step, const Event &event) = 0;
  /// Values of state `state` of the content.
  virtual void addState(uint64_t step, size_t state,
                        const std::vector<double> &values) = 0;
  /// All of the step is added.
  virtual void endStep(uint64_t step) = 0;
  /// Completes the file and gives it its name.
  virtual void finish() = 0;
  /// Instead of finish(), after an error: what was recorded and where it was
  /// left, for a message; empty if nothing was.
  virtual std::string abandon() = 0;
};

/// What a recording in memory may take; more is an error.
constexpr uint64_t kMostMemoryRecorded = 2ull << 30;

/// .npy, .npz and .csv: in memory until finish().
std::unique_ptr<RecordFile> makeMemoryRecord(const std::string &path,
                                             RecordContent content);
/// .h5: written as it comes.
std::unique_ptr<RecordFile> makeSonataRecord(const std::string &path,
                                             RecordContent content);

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_FILES_RECORDFILE_H
