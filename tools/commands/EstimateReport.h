//===- EstimateReport.h - An estimate as text and JSON ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_COMMANDS_ESTIMATEREPORT_H
#define SNNC_TOOLS_COMMANDS_ESTIMATEREPORT_H

#include "runtime/estimate/Energy.h"
#include "runtime/estimate/Estimate.h"

#include <string>
#include <vector>

namespace snnc::tools {

struct EstimateReport {
  const image::Image &image;
  const runtime::Estimate &estimate;
  const runtime::WorstCase &worst;
  const runtime::Energy &energy;
  const runtime::EnergyTable &table;
  /// Where the events are from: "drawn", "recorded", "run" or "worst".
  std::string kind;
  std::string activity;
  /// What was assumed, a sentence each.
  std::vector<std::string> assumptions;
  /// Of an inference; 0: not said.
  uint64_t steps = 0;

  std::string text() const;
  std::string json() const;
};

} // namespace snnc::tools

#endif // SNNC_TOOLS_COMMANDS_ESTIMATEREPORT_H
