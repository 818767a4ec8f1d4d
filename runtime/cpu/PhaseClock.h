//===- PhaseClock.h - Where the time of a step goes -------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_PHASECLOCK_H
#define SNNC_RUNTIME_CPU_PHASECLOCK_H

#include "runtime/Engine.h"

#include <chrono>

namespace snnc::runtime::cpu {

/// One thread's.
class PhaseClock {
public:
  void turnOn() { on = true; }
  void start() {
    if (on)
      last = Clock::now();
  }
  /// What has passed since start(), or the phase before, belongs to `phase`.
  void end(double PhaseTimes::*phase) {
    if (!on)
      return;
    Clock::time_point now = Clock::now();
    times.*phase += std::chrono::duration<double>(now - last).count();
    last = now;
  }

  PhaseTimes times;

private:
  using Clock = std::chrono::steady_clock;
  bool on = false;
  Clock::time_point last;
};

} // namespace snnc::runtime::cpu

#endif // SNNC_RUNTIME_CPU_PHASECLOCK_H
