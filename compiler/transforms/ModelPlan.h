//===- ModelPlan.h - Formats of the variables of a definition ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A neuron of a population or a rule of a projection: its variables with their
// formats, and a plan for each of its programs. The programs of a rule share
// the variables, so those have their formats before any program is planned.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_MODELPLAN_H
#define SNNC_COMPILER_TRANSFORMS_MODELPLAN_H

#include "compiler/analysis/Formats.h"
#include "compiler/transforms/NetworkFormats.h"

#include <memory>

namespace snnc::compiler {

class BodyPlan;

struct QuantizeSettings {
  Calibration calibration;
  double margin = 1.25;
  unsigned tableEntries = 256;
  double tableError = 1e-3;
};

struct StoredVariable {
  mlir::Operation *op = nullptr;
  std::string name;
  VariableKind kind = VariableKind::State;
  bool calibrated = false;
  /// Declared, calibrated, or that of the values.
  Interval range;
  Format format;
  snn::StoreRounding round = snn::StoreRounding::Nearest;

  /// 32-bit states take on the scale of their class, which may be coarser.
  bool flexible() const {
    return kind == VariableKind::State && format.bits == 32;
  }
  /// Weights, traces and variables of synapses clamp to their range exactly.
  bool isExact() const {
    return kind == VariableKind::Weight || kind == VariableKind::Synapse ||
           kind == VariableKind::Trace;
  }
  /// What a read may give, in real numbers.
  Interval held() const;
};

class ModelPlan {
public:
  /// A population's neuron.
  ModelPlan(snn::PopulationOp population, snn::NeuronOp neuron,
            NetworkFormats &network, const QuantizeSettings &settings);
  /// A projection's rule; `target` is the plan of its target's neuron.
  ModelPlan(snn::ProjectionOp projection, snn::LearningRuleOp rule,
            ModelPlan &target, NetworkFormats &network,
            const QuantizeSettings &settings);
  ~ModelPlan();

  /// Reads the variables and normalizes the programs.
  mlir::LogicalResult prepare();
  /// Takes the formats of the target's states, once they are chosen.
  void followTarget();

  bool isRule() const { return target != nullptr; }
  /// The population or projection that the model is a copy for.
  std::string owner() const;
  const StoredVariable *stored(llvm::StringRef name) const;

  snn::ModelOp model;
  /// The population or projection.
  mlir::Operation *user;
  /// Whose ports the programs receive from or deposit to.
  snn::PopulationOp population;
  /// Whose events the programs emit or learn from.
  SourceFormat *source;
  NetworkFormats &network;
  const QuantizeSettings &settings;
  std::vector<StoredVariable> variables;
  std::vector<std::unique_ptr<BodyPlan>> programs;

private:
  mlir::LogicalResult readState(mlir::Operation *op, VariableKind kind);
  mlir::LogicalResult readParam(snn::ParamOp param);
  void readWeight(snn::WeightOp weight);
  mlir::LogicalResult readTarget(snn::TargetOp variable);

  ModelPlan *target = nullptr;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_MODELPLAN_H
