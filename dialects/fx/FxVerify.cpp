//===- FxVerify.cpp - Verifiers of the fx dialect -------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/fx/Fx.h"

#include "mlir/IR/Diagnostics.h"

using namespace mlir;
using namespace snnc::fx;

LogicalResult QType::verify(function_ref<InFlightDiagnostic()> emitError,
                            unsigned bits, int frac) {
  if (bits < 1 || bits > 32)
    return emitError() << "!fx.q holds 1 to 32 bits, not " << bits;
  if (frac < -kMaxFrac || frac > kMaxFrac)
    return emitError() << "the frac of !fx.q is -" << kMaxFrac << " to "
                       << kMaxFrac << ", not " << frac;
  return success();
}

/// All `types` have one frac.
static LogicalResult oneScale(Operation *op, ArrayRef<Type> types) {
  int frac = cast<QType>(types.front()).getFrac();
  for (Type type : types.drop_front())
    if (cast<QType>(type).getFrac() != frac)
      return op->emitOpError("mixes scales: frac ")
             << frac << " of " << types.front() << " and "
             << cast<QType>(type).getFrac() << " of " << type
             << "; insert fx.rescale";
  return success();
}

static LogicalResult oneScale(Operation *op) {
  SmallVector<Type> types;
  for (Type type : llvm::concat<Type>(SmallVector<Type>(op->getOperandTypes()),
                                      SmallVector<Type>(op->getResultTypes())))
    if (isa<QType>(type))
      types.push_back(type);
  return oneScale(op, types);
}

LogicalResult AddOp::verify() { return oneScale(*this); }
LogicalResult SubOp::verify() { return oneScale(*this); }
LogicalResult MinOp::verify() { return oneScale(*this); }
LogicalResult MaxOp::verify() { return oneScale(*this); }
LogicalResult AndOp::verify() { return oneScale(*this); }
LogicalResult CompareOp::verify() { return oneScale(*this); }
LogicalResult SelectOp::verify() { return oneScale(*this); }

LogicalResult ConstantOp::verify() {
  auto type = cast<QType>(getResult().getType());
  if (!fits(static_cast<int32_t>(getValue()), type.getBits()))
    return emitOpError("value ")
           << static_cast<int32_t>(getValue()) << " does not fit the "
           << type.getBits() << " bits of " << type;
  return success();
}

LogicalResult MulOp::verify() {
  auto lhs = cast<QType>(getLhs().getType());
  auto rhs = cast<QType>(getRhs().getType());
  auto result = cast<QType>(getResult().getType());
  if (rhs.getBits() > kMulRhsBits)
    return emitOpError("right factor ")
           << rhs << " is wider than the " << kMulRhsBits
           << " bits of the multiplier; exchange the factors or fx.rescale it";
  int shift = lhs.getFrac() + rhs.getFrac() - result.getFrac();
  if (shift < 0 || shift > kMaxShift)
    return emitOpError("needs a right shift of ")
           << shift << " (frac " << lhs.getFrac() << " + " << rhs.getFrac()
           << " - " << result.getFrac() << "); the multiplier does 0 to "
           << kMaxShift;
  return success();
}

LogicalResult RescaleOp::verify() {
  int from = cast<QType>(getValue().getType()).getFrac();
  int to = cast<QType>(getResult().getType()).getFrac();
  if (std::abs(from - to) > kMaxShift)
    return emitOpError("shifts by ")
           << std::abs(from - to) << " (frac " << from << " to " << to
           << "); the limit is " << kMaxShift;
  return success();
}

LogicalResult TableOp::verify() {
  auto type = dyn_cast<QType>(getType());
  if (!type)
    return emitOpError("type is ") << getType() << ", not !fx.q<bits, frac>";
  auto values = cast<DenseIntElementsAttr>(getValues());
  if (values.getType().getRank() != 1)
    return emitOpError("values have rank ")
           << values.getType().getRank() << ", not 1";
  int64_t entries = values.getNumElements();
  if (entries < 1 || entries > kMaxTableEntries)
    return emitOpError("has ") << entries << " entries; 1 to "
                               << kMaxTableEntries << " are possible";
  for (auto [index, value] : llvm::enumerate(values.getValues<int32_t>()))
    if (!fits(value, type.getBits()))
      return emitOpError("entry ")
             << index << " is " << value << " and does not fit the "
             << type.getBits() << " bits of " << type;
  return success();
}

LogicalResult LookupOp::verify() {
  int64_t shift = getShift();
  if (shift < 0 || shift > kMaxShift)
    return emitOpError("shift is ")
           << shift << "; 0 to " << kMaxShift << " are possible";
  if (int64_t(getOffset()) < 0)
    return emitOpError("offset is ") << int64_t(getOffset()) << ", less than 0";
  return success();
}

LogicalResult LookupOp::verifySymbolUses(SymbolTableCollection &symbols) {
  Operation *found =
      symbols.lookupNearestSymbolFrom(getOperation(), getTableAttr());
  if (!found)
    return emitOpError("no table @") << getTable() << " in scope";
  auto table = dyn_cast<TableOp>(found);
  if (!table) {
    InFlightDiagnostic diag = emitOpError("@")
                              << getTable() << " is not an fx.table";
    diag.attachNote(found->getLoc()) << "declared here";
    return diag;
  }
  auto held = dyn_cast<QType>(table.getType());
  auto result = cast<QType>(getResult().getType());
  if (held && (held.getFrac() != result.getFrac() ||
               held.getBits() > result.getBits())) {
    InFlightDiagnostic diag = emitOpError("result ")
                              << result << " does not hold entries of " << held;
    diag.attachNote(table.getLoc()) << "declared here";
    return diag;
  }
  int64_t entries =
      cast<DenseIntElementsAttr>(table.getValues()).getNumElements();
  if (int64_t(getOffset()) >= entries) {
    InFlightDiagnostic diag = emitOpError("offset ")
                              << getOffset() << " is beyond the " << entries
                              << " entries of @" << getTable();
    diag.attachNote(table.getLoc()) << "declared here";
    return diag;
  }
  return success();
}
