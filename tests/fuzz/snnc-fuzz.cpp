//===- snnc-fuzz.cpp - Random networks on all engines ---------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Half of the networks are text that goes through the whole compiler, half are
// images with random legal programs. Each is a function of its seed, which a
// difference prints; the network (or image) is left as a reproducer.
//
//===----------------------------------------------------------------------===//

#include "compiler/native/Native.h"
#include "image/Container.h"
#include "runtime/cpu/CpuEngine.h"
#include "tests/fuzz/Lockstep.h"
#include "tests/fuzz/RandomImage.h"
#include "tests/fuzz/RandomLearning.h"
#include "tests/fuzz/RandomNetwork.h"
#include "tests/unit/learning/RandomRule.h"
#include "tests/unit/runtime/Spread.h"
#include "tools/snnc/CommandLine.h"
#include "tools/snnc/Compiler.h"

#ifdef SNNC_SIM
#include "sim/RtlEngine.h"
#endif

#include "nlohmann/json.hpp"

#include <chrono>
#include <iostream>

using namespace snnc;
using namespace snnc::fuzz;

namespace {

struct Settings {
  uint64_t seed = 1;
  uint64_t networks = 100;
  uint64_t steps = 100;
  uint64_t networkSteps = 0;
  std::vector<std::string> engines = {"ref", "rtl"};
  std::string target = "tile";
  std::string mesh = "medium";
  std::string models = SNNC_MODELS_FOLDER;
  std::string reproducer = "fuzz-reproducer";
  std::string kind = "all";
  std::string json;
};

struct Results {
  Totals totals;
  uint64_t compiled = 0, programs = 0, learning = 0, refused = 0;
  uint64_t spread = 0, native = 0;
  std::string difference;
};

/// One of the compiler's, or none if it refused the network.
std::shared_ptr<const image::Image>
compileNetwork(const Settings &settings, const std::string &text,
               std::string &refusal, tools::CompileOptions options = {}) {
  options.models = {settings.models};
  options.quiet = true;
  tools::Compiler compiler(options);
  std::optional<image::Image> image;
  if (compiler.loadText(text, "fuzz.mlir") &&
      compiler.runTo(tools::Stage::Core))
    image = compiler.image();
  if (!image) {
    for (const tools::Message &message : compiler.messages())
      if (message.severity == "error")
        refusal = message.text;
    return nullptr;
  }
  image::validate(*image, "fuzz.mlir");
  return std::make_shared<image::Image>(std::move(*image));
}

/// What a seed makes: half of the networks are compiled, a quarter each are
/// images of random programs, without and with learning.
std::string kindOf(const Settings &settings, uint64_t seed) {
  if (settings.kind != "all")
    return settings.kind;
  return seed % 2 == 0 ? "networks" : seed % 4 == 1 ? "programs" : "learning";
}

void reportDifference(const Settings &settings, uint64_t seed,
                      const std::string &difference, const std::string &text,
                      const image::Image &image) {
  std::cerr << "error: seed " << seed << ": " << difference << "\n";
  std::string file = settings.reproducer + (text.empty() ? ".img" : ".mlir");
  if (text.empty())
    image::saveImage(image, file);
  else
    image::writeFileAtomically(file, text.data(), text.size());
  std::cerr << "note: left as " << file << "; again with snnc-fuzz --seed "
            << seed << " --networks 1 --steps " << settings.steps << " --kind "
            << kindOf(settings, seed) << "\n";
}

/// Whether no difference was found; one is reported.
bool isSame(const Settings &settings, uint64_t seed, const std::string &text,
            const image::Image &image, Results &results) {
  if (results.difference.empty())
    return true;
  results.difference =
      "seed " + std::to_string(seed) + ": " + results.difference;
  reportDifference(settings, seed, results.difference, text, image);
  return false;
}

/// An image of several tiles on the engines, if there are others than ref.
void runMesh(const Settings &settings,
             const std::shared_ptr<const image::Image> &image, uint64_t seed,
             Results &results) {
  // The Verilated mesh has as many at the most.
  constexpr uint32_t most = 4;
  if (image->target.meshColumns > most || image->target.meshRows > most)
    return;
  if (results.difference.empty() && settings.engines.size() > 1)
    results.difference = runLockstep(image, settings.engines, seed,
                                     settings.steps, results.totals);
}

/// A network that was refused is no difference.
bool skip(uint64_t seed, const std::string &refusal, Results &results) {
  ++results.refused;
  std::cerr << "seed " << seed << " refused: " << refusal << "\n";
  return true;
}

/// An image of one tile and the same network on several; false on a difference.
bool runSpreadOne(const Settings &settings, uint64_t seed, Results &results) {
  const image::Target target = image::findTarget(settings.target);
  std::shared_ptr<const image::Image> one;
  try {
    image::Image image = seed % 2 ? randomLearning(seed, target, true)
                                  : randomImage(seed, target);
    image::validate(image, "random image");
    one = std::make_shared<const image::Image>(std::move(image));
  } catch (const Error &error) {
    // A small target does not hold all that is drawn.
    return skip(seed, error.what(), results);
  }
  auto plan = testing::randomPlan(*one, static_cast<uint32_t>(seed));
  auto many = std::make_shared<const image::Image>(testing::spread(*one, plan));
  ++results.spread;
  results.difference =
      runSpread(one, many, Alike::Rows, seed, settings.steps, results.totals);
  runMesh(settings, many, seed, results);
  return isSame(settings, seed, "", *many, results);
}

/// A network compiled for one tile, and for several of a mesh; false on a
/// difference.
bool runMappedOne(const Settings &settings, uint64_t seed,
                  const std::vector<Model> &models, Results &results) {
  std::string text = randomNetwork(seed, models), refusal;
  tools::CompileOptions options;
  options.target = settings.target;
  auto one = compileNetwork(settings, text, refusal, options);
  if (!one)
    return skip(seed, refusal, results);
  options.target = settings.mesh;
  options.tiles = 2 + seed % 15;
  options.mapSeed = seed;
  auto many = compileNetwork(settings, text, refusal, options);
  if (many) {
    ++results.spread;
    results.difference = runSpread(one, many, Alike::Network, seed,
                                   settings.steps, results.totals);
    runMesh(settings, many, seed, results);
  } else {
    results.difference = "refused for several tiles: " + refusal;
  }
  return isSame(settings, seed, text, *one, results);
}

/// A network, of models of the library or with rules, compiled for a tile and
/// for this processor; false on a difference.
bool runNativeOne(const Settings &settings, uint64_t seed,
                  const std::vector<Model> &models, Results &results) {
  std::string text =
      seed % 2 ? test::randomNetwork(seed) : randomNetwork(seed, models);
  std::string refusal;
  tools::CompileOptions options;
  options.target = settings.target;
  options.native = tools::NativeFor::All;
  auto image = compileNetwork(settings, text, refusal, options);
  if (!image)
    return skip(seed, refusal, results);
  ++results.native;
  image::Image own = *image;
  auto &code = own.native.code;
  while (!code.empty() && code.front().cpu != compiler::hostCpu())
    code.erase(code.begin());
  results.difference = runNative(own, seed, settings.steps, results.totals);
  return isSame(settings, seed, text, *image, results);
}

/// Network number n; false on a difference.
bool runOne(const Settings &settings, uint64_t n,
            const std::vector<Model> &models, Results &results) {
  uint64_t seed = settings.seed + n;
  std::string kind = kindOf(settings, seed);
  if (kind == "spread")
    return runSpreadOne(settings, seed, results);
  if (kind == "mapped")
    return runMappedOne(settings, seed, models, results);
  if (kind == "native")
    return runNativeOne(settings, seed, models, results);
  std::string text, refusal;
  std::shared_ptr<const image::Image> image;
  if (kind == "networks") {
    text = randomNetwork(seed, models);
    tools::CompileOptions options;
    options.target = settings.target;
    image = compileNetwork(settings, text, refusal, options);
    if (!image)
      return skip(seed, refusal, results);
    ++results.compiled;
  } else {
    bool learns = kind == "learning";
    const image::Target &target = image::findTarget(settings.target);
    image = std::make_shared<image::Image>(learns ? randomLearning(seed, target)
                                                  : randomImage(seed, target));
    image::validate(*image, "random image");
    ++(learns ? results.learning : results.programs);
  }
  results.difference = runLockstep(image, settings.engines, seed,
                                   settings.steps, results.totals);
  return isSame(settings, seed, text, *image, results);
}

int runAll(const Settings &settings) {
  std::vector<Model> models = readModels(settings.models);
  Results results;
  auto start = std::chrono::steady_clock::now();
  auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() -
                                         start)
        .count();
  };
  double shown = 0;
  bool ok = true;
  auto more = [&](uint64_t n) {
    return settings.networkSteps ? results.totals.steps < settings.networkSteps
                                 : n < settings.networks;
  };
  for (uint64_t n = 0; ok && more(n); ++n) {
    ok = runOne(settings, n, models, results);
    if (seconds() - shown > 10) {
      shown = seconds();
      std::cerr << n + 1 << " networks, " << results.totals.steps << " steps, "
                << uint64_t(shown) << " s\n";
    }
  }
  const Totals &t = results.totals;
  std::cout << results.compiled << " compiled networks (" << results.refused
            << " more refused), " << results.programs
            << " random programs' images, " << results.learning
            << " that learn, " << results.spread << " spread over tiles ("
            << t.arrivals << " arrivals), " << results.native << " on cpu, "
            << t.steps << " network-steps, " << t.events << " events, "
            << t.synapticOps << " synaptic operations, " << t.cycles
            << " cycles, " << uint64_t(seconds())
            << " s: " << (ok ? "no difference" : "DIFFERENT") << "\n";
  if (!settings.json.empty()) {
    nlohmann::ordered_json json = {{"command", "snnc-fuzz"},
                                   {"seed", settings.seed},
                                   {"engines", settings.engines},
                                   {"compiled", results.compiled},
                                   {"refused", results.refused},
                                   {"programs", results.programs},
                                   {"learning", results.learning},
                                   {"spread", results.spread},
                                   {"native", results.native},
                                   {"arrivals", t.arrivals},
                                   {"networkSteps", t.steps},
                                   {"events", t.events},
                                   {"synapticOps", t.synapticOps},
                                   {"cycles", t.cycles},
                                   {"seconds", seconds()},
                                   {"ok", ok},
                                   {"difference", results.difference}};
    std::string text = json.dump(2) + "\n";
    image::writeFileAtomically(settings.json, text.data(), text.size());
  }
  return ok ? 0 : 1;
}

} // namespace

