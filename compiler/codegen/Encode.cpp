//===- Encode.cpp - From allocated programs to words ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/Codegen.h"

#include "isa/Isa.h"

using namespace mlir;
using snnc::ucode::InstructionOpInterface;

namespace snnc::compiler {

namespace {

class Encoder {
public:
  explicit Encoder(const ProgramLayout &layout) : layout(layout) {}

  LogicalResult encode(InstructionOpInterface op, uint64_t &word) {
    snnc::isa::Instruction instruction;
    instruction.op = snnc::isa::Opcode(op.opcode());
    instruction.sat = op.saturates();
    instruction.sh = op.shift();
    instruction.rnd = snnc::isa::Rounding(op.rounding());
    instruction.ra = physical(op.operandA());
    instruction.rb = physical(op.operandB());
    instruction.rc = physical(op.operandC());
    instruction.rd = physical(op.definition());
    if (std::optional<int32_t> immediate = op.immediate()) {
      instruction.bimm = true;
      instruction.imm = *immediate;
    }
    if (auto rand = dyn_cast<ucode::RandOp>(*op))
      instruction.imm = int32_t(snnc::isa::imm::makeStream(rand.getStream()));
    if (auto rand2 = dyn_cast<ucode::Rand2Op>(*op))
      instruction.imm = int32_t(snnc::isa::imm::makeStream(rand2.getStream()));
    if (op.memory() || op.plane() || op.common()) {
      FailureOr<uint32_t> packed = op.memory() ? memoryFields(op) : 0u;
      if (failed(packed))
        return failure();
      FailureOr<uint32_t> ofSynapse = synapseFields(op);
      if (failed(ofSynapse))
        return failure();
      instruction.imm = int32_t(*packed | *ofSynapse);
    }
    instruction.last = isLast(op);
    std::string error;
    if (!snnc::isa::encode(instruction, word, error))
      return op->emitOpError("cannot be encoded: ") << error;
    return success();
  }

private:
  static bool isLast(InstructionOpInterface op) {
    auto program = op->getParentOfType<ucode::ProgramOp>();
    return program.getKind() != ucode::ProgramKind::Update &&
           llvm::isa<ucode::EndOp>(op->getNextNode());
  }

  static uint8_t physical(Value value) {
    if (!value)
      return 0;
    auto definition = value.getDefiningOp<InstructionOpInterface>();
    return definition.physicalRegister().value_or(0);
  }

  template <typename LayoutT>
  const LayoutT *find(InstructionOpInterface op, FlatSymbolRefAttr name,
                      const llvm::StringMap<LayoutT> &map, StringRef kind) {
    auto it = map.find(name.getValue());
    if (it != map.end())
      return &it->second;
    op->emitOpError("names ")
        << kind << " " << name << ", which has no place on the tile";
    return nullptr;
  }

  /// Fields that name a variable of the synapse or a common value.
  FailureOr<uint32_t> synapseFields(InstructionOpInterface op) {
    namespace imm = snnc::isa::imm;
    uint32_t fields = 0;
    auto add = [&](FlatSymbolRefAttr name, const llvm::StringMap<uint32_t> &map,
                   StringRef kind, uint32_t (*make)(uint32_t)) {
      if (!name)
        return true;
      const uint32_t *number = find(op, name, map, kind);
      if (number)
        fields |= make(*number);
      return number != nullptr;
    };
    if (!add(op.plane(), layout.synapsePlanes, "synapse variable",
             [](uint32_t n) { return imm::makePlane(n); }) ||
        !add(op.common(), layout.commons, "common value",
             [](uint32_t n) { return imm::makeCom(n); }) ||
        !add(op.drawSymbol(), layout.commons, "common value",
             [](uint32_t n) { return imm::makeRcom(n); }))
      return failure();
    return fields;
  }

  FailureOr<uint32_t> base(InstructionOpInterface op, uint32_t value) {
    if (value <= 0xffff)
      return snnc::isa::imm::makeBase(value);
    return op->emitOpError("has ") << op.memory() << " at " << value
                                   << "; an instruction reaches 65535";
  }

  FailureOr<uint32_t> memoryFields(InstructionOpInterface op) {
    namespace imm = snnc::isa::imm;
    if (llvm::isa<ucode::LdmOp, ucode::SigOp>(*op)) {
      const uint32_t *index =
          find(op, op.memory(), layout.modulators, "modulator");
      if (!index)
        return failure();
      if (*index > 7)
        return op->emitOpError("names modulator ")
               << *index << "; there are 8, 0 to 7";
      return imm::makeMod(*index);
    }
    if (llvm::isa<ucode::LdpOp, ucode::AddpOp>(*op)) {
      const PortLayout *port = find(op, op.memory(), layout.ports, "port");
      if (!port)
        return failure();
      FailureOr<uint32_t> fields = base(op, port->base);
      if (failed(fields))
        return failure();
      return *fields | imm::makeSlots(port->slotsLog2) |
             imm::makeWide(port->wide);
    }
    if (auto lut = dyn_cast<ucode::LutOp>(*op))
      return tableFields(lut);
    const PlaneLayout *plane =
        find(op, op.memory(), layout.planes, "state variable or parameter");
    if (!plane)
      return failure();
    FailureOr<uint32_t> fields = base(op, plane->base);
    if (failed(fields))
      return failure();
    return *fields | imm::makeWidth(plane->widthLog2);
  }

  FailureOr<uint32_t> tableFields(ucode::LutOp op) {
    auto instruction = cast<InstructionOpInterface>(op.getOperation());
    const TableLayout *table =
        find(instruction, op.getMemoryAttr(), layout.tables, "table");
    if (!table)
      return failure();
    uint32_t offset = op.getOffset();
    if (offset >= table->length || table->length > 0xffff)
      return op.emitOpError("looks ")
             << offset << " entries beyond the start of " << op.getMemoryAttr()
             << ", which has " << table->length << " (1 to 65535 can be used)";
    FailureOr<uint32_t> fields = base(instruction, table->base + offset);
    if (failed(fields))
      return failure();
    return *fields | snnc::isa::imm::makeLen(table->length - offset);
  }

  const ProgramLayout &layout;
};

} // namespace

/// The end of a program of Learn is a flag of the instruction before it.
static bool hasEnd(ucode::ProgramOp program) {
  return program.getKind() == ucode::ProgramKind::Update ||
         llvm::hasSingleElement(program.getBody().front());
}

uint64_t wordsOf(ucode::ProgramOp program) {
  uint64_t words = 0;
  for (Operation &op : program.getBody().front())
    words += hasEnd(program) || !llvm::isa<ucode::EndOp>(op);
  return words;
}

LogicalResult encodeProgram(ucode::ProgramOp program,
                            const ProgramLayout &layout,
                            std::vector<uint64_t> &words,
                            std::vector<Location> &locations) {
  Encoder encoder(layout);
  words.clear();
  locations.clear();
  for (Operation &op : program.getBody().front()) {
    if (llvm::isa<ucode::EndOp>(op) && !hasEnd(program))
      break;
    auto instruction = cast<InstructionOpInterface>(op);
    if (instruction.definition() && !instruction.physicalRegister())
      return op.emitOpError("has no register; run ucode-allocate before "
                            "encoding");
    uint64_t word = 0;
    if (failed(encoder.encode(instruction, word)))
      return failure();
    words.push_back(word);
    locations.push_back(op.getLoc());
  }
  return success();
}

} // namespace snnc::compiler
