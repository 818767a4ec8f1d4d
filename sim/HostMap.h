//===- HostMap.h - Addresses of the host's port -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// As docs/tile.md and docs/chip.md have them. Addresses count 32-bit words
// unless said.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_HOSTMAP_H
#define SNNC_SIM_HOSTMAP_H

#include <cstdint>

namespace snnc::sim {

enum Region : uint32_t {
  RegisterRegion = 0x000000,
  ProgramRegion = 0x100000,
  StateRegion = 0x200000,
  AccumulatorRegion = 0x300000,
  SynapseRegion = 0x400000,
  TableRegion = 0x500000,
  PayloadRegion = 0x600000,
  MarkRegion = 0x700000,
  GroupRegion = 0x800000,
  DescriptorRegion = 0x900000,
  AxonRegion = 0xa00000,
  LearnRegion = 0xb00000,
  ArrivalRegion = 0xc00000,
  /// In the fabric of a chip, not in the tile.
  RouteRegion = 0xd00000,
};

enum Register : uint32_t {
  IdentityRegister = 0x00,
  VersionRegister = 0x01,
  LanesRegister = 0x02,
  CommandRegister = 0x10,
  StatusRegister = 0x11,
  ErrorRegister = 0x12,
  TrapPcRegister = 0x13,
  TrapGroupRegister = 0x14,
  StepRegister = 0x15,
  InjectSourceRegister = 0x17,
  InjectRegister = 0x18,
  QueuedRegister = 0x19,
  LearningRegister = 0x1a,
  SignalsRegister = 0x1b,
  LearnEntriesRegister = 0x1c,
  LearnCapacityRegister = 0x1d,
  FallsRegister = 0x1e,
  ModulatorRegister = 0x20,
  CorrectedRegister = 0x28,
  UncorrectableRegister = 0x29,
  CounterRegister = 0x40,
};

enum Command : uint32_t {
  StartCommand = 1,
  FlushCommand = 2,
  ClearErrorsCommand = 4,
  ClearCountersCommand = 8,
  InitCommand = 16,
};

/// Bits of the status register.
enum StatusBit : uint32_t { RunningStatus = 1 };

/// Bits of the error register.
enum ErrorBit : uint32_t {
  IllegalInstruction = 1u << 0,
  PastEnd = 1u << 1,
  EmittedTwice = 1u << 2,
  QueueOverflow = 1u << 3,
  BadAddress = 1u << 4,
  AccumulatorOverflow = 1u << 5,
  HostWhileRunning = 1u << 6,
  UncorrectableWord = 1u << 7,
};
/// Those that stop the tile.
constexpr uint32_t stopErrors = IllegalInstruction | PastEnd | EmittedTwice |
                                QueueOverflow | BadAddress | UncorrectableWord;

/// Words of the chip's own registers.
enum ChipRegister : uint32_t {
  ChipIdentityRegister = 0x00,
  ChipVersionRegister = 0x01,
  ChipColumnsRegister = 0x02,
  ChipRowsRegister = 0x03,
  ChipSourcesRegister = 0x04,
  ChipTargetRegister = 0x05,
  ChipLanesRegister = 0x06,
  ChipCommandRegister = 0x10,
  ChipStatusRegister = 0x11,
  ChipErrorRegister = 0x12,
  ChipCounterRegister = 0x20,
};

/// Counters of the chip, two words each.
enum ChipCounter : uint32_t {
  ChipSteps,
  ChipCycles,
  ChipDeliveringCycles,
  ChipLearningCycles,
  ChipEventsOut,
  ChipEventsIn,
  ChipStallCycles,
};

/// Byte addresses on the chip's AXI4-Lite port: tiles, then the chip itself,
/// then all tiles at once.
struct ChipMap {
  explicit ChipMap(uint32_t tiles) {
    while ((1u << tileBits) < tiles)
      ++tileBits;
  }
  uint64_t tile(uint32_t tile, uint32_t word) const {
    return uint64_t(tile) << 26 | uint64_t(word) << 2;
  }
  uint64_t chip(uint32_t word) const {
    return uint64_t(1) << (26 + tileBits) | uint64_t(word) << 2;
  }
  uint64_t all(uint32_t word) const { return chip(word) | uint64_t(1) << 26; }

  /// At least one, as in the chip's parameters.
  unsigned tileBits = 1;
};

constexpr uint32_t chipIdentity = 0x534e4e4d;
constexpr uint32_t identity = 0x534e4e43;
constexpr uint32_t wordsPerGroup = 8;
constexpr uint32_t wordsPerLearnEntry = 32;
/// Cycles from a request to its answer.
constexpr unsigned answerDelay = 3;

} // namespace snnc::sim

#endif // SNNC_SIM_HOSTMAP_H
