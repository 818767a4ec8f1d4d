//===- Evaluate.cpp - An update by the meaning of its ops -------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/codegen/Lane.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/DenseMap.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

using namespace mlir;
using snnc::fx::QType;

namespace snnc::test {

namespace {

class Evaluator {
public:
  Evaluator(snn::NeuronOp neuron, const LaneState &before)
      : neuron(neuron), before(before), after(before) {}

  LaneState run() {
    for (auto port : neuron.getBody().getOps<snn::PortOp>())
      after.memory[port.getSymName().str()] = 0;
    for (Operation &op : neuron.getUpdate().getBody().front()) {
      if (auto write = dyn_cast<snn::WriteOp>(op))
        store(write);
      else if (auto emit = dyn_cast<snn::EmitOp>(op))
        event(emit);
      else
        values[op.getResult(0)] = value(&op);
    }
    return after;
  }

private:
  static int frac(Value v) { return cast<QType>(v.getType()).getFrac(); }
  int64_t in(Operation *op, unsigned i) {
    return values.lookup(op->getOperand(i));
  }

  /// Rounds in long double: 64 bits of mantissa hold every product exactly.
  int64_t down(int64_t x, int shift, fx::Rounding mode) {
    if (shift == 0)
      return x;
    auto real = std::ldexp(static_cast<long double>(x), -shift);
    if (mode == fx::Rounding::Even)
      return int64_t(std::nearbyint(real));
    if (mode == fx::Rounding::Stochastic) {
      uint64_t part = word & ((uint64_t(1) << shift) - 1);
      real += std::ldexp(static_cast<long double>(part), -shift);
    }
    return int64_t(std::floor(real));
  }

  static int64_t fit(int64_t x, fx::Overflow overflow) {
    if (overflow == fx::Overflow::Saturate)
      return std::clamp<int64_t>(x, INT32_MIN, INT32_MAX);
    return int32_t(uint32_t(uint64_t(x)));
  }

  int64_t loaded(StringRef name, Type declared, Value result) {
    int shift = frac(result) - cast<QType>(declared).getFrac();
    return before.memory.at(name.str()) * (int64_t(1) << shift);
  }

  void store(snn::WriteOp op) {
    auto type =
        cast<QType>(neuron.lookup<snn::StateOp>(op.getState()).getType());
    int shift = frac(op.getValue()) - type.getFrac();
    int64_t limit = int64_t(1) << (type.getBits() - 1);
    after.memory[op.getState().str()] = std::clamp(
        down(values.lookup(op.getValue()), shift, fx::Rounding::Even), -limit,
        limit - 1);
  }

  void event(snn::EmitOp op) {
    if (!values.lookup(op.getCondition()))
      return;
    after.emitted = true;
    after.payload =
        op.getPayload() ? int32_t(values.lookup(op.getPayload())) : 1;
  }

  int64_t compare(fx::Predicate predicate, int64_t a, int64_t b) {
    switch (predicate) {
    case fx::Predicate::Eq:
      return a == b;
    case fx::Predicate::Ne:
      return a != b;
    case fx::Predicate::Lt:
      return a < b;
    case fx::Predicate::Le:
      return a <= b;
    case fx::Predicate::Gt:
      return a > b;
    case fx::Predicate::Ge:
      return a >= b;
    }
    return 0;
  }

  int64_t value(Operation *op) {
    Value result = op->getResult(0);
    if (auto c = dyn_cast<fx::ConstantOp>(op))
      return int32_t(c.getValue());
    if (auto c = dyn_cast<arith::ConstantOp>(op))
      return cast<IntegerAttr>(c.getValue()).getValue().isZero() ? 0 : 1;
    if (auto read = dyn_cast<snn::ReadOp>(op))
      return loaded(read.getState(),
                    neuron.lookup<snn::StateOp>(read.getState()).getType(),
                    result);
    if (auto get = dyn_cast<snn::GetOp>(op))
      return loaded(get.getParam(),
                    neuron.lookup<snn::ParamOp>(get.getParam()).getType(),
                    result);
    if (auto receive = dyn_cast<snn::ReceiveOp>(op))
      return loaded(receive.getPort(),
                    neuron.lookup<snn::PortOp>(receive.getPort()).getType(),
                    result);
    if (auto random = dyn_cast<snn::RandomOp>(op)) {
      word = testDraw(uint32_t(*random.getStream()), before.index);
      return word >> (32 - frac(result));
    }
    if (auto add = dyn_cast<fx::AddOp>(op))
      return fit(in(op, 0) + in(op, 1), add.getOverflow());
    if (auto sub = dyn_cast<fx::SubOp>(op))
      return fit(in(op, 0) - in(op, 1), sub.getOverflow());
    if (auto mul = dyn_cast<fx::MulOp>(op))
      return fit(down(in(op, 0) * in(op, 1),
                      frac(mul.getLhs()) + frac(mul.getRhs()) - frac(result),
                      mul.getRounding()),
                 mul.getOverflow());
    if (auto rescale = dyn_cast<fx::RescaleOp>(op)) {
      int right = frac(rescale.getValue()) - frac(result);
      if (right >= 0)
        return down(in(op, 0), right, rescale.getRounding());
      return fit(in(op, 0) * (int64_t(1) << -right), rescale.getOverflow());
    }
    if (isa<fx::MinOp>(op))
      return std::min(in(op, 0), in(op, 1));
    if (isa<fx::MaxOp>(op))
      return std::max(in(op, 0), in(op, 1));
    if (isa<fx::AndOp, arith::AndIOp>(op))
      return in(op, 0) & in(op, 1);
    if (isa<arith::OrIOp>(op))
      return in(op, 0) | in(op, 1);
    if (isa<arith::XOrIOp>(op))
      return in(op, 0) ^ in(op, 1);
    if (auto cmp = dyn_cast<fx::CompareOp>(op))
      return compare(cmp.getPredicate(), in(op, 0), in(op, 1));
    if (isa<fx::SelectOp, arith::SelectOp>(op))
      return in(op, 0) ? in(op, 1) : in(op, 2);
    if (auto look = dyn_cast<fx::LookupOp>(op)) {
      int64_t offset = look.getOffset(), entries = int64_t(before.table.size());
      int64_t at = in(op, 0) >> look.getShift();
      return before.table[size_t(
          offset + std::clamp<int64_t>(at, 0, entries - 1 - offset))];
    }
    throw std::runtime_error("no meaning for " +
                             op->getName().getStringRef().str());
  }

  snn::NeuronOp neuron;
  const LaneState &before;
  LaneState after;
  llvm::DenseMap<Value, int64_t> values;
  uint32_t word = 0;
};

} // namespace

LaneState evaluate(snn::NeuronOp neuron, LaneState state) {
  return Evaluator(neuron, state).run();
}

} // namespace snnc::test
