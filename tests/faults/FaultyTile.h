//===- FaultyTile.h - A chip in which bits flip -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_FAULTS_FAULTYTILE_H
#define SNNC_TESTS_FAULTS_FAULTYTILE_H

#include "sim/TileModel.h"

#include <functional>
#include <memory>

namespace snnc::faults {

/// A chip that does something of its own in the middle of a step.
class FaultyTile final : public sim::TileModel {
public:
  explicit FaultyTile(std::unique_ptr<sim::TileModel> chip)
      : chip(std::move(chip)) {
    copyOutputs();
  }

  /// Does `what` in the next step, after `cycles` cycles or at its end.
  void arm(uint64_t cycles, std::function<void()> what);
  /// Cycles of the last step.
  uint64_t lastCycles() const { return last; }

  // The host's port, while no step runs.
  uint32_t read(uint32_t address);
  void write(uint32_t address, uint32_t data);

  void reset() override;
  void tick(std::vector<sim::StreamEvent> &events) override;
  uint64_t runWhileBusy(uint64_t limit,
                        std::vector<sim::StreamEvent> &events) override;
  sim::RawMemory memory(const std::string &instance) override {
    return chip->memory(instance);
  }

private:
  void copyInputs();
  void copyOutputs();
  uint32_t request(bool write, uint32_t address, uint32_t data);

  std::unique_ptr<sim::TileModel> chip;
  uint64_t cycles = 0, last = 0;
  std::function<void()> fault;
};

} // namespace snnc::faults

#endif // SNNC_TESTS_FAULTS_FAULTYTILE_H
