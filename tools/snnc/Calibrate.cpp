//===- Calibrate.cpp - Ranges from a run of the float engine --------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/snnc/Calibrate.h"

#include "dialects/snn/Network.h"
#include "image/Container.h"
#include "runtime/FloatEngine.h"
#include "runtime/files/EventInput.h"
#include "tools/snnc/Compiler.h"

#include "llvm/Support/FileSystem.h"

#include <cmath>

using namespace mlir;

namespace snnc::tools {

namespace {

/// What the float engine and the event files need to know of the network
/// before it has formats.
std::shared_ptr<image::Image> describeNetwork(snn::NetworkOp network,
                                              const image::FloatNetwork &real) {
  auto image = std::make_shared<image::Image>();
  image->name = network.getSymName().str();
  image->dtMs = real.dtMs;
  image->floating = real;
  for (const image::FloatPopulation &from : real.populations) {
    image::Population p;
    p.name = from.name;
    p.size = p.inner = p.innerPad = from.size;
    p.isInput = from.isInput;
    auto input = dyn_cast_or_null<snn::InputOp>(
        SymbolTable::lookupSymbolIn(network, from.name));
    auto range = input ? snn::bounds(input.getAnalogAttr()) : std::nullopt;
    if (range) {
      // Payloads of 16 bits that cover the declared range.
      p.graded = true;
      p.payloadMin = INT16_MIN;
      p.payloadMax = INT16_MAX;
      double most = std::max(std::abs(range->first), std::abs(range->second));
      p.payloadFrac = most > 0 ? std::ilogb(INT16_MAX / most) : 0;
    }
    p.states.resize(from.states.size());
    for (size_t i = 0; i < from.states.size(); ++i)
      p.states[i].name = from.states[i].name;
    p.ports.resize(from.ports);
    image->populations.push_back(std::move(p));
  }
  for (const image::FloatProjection &from : real.projections) {
    image::Projection p;
    p.name = from.name;
    p.source = from.source;
    p.target = from.target;
    p.port = from.port;
    image->projections.push_back(std::move(p));
  }
  for (auto modulator : network.getOps<snn::ModulatorOp>())
    image->modulators.emplace_back().name = modulator.getSymName().str();
  return image;
}

} // namespace

std::string runCalibration(ModuleOp module, const image::FloatNetwork &floating,
                           const CompileOptions &options) {
  auto networks = module.getOps<snn::NetworkOp>();
  std::shared_ptr<const image::Image> image =
      describeNetwork(*networks.begin(), floating);
  runtime::EventInput input(*image);
  for (const std::string &spec : options.calibrate)
    input.read(spec);
  runtime::FloatEngine engine(image);
  uint64_t steps =
      options.calibrateSteps ? options.calibrateSteps : input.steps();
  for (uint64_t t = 0; t < steps; ++t) {
    input.inject(engine, t);
    engine.step();
  }
  llvm::SmallString<128> path;
  if (std::error_code error =
          llvm::sys::fs::createTemporaryFile("snnc", "json", path))
    throw Error("cannot make a temporary file: " + error.message());
  std::string text = engine.calibration().toJson();
  image::writeFileAtomically(path.str().str(), text.data(), text.size());
  return path.str().str();
}

} // namespace snnc::tools
