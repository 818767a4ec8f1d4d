//===- RangeAnalysis.h - Ranges of real values ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Forward interval analysis of programs on MLIR's sparse dataflow
// framework. What comes from outside the region (states, ports, parameters,
// modulators) has the ranges that the caller gives.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_ANALYSIS_RANGEANALYSIS_H
#define SNNC_COMPILER_ANALYSIS_RANGEANALYSIS_H

#include "compiler/analysis/Interval.h"

#include "dialects/snn/Snn.h"
#include "mlir/Analysis/DataFlow/SparseAnalysis.h"
#include "llvm/ADT/StringMap.h"

namespace snnc::compiler {

/// Ranges by symbol name; a name that is absent is unbounded.
struct SourceRanges {
  llvm::StringMap<Interval> states, ports, params, modulators;
  /// What the source's event may carry, 0 without one included.
  Interval payload = Interval::whole();
  /// Results that are known otherwise, by operation (tables).
  llvm::DenseMap<mlir::Operation *, Interval> results;
};

struct IntervalLattice : mlir::dataflow::Lattice<Interval> {
  using Lattice::Lattice;
};

class RangeAnalysis
    : public mlir::dataflow::SparseForwardDataFlowAnalysis<IntervalLattice> {
public:
  RangeAnalysis(mlir::DataFlowSolver &solver, const SourceRanges &sources)
      : SparseForwardDataFlowAnalysis(solver), sources(sources) {}

  mlir::LogicalResult
  visitOperation(mlir::Operation *op,
                 llvm::ArrayRef<const IntervalLattice *> operands,
                 llvm::ArrayRef<IntervalLattice *> results) override;
  void setToEntryState(IntervalLattice *lattice) override;

private:
  const SourceRanges &sources;
};

using ValueRanges = llvm::DenseMap<mlir::Value, Interval>;

/// The ranges of all values of a program.
mlir::FailureOr<ValueRanges> computeRanges(snn::ProgramOp program,
                                           const SourceRanges &sources);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_ANALYSIS_RANGEANALYSIS_H
