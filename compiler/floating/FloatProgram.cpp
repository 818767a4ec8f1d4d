//===- FloatProgram.cpp - Update regions for the float engine ------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/floating/FloatProgram.h"
#include "compiler/analysis/RealOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/TypeSwitch.h"

#include <algorithm>

using namespace mlir;
using snnc::image::FloatInstr;
using snnc::image::FloatOp;

namespace snnc::compiler {
namespace {

class ProgramBuilder {
public:
  explicit ProgramBuilder(const FloatNames &names) : names(names) {}

  LogicalResult add(Operation *op) {
    if (auto constant = op->getNumResults() == 1
                            ? constantValue(op->getResult(0))
                            : std::nullopt) {
      define(op, number(*constant));
      return success();
    }
    if (auto value = fromOutside(op)) {
      define(op, *value);
      return success();
    }
    if (addEffect(op))
      return success();
    std::optional<uint32_t> value = compute(op);
    if (!value)
      return op->emitOpError(
          "cannot run on the float engine; use add, sub, mul, "
          "div, neg, abs, min, max, floor, ceil, roundeven, "
          "cmp, select, exp, log, sqrt, tanh, sin, cos or pow of a "
          "constant");
    define(op, *value);
    return success();
  }

  std::vector<FloatInstr> program;

private:
  uint32_t emit(FloatOp op, uint32_t a = 0, uint32_t b = 0, uint32_t c = 0,
                uint32_t index = 0, double imm = 0.0) {
    program.push_back({op, a, b, c, index, imm});
    return uint32_t(program.size() - 1);
  }
  uint32_t number(double x) { return emit(FloatOp::Const, 0, 0, 0, 0, x); }
  uint32_t at(Value value) { return values.lookup(value); }
  void define(Operation *op, uint32_t value) {
    values[op->getResult(0)] = value;
  }
  static uint32_t indexOf(const std::vector<std::string> &list,
                          StringRef name) {
    return uint32_t(std::find(list.begin(), list.end(), name) - list.begin());
  }

  /// Writes, events and what else acts; false if `op` is none.
  bool addEffect(Operation *op) {
    if (auto write = dyn_cast<snn::WriteOp>(op)) {
      auto [kind, index] = variable(op, write.getState(), true);
      emit(kind, at(write.getValue()), 0, 0, index);
    } else if (auto event = dyn_cast<snn::EmitOp>(op)) {
      uint32_t payload =
          event.getPayload() ? at(event.getPayload()) : number(1.0);
      emit(FloatOp::Emit, at(event.getCondition()), payload);
    } else if (auto require = dyn_cast<snn::RequireOp>(op)) {
      emit(FloatOp::Require, at(require.getCondition()));
    } else if (auto deposit = dyn_cast<snn::DepositOp>(op)) {
      emit(FloatOp::Deposit, at(deposit.getValue()), 0, 0,
           indexOf(names.ports, deposit.getPort()));
    } else {
      return false;
    }
    return true;
  }

  /// How a read or a write of the variable `name` is said.
  std::pair<FloatOp, uint32_t> variable(Operation *user, StringRef name,
                                        bool writes) {
    auto model = user->getParentOfType<snn::ModelOp>();
    Operation *op = SymbolTable::lookupSymbolIn(model, name);
    if (isa<snn::WeightOp>(op))
      return {writes ? FloatOp::WriteWeight : FloatOp::Weight, 0};
    if (isa<snn::TraceOp>(op))
      return {writes ? FloatOp::WriteTrace : FloatOp::Trace,
              indexOf(names.traces, name)};
    if (auto target = dyn_cast<snn::TargetOp>(op))
      return {FloatOp::Target,
              indexOf(names.targetStates, target.getVariable())};
    if (isa<snn::LearningRuleOp>(model.getOperation()))
      return {writes ? FloatOp::WriteSynapse : FloatOp::Synapse,
              indexOf(names.synapses, name)};
    return {writes ? FloatOp::WriteState : FloatOp::State,
            indexOf(names.states, name)};
  }

  std::optional<uint32_t> fromOutside(Operation *op) {
    auto source = [&](FloatOp kind, uint32_t index) {
      return std::optional(emit(kind, 0, 0, 0, index));
    };
    if (auto read = dyn_cast<snn::ReadOp>(op)) {
      auto [kind, index] = variable(op, read.getState(), false);
      return source(kind, index);
    }
    if (isa<snn::FiredOp>(op))
      return source(FloatOp::Fired, 0);
    if (isa<snn::TargetFiredOp>(op))
      return source(FloatOp::TargetFired, 0);
    if (isa<snn::PayloadOp>(op))
      return source(FloatOp::Payload, 0);
    if (auto signalled = dyn_cast<snn::SignalledOp>(op))
      return source(FloatOp::Signalled,
                    indexOf(names.modulators, signalled.getModulator()));
    if (auto get = dyn_cast<snn::GetOp>(op))
      return source(FloatOp::Param, indexOf(names.params, get.getParam()));
    if (auto receive = dyn_cast<snn::ReceiveOp>(op)) {
      uint32_t sum =
          emit(FloatOp::Port, 0, 0, 0, indexOf(names.ports, receive.getPort()));
      auto port =
          op->getParentOfType<snn::NeuronOp>().lookupSymbol<snn::PortOp>(
              receive.getPort());
      // A saturating port clamps when it is read.
      if (auto range = snn::bounds(port.getRangeAttr())) {
        sum = emit(FloatOp::Max, sum, number(range->first));
        sum = emit(FloatOp::Min, sum, number(range->second));
      }
      return sum;
    }
    if (auto modulation = dyn_cast<snn::ModulationOp>(op))
      return source(FloatOp::Modulator,
                    indexOf(names.modulators, modulation.getModulator()));
    if (auto random = dyn_cast<snn::RandomOp>(op))
      return source(random.getPerRow() ? FloatOp::RowRand : FloatOp::Rand,
                    uint32_t(random.getStream().value_or(0)));
    return std::nullopt;
  }

