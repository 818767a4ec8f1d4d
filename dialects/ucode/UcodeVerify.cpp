//===- UcodeVerify.cpp - Limits of instructions and programs ----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/ucode/Ucode.h"

#include "isa/Isa.h"

#include "llvm/ADT/SmallVector.h"

using namespace mlir;
using namespace snnc;
using namespace snnc::ucode;

static LogicalResult verifyOperandB(InstructionOpInterface op,
                                    const snnc::isa::OpcodeInfo &info) {
  const snnc::isa::OperandInfo *b = info.operand("b");
  if (!b)
    return success();
  std::optional<int32_t> imm = op.immediate();
  if (bool(op.operandB()) == imm.has_value())
    return op->emitOpError("needs operand B either as a register or as an "
                           "immediate");
  if (!imm)
    return success();
  int64_t least = b->immSigned ? -(int64_t(1) << (b->immBits - 1)) : 0;
  int64_t most = (int64_t(1) << (b->immBits - b->immSigned)) - 1;
  if (*imm < least || *imm > most)
    return op->emitOpError("has immediate ")
           << *imm << ", legal are " << least << " to " << most;
  return success();
}

LogicalResult snnc::ucode::verifyInstruction(Operation *operation) {
  auto op = cast<InstructionOpInterface>(operation);
  const snnc::isa::OpcodeInfo &info =
      *snnc::isa::lookup(snnc::isa::Opcode(op.opcode()));
  if (failed(verifyOperandB(op, info)))
    return failure();
  if (const snnc::isa::OperandInfo *sh = info.operand("sh"))
    if (op.shift() > sh->max)
      return op->emitOpError("shifts by ")
             << op.shift() << ", legal are 0 to " << sh->max;
  bool isStochastic = op.rounding() == Rounding::Stochastic;
  Value random = op.randomSource();
  bool hasDraw = random || op.drawSymbol();
  if (isStochastic && !hasDraw)
    return op->emitOpError("rounds stochastically and must name the draw that "
                           "it uses: rnd=stochastic by %draw");
  if (!isStochastic && hasDraw)
    return op->emitOpError("names a draw but does not round stochastically");
  auto draw = random ? random.getDefiningOp<InstructionOpInterface>()
                     : InstructionOpInterface();
  if (random && !(draw && draw.draws())) {
    InFlightDiagnostic diag =
        op->emitOpError("rounds by a value that is no draw");
    if (Operation *definition = random.getDefiningOp())
      diag.attachNote(definition->getLoc()) << "the value is defined here";
    return diag;
  }
  if (std::optional<uint32_t> reg = op.physicalRegister())
    if (*reg >= snnc::isa::registerCount)
      return op->emitOpError("has register r")
             << *reg << ", the last is r" << snnc::isa::registerCount - 1;
  std::optional<uint64_t> stream;
  if (auto rand = dyn_cast<RandOp>(operation))
    stream = rand.getStream();
  else if (auto rand2 = dyn_cast<Rand2Op>(operation))
    stream = rand2.getStream();
  if (stream && *stream > UINT32_MAX)
    return op->emitOpError("has a stream beyond 32 bits");
  if (auto lut = dyn_cast<LutOp>(operation))
    if (int32_t(lut.getOffset()) < 0)
      return op->emitOpError("has a negative offset");
  return success();
}

bool ProgramOp::isAllocated() {
  for (Operation &op : getBody().front())
    if (auto instruction = dyn_cast<InstructionOpInterface>(op))
      if (instruction.physicalRegister())
        return true;
  return false;
}

namespace {

/// Follows an allocated program register by register.
class RegisterChecker {
public:
  LogicalResult visit(InstructionOpInterface op) {
    if (failed(read(op, op.operandA())) || failed(read(op, op.operandB())) ||
        failed(read(op, op.operandC())))
      return failure();
    if (Value random = op.randomSource(); random && random != draw) {
      InFlightDiagnostic diag = op->emitOpError(
          "rounds by a draw that is not the last one before it");
      diag.attachNote(random.getLoc()) << "the draw it names";
      if (draw)
        diag.attachNote(draw.getLoc()) << "the last draw";
      return diag;
    }
    if (Value defined = op.definition()) {
      std::optional<uint32_t> reg = op.physicalRegister();
      if (!reg)
        return op->emitOpError("has no register although others of this "
                               "program have one");
      holds[*reg] = defined;
    }
    if (op.draws())
      draw = op.definition();
    return success();
  }

private:
  LogicalResult read(InstructionOpInterface op, Value value) {
    if (!value)
      return success();
    auto definition = value.getDefiningOp<InstructionOpInterface>();
    uint32_t reg = definition.physicalRegister().value_or(0);
    Value held = holds[reg];
    if (held == value)
      return success();
    InFlightDiagnostic diag = op->emitOpError("reads r")
                              << reg << ", which no longer holds its operand";
    diag.attachNote(value.getLoc()) << "the operand";
    if (held)
      diag.attachNote(held.getLoc()) << "overwritten here";
    return diag;
  }

  Value holds[snnc::isa::registerCount];
  Value draw;
};

} // namespace

LogicalResult ProgramOp::verify() {
  Block &block = getBody().front();
  for (Operation &op : block) {
    auto instruction = dyn_cast<InstructionOpInterface>(op);
    if (!instruction)
      return op.emitOpError("is no instruction; a ucode.program holds nothing "
                            "else");
    const snnc::isa::OpcodeInfo &info =
        *snnc::isa::lookup(snnc::isa::Opcode(instruction.opcode()));
    if (!(info.kinds & uint32_t(getKind())))
      return op.emitOpError("may not stand in a program of kind '")
             << stringifyProgramKind(getKind()) << "'";
  }
  if (block.empty() || !llvm::isa<EndOp>(block.back()))
    return emitOpError("must close with 'ucode.end'");
  if (!isAllocated())
    return success();
  RegisterChecker checker;
  for (Operation &op : block)
    if (failed(checker.visit(cast<InstructionOpInterface>(op))))
      return failure();
  return success();
}
