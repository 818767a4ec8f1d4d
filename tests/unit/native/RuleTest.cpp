//===- RuleTest.cpp - Native rules compute what the text says -------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/FixedRange.h"
#include "compiler/codegen/RuleSplit.h"
#include "compiler/native/Native.h"
#include "dialects/snn/Network.h"
#include "image/NativeAbi.h"
#include "runtime/Threefry.h"
#include "tests/unit/learning/FixedProgram.h"
#include "tests/unit/learning/LibraryRules.h"
#include "tests/unit/learning/RandomRule.h"
#include "tests/unit/native/Arrays.h"
#include "tools/snnc/Compiler.h"

#include <gtest/gtest.h>

using namespace mlir;
using namespace snnc;
using image::NativeTrigger;
using test::Elements;

namespace {

constexpr uint64_t kFirstIndex = 640;

template <typename OpT> std::vector<OpT> all(Operation *parent) {
  auto ops = parent->getRegion(0).getOps<OpT>();
  return {ops.begin(), ops.end()};
}

std::string nameOf(Operation *declaration) {
  return SymbolTable::getSymbolName(declaration).str();
}

/// One projection that learns, and random numbers for all that its programs
/// see.
class Rule {
public:
  Rule(snn::ProjectionOp projection, size_t number,
       const image::NativeProjection &made, std::mt19937_64 &random)
      : projection(projection), number(number),
        rule(snn::resolveRule(projection)), made(made), random(random),
        weight(rule.getWeight()), states(all<snn::StateOp>(rule)),
        traces(all<snn::TraceOp>(rule)), targets(all<snn::TargetOp>(rule)),
        modulators(all<snn::ModulatorOp>(
            projection->getParentOfType<snn::NetworkOp>())) {
    graded = snn::resolveSource(projection)->hasAttr("payload_bits");
    rule.walk([&](snn::PayloadOp op) {
      payloadBits = cast<fx::QType>(op.getType()).getBits();
    });
  }

  void check(const test::Loaded &code, const std::string &where) {
    size_t next = 0;
    for (snn::ProgramOp program : rule.getPrograms()) {
      // What changes nothing has no code.
      if (next == made.programs.size() ||
          made.programs[next].function != functionOf(program))
        continue;
      const image::NativeProgram &native = made.programs[next++];
      std::string what = where + ", " + native.function;
      if (!native.synaptic()) {
        for (size_t size : {1, 64, 200})
          checkTraces(program, native, code, size, what);
        continue;
      }
      for (size_t count : {1, 15, 16, 37, 256})
        checkSynapses(program, native, code, count, what);
      checkGuards(program, native, code, what);
      if (testing::Test::HasFatalFailure())
        return;
    }
    ASSERT_EQ(next, made.programs.size()) << where;
  }

private:
  std::string functionOf(snn::ProgramOp program) {
    std::string name = "rule_" + std::to_string(number) + "_" +
                       program->getName().stripDialect().str();
    if (auto every = dyn_cast<snn::EveryOp>(program.getOperation()))
      name += "_" + std::to_string(every.getSteps());
    if (auto signal = dyn_cast<snn::OnSignalOp>(program.getOperation()))
      for (size_t m = 0; m < modulators.size(); ++m)
        if (nameOf(modulators[m]) == signal.getModulator())
          name += "_" + std::to_string(m);
    return name;
  }

  Elements make(Operation *declaration, size_t size) {
    Elements made(test::bitsOf(declaration), size);
    compiler::IntRange range = compiler::heldRange(declaration);
    test::fill(made, range.lo, range.hi, random);
    return made;
  }

  template <typename OpT>
  std::vector<Elements> make(const std::vector<OpT> &declarations,
                             size_t size) {
    std::vector<Elements> list;
    for (OpT declaration : declarations)
      list.push_back(make(declaration, size));
    return list;
  }

  Elements flags(unsigned bits, size_t size) {
    Elements list(bits, size);
    for (size_t i = 0; i < size; ++i)
      list.set(i,
               bits == 8 ? int64_t(random() % 2) : int64_t(int32_t(random())));
    return list;
  }

  Elements payloads(size_t size) {
    Elements list(32, size);
    int64_t limit = int64_t(1) << (payloadBits - 1);
    test::fill(list, -limit, limit - 1, random);
    return list;
  }

  /// Values of the modulators and their marks, in `run` and as arguments.
  std::vector<int32_t> shake(test::Run &run, uint64_t &signals) {
    std::vector<int32_t> values;
    signals = random() % 256;
    for (size_t m = 0; m < modulators.size(); ++m) {
      unsigned bits = unsigned(modulators[m].getBits().value_or(16));
      int64_t limit = int64_t(1) << (bits - 1);
      values.push_back(int32_t(test::pick(-limit, limit - 1, random)));
      run.modulators[nameOf(modulators[m])] = values.back();
      run.signalled[nameOf(modulators[m])] = signals >> m & 1;
    }
    return values;
  }

