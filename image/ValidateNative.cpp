//===- ValidateNative.cpp - What the cpu engine runs, checked -------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Checks.h"
#include "image/Error.h"

#include <algorithm>
#include <set>

namespace snnc::image {

namespace {

std::string str(uint64_t n) { return std::to_string(n); }

class NativeChecker {
public:
  NativeChecker(const Image &image, const std::string &origin)
      : image(image), native(image.native), origin(origin + ": native code: ") {
  }

  void check() {
    if (native.populations.size() != image.populations.size() ||
        native.projections.size() != image.projections.size())
      throw Error(origin + "of another network");
    for (size_t p = 0; p < native.populations.size(); ++p)
      checkPopulation(p);
    for (size_t j = 0; j < native.projections.size(); ++j)
      checkProjection(j);
    std::set<std::string> cpus;
    for (const NativeCode &code : native.code)
      if (code.cpu.empty() || !cpus.insert(code.cpu).second)
        throw Error(origin + "processor '" + code.cpu +
                    "' is named twice, or "
                    "not at all");
  }

private:
  void addFunction(const std::string &name, const std::string &where) {
    if (name.empty() || !functions.insert(name).second)
      throw Error(where + "function '" + name +
                  "' is named twice, or not at "
                  "all");
  }

  static void checkFlags(const std::vector<bool> &flags, size_t expected,
                         const std::string &where) {
    if (flags.size() != expected)
      throw Error(where + str(flags.size()) + " flags for " + str(expected) +
                  " variables");
  }

  void checkPopulation(size_t index) {
    const Population &p = image.populations[index];
    const NativePopulation &n = native.populations[index];
    std::string where = origin + "population '" + p.name + "': ";
    if (p.isInput) {
      if (!n.update.empty() || !n.saturates.empty())
        throw Error(where + "an input has no code");
      return;
    }
    addFunction(n.update, where);
    checkFlags(n.saturates, p.states.size(), where);
  }

  void checkProgram(const Projection &p, const NativeProjection &n,
                    const NativeProgram &program, const std::string &where) {
    if (program.trigger > NativeTrigger::Post)
      throw Error(where + "unknown trigger");
    addFunction(program.function, where);
    for (const std::string *guard :
         {&program.sourceGuard, &program.targetGuard})
      if (!guard->empty())
        addFunction(*guard, where);
    if (program.trigger == NativeTrigger::Every && program.argument == 0)
      throw Error(where + "runs every 0 steps");
    if (program.trigger == NativeTrigger::Signal &&
        program.argument >= image.modulators.size())
      throw Error(where + "waits for modulator " + str(program.argument) +
                  " of " + str(image.modulators.size()));
    if (!program.synaptic())
      return;
    checkFlags(program.readsVariables, p.plastic->variables.size(), where);
    checkFlags(program.writesVariables, p.plastic->variables.size(), where);
    checkFlags(program.readsTraces, p.plastic->traces.size(), where);
    checkFlags(program.readsTargets, n.targetStates.size(), where);
    size_t ports = image.populations[p.target].ports.size();
    for (uint32_t port : program.deposits)
      if (port >= ports)
        throw Error(where + "adds to port " + str(port) + " of " + str(ports));
  }

  /// As many values as there are synapses, where that is known.
  void checkCount(const Projection &p, size_t count,
                  const std::string &where) const {
    if (image.hasWeightsDigest && count != p.synapses)
      throw Error(where + str(count) + " values that were learned by " +
                  str(p.synapses) + " synapses");
  }

  template <typename T>
  static void checkValues(const std::vector<T> &values, uint32_t bits,
                          const std::string &where) {
    int64_t most = (int64_t(1) << (bits - 1)) - 1;
    for (T value : values)
      if (value > most || value < -most - 1)
        throw Error(where + "learned value " + std::to_string(value) +
                    " does not fit in " + str(bits) + " bits");
  }

  void checkLearned(const Projection &p, const NativeProjection &n,
                    const std::string &where) const {
    if (n.weights.empty() && n.variables.empty())
      return;
    if (!p.plastic || n.variables.size() != p.plastic->variables.size())
      throw Error(where + "learned " + str(n.variables.size()) +
                  " variables that it does not have");
    checkCount(p, n.weights.size(), where);
    checkValues(n.weights, p.weightBits, where);
    for (size_t v = 0; v < n.variables.size(); ++v) {
      checkCount(p, n.variables[v].size(), where);
      checkValues(n.variables[v], p.plastic->variables[v].bits, where);
    }
  }

  void checkProjection(size_t index) {
    const Projection &p = image.projections[index];
    const NativeProjection &n = native.projections[index];
    std::string where = origin + "projection '" + p.name + "': ";
    const Connectivity &c = n.connectivity;
    if (c.sources != image.populations[p.source].size ||
        c.targets != image.populations[p.target].size)
      throw Error(where + "joins " + str(c.sources) + " sources to " +
                  str(c.targets) +
                  " targets; its populations are of other "
                  "sizes");
    checkConnectivity(c, where);
    size_t states = image.populations[p.target].states.size();
    for (uint32_t state : n.targetStates)
      if (state >= states)
        throw Error(where + "reads state " + str(state) + " of " + str(states));
    if (!n.programs.empty() && !p.plastic)
      throw Error(where + "has programs and does not learn");
    for (size_t i = 0; i < n.programs.size(); ++i)
      checkProgram(p, n, n.programs[i], where + "program " + str(i) + ": ");
    checkLearned(p, n, where);
  }

  const Image &image;
  const Native &native;
  const std::string origin;
  std::set<std::string> functions;
};

} // namespace

void checkNative(const Image &image, const std::string &origin) {
  NativeChecker(image, origin).check();
}

} // namespace snnc::image
