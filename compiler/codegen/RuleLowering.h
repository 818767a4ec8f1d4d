//===- RuleLowering.h - The programs of a learning rule ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_CODEGEN_RULELOWERING_H
#define SNNC_COMPILER_CODEGEN_RULELOWERING_H

#include "compiler/codegen/RuleSelector.h"

namespace snnc::compiler {

/// Makes a ucode.learn of the rule that a projection learns by, and its
/// programs, behind the rule.
class RuleLowering {
public:
  /// `columns`: what targets trigger walks their columns where it can.
  RuleLowering(snn::ProjectionOp projection, bool fuse, bool columns);

  mlir::LogicalResult run();
  unsigned programs() const { return numPrograms; }
  unsigned fused() const { return numFused; }

private:
  /// What the steps of one snn program have in common.
  struct Trigger {
    std::string name;
    mlir::IntegerAttr every;
    mlir::FlatSymbolRefAttr signal;
  };

  Trigger triggerOf(snn::ProgramOp program);
  mlir::LogicalResult lowerTrace(snn::ProgramOp program);
  mlir::LogicalResult lowerSynaptic(snn::ProgramOp program);
  Walk walkOf(snn::ProgramOp program);
  /// The steps before that of the synapses.
  mlir::LogicalResult lowerTargets(snn::ProgramOp program,
                                   const RuleSplit &split, Walk walk,
                                   mlir::StringAttr condition,
                                   mlir::StringAttr targetFired);
  mlir::LogicalResult lowerSources(snn::ProgramOp program,
                                   const RuleSplit &split,
                                   const Handover &names,
                                   llvm::DenseSet<mlir::Value> stored,
                                   Walk walk, bool isGated);
  ucode::ProgramOp makeProgram(snn::ProgramOp from, ucode::ProgramKind kind,
                               llvm::StringRef suffix);
  template <typename SelectorT> mlir::LogicalResult fill(SelectorT &selector);
  mlir::StringAttr freeName(const llvm::Twine &wanted);
  void addTemporary(mlir::StringAttr name, ucode::Over over, unsigned bits,
                    bool index);
  ucode::StepOp addStep(const Trigger &trigger, ucode::Over over,
                        ucode::ProgramOp program, bool synaptic);

  snn::ProjectionOp projection;
  snn::LearningRuleOp rule;
  ucode::LearnOp learn;
  mlir::OpBuilder builder;
  bool fuse, columns;
  unsigned numPrograms = 0, numFused = 0;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_CODEGEN_RULELOWERING_H
