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
  EXPECT_EQ(seen.size(), size_t(opcodes().end() - opcodes().begin()));
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
