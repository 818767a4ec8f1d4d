//===- FloatEngine.h - The network before quantization ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs Image::floating in double precision: the yardstick of the quantization
// error, and the source of calibration records. Needs nothing else of the
// image but, where it has populations and modulators, their scales.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_FLOATENGINE_H
#define SNNC_RUNTIME_FLOATENGINE_H

#include "image/Image.h"
#include "runtime/Calibration.h"
#include "runtime/Engine.h"
#include "runtime/floating/FloatCode.h"

#include <memory>

namespace snnc::runtime {

class FloatEngine : public Engine {
public:
  /// Throws snnc::Error if the image carries no float network.
  explicit FloatEngine(std::shared_ptr<const image::Image> image,
                       FloatCode code = {});

  std::string name() const override { return "float"; }
  void reset() override;
  void inject(uint32_t population, uint32_t index, int32_t payload) override;
  /// An event with a payload in real units.
  void injectReal(uint32_t population, uint32_t index, double payload);
  void setModulator(uint32_t modulator, int32_t value) override;
  double readModulatorReal(uint32_t modulator) const override;
  bool isSet(uint32_t modulator) const override;
  void step() override;
  uint64_t stepCount() const override { return steps; }
  const std::vector<Event> &events() const override { return lastEvents; }
  std::vector<double> readStateReal(uint32_t population,
                                    uint32_t state) override;
  void writeStateReal(uint32_t population, uint32_t state,
                      const std::vector<double> &values);
  /// Pending sums in real units, d steps after the coming Update.
  std::vector<double> readPortReal(uint32_t population, uint32_t port,
                                   uint32_t d);
  void resetPopulation(uint32_t population) override;
  /// Real states have no digest: 0.
  uint64_t digest() override { return 0; }
  Counters counters() const override { return total; }
  std::vector<uint8_t> save() override;
  void restore(const std::vector<uint8_t> &saved) override;
  /// Ranges since construction or reset().
  const CalibrationRecord &calibration() const { return record; }

  void setLearning(bool on) override { learningOn = on; }
  bool learning() const override { return learningOn; }
  std::vector<double> readWeightsReal(uint32_t projection) override;
  std::vector<double> readSynapseVariableReal(uint32_t projection,
                                              uint32_t variable) override;
  std::vector<double> readTraceReal(uint32_t projection,
                                    uint32_t trace) override;

  /// These are of integer engines; they throw snnc::Error here.
  int32_t readModulator(uint32_t modulator) const override;
  std::vector<int64_t> readState(uint32_t population, uint32_t state) override;
  void writeState(uint32_t population, uint32_t state,
                  const std::vector<int64_t> &values) override;
  std::vector<int64_t> readPort(uint32_t population, uint32_t port,
                                uint32_t d) override;
  std::vector<int64_t> readWeights(uint32_t projection) override;
  void writeWeights(uint32_t projection,
                    const std::vector<int64_t> &values) override;
  std::vector<int64_t> readSynapseVariable(uint32_t projection,
                                           uint32_t variable) override;
  void writeSynapseVariable(uint32_t projection, uint32_t variable,
                            const std::vector<int64_t> &values) override;
  std::vector<int64_t> readTrace(uint32_t projection, uint32_t trace) override;
  void writeTrace(uint32_t projection, uint32_t trace,
                  const std::vector<int64_t> &values) override;

private:
  /// Sums of a port in a ring of steps; slot s is a run of `size` sums.
  struct Ring {
    uint32_t slots = 2;
    std::vector<double> sums;
  };
  struct Live {
    std::vector<std::vector<double>> states;
    std::vector<Ring> ports;
    /// Payload of the neurons that emit in this step, and which do.
    std::vector<double> payloads;
    std::vector<bool> emitted;
    /// Injected for the coming step, in order.
    std::vector<uint32_t> injected;
  };
  /// What a learning rule changes; empty for a projection without one.
  struct Plastic {
    std::vector<double> weights;
    /// variables[v][synapse], traces[v][source].
    std::vector<std::vector<double>> variables, traces;
    /// Where the record notes their ranges.
    size_t record = 0;
  };
  const image::FloatPopulation &checkPopulation(uint32_t population) const;
  const Plastic &checkPlastic(uint32_t projection) const;
  void checkState(uint32_t population, uint32_t state) const;
  const image::FloatModulator &checkModulator(uint32_t modulator) const;
  void emit(uint32_t population, uint32_t index, double payload);
  void update(uint32_t population);
  void updateChunk(uint32_t population, uint32_t first, uint32_t count);
  void updateNative(uint32_t population);
  /// Notes the range of a state after the step.
  void observeState(uint32_t population, uint32_t state);
  void deliver(uint32_t projection);
  void learn(uint32_t projection);
  void driveModulators();
  bool isDue(const image::FloatRuleProgram &program) const;
  void runTraces(uint32_t projection, const image::FloatRuleProgram &program);
  void runRow(uint32_t projection, const image::FloatRuleProgram &program,
              uint32_t row);
  double sourceValue(const image::FloatInstr &in, const Plastic &p,
                     const Live &source, uint32_t i) const;
  void applyEffect(uint32_t projection, const image::FloatInstr &in,
                   uint64_t first, uint32_t count, const bool *acts);
  void store(double &to, double value, double min, double max,
             ObservedRange &observed, const image::FloatProjection &projection);
  void resetLearning(uint32_t projection);
  void resetPlastic(uint32_t projection);
  void resetTraces(uint32_t projection);
  ObservedRange &observe(uint32_t projection, size_t variable);

  std::shared_ptr<const image::Image> network;
  const image::FloatNetwork &floating;
  std::vector<Live> live;
  std::vector<Plastic> plastic;
  std::vector<double> modulators;
  /// Modulators that were set for the coming step.
  std::vector<bool> signalled;
  bool learningOn = true;
  std::vector<Event> lastEvents;
  /// First event of each population in lastEvents, and the end.
  std::vector<size_t> eventStart;
  FloatCode code;
  /// By population: parameters of each neuron, for native code.
  std::vector<std::vector<std::vector<double>>> params;
  /// values[i * kFloatChunk + n]: operation i of lane n of the chunk.
  std::vector<double> values;
  uint64_t steps = 0;
  Counters total;
  CalibrationRecord record;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_FLOATENGINE_H
