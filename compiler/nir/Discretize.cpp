//===- Discretize.cpp - dt, its unit, and the neurons' numbers ------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/nir/Discretize.h"

#include "dialects/snn/Syntax.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

using namespace mlir;

namespace snnc::nir {

namespace {

using snn::formatReal;

/// How far gains may be from what a framework writes: files have them in single
/// precision.
constexpr double kNear = 1e-2;
constexpr double kSingle = 1e-6;
constexpr double kMostGain = 100.0;

bool near(double a, double b) {
  return std::fabs(a - b) <= kNear * std::max(std::fabs(a), std::fabs(b));
}
bool isOne(double x) { return near(x, 1.0); }

bool leaky(NodeType type) { return type >= NodeType::LI; }
std::string membraneTau(NodeType type) {
  return hasCurrent(type) ? "tau_mem" : "tau";
}

/// All parameters of a neuron, in the file's unit; one value or one each.
FailureOr<std::map<std::string, std::vector<double>>>
readParams(const FlatNode &node, const Reporter &reporter) {
  std::map<std::string, std::vector<double>> params;
  auto read = [&](StringRef name, StringRef as,
                  std::optional<double> missing) -> LogicalResult {
    if (missing && !hasParam(node, name)) {
      params[as.str()] = {*missing};
      return success();
    }
    auto numbers = numbersOf(node, name, reporter);
    if (failed(numbers))
      return failure();
    if (numbers->size() != 1 && int64_t(numbers->size()) != node.inputs())
      return reporter.error(node.path + "/" + name.str())
             << "has " << numbers->size() << " values for " << node.inputs()
             << " neurons";
    if (llvm::all_equal(*numbers))
      numbers->resize(1);
    params[as.str()] = std::move(*numbers);
    return success();
  };
  NodeType type = node.type;
  if (type == NodeType::Threshold)
    return failed(read("threshold", "v_threshold", {}))
               ? FailureOr<std::map<std::string, std::vector<double>>>(
                     failure())
               : params;
  LogicalResult all = read("r", "r", {});
  auto then = [&](StringRef name, std::optional<double> missing) {
    if (succeeded(all))
      all = read(name, name, missing);
  };
  if (hasCurrent(type)) {
    then("tau_syn", {});
    then("w_in", 1.0);
  }
  if (leaky(type)) {
    then(membraneTau(type), {});
    then("v_leak", {});
  }
  if (spikes(type)) {
    then("v_threshold", {});
    then("v_reset", 0.0);
  }
  if (failed(all))
    return failure();
  for (const auto &[name, values] : params)
    if (name.rfind("tau", 0) == 0)
      for (double tau : values)
        if (tau <= 0.0)
          return reporter.error(node.path + "/" + name)
                 << "is " << formatReal(tau)
                 << "; a time constant is greater than 0";
  return params;
}

using Params = std::map<std::string, std::vector<double>>;

double at(const Params &params, const std::string &name, size_t i) {
  const std::vector<double> &values = params.at(name);
  return values[values.size() == 1 ? 0 : i];
}
size_t countOf(const Params &params) {
  size_t count = 1;
  for (const auto &[name, values] : params)
    count = std::max(count, values.size());
  return count;
}

/// The dt that all neurons' gains tell, in the file's unit.
std::optional<double> dtOfGains(DtFrom from, const FlatGraph &graph,
                                ArrayRef<Params> params) {
  std::optional<double> found;
  bool agree = from != DtFrom::Default;
  auto tell = [&](double dt) {
    agree &= dt > 0.0 && (!found || near(dt, *found));
    found = found ? found : dt;
  };
  for (auto [node, of] : llvm::zip(graph.nodes, params)) {
    if (!leaky(node.type))
      continue;
    for (size_t i = 0; i < countOf(of) && agree; ++i) {
      double tau = at(of, membraneTau(node.type), i), r = at(of, "r", i);
      if (from == DtFrom::GainPlusOne) {
        tell(tau / (1.0 + r));
        continue;
      }
      // A gain of one or less would have the membrane decay in a step.
      agree &= r > 1.0 + kNear;
      tell(tau / r);
    }
  }
  if (!agree || !found)
    return std::nullopt;
  // Files have it in single precision; what was meant has few digits.
  char text[32];
  std::snprintf(text, sizeof(text), "%.4g", *found);
  double meant = std::strtod(text, nullptr);
  return std::fabs(meant - *found) <= kSingle * *found ? meant : *found;
}

/// What the convention leaves out of the neurons, if anything.
std::optional<std::string> misfit(const Convention &c, bool unitGain, double dt,
                                  NodeType type, const Params &params) {
  if (!isNeuron(type) || type == NodeType::Threshold)
    return std::nullopt;
  for (size_t i = 0; i < countOf(params); ++i) {
    double r = at(params, "r", i);
    if (leaky(type)) {
      double share = dt / at(params, membraneTau(type), i);
      double decay = c.decay == Decay::Euler ? 1.0 - share : std::exp(-share);
      Gain kind = hasCurrent(type) ? c.cubaGain : c.gain;
      // r may be written for what the framework multiplies by.
      double own = kind == Gain::Share   ? 1.0
                   : kind == Gain::Decay ? decay / share
                                         : 1.0 / share;
      if (kind != Gain::Equation && !isOne(r) && !near(r, own) &&
          !near(r, decay / share))
        return "does not use r, which is " + formatReal(r);
      if (unitGain && !isOne(r * share))
        return "has r = tau / dt, and here r dt / tau is " +
               formatReal(r * share);
      if (c.leak == Leak::None && at(params, "v_leak", i) != 0.0)
        return "has no v_leak, which is " + formatReal(at(params, "v_leak", i));
    } else if (c.integratorGain == Gain::One && !isOne(r) && !isOne(r * dt)) {
      return "does not use r, which is " + formatReal(r);
    }
    if (hasCurrent(type)) {
      double share = dt / at(params, "tau_syn", i), w = at(params, "w_in", i);
      if (c.currentGain != Gain::Equation && !isOne(w) && !isOne(w * share))
        return "does not use w_in, which is " + formatReal(w);
      if (unitGain && !isOne(w * share))
        return "has w_in = tau_syn / dt, and here w_in dt / tau_syn is " +
               formatReal(w * share);
    }
    if (spikes(type) && c.reset == Reset::Zero &&
        at(params, "v_reset", i) != 0.0)
      return "resets to 0, and v_reset is " +
             formatReal(at(params, "v_reset", i));
  }
  return std::nullopt;
}

void reportMisfit(const FlatGraph &graph, ArrayRef<Params> params,
                  const Profile &profile, const Convention &convention,
                  double dt, const Reporter &reporter) {
  const FlatNode *first = nullptr;
  std::string what;
  for (auto [node, of] : llvm::zip(graph.nodes, params))
    if (auto found = misfit(convention, profile.unitGain, dt, node.type, of)) {
      first = &node;
      what = *found;
      break;
    }
  if (!first)
    return;
  std::string fitting;
  for (const Profile &other : profiles()) {
    bool fits = other.name != profile.name;
    for (auto [node, of] : llvm::zip(graph.nodes, params))
      fits &= !misfit(other.convention, other.unitGain, dt, node.type, of);
    if (fits)
      fitting += (fitting.empty() ? "" : ", ") + other.name;
  }
  reporter.warning(first->path)
      << "profile '" << profile.name << "' " << what << " (dt is "
      << formatReal(dt) << "); "
      << (fitting.empty() ? "the file fits none of the profiles with this dt"
                          : "with this dt the file fits " + fitting);
}

} // namespace

FailureOr<Reading> readingOf(const FlatGraph &graph,
                             const ImportOptions &options,
                             const Reporter &reporter) {
  const Profile *profile = findProfile(options.profile);
  if (!profile)
    return reporter.error("/node")
           << "'" << options.profile << "' is none of the profiles "
           << profileNames();
  Reading reading;
  reading.convention = profile->convention;
  for (const std::string &setting : options.settings)
    if (auto wrong = setConvention(reading.convention, setting))
      return reporter.error("/node")
             << "setting '" << setting << "': " << *wrong;
  reading.unitMs = profile->unitMs;
  if (!options.unit.empty()) {
    auto unit = unitInMs(options.unit);
    if (!unit)
      return reporter.error("/node")
             << "'" << options.unit << "' is none of s, ms, us and steps";
    reading.unitMs = *unit;
  }
  std::vector<Params> params;
  for (const FlatNode &node : graph.nodes) {
    Params of;
    if (isNeuron(node.type)) {
      auto read = readParams(node, reporter);
      if (failed(read))
        return failure();
      of = std::move(*read);
    }
    params.push_back(std::move(of));
  }
  double dt = profile->dt * profile->unitMs / reading.unitMs;
  if (options.dt) {
    dt = *options.dt;
  } else if (auto told = dtOfGains(profile->dtFrom, graph, params)) {
    dt = *told;
    emitRemark(reporter.at("/node"))
        << "dt is " << formatReal(dt)
        << ", which the gains of the file tell; --dt sets "
        << "another";
  }
  if (!(dt > 0.0 && std::isfinite(dt)))
    return reporter.error("/node")
           << "dt is " << formatReal(dt) << "; it must be greater than 0";
  reading.dtMs = dt * reading.unitMs;
  reportMisfit(graph, params, *profile, reading.convention, dt, reporter);
  return reading;
}

FailureOr<Neurons> neuronsOf(const FlatNode &node, const Reading &reading,
                             const Reporter &reporter) {
  const Convention &c = reading.convention;
  Neurons n;
  n.type = isNeuron(node.type) ? node.type : NodeType::Output;
  n.convention = c;
  n.size = node.inputs();
  n.dtMs = reading.dtMs;
  if (n.type == NodeType::Output)
    return n;
  auto read = readParams(node, reporter);
  if (failed(read))
    return failure();
  Params params = std::move(*read);
  auto keep = [&](const std::string &name, double factor) {
    std::vector<double> values = params.at(name);
    for (double &value : values)
      value *= factor;
    n.params[name] = std::move(values);
  };
  auto isZero = [&](const std::string &name) {
    return llvm::all_of(params.at(name), [](double x) { return x == 0.0; });
  };
  if (leaky(n.type)) {
    keep(membraneTau(n.type), reading.unitMs);
    Gain gain = hasCurrent(n.type) ? c.cubaGain : c.gain;
    if (gain == Gain::Equation)
      keep("r", 1.0);
    if (c.leak != Leak::None && !isZero("v_leak"))
      keep("v_leak", 1.0);
  } else if (n.type != NodeType::Threshold &&
             c.integratorGain == Gain::Equation) {
    keep("r", 1.0 / reading.unitMs);
  }
  if (hasCurrent(n.type)) {
    keep("tau_syn", reading.unitMs);
    if (c.currentGain == Gain::Equation)
      keep("w_in", 1.0);
  }
  if (spikes(n.type))
    keep("v_threshold", 1.0);
  if (spikes(n.type) && n.type != NodeType::Threshold) {
    if (c.reset == Reset::Value && !isZero("v_reset"))
      keep("v_reset", 1.0);
    if (c.initial == Initial::Reset && !isZero("v_reset"))
      n.initial = params.at("v_reset");
    if (c.spikes == Spikes::Many)
      for (double threshold : params.at("v_threshold"))
        if (threshold <= 0.0)
          return reporter.error(node.path + "/v_threshold")
                 << "is " << formatReal(threshold)
                 << "; for several spikes a step it must be greater than 0";
  }
  if (c.initial == Initial::Leak && n.has("v_leak"))
    n.initial = params.at("v_leak");
  return n;
}

LogicalResult checkNeurons(const FlatNode &node, const Neurons &neurons,
                           const Reporter &reporter) {
  double mostGain = 0.0;
  for (size_t i = 0; i < size_t(neurons.size); ++i) {
    Factors f = factorsOf(neurons, i);
    for (double decay : {f.currentDecay, f.decay})
      if (std::fabs(decay) > 1.0)
        return reporter.error(node.path)
               << "neuron " << i << " has a time constant of less than half of "
               << "dt (" << formatReal(neurons.dtMs)
               << " ms), so its state would grow by a "
               << "factor of " << formatReal(decay)
               << " a step; --dt and --time-unit say what a step is";
    mostGain =
        std::max({mostGain, std::fabs(f.gain), std::fabs(f.currentGain)});
  }
  if (mostGain > kMostGain)
    reporter.warning(node.path)
        << "multiplies its input by " << formatReal(mostGain)
        << " in a step of " << formatReal(neurons.dtMs)
        << " ms; that makes no sense unless weights are as small: see --dt, "
           "--time-unit and --nir-profile";
  if (rangesOf(neurons).overThreshold <= 1.0)
    reporter.warning(node.path)
        << "cannot fire: whatever arrives, no membrane exceeds "
        << formatReal(rangesOf(neurons).overThreshold)
        << " of its threshold with a dt of " << formatReal(neurons.dtMs)
        << " ms; see --dt, --time-unit and --nir-profile";
  return success();
}

} // namespace snnc::nir
