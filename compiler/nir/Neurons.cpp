//===- Neurons.cpp - Models of NIR's neurons by convention ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/nir/Neurons.h"

#include "compiler/transforms/Retime.h"
#include "dialects/snn/Syntax.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace snnc::nir {

namespace {

using snn::formatReal;

/// Steps of the strongest input that an integrator holds.
constexpr double kIntegratedSteps = 4096.0;

std::string tauOf(NodeType type) {
  return hasCurrent(type) ? "tau_mem" : "tau";
}
bool leaks(NodeType type) { return type >= NodeType::LI; }
bool integrates(NodeType type) {
  return type == NodeType::I || type == NodeType::IF;
}

/// The factors, written once: over numbers of one neuron, and over the text of
/// a model. `A` has number, dt, param, sub, mul, div, negated and exp.
template <typename A, typename V> struct Formulas {
  A &a;
  const Neurons &n;

  V ratio(const std::string &tau) { return a.div(a.dt(), a.param(tau)); }
  V decay(const std::string &tau) {
    return n.convention.decay == Decay::Euler ? a.sub(a.number(1.0), ratio(tau))
                                              : a.exp(a.negated(ratio(tau)));
  }
  V share(const std::string &tau) {
    return n.convention.decay == Decay::Euler
               ? ratio(tau)
               : a.sub(a.number(1.0), decay(tau));
  }
  /// Nothing: 1.
  std::optional<V> gain(Gain kind, const std::string &tau,
                        const std::string &factor) {
    switch (kind) {
    case Gain::Equation:
      return a.mul(share(tau), a.param(factor));
    case Gain::Share:
      return share(tau);
    case Gain::Decay:
      return decay(tau);
    case Gain::One:
      break;
    }
    return std::nullopt;
  }
  std::optional<V> membraneGain() {
    if (integrates(n.type)) {
      if (n.convention.integratorGain == Gain::Equation)
        return a.mul(a.dt(), a.param("r"));
      if (n.convention.integratorGain == Gain::Share)
        return a.dt();
      return std::nullopt;
    }
    return gain(hasCurrent(n.type) ? n.convention.cubaGain : n.convention.gain,
                tauOf(n.type), "r");
  }
  /// Nothing: 0.
  std::optional<V> leak() {
    if (!n.has("v_leak"))
      return std::nullopt;
    if (n.convention.leak == Leak::Added)
      return a.param("v_leak");
    return a.mul(share(tauOf(n.type)), a.param("v_leak"));
  }
};

/// Numbers of one neuron.
struct NumberAlgebra {
  const Neurons &n;
  size_t neuron;
  double number(double x) { return x; }
  double dt() { return n.dtMs; }
  double param(const std::string &name) { return n.param(name, neuron); }
  double sub(double x, double y) { return x - y; }
  double mul(double x, double y) { return x * y; }
  double div(double x, double y) { return x / y; }
  double negated(double x) { return -x; }
  double exp(double x) { return std::exp(x); }
};

/// Lines of an update; values are names.
class Lines {
public:
  std::string add(const std::string &op, const std::string &operands,
                  const std::string &type = "f64") {
    std::string name = "%" + std::to_string(count++);
    text += "    " + name + " = " + op + " " + operands +
            (type.empty() ? "" : " : " + type) + "\n";
    return name;
  }
  void effect(const std::string &line) { text += "    " + line + "\n"; }
  std::string number(double x) { return add("arith.constant", formatReal(x)); }
  std::string dt() { return add("snn.dt", ""); }
  std::string param(const std::string &name) {
    return add("snn.get", "@" + name);
  }
  std::string read(const std::string &name) {
    return add("snn.read", "@" + name);
  }
  std::string two(const std::string &op, const std::string &x,
                  const std::string &y) {
    return add("arith." + op, x + ", " + y);
  }
  std::string sum(const std::string &x, const std::string &y) {
    return two("addf", x, y);
  }
  std::string sub(const std::string &x, const std::string &y) {
    return two("subf", x, y);
  }
  std::string mul(const std::string &x, const std::string &y) {
    return two("mulf", x, y);
  }
  std::string div(const std::string &x, const std::string &y) {
    return two("divf", x, y);
  }
  std::string negated(const std::string &x) { return add("arith.negf", x); }
  std::string exp(const std::string &x) { return add("math.exp", x); }
  std::string compare(const char *how, const std::string &x,
                      const std::string &y) {
    return add("arith.cmpf", std::string(how) + ", " + x + ", " + y);
  }
  std::string both(const std::string &x, const std::string &y) {
    return add("arith.andi", x + ", " + y, "i1");
  }
  std::string select(const std::string &which, const std::string &x,
                     const std::string &y) {
    return add("arith.select", which + ", " + x + ", " + y);
  }
  std::string text;

private:
  int count = 0;
};

class UpdateWriter {
public:
  UpdateWriter(const Neurons &n, const StateRanges &ranges)
      : n(n), c(n.convention), ranges(ranges), formulas{lines, n} {}

