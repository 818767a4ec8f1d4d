//===- DrivenNetwork.h - Modulators driven by populations -------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_RUNTIME_DRIVENNETWORK_H
#define SNNC_TESTS_UNIT_RUNTIME_DRIVENNETWORK_H

#include "runtime/Engine.h"
#include "tests/unit/runtime/LearnNetwork.h"

#include <utility>

namespace snnc::testing {

/// Population 0, an input, drives modulator 2, which holds; population 1 hears
/// it, emits what it hears and drives modulator 0, which falls; modulator 1 is
/// the host's. Population 2 keeps the three in its states. The synapses from 0
/// to 1 learn: where modulator 2 is set it is added to the weight, where 0 is
/// set to variable a, and variable b counts both marks in steps with the
/// host's (2 for modulator 2, 1 for modulator 0).
inline LearnNetwork
drivenNetwork(uint32_t sources = 19, uint32_t relays = 13,
              image::Target target = image::findTarget("tile")) {
  LearnNetwork net("driven", target);
  uint32_t in = net.input("in", sources, -9, 9);
  uint32_t relay = net.population("relay", relays);
  uint32_t watch = net.population("watch", 3);
  net.driven("falling", relay, true, 77);
  net.modulator("hosts", 5);
  net.driven("holding", in, false, -4);
  net.payload(relay, -32768, 32767);
  net.port(relay, "in");
  net.program(relay, "ldp r0, {in}\n emit r0, r0");
  for (const char *name : {"m0", "m1", "m2"})
    net.state(watch, name, 32);
  net.program(watch, "ldm r0, mod=0\n st r0, {m0}\n ldm r1, mod=1\n"
                     "st r1, {m1}\n ldm r2, mod=2\n st r2, {m2}");
  std::vector<int32_t> weights;
  for (uint32_t i = 0; i < sources * relays; ++i)
    weights.push_back(int32_t(i * 7 % 11) - 5);
  net.dense(in, relay, 0, weights);
  uint32_t p = net.plastic();
  net.variable(p, "a", 32);
  net.variable(p, "b", 16);
  auto at = [&](uint32_t signals, const std::string &text) {
    image::LearnEntry &entry = net.blocks(in, "mov r0, 1\n due r0");
    entry.when = image::LearnWhen::Signal;
    entry.signals = signals;
    net.rows(p, text);
  };
  at(4, "ldm r0, mod=2\n lds r1, plane=0\n add r1, r1, r0\n"
        "sts r1, plane=0, last");
  at(1, "ldm r0, mod=0\n lds r1, plane=1\n add r1, r1, r0\n"
        "sts r1, plane=1, last");
  at(2, "sig r0, mod=2\n sig r1, mod=0\n add r0, r0, r0\n add r0, r0, r1\n"
        "lds r1, plane=2\n add r1, r1, r0\n sts r1, plane=2, last");
  return net;
}

/// What a modulator is after a step with these events, and whether it is set.
inline std::pair<int32_t, bool>
expectedModulator(const image::Image &image, uint32_t modulator,
                  const std::vector<runtime::Event> &events, int32_t before) {
  const image::Modulator &m = image.modulators[modulator];
  int32_t sum = 0;
  bool any = false;
  for (const runtime::Event &e : events)
    if (int32_t(e.population) == m.driver) {
      sum += e.payload;
      any = true;
    }
  return {any ? sum : m.falls ? 0 : before, any};
}

} // namespace snnc::testing

#endif // SNNC_TESTS_UNIT_RUNTIME_DRIVENNETWORK_H
