//===- BodyPlan.h - Formats of the values of a program ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Values that meet in an addition, comparison or selection share one scale: a
// scale class. Loads, stores, products and lookups change scale for free
// within the limits of their shifts; scales are chosen so that as few
// conversions as possible are left, and then as fine as ranges allow.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_BODYPLAN_H
#define SNNC_COMPILER_TRANSFORMS_BODYPLAN_H

#include "compiler/analysis/RangeAnalysis.h"
#include "compiler/transforms/FunctionTable.h"
#include "compiler/transforms/ModelPlan.h"

#include "llvm/ADT/MapVector.h"

namespace snnc::compiler {

/// Limits of the shifts that loads, stores and products have built in.
constexpr int kLoadShift = 14;
constexpr int kStoreShift = 30;
constexpr int kMulShift = 30;

/// A variable that a program changes by adding to it (or subtracting).
struct Increment {
  mlir::Value old, change;
  bool minus = false;
};
/// The write of `state + change`, if it is one.
std::optional<Increment> incrementOf(snn::WriteOp write);

class BodyPlan {
public:
  BodyPlan(ModelPlan &owner, snn::ProgramOp program)
      : owner(owner), network(owner.network), program(program) {}

  /// Normalizes the body.
  mlir::LogicalResult prepare();
  /// The range of the emitted payload, with port sums as they are known now.
  mlir::FailureOr<Interval> payloadRange();
  /// Notes the ranges of deposits, likewise; true if one changed.
  mlir::FailureOr<bool> updateDeposits();
  /// Finds tables and classes, chooses scales. Ports are final.
  mlir::LogicalResult choose();

  /// Scale of a value; values that are constants have none.
  int fracOf(mlir::Value value) const;
  const StoredVariable *stored(llvm::StringRef name) const {
    return owner.stored(name);
  }
  /// The storage that `value` reads directly, if it fits 16 bits.
  const StoredVariable *narrowSource(mlir::Value value) const;
  /// Is the product of two variables computed on both as they are stored?
  bool multipliesStored(mlir::Operation *mul) const;

  ModelPlan &owner;
  NetworkFormats &network;
  snn::ProgramOp program;
  /// Tables by their last operation.
  llvm::MapVector<mlir::Operation *, FunctionTable> tables;
  /// Operations that are lowered, in order.
  std::vector<mlir::Operation *> live;
  /// Operand of a product of two variables that is narrowed to 16 bits.
  llvm::DenseMap<mlir::Operation *, unsigned> narrowed;
  /// Writes that round only their increment, stochastically, to the grid of
  /// the variable: the sum is exact there.
  llvm::DenseMap<mlir::Operation *, Increment> increments;
  /// Products that are rounded stochastically to the grid of the variable of
  /// an increment, by the write.
  llvm::DenseMap<mlir::Operation *, snn::WriteOp> stochastic;
  ValueRanges ranges;

private:
  struct ScaleClass {
    double magnitude = 0.0;
    int frac = 0, maxFrac = 30;
    bool pinned = false;
    std::vector<unsigned> edges;
  };
  enum class EdgeKind {
    Load,
    Store,
    Receive,
    Emit,
    Product,
    Narrow,
    Exact,
    Random,
    Modulation
  };
  /// A conversion between classes, or between a class and something fixed.
  struct Edge {
    EdgeKind kind;
    unsigned a = 0, result = 0;
    /// Storage, payload or modulator frac; mantissa frac; least port frac.
    int frac = 0;
    /// Greatest port frac.
    int limit = 0;
    bool flexible = false;
  };

  void clampPayload();
  void dropClamps();
  SourceRanges sources(bool proven, bool finalPorts);
  mlir::LogicalResult findTables();
  void findIncrements();
  mlir::LogicalResult boundRanges();
  void findLive();
  mlir::LogicalResult buildClasses();
  void unite(mlir::Value a, mlir::Value b);
  unsigned find(unsigned i) const;
  unsigned slot(mlir::Value value);
  unsigned classOf(mlir::Value value) const;
  void buildEdges();
  void addEdge(Edge edge);
  double edgeCost(const Edge &edge) const;
  void limitToGrid();
  void pinIncrements();
  void solve();
  mlir::LogicalResult checkPrecision();
  void fixStorage();

  std::vector<unsigned> parent;
  llvm::DenseMap<mlir::Value, unsigned> slots;
  std::vector<ScaleClass> classes;
  std::vector<Edge> edges;
};

/// Members of a product: a constant factor, if one operand is constant.
std::optional<double> constantFactor(mlir::Operation *mul);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_BODYPLAN_H
