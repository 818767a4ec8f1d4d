//===- Model.h - The instruction set as read from TableGen ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_ISA_TBLGEN_MODEL_H
#define SNNC_ISA_TBLGEN_MODEL_H

#include "llvm/Support/raw_ostream.h"
#include "llvm/TableGen/Record.h"

#include <cstdint>
#include <string>
#include <vector>

namespace snnc::isa::tblgen {

struct Field {
  std::string name;
  std::string summary;
  unsigned hi = 0, lo = 0;
  unsigned width() const { return hi - lo + 1; }
};

struct Operand {
  std::string name;
  std::string kind;
  Field field;
  unsigned hi = 0, lo = 0;
  /// Legal values; most is all ones for a field without an upper limit.
  uint64_t min = 0, max = 0;
  std::vector<std::string> values;
  bool optional = false;
  /// Of operand B: width and signedness of the immediate.
  unsigned immBits = 0;
  bool isSigned = false;

  bool isB() const { return kind == "b"; }
  unsigned width() const { return hi - lo + 1; }
  uint64_t full() const { return ~uint64_t(0) >> (64 - width()); }
  /// The bits hold values that are not legal.
  bool isRestricted() const { return !isB() && (min > 0 || max < full()); }
};

struct Instruction {
  /// The record's name: the mnemonic in CamelCase.
  std::string camel;
  std::string mnemonic;
  unsigned opcode = 0;
  std::vector<Operand> operands;
  std::string semantics;
  std::string effect;
  /// Kinds of programs that may hold it: Update, Blocks, Rows, Columns.
  std::vector<std::string> kinds;
  unsigned slots = 1;
  bool commutative = false;
  bool draws = false;

  const Operand *operandB() const;
  bool isIn(llvm::StringRef kind) const;
  /// Bits that must be zero when operand B is a register, or an immediate.
  uint64_t mustBeZero(bool bimm) const;
};

struct Isa {
  std::vector<Field> fields;
  std::vector<Instruction> instructions;
  /// Distinct operands of the immediate field, by name.
  std::vector<Operand> immediates;

  const Field &field(llvm::StringRef name) const;
};

/// Reads and checks the records; a broken definition is a fatal TableGen error
/// at its place.
Isa readIsa(const llvm::RecordKeeper &records);

/// 0x followed by 16 digits.
std::string hex64(uint64_t value);

bool emitCpp(llvm::raw_ostream &os, const llvm::RecordKeeper &records);
bool emitSv(llvm::raw_ostream &os, const llvm::RecordKeeper &records);
bool emitManual(llvm::raw_ostream &os, const llvm::RecordKeeper &records);

} // namespace snnc::isa::tblgen

#endif // SNNC_ISA_TBLGEN_MODEL_H
