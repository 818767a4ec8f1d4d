//===- LearnedImage.cpp - An image with what an engine learned ------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/training/LearnedImage.h"

#include "image/Plastic.h"

namespace snnc::runtime {

image::Image learnedImage(const image::Image &image, Engine &engine) {
  image::Image learned = image;
  for (uint32_t j = 0; j < image.projections.size(); ++j) {
    const image::Projection &projection = image.projections[j];
    if (!projection.plastic)
      continue;
    std::vector<int64_t> codes = engine.readWeights(j);
    std::vector<std::vector<int64_t>> variables;
    for (uint32_t v = 0; v < projection.plastic->variables.size(); ++v)
      variables.push_back(engine.readSynapseVariable(j, v));
    bool changed = true;
    if (image.isPlaced()) {
      changed = codes != image::getWeights(image, j);
      image::setWeights(learned, j, codes);
      for (uint32_t v = 0; v < variables.size(); ++v)
        image::setSynapseVariable(learned, j, v, variables[v]);
    }
    if (!image.native.empty()) {
      image::NativeProjection &native = learned.native.projections[j];
      native.weights.assign(codes.begin(), codes.end());
      native.variables.clear();
      for (const std::vector<int64_t> &values : variables)
        native.variables.emplace_back(values.begin(), values.end());
    }
    // What nothing changed keeps its value before rounding.
    if (changed && j < learned.floating.projections.size()) {
      std::vector<double> weights = engine.readWeightsReal(j);
      learned.floating.projections[j].weights.assign(weights.begin(),
                                                     weights.end());
    }
  }
  return learned;
}

} // namespace snnc::runtime
