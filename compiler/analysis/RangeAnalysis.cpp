//===- RangeAnalysis.cpp - Ranges of real values -------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/RangeAnalysis.h"
#include "compiler/analysis/RealOps.h"

#include "mlir/Analysis/DataFlow/Utils.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace snnc::compiler {

static Interval lookUp(const llvm::StringMap<Interval> &ranges,
                       StringRef name) {
  auto found = ranges.find(name);
  return found == ranges.end() ? Interval::whole() : found->second;
}

LogicalResult
RangeAnalysis::visitOperation(Operation *op,
                              ArrayRef<const IntervalLattice *> operands,
                              ArrayRef<IntervalLattice *> results) {
  Interval range =
      llvm::TypeSwitch<Operation *, Interval>(op)
          .Case<snn::ReadOp>([&](auto read) {
            return lookUp(sources.states, read.getState());
          })
          .Case<snn::ReceiveOp>([&](auto receive) {
            return lookUp(sources.ports, receive.getPort());
          })
          .Case<snn::GetOp>(
              [&](auto get) { return lookUp(sources.params, get.getParam()); })
          .Case<snn::ModulationOp>([&](auto modulation) {
            return lookUp(sources.modulators, modulation.getModulator());
          })
          .Case<snn::PayloadOp>([&](auto) { return sources.payload; })
          .Case<snn::FiredOp, snn::TargetFiredOp, snn::SignalledOp>(
              [](auto) { return Interval{0.0, 1.0}; })
          .Case<snn::RandomOp>([](auto) { return Interval{0.0, 1.0}; })
          .Default([&](Operation *) {
            auto given = sources.results.find(op);
            if (given != sources.results.end())
              return given->second;
            SmallVector<Interval> ranges;
            for (const IntervalLattice *operand : operands)
              ranges.push_back(operand->getValue());
            return evaluateRange(op, ranges);
          });
  for (IntervalLattice *result : results)
    propagateIfChanged(result, result->join(range));
  return success();
}

void RangeAnalysis::setToEntryState(IntervalLattice *lattice) {
  propagateIfChanged(lattice, lattice->join(Interval::whole()));
}

FailureOr<ValueRanges> computeRanges(snn::ProgramOp program,
                                     const SourceRanges &sources) {
  DataFlowSolver solver(DataFlowConfig().setInterprocedural(false));
  dataflow::loadBaselineAnalyses(solver);
  solver.load<RangeAnalysis>(sources);
  if (failed(solver.initializeAndRun(program)))
    return failure();
  ValueRanges ranges;
  program->walk([&](Operation *op) {
    for (Value value : op->getResults())
      if (auto *lattice = solver.lookupState<IntervalLattice>(value))
        ranges[value] = lattice->getValue();
  });
  return ranges;
}

} // namespace snnc::compiler
