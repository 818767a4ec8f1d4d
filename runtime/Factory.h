//===- Factory.h - Engines by name ------------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `ref` and `float` are always there; other libraries (sim/) add theirs with
// registerEngine, called once by the tool's main.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_FACTORY_H
#define SNNC_RUNTIME_FACTORY_H

#include "image/Image.h"
#include "runtime/Engine.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace snnc::runtime {

struct EngineOptions {
  /// rtl: write a waveform (FST) to this file; empty: none.
  std::string waveform;
  /// rtl: load through the real host port rather than the backdoor.
  bool hostPortLoad = false;
  /// cpu: any number; rtl, of several tiles: 1 or 2. 0: all that the machine
  /// has, for rtl 1.
  unsigned threads = 0;
  /// cpu: of several processes, each runs the whole network by itself.
  bool alone = false;
  /// cpu: measure what the phases of a step take (Engine::phaseTimes).
  bool phases = false;
};

using EngineMaker = std::function<std::unique_ptr<Engine>(
    std::shared_ptr<const image::Image>, const EngineOptions &)>;

/// Makes `name` known to createEngine; a second call replaces the first.
void registerEngine(const std::string &name, EngineMaker maker);
/// Names that createEngine knows, sorted.
std::vector<std::string> engineNames();
/// What an image runs on where no engine is named: ref, or cpu without tiles.
std::string defaultEngine(const image::Image &image);
/// Throws snnc::Error with the known names if `name` is none of them.
std::unique_ptr<Engine> createEngine(const std::string &name,
                                     std::shared_ptr<const image::Image> image,
                                     const EngineOptions &options = {});

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_FACTORY_H
