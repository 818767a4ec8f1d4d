//===- CppBackend.cpp - Writes the C++ tables -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "isa/tblgen/Model.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace snnc::isa::tblgen {

static std::string capitalized(StringRef name) {
  return toUpper(name[0]) + name.drop_front().str();
}

static void emitOpcodes(raw_ostream &os, const Isa &isa) {
  os << "#ifdef GET_ISA_OPCODES\n#undef GET_ISA_OPCODES\n"
        "/// Operation of an instruction; Illegal is the zero word's.\n"
        "enum class Opcode : uint8_t {\n  Illegal = 0,\n";
  for (const Instruction &instruction : isa.instructions)
    os << "  " << instruction.camel << " = " << instruction.opcode << ", ///< "
       << instruction.semantics << "\n";
  os << "};\n\n/// Place of the fields in the word.\nnamespace field {\n";
  for (const Field &field : isa.fields)
    os << "constexpr unsigned " << capitalized(field.name)
       << "Lsb = " << field.lo << ", " << capitalized(field.name)
       << "Width = " << field.width() << ";\n";
  os << "} // namespace field\n\n/// Parts of the immediate of memory "
        "accesses.\nnamespace imm {\n";
  for (const Operand &operand : isa.immediates) {
    std::string name = capitalized(operand.name);
    std::string mask = "0x" + utohexstr(operand.full(), true) + "u";
    std::string lsb = std::to_string(operand.lo);
    os << "constexpr uint32_t get" << name << "(uint32_t imm) { return (imm >> "
       << lsb << ") & " << mask << "; }\n"
       << "constexpr uint32_t make" << name
       << "(uint32_t value) { return (value & " << mask << ") << " << lsb
       << "; }\n";
  }
  os << "} // namespace imm\n#endif // GET_ISA_OPCODES\n\n";
}

static std::string kindName(const Operand &operand) {
  return "OperandKind::" + (operand.kind == "reg" ? std::string("Register")
                                                  : capitalized(operand.kind));
}

static void emitOperands(raw_ostream &os, const Instruction &instruction) {
  for (const Operand &operand : instruction.operands) {
    if (operand.values.empty())
      continue;
    os << "static const char *const values" << instruction.camel
       << capitalized(operand.name) << "[] = {";
    for (const std::string &value : operand.values)
      os << "\"" << value << "\", ";
    os << "};\n";
  }
  if (instruction.operands.empty())
    return;
  os << "static const OperandInfo operands" << instruction.camel << "[] = {\n";
  for (const Operand &operand : instruction.operands) {
    std::string values = operand.values.empty() ? "nullptr"
                                                : "values" + instruction.camel +
                                                      capitalized(operand.name);
    os << "    {\"" << operand.name << "\", " << kindName(operand) << ", "
       << operand.hi << ", " << operand.lo << ", " << operand.min << "u, "
       << operand.max << "u, " << values << ", "
       << (operand.optional ? "true" : "false") << ", " << operand.immBits
       << ", " << (operand.isSigned ? "true" : "false") << "},\n";
  }
  os << "};\n";
}

/// The bits of isa::ProgramKind.
static unsigned kinds(const Instruction &instruction) {
  return instruction.isIn("Update") | instruction.isIn("Blocks") << 1 |
         instruction.isIn("Rows") << 2 | instruction.isIn("Columns") << 3;
}

static void emitTable(raw_ostream &os, const Isa &isa) {
  os << "#ifdef GET_ISA_TABLE\n#undef GET_ISA_TABLE\n";
  for (const Instruction &instruction : isa.instructions)
    emitOperands(os, instruction);
  os << "static const OpcodeInfo opcodeTable[] = {\n";
  for (const Instruction &instruction : isa.instructions) {
    std::string operands = instruction.operands.empty()
                               ? "nullptr"
                               : "operands" + instruction.camel;
    os << "    {Opcode::" << instruction.camel << ", \"" << instruction.mnemonic
       << "\", " << operands << ", " << instruction.operands.size() << ", "
       << instruction.slots << ", {" << hex64(instruction.mustBeZero(false))
       << "u, " << hex64(instruction.mustBeZero(true)) << "u}, "
       << (instruction.commutative ? "true" : "false") << ", "
       << (instruction.draws ? "true" : "false") << ", " << kinds(instruction)
       << ",\n     \"" << instruction.semantics << "\"},\n";
  }
  os << "};\n#endif // GET_ISA_TABLE\n";
}

bool emitCpp(raw_ostream &os, const RecordKeeper &records) {
  Isa isa = readIsa(records);
  os << "// Generated from isa/Isa.td by snnc-isa-tblgen. Do not edit.\n\n";
  emitOpcodes(os, isa);
  emitTable(os, isa);
  return false;
}

} // namespace snnc::isa::tblgen
