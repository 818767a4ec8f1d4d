//===- NativeBench.cpp - Nanoseconds a neuron and a synapse -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The functions of compiler/native alone, on memory that stays in the first
// caches: 4,096 neurons, 256 synapses. One thread.
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/FixedRange.h"
#include "compiler/native/Native.h"
#include "dialects/snn/Network.h"
#include "image/NativeAbi.h"
#include "tests/unit/learning/LibraryRules.h"
#include "tests/unit/native/Arrays.h"
#include "tools/snnc/Compiler.h"

#include <benchmark/benchmark.h>

using namespace mlir;
using namespace snnc;
using test::Elements;

namespace {

constexpr size_t kNeurons = 4096;
constexpr size_t kSynapses = image::kNativeChunk;

/// A network compiled for every processor that this machine is.
class Code {
public:
  explicit Code(const std::string &text) : compiler(tools::CompileOptions()) {
    if (!compiler.loadText(text, "bench") ||
        !compiler.runTo(tools::Stage::Fixed))
      std::exit(1);
    auto made =
        compiler::generateNative(compiler.module(), test::runnableCpus());
    if (failed(made))
      std::exit(1);
    native = std::move(*made);
    codes = test::load(native);
  }

  snn::NetworkOp network() {
    return *compiler.module().getOps<snn::NetworkOp>().begin();
  }

  tools::Compiler compiler;
  image::Native native;
  std::vector<test::Loaded> codes;
};

template <typename OpT>
std::vector<Elements> make(Operation *model, size_t size) {
  std::vector<Elements> list;
  std::mt19937_64 random(1);
  for (auto op : model->getRegion(0).getOps<OpT>()) {
    list.emplace_back(test::bitsOf(op), size);
    compiler::IntRange range = compiler::heldRange(op);
    for (size_t i = 0; i < size; ++i)
      list.back().set(i, test::pick(range.lo / 2, range.hi / 2, random));
  }
  return list;
}

/// Time for each of `count` elements.
void report(benchmark::State &state, const char *what, size_t count) {
  using benchmark::Counter;
  state.counters[what] = Counter(
      double(count), Counter::kIsIterationInvariantRate | Counter::kInvert);
}

void update(benchmark::State &state, Code &code, size_t cpu) {
  auto population = *code.network().getOps<snn::PopulationOp>().begin();
  snn::NeuronOp neuron = snn::resolveNeuron(population);
  std::vector<Elements> states = make<snn::StateOp>(neuron, kNeurons),
                        params = make<snn::ParamOp>(neuron, kNeurons), ports;
  for (auto port : neuron.getOps<snn::PortOp>())
    ports.emplace_back(test::bitsOf(port), kNeurons);
  Elements fired(32, kNeurons / 32), payloads(32, kNeurons);
  std::vector<uint64_t> saturations(states.size());
  std::vector<void *> stateList = test::pointers(states),
                      paramList = test::pointers(params),
                      portList = test::pointers(ports);
  int32_t modulators[8] = {};
  image::UpdateArgs args{stateList.data(),
                         paramList.data(),
                         portList.data(),
                         modulators,
                         0,
                         0,
                         kNeurons,
                         0,
                         static_cast<uint64_t *>(fired.data()),
                         static_cast<int32_t *>(payloads.data()),
                         saturations.data()};
  auto function = code.codes[cpu].library->function<image::UpdateFunction>(
      code.native.populations.back().update);
  for (auto _ : state) {
    ++args.time;
    function(&args);
  }
  report(state, "neuron", kNeurons);
}

void synapses(benchmark::State &state, Code &code, size_t cpu,
              const image::NativeProgram &program) {
  auto projection = *code.network().getOps<snn::ProjectionOp>().begin();
  snn::LearningRuleOp rule = snn::resolveRule(projection);
  std::vector<Elements> weights = make<snn::WeightOp>(rule, kSynapses),
                        variables = make<snn::StateOp>(rule, kSynapses),
                        traces = make<snn::TraceOp>(rule, kSynapses),
                        targets = make<snn::TargetOp>(rule, kSynapses),
                        deposits;
  for (size_t d = 0; d < program.deposits.size(); ++d)
    deposits.emplace_back(32, kSynapses);
  Elements flags(8, kSynapses), numbers(32, kSynapses);
  for (size_t i = 0; i < kSynapses; ++i) {
    flags.set(i, 1);
    numbers.set(i, int64_t(i));
  }
  std::vector<void *> variableList = test::pointers(variables),
                      traceList = test::pointers(traces),
                      targetList = test::pointers(targets),
                      depositList = test::pointers(deposits);
  std::vector<uint64_t> saturations(1 + variables.size());
  uint64_t updates = 0;
  int32_t modulators[8] = {100, 100, 100, 100, 100, 100, 100, 100};
  image::SynapseArgs args{};
  args.weights = weights[0].data();
  args.variables = variableList.data();
  args.traces = traceList.data();
  args.targets = targetList.data();
  args.fired = args.targetFired = static_cast<uint8_t *>(flags.data());
  args.payloads = static_cast<int32_t *>(numbers.data());
  args.sources = args.targetIndices = static_cast<uint32_t *>(numbers.data());
  args.modulators = modulators;
  args.count = kSynapses;
  args.deposits = reinterpret_cast<int32_t *const *>(depositList.data());
  args.saturations = saturations.data();
  args.updates = &updates;
  auto function = code.codes[cpu].library->function<image::SynapseFunction>(
      program.function);
  for (auto _ : state) {
    ++args.time;
    function(&args);
  }
  report(state, "synapse", kSynapses);
}

/// All functions of a network for one processor.
void compile(benchmark::State &state, Code &code, const std::string &cpu) {
  for (auto _ : state)
    benchmark::DoNotOptimize(
        compiler::generateNative(code.compiler.module(), StringRef(cpu)));
}

void registerCompile(const std::string &name, Code &code) {
  for (const test::Loaded &loaded : code.codes)
    benchmark::RegisterBenchmark(
        ("compile/" + name + "/" + loaded.cpu).c_str(),
        [&code, cpu = loaded.cpu](benchmark::State &state) {
          compile(state, code, cpu);
        })
        ->Unit(benchmark::kMillisecond);
}

std::string networkOf(const std::string &model, bool hasPort) {
  return "snn.network @net dt 1.0 {\n"
         "snn.input @x size 64\n"
         "snn.population @p of @" +
         model + " size 64\n" +
         (hasPort ? "snn.projection @in from @x to @p port @in #snn.dense "
                    "weights 0.1 : f64 bits 8\n"
                  : "") +
         "}\n";
}

} // namespace

