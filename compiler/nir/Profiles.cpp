//===- Profiles.cpp - What frameworks make of a NIR file ------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/nir/Profiles.h"

#include <functional>

namespace snnc::nir {

namespace {

Profile made(const char *name, const std::function<void(Profile &)> &change) {
  Profile profile;
  profile.name = name;
  change(profile);
  return profile;
}

/// Steps: one is called a millisecond.
void inSteps(Profile &p) {
  p.unitMs = 1.0;
  p.dt = 1.0;
}

/// The table: what differs from the forward Euler rule of the equations, in
/// seconds.
std::vector<Profile> makeProfiles() {
  return {
      made("nir", [](Profile &p) { p.dtFrom = DtFrom::Gain; }),
      made("exact", [](Profile &p) { p.convention.decay = Decay::Exact; }),
      made("snntorch",
           [](Profile &p) {
             p.convention.leak = Leak::None;
             p.convention.reset = Reset::Zero;
             p.convention.integratorGain = Gain::One;
             p.dtFrom = DtFrom::Gain;
             p.unitGain = true;
           }),
      made("snntorch-subtract",
           [](Profile &p) {
             p.convention.leak = Leak::None;
             p.convention.reset = Reset::Subtract;
             p.convention.timing = Timing::Corrected;
             p.convention.integratorGain = Gain::One;
             p.dtFrom = DtFrom::Gain;
             p.unitGain = true;
           }),
      made("norse",
           [](Profile &p) {
             p.convention.gain = Gain::Share;
             p.convention.integratorGain = Gain::One;
             p.convention.reset = Reset::Zero;
             p.convention.initial = Initial::Leak;
             p.convention.feedbackBias = false;
             p.dt = 1e-3;
             p.dtFrom = DtFrom::Gain;
           }),
      made("spyx",
           [](Profile &p) {
             p.convention.leak = Leak::None;
             p.convention.reset = Reset::Subtract;
             p.convention.cubaGain = Gain::One;
             p.convention.gain = Gain::Share;
             p.convention.integratorGain = Gain::One;
             // An update sees the spikes that are shown with it.
             p.convention.feedback = 0;
             p.convention.output = 1;
             inSteps(p);
             p.dtFrom = DtFrom::Gain;
           }),
      made("spinnaker2",
           [](Profile &p) {
             p.convention.reset = Reset::Zero;
             p.dtFrom = DtFrom::Gain;
           }),
      made("sinabs",
           [](Profile &p) {
             p.convention.decay = Decay::Exact;
             p.convention.currentGain = Gain::Decay;
             p.convention.cubaGain = Gain::One;
             p.convention.gain = Gain::One;
             p.convention.integratorGain = Gain::One;
             p.convention.leak = Leak::None;
             p.convention.reset = Reset::Subtract;
             p.convention.spike = Spike::At;
             p.convention.spikes = Spikes::Many;
             p.convention.clip = true;
             inSteps(p);
           }),
      made("rockpool",
           [](Profile &p) {
             p.convention.decay = Decay::Exact;
             p.convention.currentGain = Gain::Decay;
             p.convention.cubaGain = Gain::One;
             p.convention.gain = Gain::Decay;
             p.convention.leak = Leak::Added;
             p.convention.reset = Reset::Subtract;
             p.convention.spike = Spike::At;
             p.convention.spikes = Spikes::Many;
             p.dtFrom = DtFrom::GainPlusOne;
           }),
      made("lava",
           [](Profile &p) {
             p.convention.leak = Leak::None;
             p.convention.reset = Reset::Zero;
             p.convention.spike = Spike::At;
             p.dtFrom = DtFrom::Gain;
             p.unitGain = true;
           }),
      made("spikingjelly",
           [](Profile &p) {
             p.convention.spike = Spike::At;
             p.convention.initial = Initial::Reset;
             p.dtFrom = DtFrom::Gain;
           }),
  };
}

template <typename T> struct Choice {
  const char *text;
  T value;
};

/// Sets `to` if `value` is one of the choices; otherwise lists them.
template <typename T>
std::optional<std::string> choose(T &to, const std::string &value,
                                  std::initializer_list<Choice<T>> choices) {
  std::string all;
  for (const Choice<T> &choice : choices) {
    if (value == choice.text) {
      to = choice.value;
      return std::nullopt;
    }
    all += (all.empty() ? "" : ", ") + std::string(choice.text);
  }
  return "'" + value + "' is none of " + all;
}

std::optional<std::string> chooseGain(Gain &to, const std::string &value) {
  return choose<Gain>(to, value,
                      {{"equation", Gain::Equation},
                       {"share", Gain::Share},
                       {"one", Gain::One},
                       {"decay", Gain::Decay}});
}

} // namespace

const std::vector<Profile> &profiles() {
  static const std::vector<Profile> all = makeProfiles();
  return all;
}

const Profile *findProfile(const std::string &name) {
  for (const Profile &profile : profiles())
    if (profile.name == name)
      return &profile;
  return nullptr;
}

std::string profileNames() {
  std::string names;
  for (const Profile &profile : profiles())
    names += (names.empty() ? "" : ", ") + profile.name;
  return names;
}

std::optional<std::string> setConvention(Convention &c,
                                         const std::string &setting) {
  size_t equals = setting.find('=');
  std::string key = setting.substr(0, equals);
  std::string value =
      equals == std::string::npos ? "" : setting.substr(equals + 1);
  if (key == "decay")
    return choose<Decay>(c.decay, value,
                         {{"euler", Decay::Euler}, {"exact", Decay::Exact}});
  if (key == "order")
    return choose<Order>(c.order, value,
                         {{"current-first", Order::CurrentFirst},
                          {"voltage-first", Order::VoltageFirst}});
  if (key == "reset")
    return choose<Reset>(c.reset, value,
                         {{"value", Reset::Value},
                          {"zero", Reset::Zero},
                          {"subtract", Reset::Subtract}});
  if (key == "timing")
    return choose<Timing>(c.timing, value,
                          {{"same", Timing::Same},
                           {"late", Timing::Late},
                           {"corrected", Timing::Corrected}});
  if (key == "spike")
    return choose<Spike>(c.spike, value,
                         {{"above", Spike::Above}, {"at", Spike::At}});
  if (key == "spikes")
    return choose<Spikes>(c.spikes, value,
                          {{"one", Spikes::One}, {"many", Spikes::Many}});
  if (key == "current-gain")
    return chooseGain(c.currentGain, value);
  if (key == "cuba-gain")
    return chooseGain(c.cubaGain, value);
  if (key == "gain")
    return chooseGain(c.gain, value);
  if (key == "integrator-gain")
    return chooseGain(c.integratorGain, value);
  if (key == "leak")
    return choose<Leak>(c.leak, value,
                        {{"equation", Leak::Equation},
                         {"none", Leak::None},
                         {"added", Leak::Added}});
  if (key == "initial")
    return choose<Initial>(c.initial, value,
                           {{"zero", Initial::Zero},
                            {"leak", Initial::Leak},
                            {"reset", Initial::Reset}});
  if (key == "clip")
    return choose<bool>(c.clip, value, {{"yes", true}, {"no", false}});
  if (key == "feedback")
    return choose<int>(c.feedback, value,
                       {{"0", 0}, {"1", 1}, {"2", 2}, {"3", 3}, {"4", 4}});
  if (key == "feedback-bias")
    return choose<bool>(c.feedbackBias, value,
                        {{"always", true}, {"later", false}});
  if (key == "output")
    return choose<int>(c.output, value, {{"0", 0}, {"1", 1}, {"2", 2}});
  return "'" + key +
         "' is none of decay, order, reset, timing, spike, spikes, "
         "current-gain, cuba-gain, gain, integrator-gain, leak, initial, clip, "
         "feedback, feedback-bias and output";
}

std::optional<double> unitInMs(const std::string &unit) {
  if (unit == "s")
    return 1000.0;
  if (unit == "ms" || unit == "steps")
    return 1.0;
  if (unit == "us")
    return 0.001;
  return std::nullopt;
}

} // namespace snnc::nir