  std::string write() {
    if (n.counts)
      writeStart();
    std::string input = writeInput();
    if (hasCurrent(n.type))
      input = writeCurrent(input);
    std::string membrane = writeMembrane(input);
    if (spikes(n.type))
      writeSpikes(membrane);
    else
      writeState(membrane);
    return lines.text;
  }

private:
  /// The counter is 2 or more before the first step, 1 in it, 0 after it.
  void writeStart() {
    std::string start = lines.read(compiler::kStartState);
    std::string one = lines.number(1.0), zero = lines.number(0.0);
    active = lines.compare("ole", start, one);
    later = lines.compare("ole", start, zero);
    std::string left = lines.sub(start, one);
    std::string least = lines.two("maximumf", left, zero);
    lines.effect(std::string("snn.write @") + compiler::kStartState + ", " +
                 least + " : f64");
  }

  std::string writeInput() {
    std::string in = lines.add("snn.receive", "@in");
    std::string bias = n.has("bias") ? lines.param("bias") : "";
    if (n.has("feedback_bias")) {
      std::string more = lines.param("feedback_bias");
      std::string none = lines.number(0.0);
      std::string now = lines.select(later, more, none);
      bias = bias.empty() ? now : lines.sum(bias, now);
    }
    return bias.empty() ? in : lines.sum(in, bias);
  }

  std::string scaled(const std::string &x,
                     const std::optional<std::string> &by) {
    return by ? lines.mul(x, *by) : x;
  }

  /// Not before the first step.
  void store(const std::string &state, const std::string &value,
             const std::string &old) {
    std::string kept =
        active.empty() ? value : lines.select(active, value, old);
    lines.effect("snn.write @" + state + ", " + kept + " : f64");
  }

  std::string writeCurrent(const std::string &input) {
    auto gain = formulas.gain(c.currentGain, "tau_syn", "w_in");
    std::string decay = formulas.decay("tau_syn");
    std::string old = lines.read("i");
    std::string left = lines.mul(old, decay);
    std::string now = lines.sum(left, scaled(input, gain));
    store("i", now, old);
    return c.order == Order::CurrentFirst ? now : old;
  }

  std::string writeMembrane(const std::string &input) {
    if (n.type == NodeType::Output || n.type == NodeType::Threshold) {
      if (n.type == NodeType::Output)
        before = lines.read("v");
      return input;
    }
    std::string drive = scaled(input, formulas.membraneGain());
    before = lines.read("v");
    std::string left = before;
    if (leaks(n.type))
      left = lines.mul(before, formulas.decay(tauOf(n.type)));
    std::string now = lines.sum(left, drive);
    if (auto leak = formulas.leak())
      now = lines.sum(now, *leak);
    return now;
  }

  std::string fires(const std::string &v, const std::string &threshold) {
    return lines.compare(c.spike == Spike::Above ? "ogt" : "oge", v, threshold);
  }

  void emit(const std::string &condition, const std::string &payload) {
    std::string when =
        active.empty() ? condition : lines.both(condition, active);
    lines.effect("snn.emit " + when + payload);
  }

  std::string payloadOf(const std::string &value, double low, double high) {
    return " payload " + value + " : f64 range [" + formatReal(low) + ", " +
           formatReal(high) + "]";
  }

