//===- CodegenTest.cpp - Microcode computes what the ops say ----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/Codegen.h"
#include "compiler/codegen/Passes.h"
#include "tests/unit/codegen/Lane.h"
#include "tests/unit/codegen/RandomUpdate.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"

#include <gtest/gtest.h>

#include <random>

using namespace mlir;
using namespace snnc;
using snnc::test::LaneState;

namespace {

class Codegen : public testing::Test {
protected:
  Codegen() {
    context.loadDialect<arith::ArithDialect, fx::FxDialect, snn::SnnDialect,
                        ucode::UcodeDialect>();
    layout.tables["t"] = {3, test::tableEntries};
    uint32_t base = 0;
    for (unsigned i = 0; i < 4; ++i)
      plane("s" + std::to_string(i), base++,
            test::stateBits[i] == 8    ? 0
            : test::stateBits[i] == 16 ? 1
                                       : 2);
    plane("p0", base++, 0);
    for (const char *port : {"in0", "in1", "idle"}) {
      layout.ports[port] = {base, 1, false};
      names[base++] = port;
    }
  }

  void plane(const std::string &name, uint32_t base, uint8_t widthLog2) {
    layout.planes[name] = {base, widthLog2};
    names[base] = name;
  }

  OwningOpRef<ModuleOp> parse(const std::string &text) {
    return parseSourceString<ModuleOp>(text, &context);
  }

  LogicalResult lower(ModuleOp module, bool fuse) {
    PassManager pm(&context);
    compiler::SnnToUcodeOptions options;
    options.fuse = fuse;
    pm.addPass(compiler::createSnnToUcode(options));
    OpPassManager &programs = pm.nest<ucode::ProgramOp>();
    programs.addPass(createCSEPass());
    programs.addPass(compiler::createUcodeSchedule());
    programs.addPass(compiler::createUcodeAllocate());
    return pm.run(module);
  }

  std::vector<uint64_t> encode(ModuleOp module) {
    std::vector<uint64_t> words;
    std::vector<Location> locations;
    ucode::ProgramOp program = compiler::findProgram(module, "n");
    EXPECT_TRUE(program);
    EXPECT_TRUE(
        succeeded(compiler::encodeProgram(program, layout, words, locations)));
    EXPECT_EQ(words.size(), locations.size());
    return words;
  }

  LaneState randomState(std::mt19937_64 &random) {
    LaneState state;
    auto number = [&](unsigned bits) {
      int64_t value = int64_t(random()) >> (64 - bits);
      return random() % 4 ? value >> random() % bits : value;
    };
    for (unsigned i = 0; i < 4; ++i)
      state.memory["s" + std::to_string(i)] = number(test::stateBits[i]);
    state.memory["p0"] = number(8);
    for (const char *port : {"in0", "in1", "idle"})
      state.memory[port] = number(test::portBits);
    for (unsigned i = 0; i < test::tableEntries; ++i)
      state.table.push_back(int32_t(number(32)));
    state.index = random() % 1000;
    return state;
  }

