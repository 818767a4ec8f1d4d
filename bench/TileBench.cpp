//===- TileBench.cpp - What the tile does in a cycle ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// usage: snnc-bench-tile JSON [NAME=IMAGE...]
//
// Rows are measured on images built here: a tenth of the inputs fires in each
// step. Update is measured on the images given, which the compiler made.
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "image/Describe.h"
#include "sim/RtlEngine.h"
#include "tests/unit/runtime/TinyNetwork.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>

using namespace snnc;
using testing::TinyNetwork;
using testing::TinyRandom;
using testing::TinySynapse;
using Json = nlohmann::ordered_json;
using ImagePtr = std::shared_ptr<const image::Image>;

namespace {

constexpr uint32_t sources = 128;
constexpr uint64_t steps = 20;

const char *const deltaLif =
    "ld r0, {v}\nldp r1, {in}\n"
    "mac r0, r0, 31000, r1, sh=15, rnd=even, sat\n"
    "cge r2, r0, 20000\nmov r3, 0\nsel r0, r2, r3, r0\n"
    "st r0, {v}\nemit r2, 1";

/// Inputs, and neurons that wait for a projection.
struct Pair {
  TinyNetwork net;
  uint32_t in, out;
  Pair(const std::string &name, uint32_t targets)
      : net(name, image::findTarget("tile")), in(net.input("in", sources)),
        out(net.population("out", targets)) {
    net.state(out, "v", 32);
    net.port(out, "in", 32, 2);
    net.program(out, deltaLif);
  }
};

ImagePtr denseRows(uint32_t targets, unsigned weightLog2) {
  Pair pair("dense", targets);
  TinyRandom random(1);
  std::vector<int32_t> weights(size_t(sources) * targets);
  for (int32_t &w : weights)
    w = weightLog2 == 0 ? (random() % 2 ? 1 : -1)
                        : int32_t(random() % (1u << (1u << weightLog2))) -
                              int32_t(1u << ((1u << weightLog2) - 1));
  pair.net.dense(pair.in, pair.out, 0, weights, weightLog2);
  return pair.net.shared();
}

/// A tenth of all pairs, with delays of 1 to `delays` steps.
ImagePtr sparseRows(uint32_t targets, uint32_t delays) {
  Pair pair("sparse", targets);
  TinyRandom random(1);
  std::vector<TinySynapse> synapses;
  for (uint32_t s = 0; s < sources; ++s)
    for (uint32_t t = 0; t < targets; ++t)
      if (random() % 10 == 0)
        synapses.push_back(
            {s, t, int32_t(random() % 256) - 128, 1 + random() % delays});
  pair.net.sparse(pair.in, pair.out, 0, synapses);
  return pair.net.shared();
}

/// Injects into a tenth of the neurons of each input.
void fire(runtime::Engine &engine, const image::Image &image, uint64_t t) {
  TinyRandom random(uint32_t(t) + 1);
  for (uint32_t p = 0; p < image.populations.size(); ++p)
    for (uint32_t i = 0;
         image.populations[p].isInput && i < image.populations[p].size; ++i)
      if (random() % 10 == 0)
        engine.inject(p, i, 1);
}

runtime::Counters measure(const ImagePtr &image) {
  auto engine = sim::createRtlEngine(image);
  for (uint64_t t = 0; t < steps; ++t) {
    fire(*engine, *image, t);
    engine->step();
  }
  return engine->counters();
}

Json rows(const std::string &name, const ImagePtr &image) {
  runtime::Counters c = measure(image);
  image::MemoryUse use = image::memoryUse(*image);
  double ops = double(c.synapticOps) / double(c.deliverCycles);
  std::printf("%-34s %10.2f %12.1f %10.1f\n", name.c_str(), ops,
              use.bitsPerSynapse, use.bitsPerAxon);
  return {{"rows", name},
          {"synapticOps", c.synapticOps},
          {"deliverCycles", c.deliverCycles},
          {"opsPerCycle", ops},
          {"bitsPerSynapse", use.bitsPerSynapse},
          {"bitsPerAxon", use.bitsPerAxon}};
}

Json update(const std::string &name, const ImagePtr &image) {
  runtime::Counters c = measure(image);
  image::MemoryUse use = image::memoryUse(*image);
  double cycles = double(c.updateCycles) / double(c.steps * use.neurons);
  std::printf("%-34s %10.2f %12.1f %10llu\n", name.c_str(), cycles,
              use.bitsPerNeuron, (unsigned long long)use.neurons);
  return {{"neurons", name},
          {"count", use.neurons},
          {"updateCycles", c.updateCycles},
          {"steps", c.steps},
          {"cyclesPerNeuron", cycles},
          {"bitsPerNeuron", use.bitsPerNeuron}};
}

/// Simulated cycles a second of processor time, the median of `runs`.
Json simulation(const std::string &name, const ImagePtr &image, size_t runs) {
  auto engine = sim::createRtlEngine(image);
  std::vector<double> rates;
  uint64_t t = 0;
  for (size_t run = 0; run < runs; ++run) {
    uint64_t before = engine->counters().cycles;
    std::clock_t start = std::clock();
    // Half a second of work at least.
    while (std::clock() - start < CLOCKS_PER_SEC / 2) {
      fire(*engine, *image, t++);
      engine->step();
    }
    double seconds = double(std::clock() - start) / CLOCKS_PER_SEC;
    rates.push_back(double(engine->counters().cycles - before) / seconds);
  }
  std::sort(rates.begin(), rates.end());
  double median = rates[rates.size() / 2];
  std::printf("%-34s %10.2f  (%.2f .. %.2f, %zu runs)\n", name.c_str(),
              median * 1e-6, rates.front() * 1e-6, rates.back() * 1e-6, runs);
  return {{"workload", name},
          {"cyclesPerSecond", median},
          {"least", rates.front()},
          {"most", rates.back()},
          {"runs", runs}};
}

int run(int argc, char **argv) {
  Json report;
  report["target"] = "tile";
  std::printf("%-34s %10s %12s %10s\n", "rows", "ops/cycle", "bits/synapse",
              "bits/axon");
  for (uint32_t targets : {256u, 512u, 1024u})
    for (unsigned log2 = 0; log2 <= 4; ++log2)
      report["rows"].push_back(rows("dense, " + std::to_string(targets) +
                                        " targets, " +
                                        std::to_string(1u << log2) + " bit",
                                    denseRows(targets, log2)));
  report["rows"].push_back(
      rows("sparse 10 % of 1024, 8 bit", sparseRows(1024, 1)));
  report["rows"].push_back(
      rows("the same with delays of 1 to 3", sparseRows(1024, 3)));

  std::printf("\n%-34s %10s %12s %10s\n", "neurons", "cycles", "bits/neuron",
              "neurons");
  for (int i = 2; i < argc; ++i) {
    std::string argument = argv[i];
    size_t equals = argument.find('=');
    if (equals == std::string::npos)
      throw Error("'" + argument + "': expected NAME=IMAGE");
    report["neurons"].push_back(
        update(argument.substr(0, equals),
               std::make_shared<const image::Image>(
                   image::loadImage(argument.substr(equals + 1)))));
  }

  std::printf("\n%-34s %10s\n", "Verilator, one core", "Mcycles/s");
  report["simulation"].push_back(
      simulation("sparse 10 % of 1024, 8 bit", sparseRows(1024, 1), 7));
  report["simulation"].push_back(
      simulation("dense, 1024 targets, 8 bit", denseRows(1024, 3), 7));

  std::ofstream file(argv[1]);
  file << report.dump(2) << "\n";
  file.flush();
  if (!file)
    throw Error(std::string(argv[1]) + ": cannot write");
  return 0;
}

} // namespace

int main(int argc, char **argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s JSON [NAME=IMAGE...]\n", argv[0]);
    return 1;
  }
  try {
    return run(argc, argv);
  } catch (const std::exception &e) {
    std::fprintf(stderr, "error: %s\n", e.what());
    return 1;
  }
}