  template <typename OpT>
  void take(const std::vector<OpT> &declarations,
            const std::vector<Elements> &from, size_t i, test::Run &run) {
    for (size_t v = 0; v < declarations.size(); ++v)
      run.variables[nameOf(declarations[v])] = from[v][i];
  }

  int64_t payloadOf(bool fired, int64_t payload) {
    return !fired ? 0 : graded ? payload : 1;
  }

  void checkTraces(snn::ProgramOp program, const image::NativeProgram &native,
                   const test::Loaded &code, size_t size,
                   const std::string &what) {
    std::vector<Elements> before = make(traces, size), after;
    for (const Elements &trace : before)
      after.push_back(trace.copy());
    Elements fired = flags(32, 2 * ((size + 63) / 64));
    Elements sent = payloads(size);
    test::Run start;
    uint64_t signals, time = random();
    std::vector<int32_t> values = shake(start, signals);
    std::vector<uint64_t> saturations(traces.size()), clamped(traces.size());
    std::vector<void *> list = test::pointers(after);
    image::TraceArgs args{list.data(),
                          static_cast<uint64_t *>(fired.data()),
                          graded ? static_cast<int32_t *>(sent.data())
                                 : nullptr,
                          values.data(),
                          signals,
                          time,
                          0,
                          size,
                          kFirstIndex,
                          saturations.data()};
    code.library->function<image::TraceFunction>(native.function)(&args);
    for (size_t i = 0; i < size; ++i) {
      test::Run run = start;
      take(traces, before, i, run);
      run.fired = fired[i / 32] >> (i % 32) & 1;
      run.payload = payloadOf(run.fired, sent[i]);
      run.draw = [&](uint32_t stream, bool) {
        return runtime::draw(stream, time, uint32_t(kFirstIndex + i));
      };
      test::evaluate(program, run);
      for (size_t v = 0; v < traces.size(); ++v) {
        std::string name = nameOf(traces[v]);
        auto written = run.written.find(name);
        ASSERT_EQ(after[v][i],
                  written == run.written.end() ? before[v][i] : written->second)
            << what << ", " << name << " of source " << i;
        clamped[v] += run.saturated.count(name);
      }
    }
    ASSERT_EQ(saturations, clamped) << what;
    for (const Elements &trace : after)
      ASSERT_TRUE(trace.isGuarded()) << what;
  }

  /// Synapses begin anywhere in memory, and what lies around them stays.
  static constexpr size_t kBefore = 3, kBehind = 64;

  static void *from(const Elements &list, size_t i) {
    return static_cast<char *>(list.data()) + i * list.bits() / 8;
  }

  static std::vector<void *> from(const std::vector<Elements> &lists,
                                  size_t i) {
    std::vector<void *> made;
    for (const Elements &list : lists)
      made.push_back(from(list, i));
    return made;
  }

