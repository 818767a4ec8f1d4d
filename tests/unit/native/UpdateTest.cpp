//===- UpdateTest.cpp - Native updates compute what the text says ---------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/FixedRange.h"
#include "compiler/native/Native.h"
#include "dialects/snn/Network.h"
#include "image/NativeAbi.h"
#include "runtime/Threefry.h"
#include "tests/unit/codegen/RandomUpdate.h"
#include "tests/unit/learning/FixedProgram.h"
#include "tests/unit/learning/LibraryRules.h"
#include "tests/unit/native/Arrays.h"
#include "tools/snnc/Compiler.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Parser/Parser.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

using namespace mlir;
using namespace snnc;
using test::Elements;

namespace {

constexpr uint64_t kFirstIndex = 320;
constexpr int32_t kModulator = -77;

/// A population's memory, and what one step of it does.
class Neurons {
public:
  Neurons(snn::PopulationOp population, size_t size, std::mt19937_64 &random)
      : neuron(snn::resolveNeuron(population)),
        graded(bool(population.getPayloadBits())), size(size) {
    for (auto state : neuron.getOps<snn::StateOp>())
      add(states, state, compiler::heldRange(state), random);
    for (auto param : neuron.getOps<snn::ParamOp>())
      add(params, param, compiler::IntRange::ofBits(test::bitsOf(param)),
          random);
    for (auto port : neuron.getOps<snn::PortOp>()) {
      compiler::IntRange range = compiler::IntRange::ofBits(test::bitsOf(port));
      if (auto bound = port.getBound())
        range = {-int64_t(*bound), int64_t(*bound)};
      add(ports, port, range, random);
    }
  }

  /// Runs the function on a copy and compares all that it leaves.
  void check(image::UpdateFunction function, uint64_t time,
             const std::string &what, bool second) {
    std::vector<Elements> after, sums;
    for (const Elements &state : states)
      after.push_back(state.copy());
    for (const Elements &port : ports)
      sums.push_back(port.copy());
    Elements fired(32, 2 * ((size + 63) / 64)), payloads(32, size);
    for (size_t i = 0; i < fired.size(); ++i)
      fired.set(i, -1);
    std::vector<uint64_t> saturations(states.size(), 1000);
    std::vector<void *> stateList = test::pointers(after),
                        sumList = test::pointers(sums),
                        paramList = test::pointers(params);
    image::UpdateArgs args{stateList.data(),
                           paramList.data(),
                           sumList.data(),
                           &kModulator,
                           time,
                           0,
                           size,
                           kFirstIndex,
                           static_cast<uint64_t *>(fired.data()),
                           graded ? static_cast<int32_t *>(payloads.data())
                                  : nullptr,
                           saturations.data()};
    // In two parts, as two threads would.
    uint64_t middle = second ? size / 2 / 64 * 64 : 0;
    if (middle) {
      args.end = middle;
      function(&args);
      args.begin = middle;
      args.end = size;
    }
    function(&args);

    std::vector<uint64_t> clamped(states.size(), 1000);
    for (size_t i = 0; i < size; ++i) {
      test::Run run = start(i, time);
      test::evaluate(cast<snn::ProgramOp>(neuron.getUpdate().getOperation()),
                     run);
      std::string place = what + ", neuron " + std::to_string(i);
      size_t s = 0;
      for (auto state : neuron.getOps<snn::StateOp>()) {
        std::string name = state.getSymName().str();
        int64_t expected =
            run.written.count(name) ? run.written[name] : run.variables[name];
        ASSERT_EQ(after[s][i], expected) << place << ", state " << name;
        clamped[s++] += run.saturated.count(name);
      }
      for (const Elements &sum : sums)
        ASSERT_EQ(sum[i], 0) << place;
      bool emitted = fired[i / 32] >> (i % 32) & 1;
      ASSERT_EQ(emitted, run.emitted) << place;
      if (graded && emitted) {
        ASSERT_EQ(payloads[i], run.emittedPayload) << place;
      }
    }
    for (size_t i = size; i < (size + 63) / 64 * 64; ++i)
      ASSERT_FALSE(fired[i / 32] >> (i % 32) & 1) << what << ", bit " << i;
    ASSERT_EQ(saturations, clamped) << what;
    for (const auto *list : {&after, &sums, &params})
      for (const Elements &array : *list)
        ASSERT_TRUE(array.isGuarded()) << what;
    ASSERT_TRUE(fired.isGuarded() && payloads.isGuarded()) << what;
  }

private:
  void add(std::vector<Elements> &list, Operation *declaration,
           compiler::IntRange range, std::mt19937_64 &random) {
    list.emplace_back(test::bitsOf(declaration), size);
    test::fill(list.back(), range.lo, range.hi, random);
  }

