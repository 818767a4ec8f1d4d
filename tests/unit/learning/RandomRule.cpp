//===- RandomRule.cpp - Random networks that learn --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/learning/RandomRule.h"

#include <random>
#include <sstream>
#include <vector>

namespace snnc::test {

namespace {

/// A value of the program being written.
struct Number {
  std::string name;
  /// Bound of its size.
  double most;
};

class Writer {
public:
  explicit Writer(uint64_t seed) : random(seed) {}

  std::string network() {
    bool isGraded = chance(3);
    out << "snn.network @net dt 1.0 {\n"
        << "  snn.modulator @reward = 0.5 range [-1.0, 1.0]\n"
        << "  snn.modulator @learn = 0.0 range [0.0, 1.0]\n"
        << "  snn.input @in size 13" << (isGraded ? " analog [-1.0, 1.0]" : "")
        << "\n"
        << "  snn.population @a of @cell size 19\n"
        << "  snn.population @b of @cell size 13\n";
    for (const char *ends :
         {"from @in to @a", "from @a to @b", "from @b to @b"})
      projection(ends);
    out << "}\n" << neuron;
    for (unsigned i = 0; i < rules; ++i)
      rule(i);
    return out.str();
  }

private:
  unsigned below(unsigned n) { return random() % n; }
  bool chance(unsigned n) { return below(n) == 0; }
  template <typename T> T pick(std::initializer_list<T> list) {
    return list.begin()[below(list.size())];
  }

  void projection(const std::string &ends) {
    bool isPlain = chance(4);
    out << "  snn.projection @p" << projections++ << " " << ends
        << " port @in ";
    std::string delay = pick<std::string>({"1", "1", "3"});
    switch (below(3)) {
    case 0:
      out << "#snn.dense";
      break;
    case 1:
      out << "#snn.random<probability = 0.4, seed = " << below(100) << ">";
      break;
    default: {
      // Some pairs twice, the later one with the shorter delay.
      out << "#snn.sparse<dense<[[0, 1], [0, 1], [1, 3], [2, 3], [4, 12], [5, "
             "0], [5, 12], [7, 8]]> : tensor<8x2xi32>>";
      delay = pick<std::string>(
          {"1", "dense<[3, 1, 2, 1, 1, 2, 1, 3]> : tensor<8xi32>"});
      pairs = true;
    }
    }
    out << " weights #snn.uniform<0.05, 0.7, seed = " << below(100)
        << "> delay " << delay << " bits " << (chance(3) ? 16 : 8);
    if (!isPlain || rules == 0)
      out << " learn @rule" << rules++;
    out << "\n";
  }

  void rule(unsigned number) {
    out << "snn.learning_rule @rule" << number << " {\n";
    // Draws by pair where a pair has one synapse.
    auto rounding = [&] {
      return pick<std::string>(
          {"", " round stochastic per row", pairs ? "" : " round stochastic"});
    };
    out << "  snn.weight @w range "
        << pick<std::string>({"[-1.0, 1.0]", "[0.0, 1.0]", "[-0.75, 0.75]"})
        << rounding() << "\n";
    variables.assign(below(3), "");
    for (size_t i = 0; i < variables.size(); ++i) {
      variables[i] = "@s" + std::to_string(i);
      out << "  snn.state " << variables[i]
          << " : f64 = " << pick<std::string>({"0.0", "0.5"})
          << " range [-1.0, 1.0] bits " << pick({8, 16, 32}) << rounding()
          << "\n";
    }
    traces.assign(below(3), "");
    for (size_t i = 0; i < traces.size(); ++i) {
      traces[i] = "@x" + std::to_string(i);
      out << "  snn.trace " << traces[i]
          << " : f64 = 0.0 range [-2.0, 2.0] bits " << pick({8, 16, 32})
          << "\n";
    }
    out << "  snn.target @y : f64\n  snn.target @m state @v : f64\n";
    if (!traces.empty())
      tracePrograms();
    unsigned made = 0;
    for (const char *trigger : {"on_pre", "on_post", "every 3", "every 1",
                                "on_signal @learn", "on_signal @reward"})
      if (chance(2) || (made == 0 && trigger[0] == 'o' && trigger[3] == 's')) {
        synapseProgram(trigger);
        ++made;
      }
    out << "}\n";
  }

  std::string fresh() { return "%" + std::to_string(count++); }

  Number define(const std::string &text, double most) {
    std::string name = fresh();
    out << "    " << name << " = " << text << "\n";
    return {name, most};
  }
  std::string boolean(const std::string &text) { return define(text, 1).name; }
  Number constant(double value) {
    std::ostringstream text;
    text << "arith.constant " << std::showpoint << value << " : f64";
    return define(text.str(), std::abs(value));
  }
  Number select(const std::string &flag, const Number &a, const Number &b) {
    return define("arith.select " + flag + ", " + a.name + ", " + b.name +
                      " : f64",
                  std::max(a.most, b.most));
  }
  Number binary(const std::string &op, const Number &a, const Number &b,
                double most) {
    return define("arith." + op + " " + a.name + ", " + b.name + " : f64",
                  most);
  }
  Number limited(const Number &a, double most) {
    if (a.most <= most)
      return a;
    Number high = binary("minimumf", a, constant(most), a.most);
    return binary("maximumf", high, constant(-most), most);
  }

  void begin(const std::string &trigger) {
    out << "  snn." << trigger << " {\n";
    numbers.clear();
    flags.clear();
    count = 0;
  }

  void read(const std::string &symbol, double most) {
    numbers.push_back(define("snn.read " + symbol + " : f64", most));
  }

