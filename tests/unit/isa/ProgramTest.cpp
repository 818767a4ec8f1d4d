//===- ProgramTest.cpp - Cost and random programs ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "isa/Program.h"
#include "isa/Assembler.h"
#include "isa/RandomProgram.h"

#include <gtest/gtest.h>

#include <set>

using namespace snnc::isa;

namespace {

TEST(Program, SlotsUpToTheEnd) {
  Assembly assembly = assemble("lid r0\nrand r1, r0, stream=0x1\nend\n"
                               "lid r0\nend\n",
                               false);
  ASSERT_TRUE(assembly.errors.empty());
  EXPECT_EQ(programSlots(assembly.words), 6u);
  EXPECT_EQ(programSlots(assembly.words, 3), 2u);
  EXPECT_EQ(programSlots({0, 0}), 1u);
  EXPECT_EQ(programSlots({}), 0u);
}

TEST(Program, LastEndsIt) {
  Assembly assembly =
      assemble("rand2 r1, r0, r2, stream=0x1, last\nend\n", false);
  ASSERT_TRUE(assembly.errors.empty());
  EXPECT_EQ(programSlots(assembly.words), 4u);
}

TEST(Program, KindsAreChecked) {
  auto errors = [](const char *text, ProgramKind kind) {
    std::string all;
    for (const AssemblyError &error : assemble(text, true, kind).errors)
      all += error.str("p") + "\n";
    return all;
  };
  const char *rows = "lds r0, plane=0\nldd r1, com=2\nadd r0, r0, r1\n"
                     "sts r0, plane=0, rnd=stochastic, last\n";
  EXPECT_EQ(errors(rows, RowsProgram), "");
  EXPECT_EQ(errors("dlt plane=0, com=0, rcom=1, base=4, width=16, sh=3, "
                   "rnd=stochastic, last",
                   RowsProgram),
            "");
  EXPECT_EQ(errors("fired r0\ndue r0\nend", BlocksProgram), "");
  EXPECT_EQ(errors("mov r0, 1, last", UpdateProgram),
            "p:1:1: error: 'mov' with 'last' is illegal in a program of "
            "Update\n");
  EXPECT_EQ(errors("fired r0\nend", UpdateProgram),
            "p:1:1: error: 'fired' is illegal in a program of Update\n");
  EXPECT_EQ(errors("lid r0\nend", RowsProgram),
            "p:1:1: error: 'lid' is illegal in a program over rows in "
            "Learn\n");
  EXPECT_EQ(errors("lds r0, plane=1\nend", BlocksProgram),
            "p:1:1: error: 'lds' is illegal in a program over blocks in "
            "Learn\n");
  EXPECT_EQ(errors("mov r0, 1, last\nend", RowsProgram),
            "p:1:1: error: 'last' before the last instruction\n");
  EXPECT_EQ(errors("mov r0, 1\nrand2 r1, r0, r2, stream=0x0\nend", RowsProgram),
            "p:2:1: error: register r2 is read before it is written\n");
}

RandomProgramSpec fullSpec() {
  RandomProgramSpec spec;
  spec.planes = {{0, 0, true}, {4, 1, true}, {9, 2, true}, {40, 1, false}};
  spec.ports = {{0, 1, true}, {16, 4, false}};
  spec.tables = {{0, 16}, {16, 256}};
  spec.modulators = 3;
  spec.payloadMin = -7;
  spec.payloadMax = 9;
  spec.length = 40;
  return spec;
}

TEST(RandomProgram, IsWellFormed) {
  RandomProgramSpec spec = fullSpec();
  std::set<Opcode> seen;
  for (uint64_t seed = 0; seed < 500; ++seed) {
    std::vector<uint64_t> words = randomProgram(seed, spec);
    std::vector<ProgramError> errors = checkProgram(words);
    ASSERT_TRUE(errors.empty()) << "seed " << seed << ": " << errors[0].message;
    unsigned emits = 0, ports = 0;
    for (uint64_t word : words) {
      Instruction instruction;
      std::string error;
      ASSERT_TRUE(decode(word, instruction, error));
      seen.insert(instruction.op);
      emits += instruction.op == Opcode::Emit;
      ports += instruction.op == Opcode::Ldp;
      if (instruction.op == Opcode::St) {
        EXPECT_NE(imm::getBase(instruction.imm), 40u);
      }
    }
    EXPECT_LE(emits, 1u);
    EXPECT_EQ(ports, 2u);
  }
  for (const OpcodeInfo &info : opcodes())
    EXPECT_EQ(seen.count(info.op), info.kinds & UpdateProgram) << info.mnemonic;
}

TEST(RandomProgram, IsAFunctionOfTheSeed) {
  RandomProgramSpec spec = fullSpec();
  EXPECT_EQ(randomProgram(5, spec), randomProgram(5, spec));
  EXPECT_NE(randomProgram(5, spec), randomProgram(6, spec));
}

TEST(RandomProgram, RespectsABareSpec) {
  RandomProgramSpec spec;
  spec.mayEmit = spec.mayDraw = false;
  for (uint64_t seed = 0; seed < 100; ++seed)
    for (uint64_t word : randomProgram(seed, spec)) {
      auto op = Opcode(word >> field::OpLsb);
      EXPECT_TRUE(op != Opcode::Emit && op != Opcode::Rand &&
                  op != Opcode::Ld && op != Opcode::St && op != Opcode::Ldp &&
                  op != Opcode::Ldm && op != Opcode::Lut);
    }
}

} // namespace
