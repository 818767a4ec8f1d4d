//===- Cosim.cpp - snnc cosim -----------------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/Cosim.h"

#include "image/Error.h"
#include "runtime/files/EventInput.h"
#include "runtime/training/TrialRunner.h"
#include "tools/commands/Modulators.h"
#include "tools/commands/Progress.h"
#include "tools/commands/Samples.h"
#include "tools/snnc/RunCommands.h"

#include <cinttypes>
#include <cstdio>

namespace snnc::tools {

namespace {

// Both end early where the engines differ.

void runEvents(const image::Image &image, runtime::Cosim &cosim,
               const runtime::EventInput &input, uint64_t steps,
               const CosimOptions &options, Progress &progress) {
  ModulatorSchedule modulators(image, options.modulators);
  for (uint64_t t = 0; t < steps; ++t) {
    auto prepare = [&](runtime::Engine &engine) {
      beginSample(image, engine, t, options.sampleSteps);
      modulators.apply(engine, t);
      input.inject(engine, t);
    };
    if (!cosim.step(prepare))
      return;
    progress.at(t + 1);
  }
}

/// Shows the samples as in training, in the order of the files.
void runSamples(runtime::TrialRunner &runner, runtime::Cosim &cosim,
                const runtime::Dataset &data, Progress &progress) {
  for (uint64_t sample = 0; sample < data.size(); ++sample) {
    runner.beginSample(data, sample, true);
    for (uint32_t step = 0; step < runner.steps(); ++step) {
      runner.beginStep();
      if (!cosim.step([&](runtime::Engine &engine) { runner.apply(engine); }))
        return;
    }
    progress.at((sample + 1) * runner.steps());
  }
}

/// An engine for each image, or of one image as many as are named.
std::vector<runtime::CosimMember>
createMembers(const std::vector<NamedImage> &images,
              const CosimOptions &options) {
  std::vector<std::string> engines = options.engines;
  const bool several = images.size() > 1;
  if (engines.empty() && !several)
    engines = {"ref", "rtl"};
  else if (engines.empty())
    for (const NamedImage &of : images)
      engines.push_back(runtime::defaultEngine(*of.image));
  if (several && engines.size() == 1)
    engines.resize(images.size(), engines[0]);
  if (several && engines.size() != images.size())
    throw Error(std::to_string(engines.size()) + " engines for " +
                std::to_string(images.size()) +
                " images; name one, or one for each");
  std::vector<runtime::CosimMember> members;
  for (size_t i = 0; i < engines.size(); ++i) {
    const NamedImage &of = images[several ? i : 0];
    members.push_back(
        {several ? engines[i] + " (" + of.name + ")" : engines[i],
         runtime::createEngine(engines[i], of.image, options.engineOptions),
         of.image});
  }
  return members;
}

} // namespace

int cosimCommand(const std::vector<NamedImage> &images,
                 const CosimOptions &options) {
  const std::shared_ptr<const image::Image> &image = images[0].image;
  std::vector<runtime::CosimMember> members = createMembers(images, options);
  std::string names;
  for (const runtime::CosimMember &member : members)
    names += (names.empty() ? "" : ", ") + member.label;
  bool writes = true;
  for (const runtime::CosimMember &member : members)
    writes &= printOnlyFirst(*member.engine);
  runtime::Cosim cosim(std::move(members));
  std::string what = image->name + " on " + names;
  if (!options.samples.data.empty()) {
    runtime::Dataset data(*image, options.samples);
    runtime::TrialRunner runner(*image);
    Progress progress(what, data.size() * runner.steps(),
                      options.progress && writes, image->dtMs);
    runSamples(runner, cosim, data, progress);
  } else {
    runtime::EventInput input(*image);
    for (const std::string &spec : options.inputs)
      input.read(spec);
    uint64_t steps = options.steps ? options.steps : input.steps();
    if (steps == 0)
      throw Error("how many steps? Give a number of steps, or an input that "
                  "has some");
    Progress progress(what, steps, options.progress && writes, image->dtMs);
    runEvents(*image, cosim, input, steps, options, progress);
  }
  const runtime::CosimResult &result = cosim.result();
  std::printf("%s on %s: %s", image->name.c_str(), names.c_str(),
              result.text().c_str());
  for (const auto &[name, c] : result.counters) {
    std::string cycles = c.cycles ? std::to_string(c.cycles) + " cycles, " : "";
    std::printf("  %-6s %s%" PRIu64 " events, %" PRIu64
                " synaptic operations\n",
                name.c_str(), cycles.c_str(), c.events, c.synapticOps);
  }
  if (writes)
    writeText(options.json, result.json());
  bool cyclesMatter = options.compareCycles && !result.cycles.empty();
  return result.equal() && !cyclesMatter ? 0 : 1;
}

} // namespace snnc::tools
