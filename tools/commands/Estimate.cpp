//===- Estimate.cpp - snnc estimate -----------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "image/Parts.h"
#include "runtime/RefEngine.h"
#include "runtime/estimate/Draws.h"
#include "runtime/files/EventInput.h"
#include "tools/commands/EstimateReport.h"
#include "tools/commands/Modulators.h"
#include "tools/commands/Progress.h"
#include "tools/commands/Samples.h"
#include "tools/snnc/EstimateCommand.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>

namespace snnc::tools {

using runtime::Activity;
using runtime::Source;

namespace {

/// One neuron in 32: what the mapper counts on.
constexpr double kQuiet = 1.0 / 32;
constexpr uint64_t kDrawn = 256;

double readRate(const std::string &option, const std::string &text) {
  char *end = nullptr;
  double rate = std::strtod(text.c_str(), &end);
  if (text.empty() || *end || !(rate >= 0 && rate <= 1))
    throw Error(option + ": '" + text +
                "' is no rate: a number of events a neuron and step, from 0 "
                "to 1");
  return rate;
}

uint32_t populationOf(const image::Image &image, const std::string &name) {
  std::string names;
  for (uint32_t p = 0; p < image.populations.size(); ++p) {
    if (image.populations[p].name == name)
      return p;
    names += (names.empty() ? "" : ", ") + image.populations[p].name;
  }
  throw Error("--rate: no population '" + name + "' in network '" + image.name +
              "'; its populations: " + names);
}

/// Rates by population, and which of them the options name.
struct Rates {
  std::vector<double> rates;
  std::vector<bool> named;

