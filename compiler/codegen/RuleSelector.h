//===- RuleSelector.h - Selection for the parts of a rule -------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A program of synapses becomes up to three: what its sources compute and hand
// over, what its targets decide, and what each synapse does.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_CODEGEN_RULESELECTOR_H
#define SNNC_COMPILER_CODEGEN_RULESELECTOR_H

#include "compiler/codegen/RuleSplit.h"
#include "compiler/codegen/Selector.h"

namespace snnc::compiler {

/// Names of what the parts of one program hand to each other.
struct Handover {
  /// Of RuleSplit::commons(), those that are no plain reads of a trace.
  llvm::DenseMap<mlir::Value, mlir::StringAttr> commons;
  /// Of the target: whether its conditions hold, and whether it emitted.
  mlir::StringAttr condition, targetFired;
  /// Of the source, in a walk of columns: whether its conditions hold.
  mlir::StringAttr sourceCondition;
  /// Logical indices.
  mlir::StringAttr sourceIndex, targetIndex;
};

/// Whether the program runs where the target emitted, or the source.
inline bool isOnPost(snn::ProgramOp program) {
  return mlir::isa<snn::OnPostOp>(program.getOperation());
}
inline bool isOnPre(snn::ProgramOp program) {
  return mlir::isa<snn::OnPreOp>(program.getOperation());
}

/// By which of its neurons the synapses of a program are walked: a row has one
/// source, a column one target.
enum class Walk { Rows, Columns };

/// Over the sources: computes what is handed over and, in a walk of rows,
/// records who is due.
class SourceSelector : public Selector {
public:
  /// `stored`: the values of `names.commons` to store.
  SourceSelector(snn::ProgramOp source, ucode::ProgramOp program, bool fuse,
                 const RuleSplit &split, const Handover &names,
                 llvm::DenseSet<mlir::Value> stored, Walk walk);
  mlir::LogicalResult run() override;

protected:
  FailureOr<Value> makeDraw(snn::RandomOp op, uint32_t shift,
                            Value &word) override;

private:
  void need(Value value);
  mlir::LogicalResult hand(Value value);
  mlir::LogicalResult keepCondition();

  const RuleSplit &split;
  const Handover &names;
  llvm::DenseSet<Value> stored;
  Walk walk;
  llvm::DenseSet<mlir::Operation *> needed;
};

/// Over the targets: opens the gate and leaves what a mask needs.
class TargetSelector : public Selector {
public:
  /// Null names: not needed.
  TargetSelector(snn::ProgramOp source, ucode::ProgramOp program, bool fuse,
                 const RuleSplit &split, mlir::StringAttr condition,
                 mlir::StringAttr targetFired);
  mlir::LogicalResult run() override;

private:
  const RuleSplit &split;
  mlir::StringAttr condition, targetFired;
};

/// Over the synapses.
class SynapseSelector : public Selector {
public:
  SynapseSelector(snn::ProgramOp source, ucode::ProgramOp program, bool fuse,
                  const RuleSplit &split, const Handover &names,
                  snn::NeuronOp target, Walk walk);
  mlir::LogicalResult run() override;

protected:
  Value makeLoad(Location loc, mlir::Operation *declared,
                 llvm::StringRef variable, uint32_t shift,
                 bool saturate) override;
  void makeStore(snn::WriteOp op, Value value, uint32_t shift,
                 ucode::Rounding rounding, Value random) override;
  FailureOr<Value> makeDraw(snn::RandomOp op, uint32_t shift,
                            Value &word) override;
  FailureOr<Value> selectOther(mlir::Operation *op) override;
  FailureOr<Value> take(Value value) override;
  mlir::LogicalResult store(snn::WriteOp op) override;

private:
  /// variable += rshift(state of the target * common value): one instruction.
  struct Delta {
    snn::ReadOp state;
    mlir::StringAttr common;
    mlir::StringAttr draw;
    uint32_t shift = 0;
    fx::Rounding rounding = fx::Rounding::Floor;
  };
  std::optional<Delta> matchDelta(snn::WriteOp op);
  mlir::StringAttr commonName(Value value);
  /// Where the target's conditions fail, nothing changes anyway.
  bool impliesConditions();
  /// Whether the synapse draws to compute it.
  bool usesDraws(Value value);
  mlir::LogicalResult mask();
  mlir::LogicalResult act(mlir::Operation &op);
  mlir::LogicalResult deposit(snn::DepositOp op);

  const RuleSplit &split;
  const Handover &names;
  snn::NeuronOp target;
  Walk walk;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_CODEGEN_RULESELECTOR_H