  void writeSpikes(std::string v) {
    std::string threshold = lines.param("v_threshold");
    if (n.type == NodeType::Threshold) {
      emit(fires(v, threshold), "");
      return;
    }
    std::string compared = v;
    if (c.timing != Timing::Same) {
      // The spike of the step before, seen in the membrane that it left.
      std::string spiked = fires(before, threshold);
      std::string reset =
          c.reset == Reset::Subtract ? lines.sub(v, threshold) : resetValue();
      compared = lines.select(spiked, reset, v);
      if (c.timing == Timing::Late)
        v = compared;
    }
    if (c.clip && integrates(n.type)) {
      v = lines.two("maximumf", v, lines.negated(threshold));
      compared = v;
    }
    if (c.spikes == Spikes::Many) {
      writeManySpikes(v, threshold);
      return;
    }
    std::string spike = fires(compared, threshold);
    emit(spike, "");
    std::string left = v;
    if (c.timing != Timing::Late)
      left = lines.select(spike,
                          c.reset == Reset::Subtract ? lines.sub(v, threshold)
                                                     : resetValue(),
                          v);
    store("v", left, before);
  }

  std::string resetValue() {
    return n.has("v_reset") ? lines.param("v_reset") : lines.number(0.0);
  }

  /// As many as thresholds fit. The quotient is rounded, so its floor can be
  /// one off; products decide.
  void writeManySpikes(const std::string &v, const std::string &threshold) {
    std::string one = lines.number(1.0), zero = lines.number(0.0);
    std::string most = lines.number(ranges.mostSpikes);
    auto clamped = [&](const std::string &x, const std::string &least) {
      return lines.two("minimumf", lines.two("maximumf", x, least), most);
    };
    std::string inverse = lines.div(one, threshold);
    // Bounded before it is multiplied: the products stay near the membrane.
    std::string guess = clamped(lines.add("math.floor", lines.mul(v, inverse)),
                                lines.number(-1.0));
    std::string next = lines.sum(guess, one);
    std::string fits = lines.compare("oge", v, lines.mul(next, threshold));
    std::string more = lines.select(fits, next, guess);
    std::string over = lines.compare("olt", v, lines.mul(more, threshold));
    std::string count =
        clamped(lines.select(over, lines.sub(more, one), more), zero);
    std::string spike = lines.compare("oge", count, one);
    emit(spike, payloadOf(count, 0.0, ranges.mostSpikes));
    std::string left = c.reset == Reset::Subtract
                           ? lines.sub(v, lines.mul(count, threshold))
                           : lines.select(spike, resetValue(), v);
    store("v", left, before);
  }

  void writeState(const std::string &v) {
    store("v", v, before);
    if (!n.sends)
      return;
    // Rounded weights may take the value beyond its range.
    Range sent = {2.0 * ranges.membrane.low - 1e-3,
                  2.0 * ranges.membrane.high + 1e-3};
    std::string low = lines.number(sent.low), high = lines.number(sent.high);
    std::string kept =
        lines.two("minimumf", lines.two("maximumf", v, low), high);
    std::string always = lines.add("arith.constant", "true", "");
    emit(always, payloadOf(kept, sent.low, sent.high));
  }

  const Neurons &n;
  const Convention &c;
  const StateRanges &ranges;
  Lines lines;
  Formulas<Lines, std::string> formulas;
  /// Conditions, empty without a counter; the membrane as it was.
  std::string active, later, before;
};

Range scaledSum(double factor, Range x, double more) {
  Range result = {factor * x.low, factor * x.high};
  if (factor < 0.0)
    std::swap(result.low, result.high);
  return {result.low + more, result.high + more};
}

/// Where y = decay * y + x ends up at most, from 0, for all rows of x in the
/// range.
Range settled(double decay, Range x) {
  double left = std::fabs(decay);
  double steps = left < 1.0 ? std::min(1.0 / (1.0 - left), kIntegratedSteps)
                            : kIntegratedSteps;
  if (decay < 0.0) {
    double most = std::max(std::fabs(x.low), std::fabs(x.high)) * steps;
    return {-most, most};
  }
  return {std::min(x.low, 0.0) * steps, std::max(x.high, 0.0) * steps};
}

void widen(Range &range, Range by) {
  range.low = std::min(range.low, by.low);
  range.high = std::max(range.high, by.high);
}

std::string stateText(const std::string &name, Range range, bool withRange) {
  std::string text = "  snn.state @" + name + " : f64 = 0.0";
  if (!withRange)
    return text + "\n";
  // Something beside a single point, and room for the rounding of sums.
  double room = 1e-6 * std::max(std::fabs(range.low), std::fabs(range.high));
  return text + " range [" + formatReal(range.low - room - 1e-3) + ", " +
         formatReal(range.high + room + 1e-3) + "] bits 32\n";
}

} // namespace