  void checkSynapses(snn::ProgramOp program, const image::NativeProgram &native,
                     const test::Loaded &code, size_t count,
                     const std::string &where) {
    std::string what = where + ", " + std::to_string(count) + " synapses";
    bool sharesTarget = native.trigger == NativeTrigger::OnPost;
    size_t size = kBefore + count + kBehind;
    // Of the shared neuron there is one element.
    auto at = [&](bool isShared, size_t i) { return isShared ? 0 : i; };
    size_t sourceBegin = at(!sharesTarget, kBefore),
           targetBegin = at(sharesTarget, kBefore);
    Elements weights = make(weight, size), weightsAfter = weights.copy();
    std::vector<Elements> variables = make(states, size), variablesAfter;
    for (const Elements &list : variables)
      variablesAfter.push_back(list.copy());
    std::vector<Elements> traceValues = make(traces, size),
                          targetValues = make(targets, size);
    Elements fired = flags(8, size), targetFired = flags(8, size),
             sources = flags(32, size), indices = flags(32, size),
             sent = payloads(size);
    std::vector<Elements> deposits, depositsBefore;
    for (size_t d = 0; d < native.deposits.size(); ++d) {
      deposits.push_back(flags(32, size));
      depositsBefore.push_back(deposits.back().copy());
    }
    test::Run start;
    uint64_t signals, time = random();
    std::vector<int32_t> values = shake(start, signals);
    std::vector<uint64_t> saturations(1 + states.size()),
        clamped(1 + states.size());
    uint64_t updates = 0, updated = 0;
    std::vector<void *> variableList = from(variablesAfter, kBefore),
                        traceList = from(traceValues, sourceBegin),
                        targetList = from(targetValues, targetBegin),
                        depositList = from(deposits, kBefore);
    auto typed = [](auto *&to, void *p) {
      to = static_cast<std::remove_reference_t<decltype(to)>>(p);
    };
    image::SynapseArgs args{};
    args.weights = from(weightsAfter, kBefore);
    args.variables = variableList.data();
    args.traces = traceList.data();
    args.targets = targetList.data();
    typed(args.fired, from(fired, sourceBegin));
    if (graded)
      typed(args.payloads, from(sent, sourceBegin));
    typed(args.targetFired, from(targetFired, targetBegin));
    typed(args.sources, from(sources, sourceBegin));
    typed(args.targetIndices, from(indices, targetBegin));
    args.modulators = values.data();
    args.signals = signals;
    args.time = time;
    args.count = count;
    args.deposits = reinterpret_cast<int32_t *const *>(depositList.data());
    args.saturations = saturations.data();
    args.updates = &updates;
    code.library->function<image::SynapseFunction>(native.function)(&args);

    auto neuron = snn::resolveNeuron(snn::resolveTarget(projection));
    for (size_t i = kBefore; i < kBefore + count; ++i) {
      size_t s = at(!sharesTarget, i), t = at(sharesTarget, i);
      test::Run run = start;
      run.variables[nameOf(weight)] = weights[i];
      take(states, variables, i, run);
      take(traces, traceValues, s, run);
      take(targets, targetValues, t, run);
      run.fired = fired[s] != 0;
      run.payload = payloadOf(run.fired, sent[s]);
      run.targetFired = targetFired[t] != 0;
      run.draw = [&](uint32_t stream, bool perRow) {
        return runtime::draw(stream, time, uint32_t(sources[s]),
                             perRow ? 0 : uint32_t(indices[t]));
      };
      run.portFrac = [&](const std::string &port) {
        return int(cast<fx::QType>(neuron.lookup<snn::PortOp>(port).getType())
                       .getFrac());
      };
      test::evaluate(program, run);
      auto expect = [&](Operation *variable, int64_t before, int64_t after,
                        uint64_t &saturated) {
        std::string name = nameOf(variable);
        auto written = run.written.find(name);
        bool isWritten = run.acts && written != run.written.end();
        EXPECT_EQ(after, isWritten ? written->second : before)
            << what << ", " << name << " of synapse " << i - kBefore;
        saturated += run.acts && run.saturated.count(name);
        return isWritten;
      };
      updated += expect(weight, weights[i], weightsAfter[i], clamped[0]);
      for (size_t v = 0; v < states.size(); ++v)
        expect(states[v], variables[v][i], variablesAfter[v][i],
               clamped[1 + v]);
      size_t d = 0;
      for (auto deposit : program.getBody().front().getOps<snn::DepositOp>()) {
        std::string port = deposit.getPort().str();
        EXPECT_EQ(deposits[d++][i], run.acts ? run.deposits[port] : 0) << what;
      }
      ASSERT_FALSE(testing::Test::HasFailure());
    }
    ASSERT_EQ(saturations, clamped) << what;
    ASSERT_EQ(updates, updated) << what;
    for (size_t i = 0; i < size; ++i) {
      if (i >= kBefore && i < kBefore + count)
        continue;
      ASSERT_EQ(weightsAfter[i], weights[i]) << what;
      for (size_t v = 0; v < states.size(); ++v)
        ASSERT_EQ(variablesAfter[v][i], variables[v][i]) << what;
      for (size_t d = 0; d < deposits.size(); ++d)
        ASSERT_EQ(deposits[d][i], depositsBefore[d][i]) << what;
    }
  }

  /// Whether each neuron is due by `guard`; all are if there is none.
  std::vector<bool> due(const std::string &guard, const test::Loaded &code,
                        std::vector<void *> variables, const Elements &fired,
                        const Elements &sent,
                        const std::vector<int32_t> &values, uint64_t signals,
                        size_t size) {
    std::vector<bool> list(size, true);
    if (guard.empty())
      return list;
    Elements bits(32, 2 * ((size + 63) / 64));
    image::GuardArgs args{variables.data(),
                          static_cast<uint64_t *>(fired.data()),
                          graded ? static_cast<int32_t *>(sent.data())
                                 : nullptr,
                          values.data(),
                          signals,
                          0,
                          0,
                          size,
                          static_cast<uint64_t *>(bits.data())};
    code.library->function<image::GuardFunction>(guard)(&args);
    for (size_t i = 0; i < size; ++i)
      list[i] = bits[i / 32] >> (i % 32) & 1;
    for (size_t i = size; i < 32 * bits.size(); ++i)
      EXPECT_FALSE(bits[i / 32] >> (i % 32) & 1) << guard << ", bit " << i;
    return list;
  }

