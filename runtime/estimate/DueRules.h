//===- DueRules.h - Whom an entry of Learn records --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which neurons a program's `due` takes, from their events alone: the program
// is evaluated with what is known of a neuron that emitted, and of one that did
// not. Where the answer hangs on states, parameters, modulators or random
// numbers, only a run knows it, and the neuron is taken as due.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_ESTIMATE_DUERULES_H
#define SNNC_RUNTIME_ESTIMATE_DUERULES_H

#include "image/Image.h"

#include <vector>

namespace snnc::runtime {

/// One `due` of a program.
struct DueRule {
  bool ifFired = true;
  bool ifSilent = true;
  /// Only a run knows; what is above is the most that can be.
  bool assumed = false;
};

/// In the order of the program.
std::vector<DueRule> dueRulesOf(const image::Tile &tile, uint32_t address);

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_ESTIMATE_DUERULES_H
