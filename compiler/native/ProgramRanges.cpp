//===- ProgramRanges.cpp - What the values of a program can be --*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/native/ProgramRanges.h"

#include "compiler/native/Declarations.h"
#include "dialects/fx/Arithmetic.h"

using namespace mlir;

namespace snnc::compiler {

ProgramRanges::ProgramRanges(snn::ProgramOp program) {
  for (Operation &op : program.getBody().front()) {
    if (op.getNumResults() != 1)
      continue;
    auto type = dyn_cast<fx::QType>(op.getResult(0).getType());
    if (!type)
      continue;
    SmallVector<IntRange> operands;
    for (Value operand : op.getOperands())
      operands.push_back(of(operand));
    IntRange range = evaluateFixed(&op, operands).value_or(sourceRange(&op));
    IntRange claimed = IntRange::ofBits(type.getBits());
    // What wraps can be anything that the type holds.
    if (range.isEmpty() || range.bits() > 32)
      range = claimed;
    IntRange both = {std::max(range.lo, claimed.lo),
                     std::min(range.hi, claimed.hi)};
    ranges[op.getResult(0)] = both.isEmpty() ? claimed : both;
  }
}

IntRange ProgramRanges::of(Value value) const {
  auto found = ranges.find(value);
  return found != ranges.end() ? found->second : IntRange{0, 1};
}

unsigned ProgramRanges::shiftOf(snn::WriteOp write) {
  return unsigned(
      cast<fx::QType>(write.getValue().getType()).getFrac() -
      formatOf(declarationOf(write, write.getStateAttr())).getFrac());
}

unsigned ProgramRanges::storedBits(snn::WriteOp write) {
  return formatOf(declarationOf(write, write.getStateAttr())).getBits();
}

bool ProgramRanges::saturates(snn::WriteOp write) const {
  IntRange range = of(write.getValue());
  unsigned shift = shiftOf(write);
  IntRange kept = {fx::shiftEven(range.lo, shift),
                   fx::shiftEven(range.hi, shift)};
  return kept.bits() > storedBits(write);
}

} // namespace snnc::compiler
