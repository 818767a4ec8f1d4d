//===- BodyPlan.h - Formats of the values of an update region ---*- C++ -*-===//
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

#include "compiler/analysis/Formats.h"
#include "compiler/analysis/RangeAnalysis.h"
#include "compiler/transforms/FunctionTable.h"
#include "compiler/transforms/NetworkFormats.h"

#include "llvm/ADT/MapVector.h"

namespace snnc::compiler {

struct QuantizeSettings {
  Calibration calibration;
  double margin = 1.25;
  unsigned tableEntries = 256;
  double tableError = 1e-3;
};

/// A state variable or a per-neuron parameter.
struct StoredVariable {
  mlir::Operation *op = nullptr;
  std::string name;
  bool isState = true, calibrated = false;
  /// Declared, calibrated, or that of the values.
  Interval range;
  Format format;
  /// 32-bit states take on the scale of their class, which may be coarser.
  bool flexible() const { return isState && format.bits == 32; }
};

/// Limits of the shifts that loads, stores and products have built in.
constexpr int kLoadShift = 14;
constexpr int kStoreShift = 30;
constexpr int kMulShift = 30;

class BodyPlan {
public:
  BodyPlan(snn::PopulationOp population, snn::NeuronOp neuron,
           NetworkFormats &network, const QuantizeSettings &settings)
      : population(population), neuron(neuron), network(network),
        settings(settings) {}

  /// Reads states and parameters and normalizes the body.
  mlir::LogicalResult prepare();
  /// The range of the emitted payload, with port sums as they are known now.
  mlir::FailureOr<Interval> payloadRange();
  /// Finds tables and classes, chooses scales. Ports are final.
  mlir::LogicalResult choose();

  /// Scale of a value; values that are constants have none.
  int fracOf(mlir::Value value) const;
  const StoredVariable *stored(llvm::StringRef name) const;
  /// The storage that `value` reads directly, if it fits 16 bits.
  const StoredVariable *narrowSource(mlir::Value value) const;

  snn::PopulationOp population;
  snn::NeuronOp neuron;
  NetworkFormats &network;
  const QuantizeSettings &settings;
  snn::UpdateOp update;
  std::vector<StoredVariable> variables;
  /// Tables by their last operation.
  llvm::MapVector<mlir::Operation *, FunctionTable> tables;
  /// Operations that are lowered, in order.
  std::vector<mlir::Operation *> live;
  /// Operand of a product of two variables that is narrowed to 16 bits.
  llvm::DenseMap<mlir::Operation *, unsigned> narrowed;
  ValueRanges ranges;

private:
  struct ScaleClass {
    double magnitude = 0.0;
    int frac = 0, maxFrac = 30;
    std::vector<unsigned> edges;
  };
  enum class EdgeKind {
    Load,
    Store,
    Receive,
    Emit,
    Product,
    Narrow,
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

  mlir::LogicalResult readVariables();
  mlir::LogicalResult readState(snn::StateOp state);
  mlir::LogicalResult readParam(snn::ParamOp param);
  void clampPayload();
  SourceRanges sources(bool proven, bool finalPorts);
  mlir::LogicalResult findTables();
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
