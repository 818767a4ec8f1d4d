//===- VerifyRanges.cpp - Prove that fixed-point values fit --------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/FixedRange.h"
#include "compiler/transforms/Passes.h"

#include "mlir/Analysis/DataFlow/Utils.h"

#include <cmath>

namespace snnc::compiler {
#define GEN_PASS_DEF_VERIFYRANGES
#include "compiler/transforms/Passes.h.inc"
} // namespace snnc::compiler

using namespace mlir;

namespace snnc::compiler {
namespace {

class VerifyRanges : public impl::VerifyRangesBase<VerifyRanges> {
public:
  using VerifyRangesBase::VerifyRangesBase;

  void runOnOperation() override {
    bool failedAny = false;
    getOperation().walk(
        [&](snn::UpdateOp update) { failedAny |= failed(verify(update)); });
    if (failedAny)
      return signalPassFailure();
    markAllAnalysesPreserved();
  }

private:
  LogicalResult verify(snn::UpdateOp update) {
    DataFlowSolver solver(DataFlowConfig().setInterprocedural(false));
    dataflow::loadBaselineAnalyses(solver);
    solver.load<FixedRangeAnalysis>();
    if (failed(solver.initializeAndRun(update)))
      return failure();
    LogicalResult result = success();
    update.walk([&](Operation *op) {
      if (auto write = dyn_cast<snn::WriteOp>(op))
        if (auto *lattice =
                solver.lookupState<IntRangeLattice>(write.getValue()))
          if (failed(verifyWrite(write, lattice->getValue())))
            result = failure();
      for (Value value : op->getResults()) {
        auto type = dyn_cast<fx::QType>(value.getType());
        auto *lattice = solver.lookupState<IntRangeLattice>(value);
        if (!type || !lattice)
          continue;
        IntRange range = lattice->getValue();
        if (!range.isEmpty() && range.bits() > type.getBits())
          result = refuse(op, range, type);
        else
          ++numProven;
      }
    });
    return result;
  }

  /// Narrow states saturate in the store; wide ones must be within their range,
  /// which is what reads of them are taken to be.
  static LogicalResult verifyWrite(snn::WriteOp write, IntRange range) {
    auto state =
        write->getParentOfType<snn::NeuronOp>().lookupSymbol<snn::StateOp>(
            write.getState());
    auto stored = state ? dyn_cast<fx::QType>(state.getType()) : fx::QType();
    auto type = dyn_cast<fx::QType>(write.getValue().getType());
    if (!stored || !type || stored.getBits() < 32 || range.isEmpty())
      return success();
    IntRange held = stateRange(state);
    double lo = std::ldexp(double(range.lo), stored.getFrac() - type.getFrac());
    double hi = std::ldexp(double(range.hi), stored.getFrac() - type.getFrac());
    if (lo >= double(held.lo) && hi <= double(held.hi))
      return success();
    InFlightDiagnostic diag = write.emitOpError("writes [")
                              << lo << ", " << hi << "], beyond the ["
                              << held.lo << ", " << held.hi << "] of state @"
                              << write.getState()
                              << "; clamp it with fx.max and fx.min";
    diag.attachNote(state.getLoc()) << "declared here";
    return diag;
  }

  static LogicalResult refuse(Operation *op, IntRange range, fx::QType type) {
    IntRange limit = IntRange::ofBits(type.getBits());
    InFlightDiagnostic diag = op->emitOpError("reaches [");
    if (range == IntRange::whole())
      diag << "-infinity, infinity";
    else
      diag << range.lo << ", " << range.hi;
    return diag << "], beyond the [" << limit.lo << ", " << limit.hi << "] of "
                << Type(type)
                << "; use a wider type, a smaller frac, or clamp it before";
  }
};

} // namespace
} // namespace snnc::compiler
