//===- AxiEngine.h - An engine on a chip's bus ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_AXIENGINE_H
#define SNNC_SIM_AXIENGINE_H

#include "image/Image.h"
#include "runtime/Engine.h"
#include "sim/AxiPins.h"
#include "sim/Boot.h"

#include <memory>

namespace snnc::sim {

struct AxiOptions {
  BootClear clear = BootClear::Command;
  /// A step that takes longer is an error.
  uint64_t maxCyclesPerStep = 100000000;
};

/// Runs an image on the chip behind these pins, of which it uses nothing else.
/// Throws snnc::Error if the chip is not of the image's target.
std::unique_ptr<runtime::Engine>
createAxiEngine(std::shared_ptr<const image::Image> image,
                std::unique_ptr<AxiPins> pins, const AxiOptions &options = {});

} // namespace snnc::sim

#endif // SNNC_SIM_AXIENGINE_H
