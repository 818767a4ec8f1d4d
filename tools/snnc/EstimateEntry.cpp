//===- EstimateEntry.cpp - estimate on the command line -------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/snnc/EstimateEntry.h"

#include "tools/snnc/CompileCommands.h"

namespace snnc::tools {

namespace {

/// The ways to say what happens in a step exclude each other.
void checkActivity(const EstimateOptions &e) {
  bool runs = e.record || !e.inputs.empty();
  if ((!e.activity.empty() && (runs || e.worst)) || (runs && e.worst))
    throw UsageError("of --activity FILE, --record N or --input FILE, and "
                     "--worst only one says what happens in a step");
  bool drawn = !e.rates.empty() || !e.inputRate.empty();
  if (drawn && (runs || e.worst))
    throw UsageError("a rate has no say in steps that are run, or the worst");
  if ((runs || e.worst) && e.over)
    throw UsageError("--over is for steps that are drawn or recorded");
  if (!runs && (!e.modulators.empty() || e.sampleSteps || !e.learning))
    throw UsageError("--modulator, --sample-steps and --no-learning are for "
                     "steps that are run (--record N)");
}

} // namespace

Command estimateEntry(EstimateOptions &e, const CompileOptions &compile,
                      const std::string &json,
                      const std::vector<OptionSpec> &common) {
  std::vector<OptionSpec> options = {
      {"--rate", "[P=]R",
       "Events a neuron and step, of population P or of all (1/32); "
       "repeatable.",
       append(e.rates)},
      {"--input-rate", "R", "Of the inputs (as --rate).", assign(e.inputRate)},
      {"--signal-rate", "R",
       "Share of the steps in which the host sets a modulator (when the "
       "network's trial does in training; else all).",
       assign(e.signalRate)},
      {"--over", "N",
       "Steps that are drawn by these rates, with --seed (256), or that "
       "--activity has (to its last event).",
       assignPositive(e.over)},
      {"--activity", "FILE",
       "Events of all populations instead of drawn ones, as for run --input; "
       "repeatable.",
       append(e.activity)},
      {"--record", "N",
       "Run N steps on ref, and take what they did (as many as the input "
       "has).",
       assignPositive(e.record)},
      {"--input", "FILE", "Events of that run, as for run; repeatable.",
       append(e.inputs)},
      {"--sample-steps", "N", "As for run.", assignNumber(e.sampleSteps)},
      {"--modulator", "M=VALUE[@STEP]", "As for run.", append(e.modulators)},
      {"--no-learning", "", "As for run.",
       [&e](const std::string &) { e.learning = false; }},
      {"--worst", "", "Every neuron emits and every row learns.",
       assignFlag(e.worst)},
      {"--steps", "N", "Steps of an inference (those of the network's trial).",
       assignPositive(e.steps)},
      {"--energy-table", "T",
       "Published energies: horowitz2014 (45 nm), loihi2018 (14 nm), or a "
       "file.",
       assign(e.energyTable)}};
  options.insert(options.end(), common.begin(), common.end());
  return {"estimate",
          "NET|IMG [options]",
          "Estimate time, memory, traffic and energy before any run.\n"
          "Cycles follow from the compiled image and the events of a step: "
          "drawn by rates,\nrecorded, or of a run on ref. The column 'never "
          "exceeded' is a static bound.",
          1,
          1,
          std::move(options),
          [&e, &compile, &json](const std::vector<std::string> &arguments) {
            checkActivity(e);
            e.seed = compile.seed;
            e.json = json;
            auto image =
                obtainImage(arguments[0], compile, needsOf("ref", compile));
            return image ? estimateCommand(image, e) : 1;
          }};
}

} // namespace snnc::tools