  void sourceValues() {
    for (const std::string &trace : traces)
      read(trace, 2);
    if (chance(3))
      numbers.push_back(define("snn.payload : f64", 1));
    if (chance(2))
      numbers.push_back(define("snn.modulation @reward : f64", 2));
    if (chance(2))
      flags.push_back(boolean("snn.fired : i1"));
    if (chance(3))
      flags.push_back(boolean("snn.signalled @learn : i1"));
  }

  Number any() { return numbers[below(numbers.size())]; }

  /// A few random operations, whose results may serve later ones.
  void work(unsigned operations) {
    for (unsigned i = 0; i < operations; ++i) {
      Number a = any(), b = chance(3) ? constant(0.25 * (1 + below(7))) : any();
      switch (below(7)) {
      case 0:
        numbers.push_back(limited(binary("addf", a, b, a.most + b.most), 8));
        break;
      case 1:
        numbers.push_back(limited(binary("subf", a, b, a.most + b.most), 8));
        break;
      case 2:
      case 3:
        numbers.push_back(limited(binary("mulf", a, b, a.most * b.most), 8));
        break;
      case 4:
        numbers.push_back(binary(pick<std::string>({"minimumf", "maximumf"}), a,
                                 b, std::max(a.most, b.most)));
        break;
      case 5:
        flags.push_back(boolean("arith.cmpf " +
                                pick<std::string>({"ogt", "ole", "une"}) +
                                ", " + a.name + ", " + b.name + " : f64"));
        break;
      default:
        if (!flags.empty())
          numbers.push_back(select(flags[below(flags.size())], a, b));
      }
    }
  }

  void tracePrograms() {
    begin("pre");
    sourceValues();
    if (flags.empty())
      flags.push_back(boolean("snn.fired : i1"));
    for (size_t i = 0; i < traces.size(); ++i) {
      Number faded = binary("mulf", numbers[i], constant(0.875), 2);
      Number one = select(flags[0], constant(0.5), constant(0.0));
      Number sum = binary("addf", faded, one, 2.5);
      out << "    snn.write " << traces[i] << ", " << sum.name << " : f64\n";
    }
    out << "  }\n";
    if (chance(2))
      return;
    begin("post");
    sourceValues();
    work(3);
    Number last = limited(any(), 2);
    out << "    snn.write " << traces[0] << ", " << last.name
        << " : f64\n  }\n";
  }

  void synapseProgram(const std::string &trigger) {
    begin(trigger);
    read("@w", 1);
    for (const std::string &variable : variables)
      read(variable, 1);
    read("@y", 8);
    read("@m", 8);
    sourceValues();
    if (chance(3))
      flags.push_back(boolean("snn.target_fired : i1"));
    if (chance(4))
      numbers.push_back(define(chance(2) || pairs ? "snn.random per row : f64"
                                                  : "snn.random : f64",
                               1));
    work(below(8));
    for (unsigned i = below(3); i && !flags.empty(); --i) {
      std::string condition = flags[below(flags.size())];
      if (chance(3))
        condition = boolean("arith.andi " + condition + ", " +
                            flags[below(flags.size())] + " : i1");
      out << "    snn.require " << condition << "\n";
    }
    if (!chance(6))
      write("@w", numbers[0]);
    for (size_t i = 0; i < variables.size(); ++i)
      if (chance(2))
        write(variables[i], numbers[1 + i]);
    if (chance(4)) {
      Number little =
          binary("mulf", limited(any(), 2), constant(0.03125), 0.0625);
      out << "    snn.deposit @in, " << little.name << " : f64\n";
    }
    out << "  }\n";
  }

  void write(const std::string &symbol, const Number &old) {
    Number change = any();
    if (chance(2)) {
      // The state of the target times what the source has.
      Number state = numbers[1 + variables.size() + below(2)];
      Number factor = traces.empty() ? any() : numbers[3 + variables.size()];
      change = binary("mulf", state, factor, state.most * factor.most);
    }
    if (chance(2))
      change = binary("mulf", change, constant(0.0625), change.most / 16);
    Number next = chance(4) ? change
                            : binary(chance(4) ? "subf" : "addf", old, change,
                                     old.most + change.most);
    out << "    snn.write " << symbol << ", " << next.name << " : f64\n";
  }

  /// Emits at 1, keeps a trace of its events, has a second state to read.
  static constexpr const char *neuron = R"(snn.neuron @cell {
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.state @y : f64 = 0.0 range [-8.0, 8.0] bits 8
  snn.port @in : f64
  snn.update {
    %v = snn.read @v : f64
    %in = snn.receive @in : f64
    %c = arith.constant 0.875 : f64
    %one = arith.constant 1.0 : f64
    %zero = arith.constant 0.0 : f64
    %d = arith.mulf %v, %c : f64
    %s = arith.addf %d, %in : f64
    %fire = arith.cmpf oge, %s, %one : f64
    %n = arith.select %fire, %zero, %s : f64
    %y = snn.read @y : f64
    %yd = arith.mulf %y, %c : f64
    %e = arith.select %fire, %one, %zero : f64
    %yn = arith.addf %yd, %e : f64
    snn.write @v, %n : f64
    snn.write @y, %yn : f64
    snn.emit %fire
  }
}
)";

  std::mt19937_64 random;
  std::ostringstream out;
  unsigned projections = 0, rules = 0, count = 0;
  /// Some pair has several synapses.
  bool pairs = false;
  std::vector<std::string> variables, traces, flags;
  std::vector<Number> numbers;
};

} // namespace

std::string randomNetwork(uint64_t seed) { return Writer(seed).network(); }

} // namespace snnc::test
