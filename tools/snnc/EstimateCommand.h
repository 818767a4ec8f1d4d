//===- EstimateCommand.h - estimate -----------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The command as a function over plain options, like those of RunCommands.h.
//
// Library: SnncCommands.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_SNNC_ESTIMATECOMMAND_H
#define SNNC_TOOLS_SNNC_ESTIMATECOMMAND_H

#include "image/Image.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace snnc::tools {

struct EstimateOptions {
  /// "R" for all populations, or "POPULATION=R": events a neuron and step.
  std::vector<std::string> rates;
  /// Of inputs that `rates` does not name; empty: as all.
  std::string inputRate;
  /// Share of the steps in which the host sets a modulator; empty: when the
  /// network's trial does, those that it does not name in every step.
  std::string signalRate;
  /// Steps of drawn or recorded events; 0: 256, or as many as the files have.
  uint64_t over = 0;
  uint64_t seed = 0;
  /// Files of events of all populations.
  std::vector<std::string> activity;
  /// Steps to run on ref; 0: as many as `inputs` have, none without any.
  uint64_t record = 0;
  /// As in RunOptions.
  std::vector<std::string> inputs, modulators;
  uint64_t sampleSteps = 0;
  bool learning = true;
  /// Everything at once: every neuron emits, every row learns.
  bool worst = false;
  /// Of an inference; 0: of the network's trial, if it has one.
  uint64_t steps = 0;
  std::string energyTable = "horowitz2014";
  std::string json;
};

int estimateCommand(std::shared_ptr<const image::Image> image,
                    const EstimateOptions &options);

} // namespace snnc::tools

#endif // SNNC_TOOLS_SNNC_ESTIMATECOMMAND_H
