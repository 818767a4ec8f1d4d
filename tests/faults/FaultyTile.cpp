//===- FaultyTile.cpp - A chip in which bits flip ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/faults/FaultyTile.h"

#include "image/Error.h"
#include "sim/HostMap.h"

#include <algorithm>
#include <utility>

namespace snnc::faults {

void FaultyTile::arm(uint64_t after, std::function<void()> what) {
  cycles = after;
  fault = std::move(what);
}

void FaultyTile::copyInputs() {
  chip->requestValid = requestValid;
  chip->requestWrite = requestWrite;
  chip->requestAddress = requestAddress;
  chip->requestData = requestData;
  chip->eventReady = eventReady;
}

void FaultyTile::copyOutputs() {
  responseValid = chip->responseValid;
  responseError = chip->responseError;
  responseData = chip->responseData;
  busy = chip->busy;
  halted = chip->halted;
}

void FaultyTile::reset() {
  chip->reset();
  copyOutputs();
}

void FaultyTile::tick(std::vector<sim::StreamEvent> &events) {
  copyInputs();
  chip->tick(events);
  copyOutputs();
}

uint64_t FaultyTile::runWhileBusy(uint64_t limit,
                                  std::vector<sim::StreamEvent> &events) {
  copyInputs();
  last = 0;
  if (fault) {
    last = chip->runWhileBusy(std::min(cycles, limit), events);
    std::exchange(fault, nullptr)();
  }
  last += chip->runWhileBusy(limit - last, events);
  copyOutputs();
  return last;
}

uint32_t FaultyTile::request(bool writes, uint32_t address, uint32_t data) {
  std::vector<sim::StreamEvent> none;
  requestValid = true;
  requestWrite = writes;
  requestAddress = address;
  requestData = data;
  tick(none);
  requestValid = false;
  for (unsigned i = 1; i < sim::answerDelay; ++i)
    tick(none);
  if (!responseValid || responseError)
    throw Error("the chip refused the host's access to " +
                std::to_string(address));
  return responseData;
}

uint32_t FaultyTile::read(uint32_t address) {
  return request(false, address, 0);
}

void FaultyTile::write(uint32_t address, uint32_t data) {
  request(true, address, data);
}

} // namespace snnc::faults
