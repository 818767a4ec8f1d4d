//===- AxiPort.cpp - Transactions on the chip's ports -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/AxiPort.h"

#include "image/Error.h"

namespace snnc::sim {

/// Cycles after which a transaction will not end any more.
static constexpr unsigned patience = 10000;

[[noreturn]] static void noAnswer(const char *what) {
  throw Error(std::string("the chip does not answer ") + what);
}

bool AxiPort::write(uint64_t address, uint32_t data) {
  pins.writeAddress = address;
  pins.writeData = data;
  pins.writeAddressValid = pins.writeDataValid = pins.writeAnswerReady = true;
  for (unsigned i = 0; i < patience; ++i) {
    bool addressTaken = pins.writeAddressValid && pins.writeAddressReady;
    bool dataTaken = pins.writeDataValid && pins.writeDataReady;
    bool answered = pins.writeAnswerValid;
    bool good = pins.writeAnswer == 0;
    pins.tick();
    if (addressTaken)
      pins.writeAddressValid = false;
    if (dataTaken)
      pins.writeDataValid = false;
    if (answered) {
      pins.writeAnswerReady = false;
      return good;
    }
  }
  noAnswer("to a write");
}

bool AxiPort::read(uint64_t address, uint32_t &data) {
  pins.readAddress = address;
  pins.readAddressValid = pins.readAnswerReady = true;
  for (unsigned i = 0; i < patience; ++i) {
    bool taken = pins.readAddressValid && pins.readAddressReady;
    bool answered = pins.readAnswerValid;
    bool good = pins.readAnswer == 0;
    if (answered)
      data = pins.readData;
    pins.tick();
    if (taken)
      pins.readAddressValid = false;
    if (answered) {
      pins.readAnswerReady = false;
      return good;
    }
  }
  noAnswer("to a read");
}

void AxiPort::send(uint64_t event) {
  pins.eventIn = event;
  pins.eventInValid = true;
  for (unsigned i = 0; i < patience; ++i) {
    bool taken = pins.eventInReady;
    pins.tick();
    if (taken) {
      pins.eventInValid = false;
      return;
    }
  }
  noAnswer("to an event");
}

uint64_t AxiPort::receive(std::vector<uint64_t> &events, uint64_t limit) {
  pins.eventOutReady = true;
  for (uint64_t i = 0; i < limit; ++i) {
    bool valid = pins.eventOutValid;
    bool last = pins.eventOutLast;
    uint64_t word = pins.eventOut;
    pins.tick();
    if (!valid)
      continue;
    if (last) {
      pins.eventOutReady = false;
      return word;
    }
    events.push_back(word);
  }
  throw Error("took more than " + std::to_string(limit) + " cycles");
}

} // namespace snnc::sim
