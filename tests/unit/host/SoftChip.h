//===- SoftChip.h - A chip's pins with only memory behind -------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// AXI by its rules with random pauses: an address and its data are taken in any
// order, answers come late, nothing is taken without valid and ready.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_HOST_SOFTCHIP_H
#define SNNC_TESTS_UNIT_HOST_SOFTCHIP_H

#include "sim/AxiPins.h"
#include "sim/HostMap.h"

#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <set>
#include <utility>
#include <vector>

namespace snnc::testing {

class SoftChip final : public sim::AxiPins {
public:
  explicit SoftChip(uint32_t tiles = 4, uint32_t seed = 1)
      : tiles(tiles), map(tiles), random(seed) {}

  /// By byte address; what has none is 0 in a tile, and refused elsewhere.
  std::map<uint64_t, uint32_t> words;
  std::set<uint64_t> refused;
  /// Reads after which a tile's status is 0.
  std::map<uint32_t, unsigned> busy;
  std::vector<uint64_t> injected;
  /// Words of the event stream, and those that are the last of a step.
  std::deque<std::pair<uint64_t, bool>> stream;
  /// Put on the stream by a start.
  std::vector<std::pair<uint64_t, bool>> step;
  bool deaf = false;
  unsigned writes = 0;

  void reset() override {}
  void tick() override {
    if (deaf)
      return;
    bool pause = random() % 3 == 0;
    takeWrite();
    takeRead();
    if (eventInValid && eventInReady)
      injected.push_back(eventIn);
    eventInReady = !pause;
    if (eventOutValid && eventOutReady) {
      stream.pop_front();
      eventOutValid = false;
    }
    if (!eventOutValid && !stream.empty() && !pause) {
      eventOutValid = true;
      eventOut = stream.front().first;
      eventOutLast = stream.front().second;
    }
  }

private:
  void takeWrite() {
    if (writeAddressValid && writeAddressReady) {
      address = writeAddress;
      hasAddress = true;
    }
    if (writeDataValid && writeDataReady) {
      data = writeData;
      hasData = true;
    }
    if (writeAnswerValid && writeAnswerReady)
      writeAnswerValid = false;
    else if (!writeAnswerValid && hasAddress && hasData && random() % 4 == 0) {
      writeAnswerValid = true;
      writeAnswer = doWrite() ? 0 : 2;
      hasAddress = hasData = false;
    }
    writeAddressReady = !hasAddress && !writeAnswerValid && random() % 2;
    writeDataReady = !hasData && !writeAnswerValid && random() % 2;
  }

  void takeRead() {
    if (readAddressValid && readAddressReady) {
      readFrom = readAddress;
      reading = true;
    }
    if (readAnswerValid && readAnswerReady)
      readAnswerValid = false;
    else if (!readAnswerValid && reading && random() % 4 == 0) {
      readAnswerValid = true;
      readAnswer = doRead() ? 0 : 2;
      reading = false;
    }
    readAddressReady = !reading && !readAnswerValid && random() % 2;
  }

  bool doWrite() {
    ++writes;
    if (refused.count(address))
      return false;
    uint64_t all = map.all(0);
    if (address >= all) {
      for (uint32_t t = 0; t < tiles; ++t)
        words[map.tile(t, 0) + (address - all)] = data;
      return true;
    }
    words[address] = data;
    if (address == map.chip(sim::ChipCommandRegister) && data & 1)
      stream.insert(stream.end(), step.begin(), step.end());
    return true;
  }

  bool doRead() {
    if (refused.count(readFrom) ||
        (readFrom >= map.chip(0) && !words.count(readFrom)))
      return false;
    readData = words[readFrom];
    for (auto &[tile, reads] : busy)
      if (readFrom == map.tile(tile, sim::StatusRegister)) {
        readData = reads > 0;
        reads -= reads > 0;
      }
    return true;
  }

  uint32_t tiles;
  sim::ChipMap map;
  std::minstd_rand random;
  bool hasAddress = false, hasData = false, reading = false;
  uint64_t address = 0, readFrom = 0;
  uint32_t data = 0;
};

} // namespace snnc::testing

#endif // SNNC_TESTS_UNIT_HOST_SOFTCHIP_H
