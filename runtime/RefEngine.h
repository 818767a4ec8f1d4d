//===- RefEngine.h - The golden model ---------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs the image an instruction at a time and predicts the chip's cycles.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_REFENGINE_H
#define SNNC_RUNTIME_REFENGINE_H

#include "image/Timing.h"
#include "runtime/IntegerEngine.h"

#include <memory>

namespace snnc::runtime {

namespace ref {
struct Instr;
struct Tile;
class Network;
} // namespace ref

/// An instruction of the image and where it came from.
struct Writer {
  /// False: no instruction writes it (the host does, or Deliver).
  bool found = false;
  /// In an image of several tiles: which; otherwise -1.
  int32_t tile = -1;
  uint32_t pc = 0;
  /// Text of the instruction, as the assembler takes it.
  std::string instruction;
  /// "file:line:col (what)"; empty if the image has none.
  std::string location;
};

/// Lanes that saturated at one store of a tile since load.
struct Saturation {
  uint64_t count = 0;
  /// "population.state", "projection" for its weights, "projection.variable",
  /// "projection.trace"; the population or projection for anything else.
  std::string variable;
  Writer store;
};

class RefEngine : public IntegerEngine {
public:
  /// Throws snnc::Error if the image is not valid.
  explicit RefEngine(std::shared_ptr<const image::Image> image);
  ~RefEngine() override;

  std::string name() const override { return "ref"; }
  Counters counters() const override { return total; }
  std::vector<TileCounters> tileCounters() const override;

  /// What the last step did on each tile and link.
  image::ChipStep lastStep() const;
  /// The instruction that last wrote a neuron's state variable. Programs are
  /// straight lines, so in every step it is the same one.
  Writer lastWriter(uint32_t population, uint32_t state, uint32_t neuron) const;
  /// The last store of the rule of a projection to its weights (plane 0) or to
  /// synapse variable plane - 1, for the synapses of one of its parts.
  Writer synapseWriter(uint32_t projection, uint32_t plane,
                       uint32_t part = 0) const;
  /// The `emit` of the program that a neuron runs.
  Writer emitter(uint32_t population, uint32_t neuron = 0) const;
  /// Stores that saturated, most first.
  std::vector<Saturation> saturationReport() const;

protected:
  void load() override;
  void readStateRow(uint32_t tile, uint32_t row, uint32_t *words) override;
  void writeStateRow(uint32_t tile, uint32_t row,
                     const uint32_t *words) override;
  void readAccumulatorRow(uint32_t tile, uint32_t row,
                          uint32_t *words) override;
  void writeAccumulatorRow(uint32_t tile, uint32_t row,
                           const uint32_t *words) override;
  void readSynapseRow(uint32_t tile, uint32_t row, uint32_t *words) override;
  void writeSynapseRow(uint32_t tile, uint32_t row,
                       const uint32_t *words) override;
  void writeSignals(uint32_t mask) override;
  void readModulators(std::vector<int32_t> &values, uint32_t &set) override;
  void writeLearning(bool on) override;
  void writeModulator(uint32_t modulator, int32_t value) override;
  void writeStepCount(uint64_t t) override;
  void writeCounters(const Counters &counters) override;
  void writeTileCounters(const std::vector<TileCounters> &counters) override;
  void runStep(uint64_t t, const std::vector<TileEvent> &injected,
               std::vector<TileEvent> &events) override;

private:
  /// Carries what the homes delivered to the windows elsewhere.
  void deliverElsewhere(const std::vector<TileEvent> &events);
  /// Modulators take what drives them, everywhere the same.
  void endStep();
  void count();
  const image::Part &partOf(uint32_t population, uint32_t neuron) const;
  Writer writerAt(uint32_t tile, uint32_t pc) const;
  /// What a store of that Learn entry writes.
  std::string learnVariable(uint32_t tile, const image::LearnEntry &entry,
                            const ref::Instr &store) const;
  /// What a store of a home group's program writes.
  std::string stateVariable(uint32_t tile, uint32_t group,
                            const ref::Instr &store) const;
  void addSaturations(uint32_t tile, std::vector<Saturation> &report) const;

  std::vector<std::unique_ptr<ref::Tile>> tiles;
  std::vector<image::Timing> timings;
  std::unique_ptr<ref::Network> network;
  Counters total;
  /// By tile.
  std::vector<TileCounters> totals;
  /// Of this step.
  image::NetworkLoad networkLoad;
  /// Events of this step, by link of ref::Tree.
  std::vector<uint64_t> linkLoad;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_REFENGINE_H
