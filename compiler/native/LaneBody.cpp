//===- LaneBody.cpp - A program on a vector of lanes ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/native/LaneBody.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using snnc::fx::QType;

namespace snnc::compiler {

static int fracOf(Value value) {
  return cast<QType>(value.getType()).getFrac();
}

static bool saturates(fx::Overflow overflow) {
  return overflow == fx::Overflow::Saturate;
}

//===----------------------------------------------------------------------===//
// The frame
//===----------------------------------------------------------------------===//

Value FunctionFrame::constant(int64_t value, unsigned bits) {
  return arith::ConstantOp::create(
      b, b.getIntegerAttr(b.getIntegerType(bits), value));
}

Value FunctionFrame::load(Type type, Value address, unsigned alignment) {
  return LLVM::LoadOp::create(b, type, address, alignment);
}

void FunctionFrame::store(Value value, Value address, unsigned alignment) {
  LLVM::StoreOp::create(b, value, address, alignment);
}

static Value offset(ImplicitLocOpBuilder &b, Value base, unsigned bits,
                    LLVM::GEPArg index) {
  return LLVM::GEPOp::create(b, base.getType(), b.getIntegerType(bits), base,
                             ArrayRef<LLVM::GEPArg>(index));
}

Value FunctionFrame::pointer(size_t at) {
  return load(LLVM::LLVMPointerType::get(b.getContext()),
              offset(b, args, 8, int32_t(at)), 8);
}

Value FunctionFrame::word(size_t at) {
  return load(b.getI64Type(), offset(b, args, 8, int32_t(at)), 8);
}

Value FunctionFrame::pointerAt(Value array, size_t index) {
  return load(LLVM::LLVMPointerType::get(b.getContext()),
              offset(b, array, 64, int32_t(index)), 8);
}

Value FunctionFrame::address(Value base, Value index, unsigned bits) {
  return offset(b, base, bits, index);
}

Value FunctionFrame::hoist(llvm::function_ref<Value()> make) {
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPoint(loop);
  return make();
}

//===----------------------------------------------------------------------===//
// Elements
//===----------------------------------------------------------------------===//

Value LaneBody::extend(Value elements) {
  auto type = cast<VectorType>(elements.getType());
  return type.getElementTypeBitWidth() == 32
             ? elements
             : Value(arith::ExtSIOp::create(b, math.type(), elements));
}

Value LaneBody::truncate(Value value, unsigned bits) {
  return bits == 32 ? value
                    : Value(arith::TruncIOp::create(b, math.type(bits), value));
}

Value LaneBody::loadElements(Value address, unsigned bits, unsigned alignment) {
  return extend(frame.load(math.type(bits), address, alignment));
}

void LaneBody::storeElements(Value value, Value address, unsigned bits,
                             unsigned alignment) {
  frame.store(truncate(value, bits), address, alignment);
}

//===----------------------------------------------------------------------===//
// Operations
//===----------------------------------------------------------------------===//

LogicalResult LaneBody::run(std::optional<llvm::DenseSet<Operation *>> only) {
  for (Operation &op : program.getBody().front()) {
    if (only && !only->contains(&op))
      continue;
    b.setLoc(op.getLoc());
    if (failed(visit(op)))
      return failure();
  }
  b.setLoc(program.getLoc());
  for (const std::function<void()> &effect : deferred)
    effect();
  return success();
}

LogicalResult LaneBody::visit(Operation &op) {
  if (auto writeOp = dyn_cast<snn::WriteOp>(op))
    return write(writeOp);
  if (op.getNumResults() != 1)
    return act(op);
  return compute(op);
}

LogicalResult LaneBody::act(Operation &op) {
  return op.emitOpError("has no native code here");
}

LogicalResult LaneBody::write(snn::WriteOp op) {
  Number number = numbers.lookup(op.getValue());
  unsigned shift = ProgramRanges::shiftOf(op);
  Value value = math.shiftRight(number, shift, fx::Rounding::Even, Value());
  if (!ranges.saturates(op))
    return keep(op, value, Value());
  IntRange held = IntRange::ofBits(ProgramRanges::storedBits(op));
  Value clamped = arith::MinSIOp::create(
      b, arith::MaxSIOp::create(b, value, math.splat(held.lo)),
      math.splat(held.hi));
  return keep(
      op, clamped,
      arith::CmpIOp::create(b, arith::CmpIPredicate::ne, value, clamped));
}

LogicalResult LaneBody::compute(Operation &op) {
  Value result = op.getResult(0);
  if (result.getType().isInteger(1)) {
    FailureOr<Value> made = computeFlag(op);
    if (succeeded(made))
      flags[result] = *made;
    return success(succeeded(made));
  }
  if (!isa<QType>(result.getType()))
    return op.emitOpError("has type ")
           << result.getType() << "; native code needs the network quantized";
  IntRange range = ranges.of(result);
  if (auto constant = dyn_cast<fx::ConstantOp>(op)) {
    numbers[result] = math.constant(int32_t(constant.getValue()));
    return success();
  }
  FailureOr<Number> number = failure();
  if (auto read = dyn_cast<snn::ReadOp>(op)) {
    number = loaded(op, read.getStateAttr());
  } else if (auto get = dyn_cast<snn::GetOp>(op)) {
    number = loaded(op, get.getParamAttr());
  } else if (auto receive = dyn_cast<snn::ReceiveOp>(op)) {
    number = loaded(op, receive.getPortAttr());
  } else {
    FailureOr<Value> made = computeNumber(op);
    if (succeeded(made))
      number = VectorMath::number(*made, range);
  }
  if (failed(number))
    return failure();
  numbers[result] = *number;
  return success();
}

FailureOr<Number> LaneBody::loaded(Operation &op, FlatSymbolRefAttr name) {
  Operation *declaration = declarationOf(&op, name);
  QType format = formatOf(declaration);
  if (!format)
    return op.emitOpError("reads @")
           << name.getValue() << "; native code needs the network quantized";
  unsigned up = unsigned(fracOf(op.getResult(0)) - format.getFrac());
  bool wraps = sourceRange(&op).bits() > 32;
  return math.loaded(stored(declaration), ranges.of(op.getResult(0)), up,
                     wraps);
}

Value LaneBody::fired() { return {}; }
Value LaneBody::targetFired() { return {}; }
Value LaneBody::payload() { return {}; }

FailureOr<Value> LaneBody::computeFlag(Operation &op) {
  auto in = [&](unsigned i) { return flags.lookup(op.getOperand(i)); };
  if (auto constant = dyn_cast<arith::ConstantOp>(op)) {
    bool holds = !cast<IntegerAttr>(constant.getValue()).getValue().isZero();
    return math.splat(holds, 1);
  }
  if (auto compare = dyn_cast<fx::CompareOp>(op))
    return math.compare(compare.getPredicate(), vectorOf(compare.getLhs()),
                        vectorOf(compare.getRhs()));
  if (isa<arith::AndIOp>(op))
    return Value(arith::AndIOp::create(b, in(0), in(1)));
  if (isa<arith::OrIOp>(op))
    return Value(arith::OrIOp::create(b, in(0), in(1)));
  if (isa<arith::XOrIOp>(op))
    return Value(arith::XOrIOp::create(b, in(0), in(1)));
  if (isa<arith::SelectOp>(op))
    return Value(arith::SelectOp::create(b, in(0), in(1), in(2)));
  if (auto signalled = dyn_cast<snn::SignalledOp>(op)) {
    FailureOr<unsigned> index =
        modulatorNumber(&op, signalled.getModulatorAttr());
    if (failed(index))
      return failure();
    return frame.hoist([&]() -> Value {
      Value bit = arith::ShRUIOp::create(b, frame.word(frame.signalsAt),
                                         frame.constant(*index));
      return math.broadcast(arith::TruncIOp::create(b, b.getI1Type(), bit));
    });
  }
  Value made;
  if (isa<snn::FiredOp>(op))
    made = fired();
  else if (isa<snn::TargetFiredOp>(op))
    made = targetFired();
  if (!made)
    return op.emitOpError("has no native code here");
  return made;
}

FailureOr<Value> LaneBody::wordFor(Operation &op, fx::Rounding rounding,
                                   int shift) {
  if (rounding != fx::Rounding::Stochastic || shift <= 0)
    return Value();
  if (!lastWord)
    return op.emitOpError("rounds stochastically, but no snn.random stands "
                          "before it; draw one first");
  return lastWord;
}

FailureOr<Value> LaneBody::computeNumber(Operation &op) {
  auto in = [&](unsigned i) { return numbers.lookup(op.getOperand(i)); };
  auto condition = [&] { return flags.lookup(op.getOperand(0)); };
  using Result = FailureOr<Value>;
  return llvm::TypeSwitch<Operation *, Result>(&op)
      .Case([&](fx::AddOp add) -> Result {
        return math.add(in(0), in(1), saturates(add.getOverflow()));
      })
      .Case([&](fx::SubOp sub) -> Result {
        return math.sub(in(0), in(1), saturates(sub.getOverflow()));
      })
      .Case([&](fx::MulOp mul) -> Result {
        int shift = fracOf(mul.getLhs()) + fracOf(mul.getRhs()) - fracOf(mul);
        Result word = wordFor(op, mul.getRounding(), shift);
        if (failed(word))
          return failure();
        return math.mul(in(0), in(1), unsigned(shift), mul.getRounding(),
                        saturates(mul.getOverflow()), *word);
      })
      .Case([&](fx::RescaleOp rescale) -> Result {
        int shift = fracOf(rescale.getValue()) - fracOf(rescale);
        Result word = wordFor(op, rescale.getRounding(), shift);
        if (failed(word))
          return failure();
        if (shift < 0)
          return math.shiftLeft(in(0), unsigned(-shift),
                                saturates(rescale.getOverflow()));
        return math.shiftRight(in(0), unsigned(shift), rescale.getRounding(),
                               *word);
      })
      .Case([&](fx::MinOp) -> Result {
        return Value(arith::MinSIOp::create(b, in(0).value, in(1).value));
      })
      .Case([&](fx::MaxOp) -> Result {
        return Value(arith::MaxSIOp::create(b, in(0).value, in(1).value));
      })
      .Case([&](fx::AndOp) -> Result {
        return Value(arith::AndIOp::create(b, in(0).value, in(1).value));
      })
      .Case<fx::SelectOp, arith::SelectOp>([&](auto) -> Result {
        return Value(
            arith::SelectOp::create(b, condition(), in(1).value, in(2).value));
      })
      .Case([&](fx::LookupOp lookupOp) { return lookup(lookupOp); })
      .Case([&](snn::RandomOp draw) { return random(draw); })
      .Case([&](snn::ModulationOp modulation) -> Result {
        FailureOr<unsigned> index =
            modulatorNumber(&op, modulation.getModulatorAttr());
        if (failed(index))
          return failure();
        return frame.hoist([&]() -> Value {
          Value at = frame.address(frame.pointer(frame.modulatorsAt),
                                   frame.constant(*index), 32);
          return math.broadcast(frame.load(b.getI32Type(), at, 4));
        });
      })
      .Case([&](snn::PayloadOp) -> Result {
        if (Value made = payload())
          return made;
        return op.emitOpError("has no native code here");
      })
      .Default([](Operation *op) -> Result {
        return op->emitOpError("has no native code; discretize and quantize "
                               "the network first");
      });
}

FailureOr<Value> LaneBody::random(snn::RandomOp op) {
  if (!op.getStream())
    return op.emitOpError("has no stream; discretization gives it one");
  auto [first, second] = counter(op);
  Value time = frame.hoist([&] {
    return math.broadcast(
        arith::TruncIOp::create(b, b.getI32Type(), frame.word(frame.timeAt)));
  });
  lastWord =
      math.draw(math.splat(int64_t(*op.getStream())), time, first, second);
  unsigned shift = 32 - unsigned(fracOf(op));
  return Value(arith::ShRUIOp::create(b, lastWord, math.splat(shift)));
}

ModuleOp LaneBody::module() {
  return frame.args.getParentBlock()
      ->getParentOp()
      ->getParentOfType<ModuleOp>();
}

Value LaneBody::global(StringRef name, DenseIntElementsAttr values) {
  if (!module().lookupSymbol(name)) {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPoint(frame.args.getParentBlock()->getParentOp());
    auto type = LLVM::LLVMArrayType::get(b.getI32Type(),
                                         uint64_t(values.getNumElements()));
    LLVM::GlobalOp::create(b, type, /*isConstant=*/true,
                           LLVM::Linkage::Internal, name, values,
                           /*alignment=*/64);
  }
  return frame.hoist([&]() -> Value {
    return LLVM::AddressOfOp::create(
        b, LLVM::LLVMPointerType::get(b.getContext()), name);
  });
}

Value LaneBody::tableAddress(fx::LookupOp op) {
  auto table = cast<fx::TableOp>(declarationOf(op, op.getTableAttr()));
  Operation *function = frame.args.getParentBlock()->getParentOp();
  std::string name =
      (SymbolTable::getSymbolName(function).getValue() + "." + op.getTable())
          .str();
  return global(name, cast<DenseIntElementsAttr>(table.getValues()));
}

LaneBody::Payloads LaneBody::payloadsAt(size_t field) {
  SmallVector<int32_t> ones(kMostLanes, 1);
  auto type = VectorType::get({int64_t(kMostLanes)}, b.getI32Type());
  Value plain = global(
      "plain_spikes", DenseIntElementsAttr::get(type, ArrayRef<int32_t>(ones)));
  Payloads made;
  made.base = frame.hoist([&]() -> Value {
    Value given = frame.pointer(field);
    Value none = LLVM::ICmpOp::create(b, LLVM::ICmpPredicate::eq, given,
                                      LLVM::ZeroOp::create(b, given.getType()));
    made.stride =
        arith::SelectOp::create(b, none, frame.constant(0), frame.constant(-1));
    return arith::SelectOp::create(b, none, plain, given);
  });
  return made;
}

FailureOr<Value> LaneBody::lookup(fx::LookupOp op) {
  auto table = cast<fx::TableOp>(declarationOf(op, op.getTableAttr()));
  int64_t offset = int64_t(op.getOffset());
  int64_t last =
      cast<DenseIntElementsAttr>(table.getValues()).getNumElements() - 1 -
      offset;
  unsigned shift = unsigned(op.getShift());
  Number number = numbers.lookup(op.getIndex());
  Value index = math.shiftRight(number, shift, fx::Rounding::Floor, Value());
  if (number.range.lo < 0)
    index = arith::MaxSIOp::create(b, index, math.splat(0));
  if (number.range.hi >> shift > last)
    index = arith::MinSIOp::create(b, index, math.splat(last));
  auto pointer = LLVM::LLVMPointerType::get(b.getContext());
  Value base = tableAddress(op);
  if (offset)
    base = frame.hoist(
        [&] { return frame.address(base, frame.constant(offset), 32); });
  Value addresses =
      LLVM::GEPOp::create(b, VectorType::get({int64_t(lanes)}, pointer),
                          b.getI32Type(), base, ArrayRef<LLVM::GEPArg>(index));
  return Value(LLVM::masked_gather::create(b, math.type(), addresses,
                                           math.splat(1, 1), ValueRange(),
                                           b.getI32IntegerAttr(4)));
}

} // namespace snnc::compiler
