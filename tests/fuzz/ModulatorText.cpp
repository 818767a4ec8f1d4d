//===- ModulatorText.cpp - Modulators in networks as text -----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/fuzz/ModulatorText.h"

namespace snnc::fuzz {

namespace {

struct Modulator {
  std::string name;
  /// Greatest magnitude; 0: it has no range, so no program reads its value.
  uint32_t most = 1;
};

/// "%result = 'factor' times modulator", two lines.
std::string scaled(const Modulator &m, const std::string &result,
                   double factor) {
  return "    %" + m.name + " = snn.modulation @" + m.name + " : f64\n    %c_" +
         m.name + " = arith.constant " + std::to_string(factor / m.most) +
         " : f64\n    %" + result + " = arith.mulf %" + m.name + ", %c_" +
         m.name + " : f64\n";
}

Modulator declare(Dice &dice, unsigned index, std::vector<Driver> &drivers,
                  std::string &lines) {
  Modulator m;
  m.name = "m" + std::to_string(index);
  lines += "  snn.modulator @" + m.name + " = ";
  if (drivers.empty() || dice.oneIn(4)) {
    lines += "0.5 range [-1.0, 1.0]\n";
    return m;
  }
  auto at = drivers.begin() + dice.in(0, int64_t(drivers.size()) - 1);
  m.most = at->graded ? 0 : at->size;
  std::string size = std::to_string(at->size) + ".0";
  if (at->graded)
    lines += "0.0";
  else if (at->analog)
    lines += "0.0 range [-" + size + ", " + size + "]";
  else
    lines += size + " range [0.0, " + size + "]";
  lines +=
      " driven by @" + at->name + (dice.oneIn(2) ? " holds\n" : " falls\n");
  drivers.erase(at);
  return m;
}

/// v decays and takes its input and all modulators; an event where it is high.
std::string neuron(Dice &dice, const std::vector<Modulator> &modulators) {
  std::string text = "snn.neuron @modulated {\n"
                     "  snn.state @v : f64 = 0.0 range [-64.0, 64.0] bits 32\n"
                     "  snn.port @in : f64\n"
                     "  snn.update {\n"
                     "    %v = snn.read @v : f64\n"
                     "    %in = snn.receive @in : f64\n"
                     "    %decay = arith.constant 0.875 : f64\n"
                     "    %one = arith.constant 1.0 : f64\n"
                     "    %faded = arith.mulf %v, %decay : f64\n"
                     "    %s0 = arith.addf %faded, %in : f64\n";
  std::string sum = "s0";
  for (const Modulator &m : modulators) {
    if (!m.most)
      continue;
    text += scaled(m, "t_" + m.name, dice.real(-1.0, 2.0));
    text += "    %s_" + m.name + " = arith.addf %" + sum + ", %t_" + m.name +
            " : f64\n";
    sum = "s_" + m.name;
  }
  return text + "    snn.write @v, %" + sum +
         " : f64\n"
         "    %high = arith.cmpf ogt, %" +
         sum +
         ", %one : f64\n"
         "    snn.emit %high\n  }\n}\n";
}

/// Where a modulator is set, weights move by the source's trace, times the
/// value if there is a range; a variable counts the marks of one.
std::string rule(Dice &dice, const std::vector<Modulator> &modulators) {
  std::string text =
      "snn.learning_rule @at_signals {\n"
      "  snn.weight @w range [-1.0, 1.0]" +
      std::string(dice.oneIn(2) ? " round stochastic" : "") +
      "\n"
      "  snn.state @n : f64 = 0.0 range [0.0, 100.0] bits 8\n"
      "  snn.trace @x : f64 = 0.0 range [0.0, 8.0] bits 16\n"
      "  snn.pre {\n"
      "    %fade = arith.constant 0.75 : f64\n"
      "    %x = snn.read @x : f64\n"
      "    %fired = snn.fired : i1\n"
      "    %one = arith.uitofp %fired : i1 to f64\n"
      "    %faded = arith.mulf %x, %fade : f64\n"
      "    %new = arith.addf %faded, %one : f64\n"
      "    snn.write @x, %new : f64\n  }\n"
      "  snn.every " +
      std::to_string(dice.in(1, 3)) +
      " {\n"
      "    %n = snn.read @n : f64\n"
      "    %set = snn.signalled @" +
      modulators[size_t(dice.in(0, int64_t(modulators.size()) - 1))].name +
      " : i1\n"
      "    %one = arith.uitofp %set : i1 to f64\n"
      "    %new = arith.addf %n, %one : f64\n"
      "    snn.write @n, %new : f64\n  }\n";
  for (const Modulator &m : modulators) {
    double factor = dice.real(-0.25, 0.25);
    text += "  snn.on_signal @" + m.name +
            " {\n"
            "    %w = snn.read @w : f64\n"
            "    %x = snn.read @x : f64\n";
    text += m.most ? scaled(m, "gain", factor)
                   : "    %gain = arith.constant " + std::to_string(factor) +
                         " : f64\n";
    text += "    %change = arith.mulf %x, %gain : f64\n"
            "    %new = arith.addf %w, %change : f64\n"
            "    snn.write @w, %new : f64\n  }\n";
  }
  return text + "}\n";
}

} // namespace

ModulatorText randomModulators(Dice &dice, std::vector<Driver> drivers) {
  ModulatorText text;
  std::string source =
      drivers[size_t(dice.in(0, int64_t(drivers.size()) - 1))].name;
  auto size = static_cast<uint32_t>(dice.in(1, 20));
  drivers.push_back({"watch", size});
  std::vector<Modulator> modulators;
  for (unsigned n = unsigned(dice.in(1, 3)); modulators.size() < n;)
    modulators.push_back(
        declare(dice, unsigned(modulators.size()), drivers, text.lines));
  text.lines += "  snn.population @watch of @modulated size " +
                std::to_string(size) +
                "\n"
                "  snn.projection @learns from @" +
                source + " to @watch port @in " +
                (dice.oneIn(2) ? "#snn.dense"
                               : "#snn.random<probability = 0.5, seed = 3>") +
                " weights #snn.uniform<-0.5, 0.5, seed = " +
                std::to_string(dice.in(0, 1000000)) + "> bits " +
                (dice.oneIn(2) ? "8" : "16") +
                " learn @at_signals\n"
                "  snn.output @watch\n";
  text.models = neuron(dice, modulators) + rule(dice, modulators);
  return text;
}

} // namespace snnc::fuzz
