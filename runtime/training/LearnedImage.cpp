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
    bool changed = codes != image::getWeights(image, j);
    image::setWeights(learned, j, codes);
    for (uint32_t v = 0; v < projection.plastic->variables.size(); ++v)
      image::setSynapseVariable(learned, j, v,
                                engine.readSynapseVariable(j, v));
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
