//===- EncodingTest.cpp - Every instruction, encoded and back ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "isa/Isa.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

using namespace snnc::isa;

namespace {

TEST(Encoding, TableIsSound) {
  std::set<unsigned> numbers;
  std::set<std::string> names;
  for (const OpcodeInfo &info : opcodes()) {
    EXPECT_TRUE(numbers.insert(unsigned(info.op)).second);
    EXPECT_TRUE(names.insert(info.mnemonic).second);
    EXPECT_EQ(lookup(info.op), &info);
    EXPECT_EQ(lookup(info.mnemonic), &info);
    EXPECT_GE(info.slots, 1u);
    // Bit 32 ends the program after all but `end`.
    bool isEnd = info.op == Opcode::End;
    EXPECT_EQ(info.mustBeZero[0] >> 32 & 1, isEnd);
    EXPECT_EQ(info.mustBeZero[1] >> 32 & 1, isEnd);
    EXPECT_EQ((info.kinds & UpdateProgram) != 0, unsigned(info.op) < 32);
  }
  EXPECT_EQ(numbers.size(), 41u);
  EXPECT_EQ(lookup(Opcode::Illegal), nullptr);
  EXPECT_EQ(lookup(Opcode(30)), nullptr);
  EXPECT_EQ(lookup(Opcode(44)), nullptr);
}

/// A random word; on all but a few draws with the bits cleared that must be
/// zero, so that legal words are frequent.
uint64_t randomWord(std::mt19937_64 &random, const OpcodeInfo &info) {
  uint64_t word = random();
  word = (word & (~uint64_t(0) >> field::OpWidth)) | uint64_t(info.op)
                                                         << field::OpLsb;
  bool bimm = word >> field::BimmLsb & 1;
  if (info.mustBeZero[1] >> field::BimmLsb & 1) {
    bimm = false;
    word &= ~(uint64_t(1) << field::BimmLsb);
  }
  if (random() % 8)
    word &= ~info.mustBeZero[bimm];
  return word;
}

/// Legality written down a second time, from the table of the specification.
bool isLegal(uint64_t word) {
  unsigned op = word >> 58, rnd = word >> 39 & 3, sh = word >> 34 & 31;
  bool bimm = word >> 41 & 1;
  uint64_t imm = word & 0xffffffff;
  if (op == 0 || op == 30 || op == 31 || op > 43 ||
      (op == 1 && (word >> 32 & 1)))
    return false;
  auto in = [&](std::initializer_list<unsigned> list) {
    for (unsigned o : list)
      if (o == op)
        return true;
    return false;
  };
  bool cmpOrLogic = op >= 15 && op <= 25;
  bool hasB = in({7, 8, 9, 10, 11, 12, 13, 14, 26, 29}) || cmpOrLogic;
  bool hasRd = !in({1, 3, 29, 33, 39, 40, 41, 43});
  bool hasRa = !in({1, 2, 4, 5, 6, 7, 32, 34, 35, 36, 37, 38, 43});
  bool hasRb = hasB || op == 42;
  bool hasRc = in({12, 26});
  bool hasSh = in({2, 3, 4, 11, 12, 27, 28, 32, 33, 41, 42, 43});
  bool hasRnd = in({3, 11, 12, 14, 33, 43});
  bool hasSat = in({2, 4, 8, 9, 10, 11, 12, 13, 32});
  uint64_t immMask = 0;
  if (hasB)
    immMask = !bimm              ? 0
              : in({11, 12, 29}) ? 0xffff
              : in({13, 14})     ? 31
                                 : 0xffffffff;
  else if (in({2, 3}))
    immMask = 0x3ffff;
  else if (op == 4)
    immMask = 0x17ffff;
  else if (in({32, 33}))
    immMask = 0x1c0000;
  else if (in({34, 35}))
    immMask = 0xe00000;
  else if (op == 41)
    immMask = 0x17ffff;
  else if (op == 43)
    immMask = 0x7ffffff;
  else if (in({5, 38}))
    immMask = 7;
  else if (in({27, 28, 42}))
    immMask = 0xffffffff;
  if ((!hasRd && (word >> 54 & 15)) || (!hasRa && (word >> 50 & 15)) ||
      ((!hasRb || bimm) && (word >> 46 & 15)) ||
      (!hasRc && (word >> 42 & 15)) || (!hasB && bimm) || (!hasRnd && rnd) ||
      (!hasSh && sh) || (!hasSat && (word >> 33 & 1)) || (imm & ~immMask))
    return false;
  if (rnd == 3 || sh > (in({2, 4, 32}) ? 14u : 30u))
    return false;
  if (in({2, 3, 43}) && (imm >> 16 & 3) == 3)
    return false;
  return op != 27 || (imm >> 16) != 0;
}

TEST(Encoding, RandomWordsOfEveryInstruction) {
  std::mt19937_64 random(1);
  for (const OpcodeInfo &info : opcodes()) {
    unsigned legal = 0, illegal = 0;
    for (int i = 0; i < 20000; ++i) {
      uint64_t word = randomWord(random, info);
      Instruction instruction;
      std::string error;
      bool ok = decode(word, instruction, error);
      ASSERT_EQ(ok, isLegal(word)) << info.mnemonic << " " << std::hex << word;
      if (!ok) {
        ++illegal;
        EXPECT_FALSE(error.empty());
        continue;
      }
      ++legal;
      uint64_t again = 0;
      ASSERT_TRUE(encode(instruction, again, error)) << error;
      ASSERT_EQ(again, word) << info.mnemonic;
      Instruction back;
      ASSERT_TRUE(decode(again, back, error));
      ASSERT_EQ(back, instruction);
    }
    EXPECT_GT(legal, 10u) << info.mnemonic;
    EXPECT_GT(illegal, 10u) << info.mnemonic;
  }
}

TEST(Encoding, RandomWordsOfAllBits) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 200000; ++i) {
    // Sparse words come near legality.
    uint64_t word = random() & random() & random();
    Instruction instruction;
    std::string error;
    ASSERT_EQ(decode(word, instruction, error), isLegal(word))
        << std::hex << word;
  }
}

