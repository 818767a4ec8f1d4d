//===- FixedNetwork.h - A quantized network, op by op -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The machine contract on the quantized text: neuron by neuron, synapse by
// synapse. Slow, and independent of everything that the compiler makes of it.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_LEARNING_FIXEDNETWORK_H
#define SNNC_TESTS_UNIT_LEARNING_FIXEDNETWORK_H

#include "tests/unit/learning/FixedProgram.h"

#include "dialects/snn/Weights.h"

#include "mlir/IR/BuiltinOps.h"

#include <vector>

namespace snnc::test {

using Values = std::vector<int64_t>;

class FixedNetwork {
public:
  explicit FixedNetwork(mlir::ModuleOp module);

  void inject(uint32_t population, uint32_t index, int64_t payload);
  void setModulator(uint32_t modulator, int64_t value);
  void step();
  bool learning = true;

  struct Variable {
    std::string name;
    Values values;
  };
  struct Port {
    std::string name;
    int frac = 0;
    /// By step modulo their number, then by neuron.
    std::vector<Values> slots;
  };
  struct Population {
    snn::NeuronOp neuron;
    std::vector<Variable> states, params;
    std::vector<Port> ports;
    std::vector<bool> fired;
    Values payloads;
  };
  struct Synapse {
    uint32_t source, target, delay;
    int64_t weight;
  };
  struct Projection {
    snn::LearningRuleOp rule;
    uint32_t source = 0, target = 0, port = 0, shift = 0;
    std::vector<Synapse> synapses;
    std::vector<Variable> variables, traces;
  };
  std::vector<Population> populations;
  std::vector<Projection> projections;
  uint64_t steps = 0;

private:
  void addPopulation(mlir::Operation *op);
  void addProjection(snn::ProjectionOp op);
  void update(Population &population);
  void deliver(const Projection &projection);
  void learn(Projection &projection);
  bool isDue(snn::ProgramOp program) const;
  void runTraces(Projection &projection, snn::ProgramOp program);
  void runSynapses(Projection &projection, snn::ProgramOp program);
  Run start() const;
  uint32_t indexOf(mlir::Operation *population) const;

  std::vector<mlir::Operation *> members;
  std::vector<std::string> modulatorNames;
  std::map<std::string, int64_t> modulators;
  std::map<std::string, bool> signalled;
};

} // namespace snnc::test

#endif // SNNC_TESTS_UNIT_LEARNING_FIXEDNETWORK_H
