//===- Decays.cpp - How states decay in fixed point ----------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/RealOps.h"
#include "compiler/transforms/LowerBody.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace snnc::compiler {
namespace {

/// A dead band beyond this part of the range is worth a warning.
constexpr double kWideDeadBand = 0.01;

/// How much of a state's old value a value holds, if it is linear in it.
class Coefficient {
public:
  Coefficient(const BodyPlan &plan, StringRef state)
      : plan(plan), state(state) {}

  std::optional<double> of(Value value) {
    auto found = known.find(value);
    if (found != known.end())
      return found->second;
    return known[value] = compute(value);
  }

private:
  std::optional<double> compute(Value value) {
    Operation *op = value.getDefiningOp();
    if (auto read = dyn_cast<snn::ReadOp>(op))
      return read.getState() == state ? 1.0 : 0.0;
    if (!isRealOp(op) || constantValue(value))
      return 0.0;
    SmallVector<std::optional<double>> x;
    bool none = true;
    for (Value operand : op->getOperands()) {
      x.push_back(operand.getType().isF64() ? of(operand) : 0.0);
      none &= x.back() == 0.0;
    }
    if (none)
      return 0.0;
    if (llvm::is_contained(x, std::nullopt))
      return std::nullopt;
    if (isa<arith::AddFOp>(op))
      return *x[0] + *x[1];
    if (isa<arith::SubFOp>(op))
      return *x[0] - *x[1];
    if (isa<arith::NegFOp>(op))
      return -*x[0];
    if (isa<arith::MulFOp>(op))
      return product(op, x);
    if (isa<arith::SelectOp>(op))
      return either(x[1], x[2]);
    if (isa<arith::MinimumFOp, arith::MaximumFOp>(op))
      return either(x[0], x[1]);
    return std::nullopt;
  }

  /// Of a reset and a decay, the decay.
  static std::optional<double> either(std::optional<double> a,
                                      std::optional<double> b) {
    if (*a == 0.0 || *a == *b)
      return b;
    return *b == 0.0 ? a : std::nullopt;
  }

  /// Scaled by a constant, or by a parameter: then the slowest of its values.
  std::optional<double> product(Operation *op,
                                ArrayRef<std::optional<double>> x) {
    if (auto factor = constantValue(op->getOperand(1)))
      return *x[0] * *factor;
    for (unsigned i : {0u, 1u})
      if (auto get = op->getOperand(i).getDefiningOp<snn::GetOp>())
        return *x[1 - i] * plan.stored(get.getParam())->range.hi;
    return std::nullopt;
  }

  const BodyPlan &plan;
  StringRef state;
  llvm::DenseMap<Value, std::optional<double>> known;
};

} // namespace

LogicalResult checkDecays(BodyPlan &plan, QuantizationReport &report) {
  for (Operation *op : plan.live) {
    auto write = dyn_cast<snn::WriteOp>(op);
    if (!write)
      continue;
    const StoredVariable &state = *plan.stored(write.getState());
    // Stochastic rounding decays on average, however slowly.
    if (state.round != snn::StoreRounding::Nearest)
      continue;
    std::optional<double> factor =
        Coefficient(plan, state.name).of(write.getValue());
    if (!factor || *factor <= 0.0 || *factor > 1.0 - 1e-9)
      continue;
    double range = state.range.magnitude();
    double half = state.format.step() / 2;
    double deadBand = half / (1.0 - *factor);
    report.decays.push_back(
        {plan.owner.owner(), state.name, *factor, deadBand, range});
    StringRef wayOut = state.format.bits < 32
                           ? "; declare the state with more bits or a smaller "
                             "range"
                           : "; declare a smaller range, or use a larger dt";
    if (deadBand >= range) {
      InFlightDiagnostic diag =
          write.emitOpError("decay of @")
          << state.name << " by " << *factor << " a step rounds to 1 in "
          << state.format.bits << " bits (frac " << state.format.frac
          << "): the " << (plan.owner.isRule() ? "variable" : "state")
          << " would never change" << wayOut;
      diag.attachNote(state.op->getLoc()) << "declared here";
      return diag;
    }
    if (deadBand > kWideDeadBand * range) {
      InFlightDiagnostic diag = mlir::emitWarning(write.getLoc());
      diag << (plan.owner.isRule() ? "variable @" : "state @") << state.name
           << " decays by " << *factor << " a step and stands still within "
           << deadBand << " of its resting value, " << 100.0 * deadBand / range
           << " % of its range" << wayOut;
      diag.attachNote(state.op->getLoc()) << "declared here";
    } else if (*factor * range < half) {
      mlir::emitWarning(write.getLoc())
          << "decay of @" << state.name << " by " << *factor
          << " a step rounds to 0 in " << state.format.bits
          << " bits: the state forgets everything within a step";
    }
  }
  return success();
}

} // namespace snnc::compiler