  test::Run start(size_t i, uint64_t time) {
    test::Run run;
    auto take = [&](auto ops, const std::vector<Elements> &from, auto &to) {
      size_t number = 0;
      for (auto op : ops)
        to[op.getSymName().str()] = from[number++][i];
    };
    take(neuron.getOps<snn::StateOp>(), states, run.variables);
    take(neuron.getOps<snn::ParamOp>(), params, run.variables);
    take(neuron.getOps<snn::PortOp>(), ports, run.sums);
    run.modulators["m"] = kModulator;
    run.draw = [=](uint32_t stream, bool) {
      return runtime::draw(stream, time, uint32_t(kFirstIndex + i));
    };
    return run;
  }

  snn::NeuronOp neuron;
  bool graded;
  size_t size;
  std::vector<Elements> states, params, ports;
};

void checkUpdates(ModuleOp module, const std::string &what,
                  ArrayRef<size_t> sizes, uint64_t seed) {
  auto native = compiler::generateNative(module, test::runnableCpus());
  ASSERT_TRUE(succeeded(native)) << what;
  std::vector<test::Loaded> codes = test::load(*native);
  std::mt19937_64 random(seed);
  snn::NetworkOp network = *module.getOps<snn::NetworkOp>().begin();
  unsigned number = 0;
  for (Operation &op : network.getBody().front()) {
    if (!isa<snn::InputOp, snn::PopulationOp>(op))
      continue;
    const image::NativePopulation &made = native->populations[number++];
    auto population = dyn_cast<snn::PopulationOp>(op);
    ASSERT_EQ(made.update.empty(), !population);
    if (!population)
      continue;
    for (size_t size : sizes) {
      Neurons neurons(population, size, random);
      for (const test::Loaded &code : codes)
        neurons.check(
            code.library->function<image::UpdateFunction>(made.update),
            random(), what + ", " + code.cpu + ", size " + std::to_string(size),
            random() % 2);
      if (testing::Test::HasFatalFailure())
        return;
    }
  }
}

constexpr size_t kSizes[] = {1, 63, 64, 65, 1000};

TEST(NativeUpdate, RandomBodies) {
  DialectRegistry registry;
  registry.insert<snn::SnnDialect, fx::FxDialect, arith::ArithDialect>();
  MLIRContext context(registry);
  std::mt19937_64 random(1);
  for (uint64_t seed = 0; seed < 30; ++seed) {
    std::string neuron = test::randomNeuron(seed, 5 + seed);
    std::string values;
    for (int i = 0; i < 8; ++i)
      values += (i ? ", " : "") +
                std::to_string(int32_t(random()) >> (random() % 24));
    neuron = std::regex_replace(neuron, std::regex("dense<0> : tensor<8xi32>"),
                                "dense<[" + values + "]> : tensor<8xi32>");
    std::string payload;
    std::smatch found;
    if (std::regex_search(
            neuron, found,
            std::regex("payload %x[0-9]+ : !fx.q<[0-9]+, ([0-9]+)>")))
      payload = " {payload_bits = 16 : i64, payload_frac = " + found[1].str() +
                " : i64}";
    std::string text = "module {\n" + neuron +
                       "snn.network @net dt 1.0 {\n"
                       "snn.population @p of @n size 4" +
                       payload + "\n}\n}\n";
    auto module = parseSourceString<ModuleOp>(text, &context);
    ASSERT_TRUE(module) << text;
    checkUpdates(*module, "seed " + std::to_string(seed), {65, 200}, seed);
    if (HasFatalFailure()) {
      std::cout << text;
      return;
    }
  }
}

TEST(NativeUpdate, SameBytesForTheSameText) {
  std::vector<std::vector<uint8_t>> objects;
  for (int i = 0; i < 2; ++i) {
    tools::Compiler compiler{tools::CompileOptions()};
    ASSERT_TRUE(
        compiler.loadText(test::networkFor(test::libraryRules[0], 8), "t"));
    ASSERT_TRUE(compiler.runTo(tools::Stage::Fixed));
    std::string before = compiler.print(false);
    auto native =
        compiler::generateNative(compiler.module(), test::runnableCpus());
    ASSERT_TRUE(succeeded(native));
    EXPECT_EQ(compiler.print(false), before) << "the module changed";
    for (const image::NativeCode &code : native->code)
      objects.push_back(code.object);
  }
  for (size_t i = 0; i < objects.size() / 2; ++i)
    EXPECT_EQ(objects[i], objects[objects.size() / 2 + i]);
}

TEST(NativeUpdate, RefusesUnknownProcessors) {
  tools::CompileOptions options;
  options.quiet = true;
  tools::Compiler compiler(options);
  ASSERT_TRUE(
      compiler.loadText("snn.network @net dt 1.0 {\n"
                        "snn.population @p of @regular_source size 3\n}\n",
                        "t"));
  ASSERT_TRUE(compiler.runTo(tools::Stage::Fixed));
  EXPECT_TRUE(failed(
      compiler::generateNative(compiler.module(), StringRef("x86-64-v5"))));
  ASSERT_FALSE(compiler.messages().empty());
  EXPECT_EQ(compiler.messages().back().text,
            "no native code for processor 'x86-64-v5'");
}

std::vector<std::string> models() {
  std::vector<std::string> names;
  for (const auto &file :
       std::filesystem::directory_iterator(SNNC_SOURCE_FOLDER "/models")) {
    std::ifstream stream(file.path());
    std::stringstream text;
    text << stream.rdbuf();
    if (text.str().find("snn.neuron @") != std::string::npos)
      names.push_back(file.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class Model : public testing::TestWithParam<std::string> {};

TEST_P(Model, ComputesWhatItsTextSays) {
  std::string file =
      std::string(SNNC_SOURCE_FOLDER "/models/") + GetParam() + ".mlir";
  std::ifstream stream(file);
  std::stringstream model;
  model << stream.rdbuf();
  std::string body = model.str();
  std::string text = "snn.network @net dt 1.0 {\n"
                     "snn.input @x size 9 analog [-1.0, 1.0]\n"
                     "snn.population @p of @" +
                     GetParam() + " size 12\n";
  std::regex port("snn\\.port @([a-z]+)");
  unsigned number = 0;
  for (auto it = std::sregex_iterator(body.begin(), body.end(), port);
       it != std::sregex_iterator(); ++it)
    text += "snn.projection @in" + std::to_string(number++) +
            " from @x to @p port @" + (*it)[1].str() +
            " #snn.dense weights 0.8 : f64 bits 8\n";
  tools::CompileOptions options;
  options.quiet = true;
  tools::Compiler compiler(options);
  ASSERT_TRUE(compiler.loadText(text + "}\n", "t"));
  ASSERT_TRUE(compiler.runTo(tools::Stage::Fixed));
  checkUpdates(compiler.module(), GetParam(), kSizes, 7);
}

INSTANTIATE_TEST_SUITE_P(NativeUpdate, Model, testing::ValuesIn(models()),
                         [](const auto &info) { return info.param; });

} // namespace
