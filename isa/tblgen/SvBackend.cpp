//===- SvBackend.cpp - Writes the SystemVerilog package ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Written for Verilator 5 and for Yosys 0.23, which takes functions and enums
// of packages only as pkg::name and no casts to an enum of a package.
//
//===----------------------------------------------------------------------===//

#include "isa/tblgen/Model.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace snnc::isa::tblgen {

static std::string capitalized(StringRef name) {
  return toUpper(name[0]) + name.drop_front().str();
}

static std::string svHex(uint64_t value) {
  std::string digits = hex64(value).substr(2);
  return "64'h" + digits.substr(0, 4) + "_" + digits.substr(4, 4) + "_" +
         digits.substr(8, 4) + "_" + digits.substr(12, 4);
}

static std::string slice(const Operand &operand) {
  if (operand.hi == operand.lo)
    return "word[" + std::to_string(operand.lo) + "]";
  return "word[" + std::to_string(operand.hi) + ":" +
         std::to_string(operand.lo) + "]";
}

static void emitOpcodes(raw_ostream &os, const Isa &isa) {
  os << "  typedef enum logic [5:0] {\n";
  for (const Instruction &instruction : isa.instructions)
    os << "    Op" << instruction.camel << " = 6'd" << instruction.opcode
       << (&instruction == &isa.instructions.back() ? "\n" : ",\n");
  os << "  } opcode_e;\n\n";
}

static void emitFields(raw_ostream &os, const Isa &isa) {
  os << "  // Fields of the instruction word: word[XLsb +: XWidth].\n";
  for (const Field &field : isa.fields) {
    std::string name = capitalized(field.name);
    os << "  localparam int unsigned " << name << "Lsb = " << field.lo
       << ";\n  localparam int unsigned " << name << "Width = " << field.width()
       << ";\n";
  }
  os << "\n  // Parts of the immediate.\n";
  for (const Operand &operand : isa.immediates) {
    std::string name = "Imm" + capitalized(operand.name);
    os << "  localparam int unsigned " << name << "Lsb = " << operand.lo
       << ";\n  localparam int unsigned " << name
       << "Width = " << operand.width() << ";\n";
  }
}

static void emitNames(raw_ostream &os, const Isa &isa) {
  os << "\n  // Values of fields.\n";
  std::vector<std::string> seen;
  for (const Instruction &instruction : isa.instructions)
    for (const Operand &operand : instruction.operands) {
      if (operand.values.empty() || is_contained(seen, operand.name))
        continue;
      seen.push_back(operand.name);
      for (size_t i = 0; i < operand.values.size(); ++i)
        os << "  localparam logic [" << operand.width() - 1 << ":0] "
           << capitalized(operand.name) << capitalized(operand.values[i])
           << " = " << operand.width() << "'d" << operand.min + i << ";\n";
    }
}

/// Kinds of programs, in the order of their bits.
static constexpr const char *kindNames[] = {"Update", "Blocks", "Rows",
                                            "Columns"};

static void emitMasks(raw_ostream &os, const Isa &isa) {
  os << "\n  // Bits that must be zero; all of them for an opcode that is not "
        "legal.\n"
        "  function automatic logic [63:0] must_be_zero(\n"
        "    input logic [5:0] op, input logic bimm\n  );\n"
        "    case ({bimm, op})\n";
  for (unsigned bimm = 0; bimm < 2; ++bimm)
    for (const Instruction &instruction : isa.instructions)
      os << "      {1'b" << bimm << ", 6'd" << instruction.opcode
         << "}: must_be_zero = " << svHex(instruction.mustBeZero(bimm))
         << ";  // " << instruction.mnemonic << "\n";
  os << "      default: must_be_zero = 64'hffff_ffff_ffff_ffff;\n"
        "    endcase\n"
        "  endfunction\n";
}

