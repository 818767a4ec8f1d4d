//===- LearnBench.cpp - Synapse updates a cycle -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// usage: snnc-bench-learn JSON NAME=IMAGE...
//
// In each step a tenth of all neurons emits and every modulator is set. Images
// for as many lanes as the Verilated chip has run on it; for others `ref`
// predicts the same counters.
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "runtime/RefEngine.h"
#include "sim/RtlEngine.h"
#include "tests/unit/runtime/TinyNetwork.h"

#include <nlohmann/json.hpp>

#include <cinttypes>
#include <cstdio>
#include <fstream>

using namespace snnc;
using Json = nlohmann::ordered_json;
using ImagePtr = std::shared_ptr<const image::Image>;

namespace {

constexpr uint64_t steps = 20;
constexpr uint32_t chipLanes = 8;

void drive(runtime::Engine &engine, const image::Image &image, uint64_t t) {
  testing::TinyRandom random(uint32_t(t) + 1);
  for (uint32_t p = 0; p < image.populations.size(); ++p)
    for (uint32_t i = 0; i < image.populations[p].size; ++i)
      if (random() % 10 == 0)
        engine.inject(p, i, 1);
  for (uint32_t m = 0; m < image.modulators.size(); ++m)
    engine.setModulator(m, image.modulators[m].init);
}

Json measure(const std::string &name, const ImagePtr &image) {
  std::unique_ptr<runtime::Engine> engine;
  if (image->target.lanes == chipLanes)
    engine = sim::createRtlEngine(image);
  else
    engine = std::make_unique<runtime::RefEngine>(image);
  for (uint64_t t = 0; t < steps; ++t) {
    drive(*engine, *image, t);
    engine->step();
  }
  runtime::Counters c = engine->counters();
  double rate = double(c.synapseUpdates) / double(c.learnCycles);
  std::printf("%-24s %6u %-5s %12" PRIu64 " %12" PRIu64 " %10.2f\n",
              name.c_str(), image->target.lanes, engine->name().c_str(),
              c.synapseUpdates, c.learnCycles, rate);
  return {{"network", name},
          {"lanes", image->target.lanes},
          {"engine", engine->name()},
          {"synapseUpdates", c.synapseUpdates},
          {"learnCycles", c.learnCycles},
          {"updatesPerCycle", rate}};
}

int run(int argc, char **argv) {
  Json report;
  std::printf("%-24s %6s %-5s %12s %12s %10s\n", "network", "lanes", "by",
              "updates", "cycles", "updates/cy");
  for (int i = 2; i < argc; ++i) {
    std::string argument = argv[i];
    size_t equals = argument.find('=');
    if (equals == std::string::npos)
      throw Error("'" + argument + "': expected NAME=IMAGE");
    report["learning"].push_back(
        measure(argument.substr(0, equals),
                std::make_shared<const image::Image>(
                    image::loadImage(argument.substr(equals + 1)))));
  }
  std::ofstream file(argv[1]);
  file << report.dump(2) << "\n";
  file.flush();
  if (!file)
    throw Error(std::string(argv[1]) + ": cannot write");
  return 0;
}

} // namespace

int main(int argc, char **argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: %s JSON NAME=IMAGE...\n", argv[0]);
    return 1;
  }
  try {
    return run(argc, argv);
  } catch (const std::exception &e) {
    std::fprintf(stderr, "error: %s\n", e.what());
    return 1;
  }
}
