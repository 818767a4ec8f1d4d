//===- AxiPort.h - Transactions on the chip's ports -------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_AXIPORT_H
#define SNNC_SIM_AXIPORT_H

#include "sim/AxiPins.h"

#include <cstdint>
#include <vector>

namespace snnc::sim {

class AxiPort {
public:
  explicit AxiPort(AxiPins &pins) : pins(pins) {}

  /// Byte addresses. False: the chip answered with an error. They throw
  /// snnc::Error if it does not answer.
  bool write(uint64_t address, uint32_t data);
  bool read(uint64_t address, uint32_t &data);
  /// Hands an event word to the chip.
  void send(uint64_t event);
  /// Takes the event words of a step, but for the last beat, which is returned.
  /// Throws if it does not come within `limit` cycles.
  uint64_t receive(std::vector<uint64_t> &events, uint64_t limit);

private:
  AxiPins &pins;
};

} // namespace snnc::sim

#endif // SNNC_SIM_AXIPORT_H
