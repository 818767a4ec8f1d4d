//===- Weights.cpp - snnc weights -------------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "runtime/training/LearnedImage.h"
#include "runtime/training/WeightFile.h"
#include "tools/snnc/TrainCommands.h"

#include <cstdio>

namespace snnc::tools {

int weightsCommand(const image::Image &image, const WeightsOptions &options) {
  auto engine = runtime::createEngine(
      runtime::defaultEngine(image), std::make_shared<image::Image>(image), {});
  if (!options.set.empty()) {
    setWeightArrays(
        image, *engine,
        runtime::readNpz(runtime::readFile(options.set), options.set),
        options.set);
    image::saveImage(runtime::learnedImage(image, *engine), options.output);
  }
  if (!options.get.empty()) {
    auto projections = runtime::plasticProjections(image, options.projections);
    std::vector<uint8_t> bytes =
        runtime::writeNpz(runtime::weightArrays(image, *engine, projections));
    image::writeFileAtomically(options.get, bytes.data(), bytes.size());
  }
  return 0;
}

} // namespace snnc::tools