  Rates(const image::Image &image, const EstimateOptions &options)
      : named(image.populations.size()) {
    double all = kQuiet;
    for (const std::string &rate : options.rates)
      if (rate.find('=') == std::string::npos)
        all = readRate("--rate", rate);
    double inputs = options.inputRate.empty()
                        ? all
                        : readRate("--input-rate", options.inputRate);
    for (const image::Population &p : image.populations)
      rates.push_back(p.isInput ? inputs : all);
    for (const std::string &rate : options.rates) {
      size_t equals = rate.find('=');
      if (equals == std::string::npos)
        continue;
      uint32_t p = populationOf(image, rate.substr(0, equals));
      rates[p] = readRate("--rate", rate.substr(equals + 1));
      named[p] = true;
    }
  }
};

std::string number(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

/// Makes the estimate of one command.
class Estimator {
public:
  Estimator(std::shared_ptr<const image::Image> image,
            const EstimateOptions &options)
      : image(std::move(image)), options(options), estimate(*this->image) {}

  int run();

private:
  void drawSteps();
  void readSteps();
  void runSteps();
  void takeWorst();
  void addEvents(uint64_t steps,
                 const std::function<std::vector<Source>(uint64_t)> &sources);
  std::string listRates(const Rates &rates, const std::vector<bool> &of) const;

  std::shared_ptr<const image::Image> image;
  const EstimateOptions &options;
  runtime::Estimate estimate;
  std::string kind, activity;
  std::vector<std::string> assumptions;
};

void Estimator::addEvents(
    uint64_t steps,
    const std::function<std::vector<Source>(uint64_t)> &sources) {
  Activity model(*image);
  double signalRate = options.signalRate.empty()
                          ? -1
                          : readRate("--signal-rate", options.signalRate);
  runtime::Signals signals(*image, signalRate, options.seed);
  for (uint64_t t = 0; t < steps; ++t) {
    std::vector<Source> emitting = sources(t);
    estimate.add(model.step(t, emitting, signals.step(t)));
    signals.follow(emitting);
  }
  bool waits = false, host = false;
  for (const image::Tile &tile : image->tiles)
    for (const image::LearnEntry &entry : tile.learn)
      waits |= entry.when == image::LearnWhen::Signal;
  for (const image::Modulator &m : image->modulators)
    host |= m.driver < 0;
  if (waits && host)
    assumptions.push_back(
        signalRate >= 0 ? "a modulator that the host sets is set in " +
                              number(signalRate) + " of the steps"
        : image->trial.signals.empty()
            ? "modulators that the host sets are set in every step "
              "(--signal-rate)"
            : "modulators are set when the trial sets them in training, others "
              "in every step (--signal-rate)");
  if (model.assumedEntries())
    assumptions.push_back(
        std::to_string(model.assumedEntries()) +
        " entries of Learn have conditions that only a run knows (--record); "
        "all are taken to hold");
}

std::string Estimator::listRates(const Rates &rates,
                                 const std::vector<bool> &of) const {
  std::string text;
  for (size_t p = 0; p < of.size(); ++p)
    if (of[p])
      text += (text.empty() ? "" : ", ") + image->populations[p].name + " " +
              number(rates.rates[p]);
  return text;
}

void Estimator::drawSteps() {
  Rates rates(*image, options);
  runtime::Draws draws(*image, rates.rates, options.seed);
  kind = "drawn";
  const uint64_t steps = options.over ? options.over : kDrawn;
  activity = std::to_string(steps) + " steps drawn with seed " +
             std::to_string(options.seed) + ", events a neuron and step: " +
             listRates(rates, std::vector<bool>(rates.rates.size(), true));
  addEvents(steps, [&](uint64_t t) { return draws.step(t); });
}

void Estimator::readSteps() {
  runtime::EventInput files(*image);
  for (const std::string &spec : options.activity)
    files.read(spec);
  Rates rates(*image, options);
  std::vector<bool> recorded(image->populations.size());
  for (const runtime::EventStream &stream : files.all())
    recorded[stream.population] = true;
  std::vector<bool> assumed(recorded.size());
  for (size_t p = 0; p < recorded.size(); ++p) {
    assumed[p] = !recorded[p];
    if (recorded[p])
      rates.rates[p] = 0;
    else if (!rates.named[p])
      throw Error("--activity: no event of '" + image->populations[p].name +
                  "'; give its rate, --rate " + image->populations[p].name +
                  "=R (0 if it was silent)");
  }
  const uint64_t steps = options.over ? options.over : files.steps();
  if (steps == 0)
    throw Error("--activity: no step in the files; give --over N");
  runtime::Draws draws(*image, rates.rates, options.seed);
  kind = "recorded";
  activity = std::to_string(steps) + " steps of recorded events";
  if (std::string list = listRates(rates, assumed); !list.empty())
    assumptions.push_back("not in the files, drawn: " + list);
  addEvents(steps, [&](uint64_t t) {
    std::vector<Source> sources = draws.step(t);
    for (const runtime::EventStream &s : files.all()) {
      auto range = std::equal_range(s.step.begin(), s.step.end(), t);
      for (auto i = range.first; i != range.second; ++i)
        sources.push_back(
            {s.population, s.index[static_cast<size_t>(i - s.step.begin())]});
    }
    std::sort(
        sources.begin(), sources.end(), [](const Source &a, const Source &b) {
          return a.population != b.population ? a.population < b.population
                                              : a.index < b.index;
        });
    return sources;
  });
}

void Estimator::runSteps() {
  runtime::RefEngine engine(image);
  runtime::EventInput input(*image);
  for (const std::string &spec : options.inputs)
    input.read(spec);
  engine.setLearning(options.learning);
  ModulatorSchedule modulators(*image, options.modulators);
  uint64_t steps = options.record ? options.record : input.steps();
  if (steps == 0)
    throw Error("how many steps? Give --record N, or an input that has some");
  for (uint64_t t = 0; t < steps; ++t) {
    beginSample(*image, engine, t, options.sampleSteps);
    modulators.apply(engine, t);
    input.inject(engine, t);
    engine.step();
    estimate.add(engine.lastStep());
  }
  kind = "run";
  activity = std::to_string(steps) + " steps run on ref";
}

void Estimator::takeWorst() {
  estimate.add(Activity(*image).all());
  kind = "worst";
  activity = "every neuron emits in every step, every row that learns is due";
}

int Estimator::run() {
  // A wrong table is known before the work.
  runtime::EnergyTable table = runtime::findEnergyTable(options.energyTable);
  if (options.worst)
    takeWorst();
  else if (!options.activity.empty())
    readSteps();
  else if (options.record || !options.inputs.empty())
    runSteps();
  else
    drawSteps();
  runtime::Energy energy =
      runtime::energyOf(estimate.work(), static_cast<double>(estimate.steps()),
                        image->target, table);
  runtime::WorstCase worst = runtime::worstCaseOf(*image);
  EstimateReport report{*image, estimate, worst,       energy,       table,
                        kind,   activity, assumptions, options.steps};
  if (!report.steps)
    report.steps = image->trial.steps;
  std::fputs(report.text().c_str(), stdout);
  writeText(options.json, report.json());
  return 0;
}

} // namespace

int estimateCommand(std::shared_ptr<const image::Image> image,
                    const EstimateOptions &options) {
  image::needTiles(*image, "an estimate");
  return Estimator(std::move(image), options).run();
}

} // namespace snnc::tools
