//===- ValidateTrial.cpp - The trial of an image, checked -----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Checks.h"
#include "image/Error.h"

#include <cmath>
#include <set>

namespace snnc::image {

namespace {

/// No trial is longer; keeps a stray number from asking for one.
constexpr uint32_t kMaxTrialSteps = 1u << 20;

std::string str(int64_t n) { return std::to_string(n); }

class TrialChecker {
public:
  TrialChecker(const Image &image, const std::string &where)
      : image(image), trial(image.trial), where(where) {}

  void check() const {
    if (trial.steps > kMaxTrialSteps)
      throw Error(where + str(trial.steps) + " steps; the limit is " +
                  str(kMaxTrialSteps));
    for (const TrialReset &r : trial.resets) {
      population(r.population);
      inside(r.at, 1);
    }
    checkPresents();
    for (const TrialLabel &l : trial.labels) {
      spikingInput(l.population, "a label");
      inside(l.at, 1);
    }
    for (const TrialSignal &s : trial.signals) {
      if (s.modulator >= image.modulators.size())
        throw Error(where + "modulator " + str(s.modulator) + " of " +
                    str(int64_t(image.modulators.size())));
      if (image.modulators[s.modulator].driver != -1)
        throw Error(where + "sets modulator '" +
                    image.modulators[s.modulator].name +
                    "', which a population drives");
      inside(s.at, 1);
    }
    checkAnswer();
  }

private:
  const Population &population(uint32_t index) const {
    if (index >= image.populations.size())
      throw Error(where + "population " + str(index) + " of " +
                  str(int64_t(image.populations.size())));
    return image.populations[index];
  }

  void inside(uint32_t from, uint32_t steps) const {
    if (steps == 0 || uint64_t(from) + steps > trial.steps)
      throw Error(where + "steps " + str(from) + " to " +
                  str(int64_t(from) + steps - 1) + " of " + str(trial.steps));
  }

  const Population &input(uint32_t index, const char *what) const {
    const Population &p = population(index);
    if (!p.isInput)
      throw Error(where + what + " goes into '" + p.name +
                  "', which is not an input");
    return p;
  }

  void spikingInput(uint32_t index, const char *what) const {
    const Population &p = input(index, what);
    if (p.payloadMin > 1 || p.payloadMax < 1)
      throw Error(where + what + " is a spike; '" + p.name + "' takes none");
  }

  void checkPresents() const {
    std::set<uint32_t> taken;
    for (const TrialPresent &present : trial.presents) {
      inside(present.from, present.steps);
      if (present.coding > Coding::Raster)
        throw Error(where + "coding " + str(int64_t(present.coding)));
      if (present.coding == Coding::Rate)
        spikingInput(present.population, "a rate");
      const Population &p = input(present.population, "the data");
      if (!(present.full > 0.0) || !std::isfinite(present.full))
        throw Error(where + "full scale of input '" + p.name +
                    "' must be a positive number");
      if (!taken.insert(present.population).second)
        throw Error(where + "input '" + p.name + "' is presented twice");
    }
  }

  void checkAnswer() const {
    if (trial.answer.size() > 1)
      throw Error(where + str(int64_t(trial.answer.size())) + " answers");
    for (const TrialAnswer &a : trial.answer) {
      const Population &p = population(a.population);
      inside(a.from, a.steps);
      if (a.state < -1 || a.state >= int64_t(p.states.size()))
        throw Error(where + "state " + str(a.state) + " of '" + p.name + "'");
    }
  }

  const Image &image;
  const Trial &trial;
  const std::string where;
};

} // namespace

void checkTrial(const Image &image, const std::string &origin) {
  TrialChecker(image, origin + ": trial: ").check();
}

} // namespace snnc::image
