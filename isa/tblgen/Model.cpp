//===- Model.cpp - Reads and checks the instruction set ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "isa/tblgen/Model.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/TableGen/Error.h"

#include <algorithm>
#include <map>

using namespace llvm;

namespace snnc::isa::tblgen {

namespace {

Field readField(const Record *record) {
  Field field;
  field.name = record->getValueAsString("name").str();
  field.summary = record->getValueAsString("summary").str();
  field.hi = record->getValueAsInt("hi");
  field.lo = record->getValueAsInt("lo");
  return field;
}

Operand readOperand(const Record *record) {
  Operand operand;
  operand.name = record->getValueAsString("name").str();
  operand.kind = record->getValueAsString("kind").str();
  operand.field = readField(record->getValueAsDef("inField"));
  operand.hi = record->getValueAsInt("hi");
  operand.lo = record->getValueAsInt("lo");
  operand.min = record->getValueAsInt("min");
  int64_t max = record->getValueAsInt("max");
  operand.max = max < 0 ? operand.full() : uint64_t(max);
  for (StringRef value : record->getValueAsListOfStrings("values"))
    operand.values.push_back(value.str());
  operand.optional = record->getValueAsBit("optional");
  if (operand.isB()) {
    operand.immBits = record->getValueAsInt("immBits");
    operand.isSigned = record->getValueAsBit("signed");
  }
  if (operand.hi > operand.field.hi || operand.lo < operand.field.lo)
    PrintFatalError(record, "operand lies outside its field");
  if (operand.max > operand.full() || operand.min > operand.max)
    PrintFatalError(record, "legal values do not fit the bits");
  if (!operand.values.empty() &&
      operand.values.size() != operand.max - operand.min + 1)
    PrintFatalError(record, "as many names as legal values are needed");
  return operand;
}

Instruction readInstruction(const Record *record) {
  Instruction instruction;
  instruction.camel = record->getName().str();
  instruction.mnemonic = record->getValueAsString("mnemonic").str();
  for (unsigned i = 0; i < 6; ++i)
    if (auto *bit =
            dyn_cast<BitInit>(record->getValueAsBitsInit("opcode")->getBit(i));
        bit && bit->getValue())
      instruction.opcode |= 1u << i;
  uint64_t covered = 0;
  for (const Record *operandRecord : record->getValueAsListOfDefs("operands")) {
    Operand operand = readOperand(operandRecord);
    uint64_t bits = operand.full() << operand.lo;
    if (covered & bits)
      PrintFatalError(record,
                      "operand '" + operand.name + "' overlaps another one");
    covered |= bits;
    instruction.operands.push_back(std::move(operand));
  }
  instruction.semantics = record->getValueAsString("semantics").str();
  instruction.effect =
      record->getValueAsDef("effect")->getValueAsString("name").str();
  for (const Record *kind : record->getValueAsListOfDefs("kinds"))
    instruction.kinds.push_back(kind->getValueAsString("name").str());
  instruction.slots = record->getValueAsInt("slots");
  instruction.commutative = record->getValueAsBit("commutative");
  instruction.draws = record->getValueAsBit("draws");
  if (instruction.opcode == 0 || instruction.slots == 0)
    PrintFatalError(record, "opcode and slots must not be zero");
  return instruction;
}

} // namespace

const Operand *Instruction::operandB() const {
  for (const Operand &operand : operands)
    if (operand.isB())
      return &operand;
  return nullptr;
}

bool Instruction::isIn(StringRef kind) const {
  return is_contained(kinds, kind);
}

uint64_t Instruction::mustBeZero(bool bimm) const {
  // Opcode bits are checked by finding the opcode at all.
  uint64_t used = uint64_t(63) << 58;
  // The flag that ends a program is legal on all but `end` itself.
  if (effect != "end")
    used |= uint64_t(1) << 32;
  for (const Operand &operand : operands) {
    if (!operand.isB())
      used |= operand.full() << operand.lo;
    else if (bimm)
      used |= operand.full() << operand.lo | uint64_t(1) << 41;
    else
      used |= uint64_t(15) << 46;
  }
  return ~used;
}

const Field &Isa::field(StringRef name) const {
  for (const Field &f : fields)
    if (f.name == name)
      return f;
  PrintFatalError("no field named '" + name + "'");
}

Isa readIsa(const RecordKeeper &records) {
  Isa isa;
  for (const Record *record : records.getAllDerivedDefinitions("Field"))
    isa.fields.push_back(readField(record));
  std::sort(isa.fields.begin(), isa.fields.end(),
            [](const Field &a, const Field &b) { return a.lo > b.lo; });
  std::map<unsigned, const Record *> byOpcode;
  std::map<std::string, Operand> immediates;
  for (const Record *record : records.getAllDerivedDefinitions("Instruction")) {
    isa.instructions.push_back(readInstruction(record));
    const Instruction &instruction = isa.instructions.back();
    auto [it, isNew] = byOpcode.try_emplace(instruction.opcode, record);
    if (!isNew)
      PrintFatalError(record, "opcode " + Twine(instruction.opcode) +
                                  " is taken by '" + it->second->getName() +
                                  "'");
    for (const Operand &operand : instruction.operands)
      if (operand.field.name == "imm" && !operand.isB())
        immediates.emplace(operand.name, operand);
  }
  for (auto &entry : immediates)
    isa.immediates.push_back(entry.second);
  std::sort(isa.instructions.begin(), isa.instructions.end(),
            [](const Instruction &a, const Instruction &b) {
              return a.opcode < b.opcode;
            });
  return isa;
}

std::string hex64(uint64_t value) {
  std::string text;
  raw_string_ostream os(text);
  os << format_hex(value, 18);
  return text;
}

} // namespace snnc::isa::tblgen
