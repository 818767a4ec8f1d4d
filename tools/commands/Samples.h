//===- Samples.h - A run as a row of samples --------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_COMMANDS_SAMPLES_H
#define SNNC_TOOLS_COMMANDS_SAMPLES_H

#include "image/Image.h"
#include "runtime/Engine.h"

namespace snnc::tools {

/// Resets all populations if step t begins a sample of `sampleSteps` steps
/// (0: there are no samples) other than the first.
inline void beginSample(const image::Image &image, runtime::Engine &engine,
                        uint64_t t, uint64_t sampleSteps) {
  if (sampleSteps == 0 || t == 0 || t % sampleSteps != 0)
    return;
  for (uint32_t p = 0; p < image.populations.size(); ++p)
    engine.resetPopulation(p);
}

} // namespace snnc::tools

#endif // SNNC_TOOLS_COMMANDS_SAMPLES_H
