//===- FloatNetwork.h - The network before quantization ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The real-valued network in the form the float engine runs: straight-line
// programs in double precision and expanded connectivity. Populations,
// projections, ports and states are numbered as in Image.h.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_FLOATNETWORK_H
#define SNNC_IMAGE_FLOATNETWORK_H

#include <cstdint>
#include <string>
#include <vector>

namespace snnc::image {

/// One operation of a float program: values[i] = op(values[a], values[b], ...).
enum class FloatOp : uint8_t {
  Const,     ///< imm
  State,     ///< state variable `index`
  Param,     ///< parameter `index` (per neuron or shared)
  Port,      ///< sum of port `index` for this step
  Modulator, ///< modulator `index`
  Rand,      ///< uniform in [0, 1), the contract's draw / 2^32; stream `index`
  Add,
  Sub,
  Mul,
  Div,
  Neg,
  Abs,
  Sqrt,
  Min,
  Max,
  Exp,
  Log,
  Tanh,
  Sigmoid,
  Sin,
  Cos,
  Floor,
  Round, ///< nearest, ties to even
  CmpEq, ///< 1.0 or 0.0
  CmpNe,
  CmpLt,
  CmpLe,
  And, ///< of 1.0 / 0.0
  Or,
  Xor,
  Select,     ///< a != 0 ? b : c
  WriteState, ///< state `index` = a, clamped to the variable's declared range
  Emit,       ///< if a != 0: event with payload b
  // Of learning rules only.
  Weight,       ///< weight of the synapse
  Synapse,      ///< variable `index` of the synapse
  Trace,        ///< trace `index` of the source
  Target,       ///< state `index` of the target
  Fired,        ///< 1.0 if the source emitted in this step
  TargetFired,  ///< 1.0 if the target emitted in this step
  Payload,      ///< of the source's event, 0.0 without one
  Signalled,    ///< 1.0 if modulator `index` was set for this step
  RowRand,      ///< as Rand, one draw for all synapses of a source
  Require,      ///< the program acts only where a != 0
  Deposit,      ///< port `index` of the target += a in the next step
  WriteWeight,  ///< weight = a, clamped to its range
  WriteSynapse, ///< variable `index` = a, clamped
  WriteTrace,   ///< trace `index` = a, clamped
};

struct FloatInstr {
  FloatOp op = FloatOp::Const;
  uint32_t a = 0, b = 0, c = 0;
  uint32_t index = 0;
  double imm = 0.0;
};

struct FloatVariable {
  std::string name;
  /// One element stands for all neurons. Initial value or parameter value.
  std::vector<double> values;
  /// States: declared range; writes clamp to it. Infinite if none declared.
  double min = 0.0, max = 0.0;
};

struct FloatPopulation {
  std::string name;
  uint32_t size = 0;
  bool isInput = false;
  uint32_t ports = 0;
  std::vector<FloatVariable> states;
  std::vector<FloatVariable> params;
  /// instr i defines value i. Reads of a state see its value before the step.
  std::vector<FloatInstr> program;
};

/// Synapses sorted by (source, target, delay); row i of the source is
/// [rowStart[i], rowStart[i + 1]).
/// When a program of a rule runs.
enum class FloatTrigger : uint8_t { Pre, OnPre, OnPost, Every, Signal, Post };

struct FloatRuleProgram {
  FloatTrigger trigger = FloatTrigger::Pre;
  /// Every: steps between two runs. Signal: the modulator.
  uint32_t argument = 0;
  std::vector<FloatInstr> program;
  bool synaptic() const {
    return trigger != FloatTrigger::Pre && trigger != FloatTrigger::Post;
  }
};

/// A learning rule of a projection; without programs there is none.
struct FloatRule {
  double weightMin = 0.0, weightMax = 0.0;
  /// One value each: the initial one.
  std::vector<FloatVariable> variables, traces;
  /// In the order in which they run.
  std::vector<FloatRuleProgram> programs;
};

struct FloatProjection {
  std::string name;
  uint32_t source = 0, target = 0, port = 0;
  std::vector<uint64_t> rowStart;
  std::vector<uint32_t> targets;
  /// One element stands for all synapses.
  std::vector<float> weights;
  std::vector<uint16_t> delays;
  FloatRule rule = {};
  bool plastic() const { return !rule.programs.empty(); }
};

struct FloatModulator {
  double init = 0.0;
  /// As in Modulator.
  int32_t driver = -1;
  bool falls = false;
};

struct FloatNetwork {
  double dtMs = 1.0;
  std::vector<FloatPopulation> populations;
  std::vector<FloatProjection> projections;
  std::vector<FloatModulator> modulators;
  /// An object with the populations' updates for this machine, which the
  /// compiler makes for a run and files do not keep; empty: none.
  std::vector<uint8_t> object;
};

} // namespace snnc::image

#endif // SNNC_IMAGE_FLOATNETWORK_H