int main(int argc, char **argv) {
  std::vector<std::unique_ptr<Code>> kept;
  for (const char *model : {"lif_delta", "lif_cuba_refractory", "izhikevich",
                            "adex", "poisson_source"}) {
    bool hasPort = std::string(model) != "poisson_source";
    Code &code =
        *kept.emplace_back(std::make_unique<Code>(networkOf(model, hasPort)));
    registerCompile(model, code);
    for (size_t cpu = 0; cpu < code.codes.size(); ++cpu)
      benchmark::RegisterBenchmark(
          (std::string(model) + "/" + code.codes[cpu].cpu).c_str(),
          [&code, cpu](benchmark::State &state) { update(state, code, cpu); });
  }
  for (const test::LibraryRule &rule : test::libraryRules) {
    std::string name = rule.rule;
    if (name != "stdp_pair_additive" && name != "delta_rule" &&
        name != "eprop_lif")
      continue;
    Code &code =
        *kept.emplace_back(std::make_unique<Code>(networkFor(rule, 8)));
    registerCompile(name, code);
    for (const image::NativeProgram &program :
         code.native.projections[0].programs)
      for (size_t cpu = 0; program.synaptic() && cpu < code.codes.size(); ++cpu)
        benchmark::RegisterBenchmark(
            (name + "/" + program.function + "/" + code.codes[cpu].cpu).c_str(),
            [&code, &program, cpu](benchmark::State &state) {
              synapses(state, code, cpu, program);
            });
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
