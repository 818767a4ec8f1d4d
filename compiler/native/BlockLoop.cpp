//===- BlockLoop.cpp - Functions over arrays of neurons ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/native/BlockLoop.h"

#include "image/NativeAbi.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;

namespace snnc::compiler {

/// Elements of a word of a bit set.
constexpr int64_t kWordBits = 64;
static_assert(image::kNativeLanes % kWordBits == 0);
/// Where arrays of neurons begin.
constexpr unsigned kArrayAlignment = 64;

func::FuncOp makeFunction(ImplicitLocOpBuilder &b, StringRef name) {
  auto pointer = LLVM::LLVMPointerType::get(b.getContext());
  auto function =
      func::FuncOp::create(b, name, b.getFunctionType({pointer}, {}));
  for (StringRef attribute : {"llvm.noalias", "llvm.readonly", "llvm.nonnull"})
    function.setArgAttr(0, attribute, b.getUnitAttr());
  b.setInsertionPointToStart(function.addEntryBlock());
  return function;
}

CountingLoop::CountingLoop(FunctionFrame &frame, Value from, Value to,
                           unsigned lanes, MutableArrayRef<Counter> counters)
    : frame(frame) {
  ImplicitLocOpBuilder &b = frame.b;
  VectorMath math(b, lanes);
  SmallVector<Value> zeros(counters.size());
  for (Value &zero : zeros)
    zero = math.splat(0);
  loop = scf::ForOp::create(b, from, to, frame.constant(lanes), zeros);
  for (auto [counter, sum] : llvm::zip(counters, loop.getRegionIterArgs()))
    counter.sum = sum;
  frame.loop = loop;
  b.setInsertionPointToStart(loop.getBody());
}

void CountingLoop::count(MutableArrayRef<Counter> counters,
                         ArrayRef<Clamp> clamps,
                         llvm::function_ref<Value()> inside) {
  if (clamps.empty())
    return;
  ImplicitLocOpBuilder &b = frame.b;
  Value any = clamps.front().mask;
  for (const Clamp &clamp : clamps.drop_front())
    any = arith::OrIOp::create(b, any, clamp.mask);
  auto lanes = unsigned(cast<VectorType>(any.getType()).getNumElements());
  Value bits = LLVM::BitcastOp::create(b, b.getIntegerType(lanes), any);
  Value isClamped = arith::CmpIOp::create(b, arith::CmpIPredicate::ne, bits,
                                          frame.constant(0, lanes));
  SmallVector<Counter *> clamped;
  SmallVector<Value> sums;
  for (const Clamp &clamp : clamps)
    for (Counter &counter : counters)
      if (counter.index == clamp.index && counter.ofClamps) {
        clamped.push_back(&counter);
        sums.push_back(counter.sum);
      }
  VectorMath math(b, lanes);
  auto ifOp = scf::IfOp::create(b, SmallVector<Type>(sums.size(), math.type()),
                                isClamped,
                                /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(ifOp.elseBlock());
  scf::YieldOp::create(b, sums);
  b.setInsertionPointToStart(ifOp.thenBlock());
  Value counts = inside();
  for (auto [clamp, sum] : llvm::zip(clamps, sums)) {
    Value mask = clamp.mask;
    if (counts)
      mask = arith::AndIOp::create(b, mask, counts);
    sum = arith::AddIOp::create(b, sum,
                                arith::ExtUIOp::create(b, math.type(), mask));
  }
  scf::YieldOp::create(b, sums);
  for (auto [counter, sum] : llvm::zip(clamped, ifOp.getResults()))
    counter->sum = sum;
}

void CountingLoop::finish(ArrayRef<Counter> counters) {
  ImplicitLocOpBuilder &b = frame.b;
  SmallVector<Value> sums;
  for (const Counter &counter : counters)
    sums.push_back(counter.sum);
  // A loop that carries nothing has its terminator already.
  if (!sums.empty())
    scf::YieldOp::create(b, sums);
  b.setInsertionPointAfter(loop);
  for (auto [counter, lanes] : llvm::zip(counters, loop.getResults())) {
    Value sum = arith::ExtUIOp::create(
        b, b.getI64Type(),
        vector::ReductionOp::create(b, vector::CombiningKind::ADD, lanes));
    Value at = frame.address(frame.pointer(counter.field),
                             frame.constant(int64_t(counter.index)), 64);
    Value before = frame.load(b.getI64Type(), at, 8);
    frame.store(arith::AddIOp::create(b, before, sum), at, 8);
  }
}

Value lanesBefore(ImplicitLocOpBuilder &b, Value left, unsigned lanes) {
  VectorMath math(b, lanes);
  Value most = arith::ConstantOp::create(b, b.getI64IntegerAttr(lanes));
  Value few = arith::TruncIOp::create(b, b.getI32Type(),
                                      arith::MinSIOp::create(b, left, most));
  return arith::CmpIOp::create(b, arith::CmpIPredicate::slt, math.lane(),
                               math.broadcast(few));
}

unsigned BlockLoop::alignment(unsigned bits) const {
  return std::min(kArrayAlignment, lanes * bits / 8);
}

Value BlockLoop::element(FunctionFrame &frame, size_t field, size_t number,
                         unsigned bits) {
  Value base = frame.hoist(
      [&] { return frame.pointerAt(frame.pointer(field), number); });
  return frame.address(base, index, bits);
}

Value BlockLoop::counter(FunctionFrame &frame, VectorMath &math,
                         size_t firstIndex) {
  ImplicitLocOpBuilder &b = frame.b;
  Value from = frame.hoist([&] { return frame.word(firstIndex); });
  Value first = arith::TruncIOp::create(b, b.getI32Type(),
                                        arith::AddIOp::create(b, from, index));
  return arith::AddIOp::create(b, math.broadcast(first), math.lane());
}

Value BlockLoop::maskAddress(FunctionFrame &frame, size_t field) {
  Value base = frame.hoist([&] { return frame.pointer(field); });
  Value byte = arith::ShRUIOp::create(frame.b, index, frame.constant(3));
  return frame.address(base, byte, 8);
}

Value BlockLoop::loadMask(FunctionFrame &frame, VectorMath &math,
                          size_t field) {
  ImplicitLocOpBuilder &b = frame.b;
  Value bits =
      frame.load(b.getIntegerType(lanes), maskAddress(frame, field), lanes / 8);
  return LLVM::BitcastOp::create(b, math.type(1), bits);
}

void BlockLoop::storeMask(FunctionFrame &frame, size_t field, Value mask) {
  ImplicitLocOpBuilder &b = frame.b;
  Value bits = LLVM::BitcastOp::create(b, b.getIntegerType(lanes), mask);
  frame.store(bits, maskAddress(frame, field), lanes / 8);
}

BlockFunction::BlockFunction(OpBuilder &builder, Location loc, StringRef name,
                             unsigned lanes, BlockFields fields,
                             ArrayRef<size_t> counted)
    : b(loc, builder), theFrame{b, Value()} {
  theFrame.args = makeFunction(b, name).getArgument(0);
  block.lanes = lanes;
  for (size_t variable : counted)
    block.counters.push_back({fields.saturations, variable, true, Value()});
  Value begin = theFrame.word(fields.begin);
  block.end = theFrame.word(fields.end);
  Value last = arith::AndIOp::create(
      b, arith::AddIOp::create(b, block.end, theFrame.constant(kWordBits - 1)),
      theFrame.constant(-kWordBits));
  counting.emplace(theFrame, begin, last, lanes, block.counters);
  block.index = counting->index();
}

void BlockFunction::finish(std::optional<size_t> written) {
  counting->count(block.counters, block.clamps, [&] {
    Value left = arith::SubIOp::create(b, block.end, block.index);
    return lanesBefore(b, left, block.lanes);
  });
  counting->finish(block.counters);
  if (written)
    cut(*written);
  func::ReturnOp::create(b);
}

void BlockFunction::cut(size_t written) {
  Value rest =
      arith::AndIOp::create(b, block.end, theFrame.constant(kWordBits - 1));
  Value isCut = arith::CmpIOp::create(b, arith::CmpIPredicate::ne, rest,
                                      theFrame.constant(0));
  auto ifOp = scf::IfOp::create(b, isCut, /*withElseRegion=*/false);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(ifOp.thenBlock());
  Value word = arith::ShRUIOp::create(b, block.end, theFrame.constant(6));
  Value at = theFrame.address(theFrame.pointer(written), word, 64);
  Value one = theFrame.constant(1);
  Value mask =
      arith::SubIOp::create(b, arith::ShLIOp::create(b, one, rest), one);
  theFrame.store(
      arith::AndIOp::create(b, theFrame.load(b.getI64Type(), at, 8), mask), at,
      8);
}

} // namespace snnc::compiler