  std::optional<uint32_t> compare(arith::CmpFOp op) {
    using P = arith::CmpFPredicate;
    uint32_t a = at(op.getLhs()), b = at(op.getRhs());
    switch (op.getPredicate()) {
    case P::OEQ:
    case P::UEQ:
      return emit(FloatOp::CmpEq, a, b);
    case P::ONE:
    case P::UNE:
      return emit(FloatOp::CmpNe, a, b);
    case P::OLT:
    case P::ULT:
      return emit(FloatOp::CmpLt, a, b);
    case P::OLE:
    case P::ULE:
      return emit(FloatOp::CmpLe, a, b);
    case P::OGT:
    case P::UGT:
      return emit(FloatOp::CmpLt, b, a);
    case P::OGE:
    case P::UGE:
      return emit(FloatOp::CmpLe, b, a);
    default:
      return std::nullopt;
    }
  }

  std::optional<uint32_t> compute(Operation *op) {
    if (!isRealOp(op))
      return std::nullopt;
    uint32_t x[3] = {};
    for (auto [i, operand] : llvm::enumerate(op->getOperands()))
      x[i] = at(operand);
    auto plain = [&](FloatOp kind) {
      return std::optional(emit(kind, x[0], x[1], x[2]));
    };
    using Result = std::optional<uint32_t>;
    return llvm::TypeSwitch<Operation *, Result>(op)
        .Case<arith::AddFOp>([&](auto) { return plain(FloatOp::Add); })
        .Case<arith::SubFOp>([&](auto) { return plain(FloatOp::Sub); })
        .Case<arith::MulFOp>([&](auto) { return plain(FloatOp::Mul); })
        .Case<arith::DivFOp>([&](auto) { return plain(FloatOp::Div); })
        .Case<arith::NegFOp>([&](auto) { return plain(FloatOp::Neg); })
        .Case<math::AbsFOp>([&](auto) { return plain(FloatOp::Abs); })
        .Case<math::SqrtOp>([&](auto) { return plain(FloatOp::Sqrt); })
        .Case<arith::MinimumFOp, arith::MinNumFOp>(
            [&](auto) { return plain(FloatOp::Min); })
        .Case<arith::MaximumFOp, arith::MaxNumFOp>(
            [&](auto) { return plain(FloatOp::Max); })
        .Case<math::ExpOp>([&](auto) { return plain(FloatOp::Exp); })
        .Case<math::LogOp>([&](auto) { return plain(FloatOp::Log); })
        .Case<math::TanhOp>([&](auto) { return plain(FloatOp::Tanh); })
        .Case<math::SinOp>([&](auto) { return plain(FloatOp::Sin); })
        .Case<math::CosOp>([&](auto) { return plain(FloatOp::Cos); })
        .Case<math::FloorOp>([&](auto) { return plain(FloatOp::Floor); })
        .Case<math::RoundEvenOp>([&](auto) { return plain(FloatOp::Round); })
        .Case<arith::AndIOp>([&](auto) { return plain(FloatOp::And); })
        .Case<arith::OrIOp>([&](auto) { return plain(FloatOp::Or); })
        .Case<arith::XOrIOp>([&](auto) { return plain(FloatOp::Xor); })
        .Case<arith::SelectOp>([&](auto) { return plain(FloatOp::Select); })
        .Case<arith::UIToFPOp>([&](auto) { return Result(x[0]); })
        .Case<arith::CmpFOp>([&](arith::CmpFOp cmp) { return compare(cmp); })
        .Case<math::CeilOp>([&](auto) {
          return emit(FloatOp::Neg,
                      emit(FloatOp::Floor, emit(FloatOp::Neg, x[0])));
        })
        .Case<math::FmaOp>([&](auto) {
          return emit(FloatOp::Add, emit(FloatOp::Mul, x[0], x[1]), x[2]);
        })
        .Case<math::RsqrtOp>([&](auto) {
          uint32_t root = emit(FloatOp::Sqrt, x[0]);
          return emit(FloatOp::Div, number(1.0), root);
        })
        .Case<math::ExpM1Op>([&](auto) {
          uint32_t power = emit(FloatOp::Exp, x[0]);
          return emit(FloatOp::Sub, power, number(1.0));
        })
        .Case<math::Exp2Op>([&](auto) {
          uint32_t scale = number(0.69314718055994531);
          return emit(FloatOp::Exp, emit(FloatOp::Mul, x[0], scale));
        })
        .Case<math::PowFOp>([&](auto) {
          uint32_t log = emit(FloatOp::Log, x[0]);
          return emit(FloatOp::Exp, emit(FloatOp::Mul, log, x[1]));
        })
        .Default([](Operation *) { return Result(); });
  }

  const FloatNames &names;
  llvm::DenseMap<Value, uint32_t> values;
};

} // namespace

FailureOr<std::vector<FloatInstr>> exportProgram(snn::ProgramOp program,
                                                 const FloatNames &names) {
  ProgramBuilder builder(names);
  for (Operation &op : program.getBody().front())
    if (failed(builder.add(&op)))
      return failure();
  return std::move(builder.program);
}

} // namespace snnc::compiler
