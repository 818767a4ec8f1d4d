//===- NoTrace.h - A Verilated class for speed ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_NOTRACE_H
#define SNNC_SIM_NOTRACE_H

#include "verilated.h"

#include <cstdint>
#include <string>

namespace snnc::sim {

/// The trace of a build without one.
struct NoTrace {
  template <typename Model>
  NoTrace(VerilatedContext &, Model &, const std::string &) {}
  void dump(uint64_t) {}
  // Nothing in the chip listens to the falling edge, and no logic runs in
  // circles (the lint sees to it). That the clock was low is all the next edge
  // needs; an evaluation would take 3 % of the time.
  template <typename Model> void fallingEdge(Model &chip) {
    chip.rootp->__Vtrigrprev__TOP__clk_i = 0;
  }
};

} // namespace snnc::sim

#endif // SNNC_SIM_NOTRACE_H
