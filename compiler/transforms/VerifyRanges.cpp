//===- VerifyRanges.cpp - Prove that fixed-point values fit --------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/FixedRange.h"
#include "compiler/transforms/Passes.h"

#include "mlir/Analysis/DataFlow/Utils.h"

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
    getOperation().walk([&](snn::UpdateOp update) {
      failedAny |= failed(verify(update));
    });
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
