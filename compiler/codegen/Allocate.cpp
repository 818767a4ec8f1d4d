//===- Allocate.cpp - Chooses physical registers ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/Passes.h"

#include "isa/Isa.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

using namespace mlir;
using snnc::ucode::InstructionOpInterface;

namespace snnc::compiler {

#define GEN_PASS_DEF_UCODEALLOCATE
#include "compiler/codegen/Passes.h.inc"

namespace {

class Allocator {
public:
  Allocator(ucode::ProgramOp program, unsigned count)
      : program(program), holds(count) {
    // Naming a draw keeps no register: DR holds it.
    for (Operation &op : program.getBody().front()) {
      auto instruction = cast<InstructionOpInterface>(op);
      for (Value value : {instruction.operandA(), instruction.operandB(),
                          instruction.operandC()})
        if (value)
          lastUse[value] = &op;
    }
  }

  LogicalResult run() {
    for (Operation &op : program.getBody().front()) {
      auto instruction = cast<InstructionOpInterface>(op);
      // Operands are read before the result is written.
      for (Value &value : holds)
        if (value && lastUse.lookup(value) == &op)
          value = Value();
      Value defined = instruction.definition();
      if (!defined)
        continue;
      auto *place = llvm::find(holds, Value());
      if (place == holds.end())
        return outOfRegisters(instruction);
      unsigned number = place - holds.begin();
      instruction.setPhysicalRegister(number);
      used = std::max(used, number + 1);
      if (lastUse.count(defined))
        *place = defined;
    }
    return success();
  }

  unsigned registersUsed() const { return used; }

private:
  LogicalResult outOfRegisters(InstructionOpInterface op) {
    bool isUpdate = program.getKind() == ucode::ProgramKind::Update;
    InFlightDiagnostic diag = op->emitError(isUpdate ? "neuron " : "rule ");
    if (FlatSymbolRefAttr model = program.getModelAttr())
      diag << model;
    else
      diag << "program @" << program.getSymName();
    diag << " needs more than the " << holds.size()
         << " registers of a lane here; write an intermediate value to a "
         << (isUpdate ? "state variable and go on with it in the next step, or "
                        "divide the model into two populations"
                      : "variable of the synapse or a trace and go on with it "
                        "in the next step");
    for (Value value : holds)
      diag.attachNote(value.getLoc())
          << "alive: '" << value.getDefiningOp()->getName() << "'";
    return failure();
  }

  ucode::ProgramOp program;
  SmallVector<Value> holds;
  llvm::DenseMap<Value, Operation *> lastUse;
  unsigned used = 0;
};

class UcodeAllocate : public impl::UcodeAllocateBase<UcodeAllocate> {
public:
  using UcodeAllocateBase::UcodeAllocateBase;

  void runOnOperation() override {
    ucode::ProgramOp program = getOperation();
    unsigned count = registers;
    if (count < 1 || count > snnc::isa::registerCount) {
      program.emitOpError("cannot be given ")
          << count << " registers; a lane has 1 to "
          << snnc::isa::registerCount;
      return signalPassFailure();
    }
    Allocator allocator(program, count);
    if (failed(allocator.run()))
      return signalPassFailure();
    maxRegisters.updateMax(allocator.registersUsed());
  }
};

} // namespace

} // namespace snnc::compiler
