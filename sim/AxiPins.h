//===- AxiPins.h - The chip's ports to the host -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// AXI4-Lite for control and memories, AXI4-Stream for events in and out; all
// that a board has of a chip (docs/chip.md, "Host").
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_AXIPINS_H
#define SNNC_SIM_AXIPINS_H

#include <cstdint>

namespace snnc::sim {

class AxiPins {
public:
  virtual ~AxiPins() = default;

  // Inputs of the next cycle.
  uint64_t writeAddress = 0;
  bool writeAddressValid = false;
  uint32_t writeData = 0;
  uint8_t writeStrobe = 15;
  bool writeDataValid = false;
  bool writeAnswerReady = false;
  uint64_t readAddress = 0;
  bool readAddressValid = false;
  bool readAnswerReady = false;
  uint64_t eventIn = 0;
  bool eventInValid = false;
  bool eventOutReady = false;

  // Outputs after the last cycle.
  bool writeAddressReady = false;
  bool writeDataReady = false;
  bool writeAnswerValid = false;
  uint8_t writeAnswer = 0;
  bool readAddressReady = false;
  bool readAnswerValid = false;
  uint8_t readAnswer = 0;
  uint32_t readData = 0;
  bool eventInReady = false;
  bool eventOutValid = false;
  bool eventOutLast = false;
  uint64_t eventOut = 0;

  /// Resets the chip; its memories stay.
  virtual void reset() = 0;
  /// One clock cycle.
  virtual void tick() = 0;
};

} // namespace snnc::sim

#endif // SNNC_SIM_AXIPINS_H
