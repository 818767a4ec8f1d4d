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

void addCount(FunctionFrame &frame, size_t field, size_t index, Value counter) {
  ImplicitLocOpBuilder &b = frame.b;
  Value sum = arith::ExtUIOp::create(
      b, b.getI64Type(),
      vector::ReductionOp::create(b, vector::CombiningKind::ADD, counter));
  Value at =
      frame.address(frame.pointer(field), frame.constant(int64_t(index)), 64);
  frame.store(arith::AddIOp::create(b, frame.load(b.getI64Type(), at, 8), sum),
              at, 8);
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

void BlockLoop::count(FunctionFrame &frame, VectorMath &math, Value mask,
                      size_t variable) {
  ImplicitLocOpBuilder &b = frame.b;
  // Most vectors lie before the end.
  Value left = arith::SubIOp::create(b, end, index);
  Value few = arith::TruncIOp::create(
      b, b.getI32Type(),
      arith::MinSIOp::create(b, left, frame.constant(lanes)));
  Value inside = arith::CmpIOp::create(b, arith::CmpIPredicate::slt,
                                       math.lane(), math.broadcast(few));
  Value one = arith::ExtUIOp::create(b, math.type(),
                                     arith::AndIOp::create(b, mask, inside));
  for (auto &[number, sum] : counters)
    if (number == variable)
      sum = arith::AddIOp::create(b, sum, one);
}

BlockFunction::BlockFunction(OpBuilder &builder, Location loc, StringRef name,
                             unsigned lanes, BlockFields fields,
                             ArrayRef<size_t> counted)
    : b(loc, builder), theFrame{b, Value()}, fields(fields) {
  theFrame.args = makeFunction(b, name).getArgument(0);
  block.lanes = lanes;
  Value begin = theFrame.word(fields.begin);
  block.end = theFrame.word(fields.end);
  Value last = arith::AndIOp::create(
      b, arith::AddIOp::create(b, block.end, theFrame.constant(kWordBits - 1)),
      theFrame.constant(-kWordBits));
  Value step = theFrame.constant(lanes);
  VectorMath math(b, lanes);
  SmallVector<Value> zeros(counted.size());
  for (Value &zero : zeros)
    zero = math.splat(0);
  forOp = scf::ForOp::create(b, begin, last, step, zeros);
  block.index = forOp.getInductionVar();
  for (auto [number, sum] : llvm::zip(counted, forOp.getRegionIterArgs()))
    block.counters.push_back({number, sum});
  theFrame.loop = forOp;
  b.setInsertionPointToStart(forOp.getBody());
}

void BlockFunction::finish(std::optional<size_t> written) {
  // A loop that carries nothing has its terminator already.
  SmallVector<Value> sums;
  for (auto &[number, sum] : block.counters)
    sums.push_back(sum);
  if (!sums.empty())
    scf::YieldOp::create(b, sums);
  b.setInsertionPointAfter(forOp);
  for (auto [counter, sum] : llvm::zip(block.counters, forOp.getResults()))
    addCount(theFrame, fields.saturations, counter.first, sum);
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
