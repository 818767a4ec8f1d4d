//===- FixedProgram.cpp - A program by the meaning of its ops ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/learning/FixedProgram.h"

#include "dialects/fx/Fx.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "llvm/ADT/DenseMap.h"

#include <algorithm>
#include <stdexcept>

using namespace mlir;
using snnc::fx::QType;

namespace snnc::test {

namespace {

int fracOf(Type type) { return cast<QType>(type).getFrac(); }
int fracOf(Value value) { return fracOf(value.getType()); }

int64_t fit(int64_t x, fx::Overflow overflow) {
  if (overflow == fx::Overflow::Saturate)
    return std::clamp<int64_t>(x, INT32_MIN, INT32_MAX);
  return static_cast<int32_t>(static_cast<uint32_t>(x));
}

class Evaluator {
public:
  Evaluator(snn::ProgramOp program, Run &run)
      : program(program), model(program.getModel()), run(run) {}

  void evaluate() {
    for (Operation &op : program.getBody().front()) {
      if (auto write = dyn_cast<snn::WriteOp>(op))
        store(write);
      else if (auto emit = dyn_cast<snn::EmitOp>(op))
        event(emit);
      else if (auto require = dyn_cast<snn::RequireOp>(op))
        run.acts &= values.lookup(require.getCondition()) != 0;
      else if (auto deposit = dyn_cast<snn::DepositOp>(op))
        add(deposit);
      else
        values[op.getResult(0)] = value(&op);
    }
  }

private:
  int64_t in(Operation *op, unsigned i) {
    return values.lookup(op->getOperand(i));
  }

  Type declared(StringRef name) {
    return SymbolTable::lookupSymbolIn(model, name)
        ->getAttrOfType<TypeAttr>("type")
        .getValue();
  }

  int64_t down(int64_t x, int shift, fx::Rounding mode) {
    if (shift == 0)
      return x;
    int64_t one = int64_t(1) << shift;
    int64_t whole = x >> shift, rest = x - whole * one;
    if (mode == fx::Rounding::Even)
      return whole + (2 * rest > one || (2 * rest == one && whole % 2 != 0));
    if (mode == fx::Rounding::Stochastic)
      return (x + int64_t(word & static_cast<uint32_t>(one - 1))) >> shift;
    return whole;
  }

  int64_t up(int64_t x, int shift) { return x * (int64_t(1) << shift); }

  void store(snn::WriteOp op) {
    auto type = cast<QType>(declared(op.getState()));
    int64_t limit = int64_t(1) << (type.getBits() - 1);
    int64_t exact =
        down(values.lookup(op.getValue()),
             fracOf(op.getValue()) - type.getFrac(), fx::Rounding::Even);
    int64_t kept = std::clamp(exact, -limit, limit - 1);
    std::string name = op.getState().str();
    run.written[name] = kept;
    if (kept != exact)
      run.saturated.insert(name);
  }

  void event(snn::EmitOp op) {
    if (!values.lookup(op.getCondition()))
      return;
    run.emitted = true;
    if (op.getPayload())
      run.emittedPayload = values.lookup(op.getPayload());
  }

  void add(snn::DepositOp op) {
    std::string port = op.getPort().str();
    run.deposits[port] += up(values.lookup(op.getValue()),
                             run.portFrac(port) - fracOf(op.getValue()));
  }

  bool compare(fx::Predicate predicate, int64_t a, int64_t b) {
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
    return false;
  }

  int64_t variable(StringRef name, Value result) {
    return up(run.variables.at(name.str()),
              fracOf(result) - fracOf(declared(name)));
  }

  int64_t lookUp(fx::LookupOp op) {
    auto table =
        cast<fx::TableOp>(SymbolTable::lookupSymbolIn(model, op.getTable()));
    auto entries = table.getValues().getValues<int32_t>();
    int64_t last = int64_t(entries.size()) - op.getOffset() - 1;
    int64_t at = in(op, 0) >> op.getShift();
    return entries[size_t(op.getOffset() + std::clamp<int64_t>(at, 0, last))];
  }

  int64_t value(Operation *op) {
    Value result = op->getResult(0);
    if (auto c = dyn_cast<fx::ConstantOp>(op))
      return static_cast<int32_t>(c.getValue());
    if (auto c = dyn_cast<arith::ConstantOp>(op))
      return cast<IntegerAttr>(c.getValue()).getValue().isZero() ? 0 : 1;
    if (auto read = dyn_cast<snn::ReadOp>(op))
      return variable(read.getState(), result);
    if (auto get = dyn_cast<snn::GetOp>(op))
      return variable(get.getParam(), result);
    if (auto receive = dyn_cast<snn::ReceiveOp>(op))
      return up(run.sums.at(receive.getPort().str()),
                fracOf(result) - fracOf(declared(receive.getPort())));
    if (isa<snn::FiredOp>(op))
      return run.fired;
    if (isa<snn::TargetFiredOp>(op))
      return run.targetFired;
    if (isa<snn::PayloadOp>(op))
      return run.payload;
    if (auto modulation = dyn_cast<snn::ModulationOp>(op))
      return run.modulators.at(modulation.getModulator().str());
    if (auto signalled = dyn_cast<snn::SignalledOp>(op))
      return run.signalled.at(signalled.getModulator().str());
    if (auto random = dyn_cast<snn::RandomOp>(op)) {
      word = run.draw(static_cast<uint32_t>(*random.getStream()),
                      random.getPerRow());
      return word >> (32 - fracOf(result));
    }
    return arithmetic(op);
  }

  int64_t arithmetic(Operation *op) {
    Value result = op->getResult(0);
    if (auto add = dyn_cast<fx::AddOp>(op))
      return fit(in(op, 0) + in(op, 1), add.getOverflow());
    if (auto sub = dyn_cast<fx::SubOp>(op))
      return fit(in(op, 0) - in(op, 1), sub.getOverflow());
    if (auto mul = dyn_cast<fx::MulOp>(op))
      return fit(
          down(in(op, 0) * in(op, 1),
               fracOf(mul.getLhs()) + fracOf(mul.getRhs()) - fracOf(result),
               mul.getRounding()),
          mul.getOverflow());
    if (auto rescale = dyn_cast<fx::RescaleOp>(op)) {
      int right = fracOf(rescale.getValue()) - fracOf(result);
      return right >= 0 ? down(in(op, 0), right, rescale.getRounding())
                        : fit(up(in(op, 0), -right), rescale.getOverflow());
    }
    if (auto cmp = dyn_cast<fx::CompareOp>(op))
      return compare(cmp.getPredicate(), in(op, 0), in(op, 1));
    if (auto look = dyn_cast<fx::LookupOp>(op))
      return lookUp(look);
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
    if (isa<fx::SelectOp, arith::SelectOp>(op))
      return in(op, 0) ? in(op, 1) : in(op, 2);
    throw std::runtime_error("no meaning for " +
                             op->getName().getStringRef().str());
  }

  snn::ProgramOp program;
  snn::ModelOp model;
  Run &run;
  llvm::DenseMap<Value, int64_t> values;
  uint32_t word = 0;
};

} // namespace

void evaluate(snn::ProgramOp program, Run &run) {
  Evaluator(program, run).evaluate();
}

} // namespace snnc::test
