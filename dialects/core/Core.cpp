//===- Core.cpp - The core dialect and its ops ----------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/core/Core.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace snnc::core;

#include "dialects/core/CoreDialect.cpp.inc"
#include "dialects/core/CoreEnums.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/core/CoreAttrs.cpp.inc"

#define GET_OP_CLASSES
#include "dialects/core/CoreOps.cpp.inc"
void CoreDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialects/core/CoreAttrs.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "dialects/core/CoreOps.cpp.inc"
      >();
}

static bool isPowerOfTwo(uint64_t n) { return n && !(n & (n - 1)); }

LogicalResult TileOp::verify() {
  if (!getPlace())
    return success();
  TargetAttr t = getTarget();
  if (getPlace()->size() != 2)
    return emitOpError("has a place of ")
           << getPlace()->size() << " numbers, not x and y";
  if (x() < 0 || y() < 0 || x() >= t.getMeshColumns() || y() >= t.getMeshRows())
    return emitOpError("is at [")
           << x() << ", " << y() << "], but target '" << t.getName() << "' has "
           << t.getMeshColumns() << " x " << t.getMeshRows() << " tiles";
  return success();
}

LogicalResult GroupOp::verify() {
  if (getFirst().has_value() != getFirstBlock().has_value())
    return emitOpError("has a first neuron or block, but not both");
  if (getWindow() && getProgram())
    return emitOpError("is a window and has a program");
  if (getWindow() && getDrives())
    return emitOpError("is a window and drives a modulator; the homes of its "
                       "neurons do");
  if (getKept() && !getWindow())
    return emitOpError("is kept, but no window");
  if (getInner() > getInnerPad())
    return emitOpError("has an inner size of ")
           << getInner() << " padded to only " << getInnerPad();
  if (getSize() % getInner())
    return emitOpError("has ")
           << getSize() << " neurons, not a multiple of the inner size "
           << getInner();
  return success();
}

LogicalResult PlaneOp::verify() {
  if (getBits() != 8 && getBits() != 16 && getBits() != 32)
    return emitOpError("has ") << getBits() << " bits; a plane has 8, 16 or 32";
  return success();
}

LogicalResult VariableOp::verify() {
  if (getBits() != 8 && getBits() != 16 && getBits() != 32)
    return emitOpError("has ")
           << getBits() << " bits; a variable has 8, 16 or 32";
  if (getBase() * getBits() % 32)
    return emitOpError("does not begin with a row of the memory");
  return success();
}

LogicalResult LearningOp::verify() {
  bool whole = getIndexRows().has_value() == getIndexBase().has_value() &&
               getIndexRows().has_value() == getColumnBase().has_value();
  if (!whole)
    return emitOpError("has a part of a second index");
  return success();
}

LogicalResult PortOp::verify() {
  if (getBits() != 16 && getBits() != 32)
    return emitOpError("has ") << getBits() << " bits; a port has 16 or 32";
  if (!isPowerOfTwo(getSlots()))
    return emitOpError("has ") << getSlots() << " slots, not a power of two";
  if (getDelay() + 1 > getSlots())
    return emitOpError("receives delays of up to ")
           << getDelay() << " steps and needs " << getDelay() + 1
           << " slots, but has " << getSlots();
  return success();
}

LogicalResult RowsOp::verify() {
  if (!isPowerOfTwo(getWeightBits()) || getWeightBits() > 16)
    return emitOpError("has weights of ")
           << getWeightBits() << " bits; they have 1, 2, 4, 8 or 16";
  if (!isPowerOfTwo(getEntryBits()) || getEntryBits() > 32)
    return emitOpError("has entries of ")
           << getEntryBits() << " bits, not a power of two of at most 32";
  uint64_t used = getWeightBits() + getIndexBits() + getDelayBits();
  if (used > getEntryBits())
    return emitOpError("needs ")
           << used << " bits for weight, index and delay, but its entries have "
           << getEntryBits();
  if (getFormat() == RowFormat::Dense && used != getEntryBits())
    return emitOpError("is dense: an entry is a weight and nothing else");
  if (getFormat() == RowFormat::Indexed && getIndexBits() == 0)
    return emitOpError("is indexed and needs at least one bit of index");
  if (getShift() > 31)
    return emitOpError("shifts by ") << getShift() << "; the most is 31";
  uint64_t perRow = 32 / getEntryBits();
  if ((getUnits() + perRow - 1) / perRow != getRows())
    return emitOpError("has ")
           << getUnits() << " units of " << getEntryBits()
           << " bits, which fill " << (getUnits() + perRow - 1) / perRow
           << " rows, not " << getRows();
  return success();
}
