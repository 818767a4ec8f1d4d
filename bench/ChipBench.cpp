//===- ChipBench.cpp - One network on more and more tiles -------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// usage: snnc-bench-chip JSON RATE STEPS THREADS IMAGE...
//
// Images of one network for a mesh, the first of one tile. In each step every
// neuron of every input fires with probability RATE. Rtl in lockstep with ref:
// a digest that differs ends the bench.
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "image/Error.h"
#include "runtime/RefEngine.h"
#include "sim/RtlEngine.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <random>

using namespace snnc;
using Json = nlohmann::ordered_json;
using ImagePtr = std::shared_ptr<const image::Image>;

namespace {

/// What a run took, in cycles.
struct Work {
  uint64_t steps = 0;
  /// Of the chip, and as predicted.
  uint64_t cycles = 0, predicted = 0;
  /// All tiles' own, and in each step the busiest's.
  uint64_t all = 0, busiest = 0;
  /// |predicted / measured - 1| by step, in order of size.
  std::vector<double> errors;
  double seconds = 0;
};

void fire(runtime::Engine &engine, const image::Image &image, double rate,
          uint64_t step) {
  std::mt19937_64 random(step);
  for (uint32_t p = 0; p < image.populations.size(); ++p) {
    const image::Population &population = image.populations[p];
    if (!population.isInput)
      continue;
    for (uint32_t i = 0; i < population.size; ++i)
      if (double(random() >> 11) * 0x1p-53 < rate)
        engine.inject(p, i, 1);
  }
}

/// Tiles of the image that are not just passed.
double usedTiles(const image::Image &image) {
  return double(std::count_if(
      image.tiles.begin(), image.tiles.end(),
      [](const image::Tile &tile) { return !tile.groups.empty(); }));
}

uint64_t busy(const runtime::TileCounters &c) {
  return c.updateCycles + c.deliverCycles + c.learnCycles;
}

Work run(const ImagePtr &image, double rate, uint64_t steps, unsigned threads) {
  auto ref = std::make_unique<runtime::RefEngine>(image);
  sim::RtlOptions options;
  options.threads = threads;
  auto rtl = sim::createRtlEngine(image, options);
  Work work;
  std::vector<uint64_t> before(image->tiles.size(), 0);
  for (uint64_t t = 0; t < steps; ++t) {
    fire(*ref, *image, rate, t);
    fire(*rtl, *image, rate, t);
    uint64_t predicted = ref->counters().cycles;
    uint64_t measured = rtl->counters().cycles;
    ref->step();
    auto start = std::chrono::steady_clock::now();
    rtl->step();
    work.seconds +=
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
            .count();
    if (ref->digest() != rtl->digest())
      throw Error("ref and rtl differ in step " + std::to_string(t));
    predicted = ref->counters().cycles - predicted;
    measured = rtl->counters().cycles - measured;
    work.errors.push_back(std::fabs(double(predicted) / double(measured) - 1));
    std::vector<runtime::TileCounters> tiles = rtl->tileCounters();
    uint64_t most = 0;
    for (size_t i = 0; i < tiles.size(); ++i) {
      uint64_t own = busy(tiles[i]) - before[i];
      before[i] = busy(tiles[i]);
      work.all += own;
      most = std::max(most, own);
    }
    work.busiest += most;
    work.predicted += predicted;
    work.cycles += measured;
  }
  work.steps = steps;
  std::sort(work.errors.begin(), work.errors.end());
  return work;
}

int bench(int argc, char **argv) {
  if (argc < 6)
    throw Error("usage: snnc-bench-chip JSON RATE STEPS THREADS IMAGE...");
  const double rate = std::stod(argv[2]);
  const uint64_t steps = std::stoull(argv[3]);
  const auto threads = static_cast<unsigned>(std::stoul(argv[4]));
  Json report;
  double alone = 0;
  std::printf("%5s %12s %10s %10s | %9s %9s %9s | %9s %9s | %10s\n", "tiles",
              "cycles/step", "of ideal", "speedup", "more work", "uneven",
              "waiting", "predicted", "95 % of", "kcycles/s");
  for (int i = 5; i < argc; ++i) {
    auto image =
        std::make_shared<const image::Image>(image::loadImage(argv[i]));
    const double tiles = usedTiles(*image);
    Work w = run(image, rate, steps, threads);
    const double cycles = double(w.cycles);
    if (i == 5)
      alone = cycles * tiles;
    // Parts of tiles * cycles that are not the work of one tile.
    const double all = cycles * tiles;
    const double more = (double(w.all) - alone) / all;
    const double uneven = (tiles * double(w.busiest) - double(w.all)) / all;
    const double waiting = (cycles - double(w.busiest)) / cycles;
    const double error = double(w.predicted) / cycles - 1;
    const double worst = w.errors[w.errors.size() * 95 / 100];
    std::printf("%5.0f %12.1f %9.1f%% %10.2f | %8.1f%% %8.1f%% %8.1f%% | "
                "%+8.2f%% %8.2f%% | %10.1f\n",
                tiles, cycles / double(steps), 100 * alone / all,
                alone / cycles, 100 * more, 100 * uneven, 100 * waiting,
                100 * error, 100 * worst, cycles / w.seconds * 1e-3);
    report.push_back({{"tiles", tiles},
                      {"cycles", w.cycles},
                      {"predicted", w.predicted},
                      {"errorOfSteps95", worst},
                      {"efficiency", alone / all},
                      {"moreWork", more},
                      {"uneven", uneven},
                      {"waiting", waiting},
                      {"cyclesPerSecond", cycles / w.seconds}});
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
  try {
    return bench(argc, argv);
  } catch (const std::exception &error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
}
