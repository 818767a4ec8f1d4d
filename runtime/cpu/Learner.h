//===- Learner.h - Programs of a rule at the synapses of a thread -*- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Walks the rows or columns that are due and hands them to generated code,
// kNativeChunk synapses at a time. Rows of a matrix are changed where they lie;
// everything else is gathered and put back.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_LEARNER_H
#define SNNC_RUNTIME_CPU_LEARNER_H

#include "runtime/cpu/History.h"
#include "runtime/cpu/Neurons.h"
#include "runtime/cpu/Plastic.h"

namespace snnc::runtime::cpu {

class Learner {
public:
  /// What the walks have done.
  struct Work {
    uint64_t saturations = 0, traceSaturations = 0;
    uint64_t updates = 0;
  };

  Learner(const image::Image &image, PlasticRows &rows, Rule &rule,
          const Neurons &source, const Neurons &target, const Share &share);

  /// Runs the regions of traces with that trigger for sources of `range`.
  void runTraces(image::NativeTrigger trigger, image::IndexRange range,
                 const Moment &now);
  /// Finds which sources of `range` the programs may act at.
  void guardSources(image::IndexRange range, const Moment &now);
  /// All synaptic programs in order. `events` are those of the source in this
  /// step, `parts` lists; deposits go to `sums`.
  void runPrograms(const Spikes *events, unsigned parts, const Moment &now,
                   Sums &sums);

  PlasticRows &rows;
  Work work;

private:
  /// The targets of a row: all in order, or a list.
  struct Targets {
    uint32_t count = 0;
    /// By target state of the rule.
    std::vector<const uint8_t *> states;
    const uint8_t *fired = nullptr;
    /// Logical.
    const uint32_t *indices = nullptr;
    /// From the slice's first; null: all.
    const uint32_t *places = nullptr;
  };

  const image::NativeProgram &program(size_t n) const;
  bool isDue(const image::NativeProgram &p, const Moment &now) const;
  void runProgram(size_t n, const Spikes *events, unsigned parts,
                  const Moment &now, Sums &sums);
  void guardTargets(size_t n, const Moment &now);
  void findTargets(size_t n);
  void packTargets(const image::NativeProgram &p);
  void runRow(size_t n, uint32_t source, const Moment &now, Sums &sums);
  void runDense(size_t n, uint32_t source, Sums &sums);
  void runSparse(size_t n, uint32_t source, Sums &sums);
  void runColumn(size_t n, uint32_t target, const Moment &now, Sums &sums);
  void setSource(const image::NativeProgram &p, uint32_t source);
  void setTarget(const image::NativeProgram &p, uint32_t target);
  /// Runs program `n` at the synapses whose places are staged; `args` has the
  /// neurons.
  void runStaged(size_t n, uint32_t count, Sums &sums);
  void call(size_t n, uint32_t count, const uint32_t *targets, Sums &sums);

  const image::Projection &projection;
  const image::NativeProjection &native;
  Rule &rule;
  const Neurons &source, &target;
  /// By port of the target.
  std::vector<PortPlace> ports;

  /// Targets that the program can act at, within the slice.
  std::vector<uint64_t> dueTargets;
  bool anyTarget = true;
  Targets view;
  /// Of the listed targets, or of all.
  std::vector<Buffer> packed;
  Buffer packedFired, packedIndices, packedPlaces;
  /// All of the slice.
  Buffer allIndices, allFired;

  image::SynapseArgs args = {};
  std::vector<const void *> traceArgs, targetArgs;
  std::vector<void *> variableArgs;
  std::vector<int32_t *> depositArgs;
  std::vector<uint64_t> saturations;
  /// A chunk: places of its synapses, and what is gathered from there.
  Buffer places, stagedWeights, stagedTargets, stagedSources;
  std::vector<Buffer> stagedVariables, stagedStates, stagedTraces, deposits;
  Buffer stagedFired, stagedPayloads, stagedTargetFired;
};

} // namespace snnc::runtime::cpu

#endif // SNNC_RUNTIME_CPU_LEARNER_H