Factors factorsOf(const Neurons &n, size_t neuron) {
  NumberAlgebra algebra{n, neuron};
  Formulas<NumberAlgebra, double> formulas{algebra, n};
  Factors f;
  if (hasCurrent(n.type)) {
    f.currentDecay = formulas.decay("tau_syn");
    f.currentGain = formulas.gain(n.convention.currentGain, "tau_syn", "w_in")
                        .value_or(1.0);
  }
  if (n.type == NodeType::Output || n.type == NodeType::Threshold)
    return f;
  f.decay = leaks(n.type) ? formulas.decay(tauOf(n.type)) : 1.0;
  f.gain = formulas.membraneGain().value_or(1.0);
  f.leak = formulas.leak().value_or(0.0);
  return f;
}

StateRanges rangesOf(const Neurons &n) {
  StateRanges result;
  result.overThreshold = spikes(n.type)
                             ? -std::numeric_limits<double>::infinity()
                             : std::numeric_limits<double>::infinity();
  const Convention &c = n.convention;
  for (size_t i = 0; i < size_t(n.size); ++i) {
    Factors f = factorsOf(n, i);
    Range x = n.input[n.input.size() == 1 ? 0 : i];
    double bias = n.has("bias") ? n.param("bias", i) : 0.0;
    double later = n.has("feedback_bias") ? n.param("feedback_bias", i) : 0.0;
    x.low += bias + std::min(later, 0.0);
    x.high += bias + std::max(later, 0.0);
    if (hasCurrent(n.type)) {
      x = settled(f.currentDecay, scaledSum(f.currentGain, x, 0.0));
      widen(result.current, x);
    }
    Range v = settled(f.decay, scaledSum(f.gain, x, f.leak));
    double first =
        n.initial.empty() ? 0.0 : n.initial[n.initial.size() == 1 ? 0 : i];
    v.low += std::min(first, 0.0);
    v.high += std::max(first, 0.0);
    if (!spikes(n.type)) {
      widen(result.membrane, v);
      continue;
    }
    double threshold = n.param("v_threshold", i);
    if (threshold > 0.0)
      result.overThreshold = std::max(result.overThreshold, v.high / threshold);
    else
      result.overThreshold = std::numeric_limits<double>::infinity();
    if (c.spikes == Spikes::Many && threshold > 0.0)
      result.mostSpikes =
          std::max(result.mostSpikes,
                   std::min(std::ceil(v.high / threshold), kMostSpikes));
    // A reset at once leaves no more than the threshold, but for what
    // subtraction leaves; it can raise the membrane, too.
    if (c.reset != Reset::Subtract && c.timing == Timing::Same)
      v.high = std::min(v.high, std::max({threshold, first, 0.0}));
    if (c.reset == Reset::Subtract)
      v.low = std::min(v.low, -std::fabs(threshold));
    if (n.has("v_reset")) {
      double reset = n.param("v_reset", i);
      widen(v, settled(f.decay, {std::min(reset, 0.0), std::max(reset, 0.0)}));
      v.low += std::min(reset, 0.0);
    }
    if (c.clip && integrates(n.type))
      v.low = std::max(v.low, -2.0 * std::fabs(threshold));
    // Room for the products by which spikes are counted.
    if (c.spikes == Spikes::Many)
      v.low = std::min(v.low, -2.0 * kMostSpikes * threshold);
    widen(result.membrane, v);
  }
  return result;
}

std::string neuronText(const Neurons &n, bool withRanges) {
  StateRanges ranges = rangesOf(n);
  std::string text = "{\n";
  for (const auto &[name, values] : n.params) {
    (void)values;
    bool isTime = name.rfind("tau", 0) == 0;
    text += "  snn.param @" + name + " : f64 = " + (isTime ? "1.0" : "0.0") +
            (isTime ? " unit \"ms\"" : "") + "\n";
  }
  if (hasCurrent(n.type))
    text += stateText("i", ranges.current, withRanges);
  if (n.type != NodeType::Threshold)
    text += stateText("v", ranges.membrane, withRanges);
  if (n.counts)
    text += std::string("  snn.state @") + compiler::kStartState + " : f64 = " +
            formatReal(1.0 + (spikes(n.type) ? n.convention.output : 0)) +
            " range [0.0, 30000.0] unit \"steps\" bits 16\n";
  text += "  snn.port @in : f64\n  snn.update {\n";
  return text + UpdateWriter(n, ranges).write() + "  }\n}\n";
}

} // namespace snnc::nir