static void emitKinds(raw_ostream &os, const Isa &isa) {
  os << "\n  // Kinds of programs that may hold the opcode: Update, blocks, "
        "rows and columns of Learn.\n";
  for (unsigned bit = 0; bit < 4; ++bit)
    os << "  localparam logic [3:0] Kind" << kindNames[bit] << " = 4'd"
       << (1u << bit) << ";\n";
  os << "  function automatic logic [3:0] kinds(input logic [5:0] op);\n"
        "    case (op)\n";
  for (const Instruction &instruction : isa.instructions) {
    unsigned bits = 0;
    for (unsigned bit = 0; bit < 4; ++bit)
      bits |= unsigned(instruction.isIn(kindNames[bit])) << bit;
    os << "      6'd" << instruction.opcode << ": kinds = 4'd" << bits
       << ";  // " << instruction.mnemonic << "\n";
  }
  os << "      default: kinds = 4'd0;\n    endcase\n  endfunction\n";
}

static void emitIllegal(raw_ostream &os, const Isa &isa) {
  os << "\n  // The word is no instruction of a program of that kind "
        "(one-hot): "
        "unknown\n"
        "  // opcode, a bit set that must be zero, a field with a value that "
        "is "
        "not legal,\n"
        "  // an opcode of other kinds, or the last flag in Update.\n"
        "  function automatic logic is_illegal(\n"
        "    input logic [63:0] word, input logic [3:0] kind\n  );\n"
        "    logic range;\n"
        "    case (word[63:58])\n";
  for (const Instruction &instruction : isa.instructions) {
    std::vector<std::string> terms;
    for (const Operand &operand : instruction.operands) {
      if (!operand.isRestricted())
        continue;
      std::string width = std::to_string(operand.width()) + "'d";
      if (operand.min > 0)
        terms.push_back("(" + slice(operand) + " < " + width +
                        std::to_string(operand.min) + ")");
      if (operand.max < operand.full())
        terms.push_back("(" + slice(operand) + " > " + width +
                        std::to_string(operand.max) + ")");
    }
    if (terms.empty())
      continue;
    os << "      6'd" << instruction.opcode
       << ": range = " << join(terms, " || ") << ";  // "
       << instruction.mnemonic << "\n";
  }
  os << "      default: range = 1'b0;\n"
        "    endcase\n"
        "    is_illegal = range || ((kinds(word[63:58]) & kind) == 4'd0) ||\n"
        "                 (kind[0] && word[LastLsb]) ||\n"
        "                 ((word & must_be_zero(word[63:58], word[41])) != "
        "64'd0);\n"
        "  endfunction\n";
}

static void emitSlots(raw_ostream &os, const Isa &isa) {
  os << "\n  // Slots of the round that the instruction takes.\n"
        "  function automatic logic [3:0] slots(input logic [5:0] op);\n"
        "    case (op)\n";
  for (const Instruction &instruction : isa.instructions)
    if (instruction.slots != 1)
      os << "      6'd" << instruction.opcode << ": slots = 4'd"
         << instruction.slots << ";  // " << instruction.mnemonic << "\n";
  os << "      default: slots = 4'd1;\n    endcase\n  endfunction\n";
}

bool emitSv(raw_ostream &os, const RecordKeeper &records) {
  Isa isa = readIsa(records);
  os << "// Generated from isa/Isa.td by snnc-isa-tblgen. Do not edit.\n"
        "// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception\n\n"
        "package snnc_isa_pkg;\n\n";
  emitOpcodes(os, isa);
  os << "  // A design that leaves a name of the encoding unused is sound.\n"
        "  // verilator lint_off UNUSEDPARAM\n\n";
  emitFields(os, isa);
  emitNames(os, isa);
  os << "  // verilator lint_on UNUSEDPARAM\n";
  emitMasks(os, isa);
  emitKinds(os, isa);
  emitIllegal(os, isa);
  emitSlots(os, isa);
  os << "\nendpackage\n";
  return false;
}

} // namespace snnc::isa::tblgen
