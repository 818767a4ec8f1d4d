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
        [&](snn::ProgramOp program) { failedAny |= failed(verify(program)); });
    if (failedAny)
      return signalPassFailure();
    markAllAnalysesPreserved();
  }

private:
  LogicalResult verify(snn::ProgramOp program) {
    DataFlowSolver solver(DataFlowConfig().setInterprocedural(false));
    dataflow::loadBaselineAnalyses(solver);
    solver.load<FixedRangeAnalysis>();
    if (failed(solver.initializeAndRun(program)))
      return failure();
    LogicalResult result = success();
    program->walk([&](Operation *op) {
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

  /// The store saturates where the width ends; what is held to a range within
  /// the width must be within that range, which is what reads of it are taken
  /// to be.
  static LogicalResult verifyWrite(snn::WriteOp write, IntRange range) {
    auto model = write->getParentOfType<snn::ModelOp>();
    Operation *variable =
        SymbolTable::lookupSymbolIn(model, write.getStateAttr().getAttr());
    auto stored = dyn_cast<fx::QType>(
        cast<TypeAttr>(variable->getAttr("type")).getValue());
    auto type = dyn_cast<fx::QType>(write.getValue().getType());
    if (!stored || !type || range.isEmpty())
      return success();
    IntRange held = heldRange(variable);
    IntRange width = IntRange::ofBits(stored.getBits());
    int shift = type.getFrac() - stored.getFrac();
    double lo = std::nearbyint(std::ldexp(double(range.lo), -shift));
    double hi = std::nearbyint(std::ldexp(double(range.hi), -shift));
    bool saturates = stored.getBits() < 32;
    bool above = lo >= double(held.lo) || (saturates && held.lo == width.lo);
    bool below = hi <= double(held.hi) || (saturates && held.hi == width.hi);
    if (above && below)
      return success();
    InFlightDiagnostic diag =
        write.emitOpError("writes [")
        << lo << ", " << hi << "], beyond the [" << held.lo << ", " << held.hi
        << "] of " << (isa<snn::NeuronOp>(model) ? "state" : "variable") << " @"
        << write.getState() << "; clamp it with fx.max and fx.min";
    diag.attachNote(variable->getLoc()) << "declared here";
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
