//===- NormalizeBody.cpp - Real bodies in the form that quantization reads
//-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/NormalizeBody.h"
#include "compiler/analysis/RealOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;

namespace snnc::compiler {

static Value realConstant(OpBuilder &builder, Location loc, double x) {
  return arith::ConstantOp::create(builder, loc, builder.getF64FloatAttr(x));
}

static bool isBodyOp(Operation *op) {
  return isa<snn::ReadOp, snn::ReceiveOp, snn::GetOp, snn::ModulationOp,
             snn::RandomOp, snn::WriteOp, snn::EmitOp, snn::FiredOp,
             snn::TargetFiredOp, snn::PayloadOp, snn::SignalledOp,
             snn::RequireOp, snn::DepositOp>(op);
}

static void replace(Operation *op, Value value) {
  op->getResult(0).replaceAllUsesWith(value);
  op->erase();
}

/// c ? a : b on conditions is (c and a) or (not c and b).
static Value logicSelect(OpBuilder &builder, arith::SelectOp op) {
  Location loc = op.getLoc();
  Value yes =
      arith::ConstantOp::create(builder, loc, builder.getBoolAttr(true));
  Value otherwise = arith::XOrIOp::create(builder, loc, op.getCondition(), yes);
  Value left =
      arith::AndIOp::create(builder, loc, op.getCondition(), op.getTrueValue());
  Value right =
      arith::AndIOp::create(builder, loc, otherwise, op.getFalseValue());
  return arith::OrIOp::create(builder, loc, left, right);
}

static LogicalResult normalize(Operation *op) {
  OpBuilder builder(op);
  Location loc = op->getLoc();
  if (isa<snn::DtOp>(op))
    return op->emitOpError("is still there; run snn-discretize first");
  if (!isBodyOp(op) && !isRealOp(op))
    return op->emitOpError(
        "has no fixed-point form; use f64 and i1 operations of "
        "arith and math that docs/quantization.md lists");
  if (auto convert = dyn_cast<arith::UIToFPOp>(op)) {
    Value one = realConstant(builder, loc, 1.0);
    Value zero = realConstant(builder, loc, 0.0);
    replace(op,
            arith::SelectOp::create(builder, loc, convert.getIn(), one, zero));
  } else if (auto select = dyn_cast<arith::SelectOp>(op)) {
    if (select.getType().isInteger(1))
      replace(op, logicSelect(builder, select));
  } else if (auto ceil = dyn_cast<math::CeilOp>(op)) {
    Value minus = arith::NegFOp::create(builder, loc, ceil.getOperand());
    Value down = math::FloorOp::create(builder, loc, minus);
    replace(op, arith::NegFOp::create(builder, loc, down));
  } else if (auto div = dyn_cast<arith::DivFOp>(op)) {
    if (auto by = constantValue(div.getRhs())) {
      Value inverse = realConstant(builder, loc, 1.0 / *by);
      replace(op, arith::MulFOp::create(builder, loc, div.getLhs(), inverse));
    } else if (!constantValue(div.getLhs())) {
      Value one = realConstant(builder, loc, 1.0);
      Value inverse = arith::DivFOp::create(builder, loc, one, div.getRhs());
      replace(op, arith::MulFOp::create(builder, loc, div.getLhs(), inverse));
    }
  } else if (auto receive = dyn_cast<snn::ReceiveOp>(op)) {
    auto port = op->getParentOfType<snn::NeuronOp>().lookupSymbol<snn::PortOp>(
        receive.getPort());
    auto range = snn::bounds(port.getRangeAttr());
    if (range && !receive.getResult().use_empty()) {
      Operation *next = op->getNextNode();
      Value clamped =
          clampBefore(next, receive.getResult(), {range->first, range->second});
      // The clamp itself keeps reading the port.
      Operation *inner = clamped.getDefiningOp()->getOperand(0).getDefiningOp();
      receive.getResult().replaceAllUsesExcept(clamped, inner);
    }
  }
  return success();
}

Value clampBefore(Operation *user, Value value, Interval range) {
  OpBuilder builder(user);
  Location loc = user->getLoc();
  Value above = arith::MaximumFOp::create(builder, loc, value,
                                          realConstant(builder, loc, range.lo));
  return arith::MinimumFOp::create(builder, loc, above,
                                   realConstant(builder, loc, range.hi));
}

LogicalResult normalizeBody(snn::ProgramOp program) {
  for (Operation &op : llvm::make_early_inc_range(program.getBody().front()))
    if (failed(normalize(&op)))
      return failure();
  return success();
}

static Interval rangeOf(const ValueRanges &ranges, Value value) {
  auto found = ranges.find(value);
  return found == ranges.end() ? Interval::whole() : found->second;
}

bool foldByRanges(snn::ProgramOp program, const ValueRanges &ranges) {
  bool changed = false;
  for (Operation &op : llvm::make_early_inc_range(program.getBody().front())) {
    // What has just become a constant stands on the right of a product.
    if (isa<arith::MulFOp>(op) && constantValue(op.getOperand(0)) &&
        !constantValue(op.getOperand(1)))
      op.setOperands({op.getOperand(1), op.getOperand(0)});
    if (op.getNumResults() != 1 || op.use_empty() || isa<arith::ConstantOp>(op))
      continue;
    Value result = op.getResult(0);
    Interval range = rangeOf(ranges, result);
    OpBuilder builder(&op);
    Value better;
    if (range.isPoint() && std::isfinite(range.lo)) {
      TypedAttr attr = builder.getF64FloatAttr(range.lo);
      if (result.getType().isInteger(1))
        attr = builder.getBoolAttr(range.lo != 0.0);
      better = arith::ConstantOp::create(builder, op.getLoc(), attr);
    } else if (isa<arith::MinimumFOp, arith::MinNumFOp, arith::MaximumFOp,
                   arith::MaxNumFOp>(op)) {
      Value a = op.getOperand(0), b = op.getOperand(1);
      Interval x = rangeOf(ranges, a), y = rangeOf(ranges, b);
      bool least = isa<arith::MinimumFOp, arith::MinNumFOp>(op);
      if (x.hi <= y.lo)
        better = least ? a : b;
      else if (y.hi <= x.lo)
        better = least ? b : a;
    }
    if (!better)
      continue;
    result.replaceAllUsesWith(better);
    changed = true;
  }
  return changed;
}

} // namespace snnc::compiler
