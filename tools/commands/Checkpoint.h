//===- Checkpoint.h - A state kept on disk while a run goes -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_COMMANDS_CHECKPOINT_H
#define SNNC_TOOLS_COMMANDS_CHECKPOINT_H

#include "image/Container.h"

#include <string>
#include <utility>
#include <vector>

namespace snnc::tools {

/// A file that is replaced every so often; without a path there is none.
class Checkpoint {
public:
  Checkpoint(std::string path, uint64_t every)
      : path(std::move(path)), every(every) {}

  bool due(uint64_t done) const {
    return !path.empty() && every && done % every == 0;
  }
  /// Writes what save() of `of` returns, a training or an engine; of several
  /// processes, which all save, one writes.
  template <typename T> void save(T &of, bool writes = true) const {
    if (path.empty())
      return;
    std::vector<uint8_t> bytes = of.save();
    if (writes)
      image::writeFileAtomically(path, bytes.data(), bytes.size());
  }
  const std::string &file() const { return path; }

private:
  std::string path;
  uint64_t every;
};

} // namespace snnc::tools

#endif // SNNC_TOOLS_COMMANDS_CHECKPOINT_H
