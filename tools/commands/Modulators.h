//===- Modulators.h - Modulators set on the command line --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_COMMANDS_MODULATORS_H
#define SNNC_TOOLS_COMMANDS_MODULATORS_H

#include "image/Image.h"
#include "runtime/Engine.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace snnc::tools {

/// What a run sets, and before which of its steps.
class ModulatorSchedule {
public:
  /// "NAME=VALUE" or "NAME=VALUE@STEP", the value an integer as stored, steps
  /// counted from the start of the run (0); throws snnc::Error.
  ModulatorSchedule(const image::Image &image,
                    const std::vector<std::string> &settings);

  /// Sets what is due before step `step`, in the order given.
  void apply(runtime::Engine &engine, uint64_t step) const;

private:
  std::map<uint64_t, std::vector<std::pair<uint32_t, int32_t>>> due;
};

} // namespace snnc::tools

#endif // SNNC_TOOLS_COMMANDS_MODULATORS_H
