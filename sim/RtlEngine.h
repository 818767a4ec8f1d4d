//===- RtlEngine.h - The rtl engine -----------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs an image on the Verilated chip, behind the interface of all engines.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_RTLENGINE_H
#define SNNC_SIM_RTLENGINE_H

#include "image/Image.h"
#include "runtime/Engine.h"
#include "sim/TileModel.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace snnc::sim {

struct RtlOptions {
  /// Load, read and write all memories through the chip's port rather than
  /// the simulator's backdoor.
  bool loadThroughPort = false;
  /// FST waveform; beside it `<path>.gtkw` and `<path>.pc`, with which GTKWave
  /// shows the source line of each instruction. Empty: none.
  std::string tracePath;
  /// Run the build with the assertions (a waveform always does).
  bool assertions = false;
  /// Comes between the engine and its chip, if there is one.
  std::function<std::unique_ptr<TileModel>(std::unique_ptr<TileModel>)> between;
  /// Of a mesh: threads that simulate it, 1 or 2.
  unsigned threads = 1;
  /// A step that takes longer is an error.
  uint64_t maxCyclesPerStep = 100000000;
};

/// Images for a target of one tile run on a tile alone, others on a mesh of
/// tiles. Throws snnc::Error if the image is not valid, does not fit the chip,
/// or the waveform cannot be written.
std::unique_ptr<runtime::Engine>
createRtlEngine(std::shared_ptr<const image::Image> image,
                const RtlOptions &options = {});
/// Copies the image.
std::unique_ptr<runtime::Engine>
createRtlEngine(const image::Image &image, const RtlOptions &options = {});

/// Makes "rtl" known to runtime::createEngine.
void registerRtlEngine();

} // namespace snnc::sim

#endif // SNNC_SIM_RTLENGINE_H