int main(int argc, char **argv) {
  using namespace tools;
  Settings s;
  std::vector<OptionSpec> options = {
      {"--seed", "S", "Seed of the first network (1).", assignNumber(s.seed)},
      {"--networks", "N", "Networks (100).", assignNumber(s.networks)},
      {"--steps", "M", "Steps of each (100).", assignNumber(s.steps)},
      {"--network-steps", "N", "Go on until so many steps are done in all.",
       assignNumber(s.networkSteps)},
      {"--engines", "A,B", "Engines to compare (ref,rtl).",
       assignList(s.engines)},
      {"--kind", "K",
       "networks (compiled), programs or learning (images), all of these; "
       "spread (images) or mapped (networks) on one tile and on several, on "
       "ref, and those of several on the engines; native (networks) on ref and "
       "on cpu, for each kind of processor.",
       assign(s.kind)},
      {"--target", "T", "Target description (tile).", assign(s.target)},
      {"--mesh", "T", "Target of mapped networks on several tiles (medium).",
       assign(s.mesh)},
      {"--models", "DIR", "Folder of the models.", assign(s.models)},
      {"--reproducer", "PATH",
       "Where a difference leaves its network, "
       "without extension.",
       assign(s.reproducer)},
      {"--json", "FILE", "Write the result as JSON.", assign(s.json)}};
  Command command{"snnc-fuzz",
                  "[options]",
                  "Random networks on several engines in lockstep.",
                  0,
                  0,
                  options,
                  [&s](const std::vector<std::string> &) {
                    if (s.kind != "networks" && s.kind != "programs" &&
                        s.kind != "learning" && s.kind != "spread" &&
                        s.kind != "mapped" && s.kind != "native" &&
                        s.kind != "all")
                      throw UsageError("--kind is networks, programs, "
                                       "learning, spread, mapped, native or "
                                       "all");
                    return runAll(s);
                  }};
  try {
    runtime::cpu::registerCpuEngine();
#ifdef SNNC_SIM
    sim::registerRtlEngine();
#endif
    return runAlone(argc, argv, command);
  } catch (const UsageError &error) {
    std::cerr << "error: " << error.what() << "\nsee snnc-fuzz --help\n";
    return 2;
  } catch (const Error &error) {
    std::cerr << "error: " << error.what() << "\n";
    return 1;
  }
}
