//===- AssemblerTest.cpp - Text to words and back ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "isa/Assembler.h"

#include <gtest/gtest.h>

#include <random>

using namespace snnc::isa;

namespace {

Instruction decoded(uint64_t word) {
  Instruction instruction;
  std::string error;
  EXPECT_TRUE(decode(word, instruction, error)) << error;
  return instruction;
}

TEST(Assembler, OneOfEachForm) {
  const char *text = R"(
; a comment
  ld   r1, base=12, width=16, sh=7   ; v
  ldp  r2, base=3, slots=4, wide, sat
  mac  r1, r1, 0x7fdf, r2, rnd=even, sat, sh=15
  rand r3, r1, stream=0xdeadbeef, sh=16
  st   r1, base=12, width=16, sh=7, rnd=stochastic
  sel  r4, r3, r1, -5
  emit r4, 1
  end
)";
  Assembly assembly = assemble(text);
  ASSERT_TRUE(assembly.errors.empty()) << assembly.errors[0].str("t");
  ASSERT_EQ(assembly.words.size(), 8u);
  EXPECT_EQ(assembly.lines, (std::vector<unsigned>{3, 4, 5, 6, 7, 8, 9, 10}));
  Instruction mac = decoded(assembly.words[2]);
  EXPECT_EQ(mac.op, Opcode::Mac);
  EXPECT_EQ(mac.rd, 1);
  EXPECT_EQ(mac.ra, 1);
  EXPECT_TRUE(mac.bimm);
  EXPECT_EQ(mac.imm, 0x7fdf);
  EXPECT_EQ(mac.rc, 2);
  EXPECT_EQ(mac.sh, 15);
  EXPECT_EQ(mac.rnd, Rounding::Even);
  EXPECT_TRUE(mac.sat);
  Instruction ldp = decoded(assembly.words[1]);
  EXPECT_EQ(imm::getBase(ldp.imm), 3u);
  EXPECT_EQ(imm::getSlots(ldp.imm), 2u);
  EXPECT_EQ(imm::getWide(ldp.imm), 1u);
  Instruction sel = decoded(assembly.words[5]);
  EXPECT_EQ(sel.rd, 4);
  EXPECT_EQ(sel.rc, 3);
  EXPECT_EQ(sel.ra, 1);
  EXPECT_EQ(sel.imm, -5);
  EXPECT_EQ(disassemble(assembly.words),
            "ld   r1, base=12, width=16, sh=7\n"
            "ldp  r2, base=3, slots=4, wide, sat\n"
            "mac  r1, r1, 32735, r2, sh=15, rnd=even, sat\n"
            "rand r3, r1, stream=0xdeadbeef, sh=16\n"
            "st   r1, base=12, width=16, sh=7, rnd=stochastic\n"
            "sel  r4, r3, r1, -5\n"
            "emit r4, 1\n"
            "end\n");
}

TEST(Assembler, RandomWordsSurviveTheText) {
  std::mt19937_64 random(3);
  for (const OpcodeInfo &info : opcodes())
    for (int i = 0; i < 2000; ++i) {
      uint64_t word = random() & ~info.mustBeZero[i & 1];
      word = (word & (~uint64_t(0) >> field::OpWidth)) | uint64_t(info.op)
                                                             << field::OpLsb;
      Instruction instruction;
      std::string error;
      if (!decode(word, instruction, error))
        continue;
      Assembly assembly = assemble(disassemble({word}), false);
      ASSERT_TRUE(assembly.errors.empty())
          << assembly.errors[0].str("t") << " " << format(instruction);
      ASSERT_EQ(assembly.words, std::vector<uint64_t>{word})
          << format(instruction);
    }
}

TEST(Assembler, IllegalWordsSurviveTheText) {
  std::vector<uint64_t> words = {0, ~uint64_t(0), uint64_t(1) << 58 | 1};
  EXPECT_EQ(assemble(disassemble(words), false).words, words);
  Assembly checked = assemble(".word 0x0\nend");
  ASSERT_EQ(checked.errors.size(), 1u);
  EXPECT_NE(checked.errors[0].message.find("illegal instruction"),
            std::string::npos);
}

struct BadLine {
  const char *text;
  unsigned column;
  const char *message;
};

class AssemblerErrors : public testing::TestWithParam<BadLine> {};

TEST_P(AssemblerErrors, SaysWhereAndWhat) {
  Assembly assembly = assemble(std::string("end\n") + GetParam().text, false);
  ASSERT_EQ(assembly.errors.size(), 1u);
  EXPECT_TRUE(assembly.words.empty());
  EXPECT_EQ(assembly.errors[0].str("f.s"),
            "f.s:2:" + std::to_string(GetParam().column) +
                ": error: " + GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    All, AssemblerErrors,
    testing::Values(
        BadLine{"  jump r1", 3, "unknown instruction 'jump'"},
        BadLine{"add r1, r2", 1, "'add' needs a register or a number (b)"},
        BadLine{"add r1, 5, r2", 9,
                "expected a register (ra), registers are r0 to r15"},
        BadLine{"add r16, r2, r3", 5,
                "expected a register (rd), registers are r0 to r15"},
        BadLine{"mul r1, r2, 32768", 13,
                "immediate 32768 is outside -32768 to 32767"},
        BadLine{"shl r1, r2, -1", 13, "immediate -1 is outside 0 to 31"},
        BadLine{"add r1, r2, r3, sh=2", 17, "'add' has no 'sh'"},
        BadLine{"add r1, r2, r3, r4", 17, "'add' has no 'r4'"},
        BadLine{"mul r1, r2, r3, sh=31", 20, "'sh' is a number from 0 to 30"},
        BadLine{"mul r1, r2, r3, sh", 17, "'sh' needs a value: name=value"},
        BadLine{"mul r1, r2, r3, sat=1", 17,
                "'sat' is a flag, without a value"},
        BadLine{"mul r1, r2, r3, sat, sat", 22, "'sat' is given twice"},
        BadLine{"mul r1, r2, r3, rnd=up", 21,
                "'rnd' is one of floor, even, stochastic"},
        BadLine{"ld r1, base=0", 1, "'ld' needs width=..."},
        BadLine{"ld r1, width=24, base=0", 14, "'width' is one of 8, 16, 32"},
        BadLine{"lut r1, r2, base=0, len=0", 25,
                "'len' is a number from 1 to 65535"},
        BadLine{"add r1,, r3", 8,
                "expected a register (ra), registers are r0 to r15"},
        BadLine{".word 12", 7,
                "'.word' takes one number, 0x and up to 16 digits"},
        BadLine{".word", 1,
                "'.word' takes one number, 0x and up to 16 digits"}));

TEST(Assembler, ChecksTheProgram) {
  Assembly assembly =
      assemble("add r1, r2, 1\nmul r3, r1, 1, rnd=stochastic\n");
  ASSERT_EQ(assembly.errors.size(), 3u);
  EXPECT_EQ(assembly.errors[0].str("f"),
            "f:1:1: error: register r2 is read before it is written");
  EXPECT_EQ(assembly.errors[1].str("f"),
            "f:2:1: error: stochastic rounding before any 'rand'");
  EXPECT_EQ(assembly.errors[2].str("f"),
            "f:2:1: error: the program does not close with 'end'");
  EXPECT_EQ(assemble("end\nend").errors.size(), 1u);
  EXPECT_EQ(assemble("; nothing\n").errors.size(), 1u);
}

} // namespace
