//===- TrainCommands.h - train and weights ----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The commands about what a network learns, as functions over plain options,
// like those of RunCommands.h.
//
// Library: SnncCommands.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_SNNC_TRAINCOMMANDS_H
#define SNNC_TOOLS_SNNC_TRAINCOMMANDS_H

#include "image/Image.h"
#include "runtime/Factory.h"
#include "runtime/training/Dataset.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace snnc::tools {

struct TrainOptions {
  /// Empty: runtime::defaultEngine.
  std::string engine;
  runtime::DatasetFiles data;
  /// Shown after each epoch with learning off; none if its data is empty.
  runtime::DatasetFiles evaluation;
  /// If not 0: only so many samples of the range.
  uint64_t limit = 0;
  uint64_t epochs = 1;
  /// Of the order of samples.
  uint64_t seed = 0;
  /// "MODULATOR=VALUE" or "MODULATOR=VALUE@EPOCH", real values.
  std::vector<std::string> settings;
  /// Folder of the checkpoint; empty: none.
  std::string checkpoint;
  /// Samples between two checkpoints.
  uint64_t checkpointEvery = 1000;
  /// The learned image; empty: none.
  std::string output;
  std::string json;
  bool progress = true;
  runtime::EngineOptions engineOptions;
};

struct WeightsOptions {
  /// .npz to write weights to, or to read them from.
  std::string get, set;
  /// Projections meant by `get`; all plastic ones if empty.
  std::vector<std::string> projections;
  /// The image with the weights of `set`.
  std::string output;
};

int trainCommand(std::shared_ptr<const image::Image> image,
                 const TrainOptions &options);
int weightsCommand(const image::Image &image, const WeightsOptions &options);

} // namespace snnc::tools

#endif // SNNC_TOOLS_SNNC_TRAINCOMMANDS_H
