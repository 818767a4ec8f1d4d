//===- CpuEngine.h - Native code on all threads ---------------------*- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The engine `cpu` (docs/cpu.md): runs Image::native, equal to `ref` in every
// digest, for any number of threads.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_CPUENGINE_H
#define SNNC_RUNTIME_CPU_CPUENGINE_H

#include "image/Image.h"
#include "runtime/Factory.h"

#include <functional>
#include <memory>

namespace snnc::runtime::cpu {

class CpuEngine : public Engine {
public:
  /// Throws snnc::Error if the image has no native code for this processor.
  explicit CpuEngine(std::shared_ptr<const image::Image> image,
                     const EngineOptions &options = {});
  ~CpuEngine() override;

  std::string name() const override { return "cpu"; }
  void reset() override;
  void inject(uint32_t population, uint32_t index, int32_t payload) override;
  void setModulator(uint32_t modulator, int32_t value) override;
  int32_t readModulator(uint32_t modulator) const override;
  double readModulatorReal(uint32_t modulator) const override;
  bool isSet(uint32_t modulator) const override;
  void step() override;
  uint64_t stepCount() const override;
  const std::vector<Event> &events() const override;
  std::vector<int64_t> readState(uint32_t population, uint32_t state) override;
  std::vector<double> readStateReal(uint32_t population,
                                    uint32_t state) override;
  void writeState(uint32_t population, uint32_t state,
                  const std::vector<int64_t> &values) override;
  std::vector<int64_t> readPort(uint32_t population, uint32_t port,
                                uint32_t d) override;
  void writePort(uint32_t population, uint32_t port, uint32_t d,
                 const std::vector<int64_t> &values) override;
  void resetPopulation(uint32_t population) override;
  void setLearning(bool on) override;
  bool learning() const override;
  std::vector<int64_t> readWeights(uint32_t projection) override;
  std::vector<double> readWeightsReal(uint32_t projection) override;
  void writeWeights(uint32_t projection,
                    const std::vector<int64_t> &values) override;
  std::vector<int64_t> readSynapseVariable(uint32_t projection,
                                           uint32_t variable) override;
  std::vector<double> readSynapseVariableReal(uint32_t projection,
                                              uint32_t variable) override;
  void writeSynapseVariable(uint32_t projection, uint32_t variable,
                            const std::vector<int64_t> &values) override;
  std::vector<int64_t> readTrace(uint32_t projection, uint32_t trace) override;
  std::vector<double> readTraceReal(uint32_t projection,
                                    uint32_t trace) override;
  void writeTrace(uint32_t projection, uint32_t trace,
                  const std::vector<int64_t> &values) override;
  uint64_t digest() override;
  /// Steps, events, synaptic operations, saturations and synapse updates; what
  /// only a chip has is 0.
  Counters counters() const override;
  std::optional<PhaseTimes> phaseTimes() const override;
  std::vector<uint8_t> save() override;
  void restore(const std::vector<uint8_t> &saved) override;
  /// Of one that is alone and has one thread.
  std::unique_ptr<Engine> fork() override;
  void startAt(uint64_t t) override;
  unsigned process() const override;
  uint64_t mostOf(uint64_t mine) override;
  std::vector<std::vector<uint8_t>>
  gather(const std::vector<uint8_t> &mine) override;

  /// Bytes of all synapses.
  uint64_t synapseBytes() const;

private:
  /// What the image has learned before.
  void takeLearned();

  struct Impl;
  explicit CpuEngine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl;
};

/// Makes "cpu" known to createEngine, and "float" run native code where the
/// network has some.
void registerCpuEngine();

} // namespace snnc::runtime::cpu

#endif // SNNC_RUNTIME_CPU_CPUENGINE_H
