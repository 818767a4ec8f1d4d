//===- TileModel.h - The Verilated tile, a cycle at a time ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pins and memories of the chip. Two builds stand behind it: a fast one, and
// one with assertions and waveforms.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_TILEMODEL_H
#define SNNC_SIM_TILEMODEL_H

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace snnc::sim {

/// An event on the chip's stream.
struct StreamEvent {
  uint32_t group = 0;
  /// Block of the group * lanes + lane.
  uint32_t physical = 0;
  int32_t payload = 0;
};

/// A memory as the simulator keeps it: words in the least of 1, 2, 4 and 8
/// bytes that hold `bits`, longer ones in steps of 4 bytes.
struct RawMemory {
  void *words = nullptr;
  unsigned bits = 0;
  size_t depth = 0;
};

class TileModel {
public:
  virtual ~TileModel() = default;

  // Inputs of the next cycle.
  bool requestValid = false;
  bool requestWrite = false;
  uint32_t requestAddress = 0;
  uint32_t requestData = 0;
  bool eventReady = true;

  // Outputs after the last cycle.
  bool responseValid = false;
  bool responseError = false;
  uint32_t responseData = 0;
  bool busy = false;
  bool halted = false;

  /// Resets the chip; its memories stay.
  virtual void reset() = 0;
  /// One clock cycle. Events that the chip hands over are appended.
  virtual void tick(std::vector<StreamEvent> &events) = 0;
  /// Cycles until the step is done, at most `limit`; returns their number.
  virtual uint64_t runWhileBusy(uint64_t limit,
                                std::vector<StreamEvent> &events) = 0;
  /// The memory array of an instance below the tile ("u_program",
  /// "g_lane[0].u_lane.u_state"); without words if there is none.
  virtual RawMemory memory(const std::string &instance) = 0;
};

/// `learns` false: the same tile without a Learn phase (learnEntries 0), which
/// runs faster.
std::unique_ptr<TileModel> makeFastTile(bool learns = true);
/// With assertions; a waveform (FST) goes to `waveform` unless it is empty.
std::unique_ptr<TileModel> makeCheckedTile(const std::string &waveform);

} // namespace snnc::sim

#endif // SNNC_SIM_TILEMODEL_H