  void checkGuards(snn::ProgramOp program, const image::NativeProgram &native,
                   const test::Loaded &code, const std::string &what) {
    constexpr size_t kSize = 90;
    std::vector<Elements> traceValues = make(traces, kSize),
                          targetValues = make(targets, kSize);
    Elements fired = flags(32, 4), targetFired = flags(32, 4),
             sent = payloads(kSize);
    test::Run start;
    uint64_t signals;
    std::vector<int32_t> values = shake(start, signals);
    std::vector<bool> sources =
        due(native.sourceGuard, code, test::pointers(traceValues), fired, sent,
            values, signals, kSize);
    std::vector<bool> targetsDue =
        due(native.targetGuard, code, test::pointers(targetValues), targetFired,
            sent, values, signals, kSize);
    bool decide = compiler::RuleSplit(program).synapseConditions().empty() &&
                  !native.draws;
    start.variables[nameOf(weight)] = 1;
    for (snn::StateOp state : states)
      start.variables[nameOf(state)] = 1;
    start.draw = [](uint32_t, bool) { return 12345u; };
    start.portFrac = [](const std::string &) { return 30; };
    for (size_t i = 0; i < kSize; ++i) {
      size_t s = i, t = kSize - 1 - i;
      test::Run run = start;
      take(traces, traceValues, s, run);
      take(targets, targetValues, t, run);
      run.fired = fired[s / 32] >> (s % 32) & 1;
      run.payload = payloadOf(run.fired, sent[s]);
      run.targetFired = targetFired[t / 32] >> (t % 32) & 1;
      test::evaluate(program, run);
      bool isDue = sources[s] && targetsDue[t];
      if (decide)
        ASSERT_EQ(isDue, run.acts) << what << ", pair " << i;
      else
        ASSERT_TRUE(isDue || !run.acts) << what << ", pair " << i;
    }
  }

  snn::ProjectionOp projection;
  size_t number;
  snn::LearningRuleOp rule;
  const image::NativeProjection &made;
  std::mt19937_64 &random;
  snn::WeightOp weight;
  std::vector<snn::StateOp> states;
  std::vector<snn::TraceOp> traces;
  std::vector<snn::TargetOp> targets;
  std::vector<snn::ModulatorOp> modulators;
  bool graded = false;
  unsigned payloadBits = 16;
};

/// Programs that were checked.
size_t checkRules(const std::string &text, const std::string &what,
                  uint64_t seed) {
  tools::CompileOptions options;
  options.quiet = true;
  tools::Compiler compiler(options);
  if (!compiler.loadText(text, "t") || !compiler.runTo(tools::Stage::Fixed))
    return 0;
  auto native =
      compiler::generateNative(compiler.module(), test::runnableCpus());
  EXPECT_TRUE(succeeded(native)) << what;
  if (failed(native))
    return 0;
  std::mt19937_64 random(seed);
  std::vector<test::Loaded> codes = test::load(*native);
  size_t programs = 0;
  snn::NetworkOp network = *compiler.module().getOps<snn::NetworkOp>().begin();
  for (auto [number, projection] :
       llvm::enumerate(network.getOps<snn::ProjectionOp>())) {
    const image::NativeProjection &made = native->projections[number];
    programs += made.programs.size();
    if (!projection.getRuleAttr())
      continue;
    for (const test::Loaded &code : codes) {
      Rule(projection, number, made, random)
          .check(code, what + ", " + code.cpu);
      if (testing::Test::HasFailure())
        return 0;
    }
  }
  return programs;
}

TEST(NativeRule, RandomRules) {
  size_t programs = 0;
  for (uint64_t seed = 0; seed < 4; ++seed) {
    std::string text = test::randomNetwork(seed);
    programs += checkRules(text, "seed " + std::to_string(seed), seed);
    if (HasFailure()) {
      std::cout << text;
      return;
    }
  }
  EXPECT_GT(programs, 15u);
}

class Library : public testing::TestWithParam<test::LibraryRule> {};

TEST_P(Library, ComputesWhatItsTextSays) {
  for (unsigned bits : {8, 16})
    EXPECT_GT(
        checkRules(test::networkFor(GetParam(), bits), GetParam().rule, bits),
        0u);
}

INSTANTIATE_TEST_SUITE_P(NativeRule, Library,
                         testing::ValuesIn(test::libraryRules),
                         [](const auto &info) {
                           return std::string(info.param.rule);
                         });

} // namespace
