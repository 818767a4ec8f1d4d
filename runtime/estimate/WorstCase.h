//===- WorstCase.h - Cycles that no step exceeds ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A static bound: every neuron emits, every row is walked, whatever the order
// of events. docs/estimate.md shows why it holds. It counts no cycles in which
// the host's event stream makes Deliver wait.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_ESTIMATE_WORSTCASE_H
#define SNNC_RUNTIME_ESTIMATE_WORSTCASE_H

#include "image/Timing.h"

namespace snnc::runtime {

struct WorstCase {
  image::StepCycles cycles;
  std::vector<image::StepCycles> tiles;
};

WorstCase worstCaseOf(const image::Image &image);
/// In a corner of a larger mesh, `chip`.
WorstCase worstCaseOf(const image::Image &image, const image::Target &chip);

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_ESTIMATE_WORSTCASE_H