  MLIRContext context;
  compiler::ProgramLayout layout;
  std::map<uint32_t, std::string> names;
};

TEST_F(Codegen, RandomUpdatesKeepTheirMeaning) {
  unsigned compiled = 0, refused = 0;
  size_t plain = 0, fused = 0;
  for (uint64_t seed = 0; seed < 600; ++seed) {
    std::string text = test::randomNeuron(seed, 6 + seed % 40);
    std::vector<uint64_t> programs[2];
    OwningOpRef<ModuleOp> source = parse(text);
    ASSERT_TRUE(source) << text;
    bool fits = true;
    for (bool fuse : {false, true}) {
      OwningOpRef<ModuleOp> module(source->clone());
      // Long bodies may need more registers than there are; that is refused.
      ScopedDiagnosticHandler quiet(&context, [&](Diagnostic &diag) {
        EXPECT_NE(
            diag.str().find(diag.getSeverity() == DiagnosticSeverity::Error
                                ? "registers of a lane"
                                : ""),
            std::string::npos)
            << diag.str() << "\n"
            << text;
        return success();
      });
      if (failed(lower(*module, fuse))) {
        fits = false;
        continue;
      }
      programs[fuse] = encode(*module);
    }
    if (!fits) {
      ++refused;
      continue;
    }
    ++compiled;
    plain += programs[0].size();
    fused += programs[1].size();
    auto neuron = *source->getOps<snn::NeuronOp>().begin();
    std::mt19937_64 random(seed);
    for (int trial = 0; trial < 15; ++trial) {
      LaneState before = randomState(random);
      // The table starts at word 3 of the memory.
      LaneState placed = before;
      placed.table.insert(placed.table.begin(), 3, 12345);
      LaneState expected = test::evaluate(neuron, before);
      for (bool fuse : {false, true}) {
        LaneState got = test::runWords(programs[fuse], placed, names);
        ASSERT_TRUE(got == expected)
            << "seed " << seed << " fuse " << fuse << "\n"
            << text;
      }
    }
  }
  EXPECT_GT(compiled, 500u);
  EXPECT_LT(refused, 100u);
  // Where nothing can be fused the two are the same.
  EXPECT_LT(fused, plain);
}

TEST_F(Codegen, DiagnosesWhatHasNoPlace) {
  OwningOpRef<ModuleOp> module = parse(test::randomNeuron(1, 10));
  ASSERT_TRUE(module && succeeded(lower(*module, true)));
  layout.ports.erase("idle");
  std::string message;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diag) {
    message = diag.str();
    return success();
  });
  std::vector<uint64_t> words;
  std::vector<Location> locations;
  EXPECT_TRUE(failed(compiler::encodeProgram(
      compiler::findProgram(*module, "n"), layout, words, locations)));
  EXPECT_EQ(message, "'ucode.ldp' op names port @idle, which has no place on "
                     "the tile");
}

TEST_F(Codegen, DiagnosesFarBases) {
  OwningOpRef<ModuleOp> module = parse(test::randomNeuron(1, 10));
  ASSERT_TRUE(module && succeeded(lower(*module, true)));
  layout.ports["idle"].base = 65536;
  std::string message;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diag) {
    message = diag.str();
    return success();
  });
  std::vector<uint64_t> words;
  std::vector<Location> locations;
  EXPECT_TRUE(failed(compiler::encodeProgram(
      compiler::findProgram(*module, "n"), layout, words, locations)));
  EXPECT_EQ(message, "'ucode.ldp' op has @idle at 65536; an instruction "
                     "reaches 65535");
}

TEST_F(Codegen, PrintsWithLocations) {
  OwningOpRef<ModuleOp> module =
      parse("snn.neuron @n {\n"
            "snn.state @v : !fx.q<16, 8> = 0 : i32\n"
            "snn.update {\n"
            "%v = snn.read @v : !fx.q<16, 8> loc(\"a.mlir\":4:1)\n"
            "%r = snn.random stream 255 : !fx.q<9, 8> loc(\"a.mlir\":5:1)\n"
            "%s = fx.add %v, %r : !fx.q<16, 8>, !fx.q<9, 8> -> !fx.q<17, 8> "
            "loc(\"a.mlir\":6:1)\n"
            "snn.write @v, %s : !fx.q<17, 8> loc(\"a.mlir\":7:1)\n"
            "} loc(\"a.mlir\":3:1)\n"
            "}\n");
  ASSERT_TRUE(module && succeeded(lower(*module, true)));
  std::string text;
  llvm::raw_string_ostream os(text);
  compiler::printProgram(compiler::findProgram(*module, "n"), os);
  EXPECT_EQ(text,
            "ucode.program @n.update of @n {  // 9 slots\n"
            "  %0 = ucode.lid -> r0                             // a.mlir:5:1\n"
            "  %1 = ucode.rand %0, stream = 0xff sh = 24 -> r0  // a.mlir:5:1\n"
            "  %2 = ucode.ld @v -> r1                           // a.mlir:4:1\n"
            "  %3 = ucode.add %2, %1 -> r0                      // a.mlir:6:1\n"
            "  ucode.st %3, @v                                  // a.mlir:7:1\n"
            "  ucode.end                                        // a.mlir:3:1\n"
            "}\n");
  // What is printed can be read again.
  EXPECT_TRUE(parse(text));
}

} // namespace
