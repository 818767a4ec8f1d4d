//===- RuleSplit.h - What a synapse need not compute itself -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A program of synapses runs for each pair of a source and a target, but most
// of it depends on one of the two only. The split says which part of a program
// is the same for all synapses of a source, or of a target, so that it can be
// computed once.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_CODEGEN_RULESPLIT_H
#define SNNC_COMPILER_CODEGEN_RULESPLIT_H

#include "dialects/fx/Fx.h"
#include "dialects/snn/Snn.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace snnc::compiler {

/// Where values differ; Synapse is the union of Source and Target.
enum class Side : uint8_t { Uniform = 0, Source = 1, Target = 2, Synapse = 3 };

inline Side operator|(Side a, Side b) { return Side(uint8_t(a) | uint8_t(b)); }

class RuleSplit {
public:
  /// `program` is synaptic, and quantized: what draws stands right before what
  /// rounds by it.
  explicit RuleSplit(snn::ProgramOp program);

  /// Where an operation's result, or what it does, differs.
  Side side(mlir::Operation *op) const { return sides.lookup(op); }
  Side side(mlir::Value value) const { return side(value.getDefiningOp()); }

  /// All must hold for the program to act; those of the synapse and of a side
  /// in the order of the text. Uniform ones are decided with the source.
  llvm::ArrayRef<mlir::Value> sourceConditions() const { return atSource; }
  llvm::ArrayRef<mlir::Value> targetConditions() const { return atTarget; }
  llvm::ArrayRef<mlir::Value> synapseConditions() const { return atSynapse; }

  /// What a source computes and its synapses use, in the order of the text.
  /// Constants, modulators and their signals are at hand everywhere and not
  /// among them.
  llvm::ArrayRef<mlir::Value> commons() const { return handed; }

  /// Operations that each synapse computes, reads included: what a write, a
  /// deposit or a condition of the synapse needs and nobody hands to it.
  llvm::ArrayRef<mlir::Operation *> perSynapse() const { return own; }

private:
  void classify(mlir::Block &body);
  void addCondition(mlir::Value condition);
  void need(mlir::Value value);

  llvm::DenseMap<mlir::Operation *, Side> sides;
  /// The draw that a stochastically rounding operation uses.
  llvm::DenseMap<mlir::Operation *, mlir::Operation *> draws;
  llvm::DenseMap<mlir::Operation *, bool> visited;
  llvm::SmallVector<mlir::Value> atSource, atTarget, atSynapse, handed;
  llvm::SmallVector<mlir::Operation *> own;
};

/// Whether a multiplication or a rescaling rounds by a draw.
bool roundsStochastically(mlir::Operation *op);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_CODEGEN_RULESPLIT_H