TEST(Encoding, ZeroIsIllegal) {
  Instruction instruction;
  std::string error;
  EXPECT_FALSE(decode(0, instruction, error));
  EXPECT_NE(error.find("opcode 0 is no instruction"), std::string::npos);
}

TEST(Encoding, KindsOfPrograms) {
  auto legalIn = [](Opcode op, bool last = false) {
    Instruction instruction;
    instruction.op = op;
    instruction.last = last;
    unsigned kinds = 0;
    for (ProgramKind kind :
         {UpdateProgram, BlocksProgram, RowsProgram, ColumnsProgram})
      kinds |= isLegalIn(instruction, kind) ? kind : 0;
    return kinds;
  };
  EXPECT_EQ(legalIn(Opcode::Add), 15u);
  EXPECT_EQ(legalIn(Opcode::Add, true), 14u);
  EXPECT_EQ(legalIn(Opcode::Ldp), 1u);
  EXPECT_EQ(legalIn(Opcode::Emit), 1u);
  EXPECT_EQ(legalIn(Opcode::Lid), 3u);
  EXPECT_EQ(legalIn(Opcode::St), 3u);
  EXPECT_EQ(legalIn(Opcode::Due), 2u);
  EXPECT_EQ(legalIn(Opcode::Rand2), 14u);
  EXPECT_EQ(legalIn(Opcode::Dlt), 4u);
  EXPECT_EQ(legalIn(Opcode::Illegal), 0u);
}

TEST(Encoding, RefusesWhatDoesNotFit) {
  uint64_t word = 77;
  std::string error;
  Instruction mul;
  mul.op = Opcode::Mul;
  mul.bimm = true;
  mul.imm = 40000;
  EXPECT_FALSE(encode(mul, word, error));
  EXPECT_NE(error.find("40000"), std::string::npos);
  EXPECT_NE(error.find("16 signed bits"), std::string::npos);
  mul.imm = -32768;
  mul.sh = 31;
  EXPECT_FALSE(encode(mul, word, error));
  EXPECT_NE(error.find("sh 31, legal are 0 to 30"), std::string::npos);
  mul.sh = 0;
  mul.rd = 16;
  EXPECT_FALSE(encode(mul, word, error));
  EXPECT_EQ(word, 77u);
  mul.rd = 15;
  EXPECT_TRUE(encode(mul, word, error));
  Instruction shr;
  shr.op = Opcode::Shr;
  shr.bimm = true;
  shr.imm = -1;
  EXPECT_FALSE(encode(shr, word, error));
}

TEST(Encoding, ImmediatesOfSixteenBitsAreSigned) {
  Instruction mul;
  mul.op = Opcode::Mul;
  mul.bimm = true;
  mul.imm = -2;
  uint64_t word = 0;
  std::string error;
  ASSERT_TRUE(encode(mul, word, error));
  EXPECT_EQ(word & 0xffffffff, 0xfffeu);
  Instruction back;
  ASSERT_TRUE(decode(word, back, error));
  EXPECT_EQ(back.imm, -2);
}

} // namespace
