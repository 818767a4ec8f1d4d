//===- FastTile.cpp - The build for speed -----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/VerilatedTile.h"

#include "VTileFast.h"
#include "VTileFast___024root.h"
#include "VTilePlain.h"
#include "VTilePlain___024root.h"

namespace snnc::sim {

namespace {
struct NoTrace {
  template <typename Model>
  NoTrace(VerilatedContext &, Model &, const std::string &) {}
  void dump(uint64_t) {}
  // Nothing in the tile listens to the falling edge, and no logic runs in
  // circles (the lint sees to it). That the clock was low is all the next edge
  // needs; an evaluation would take 3 % of the time.
  template <typename Model> void fallingEdge(Model &chip) {
    chip.rootp->__Vtrigrprev__TOP__clk_i = 0;
  }
};
} // namespace

std::unique_ptr<TileModel> makeFastTile(bool learns) {
  if (!learns)
    return std::make_unique<VerilatedTile<VTilePlain, NoTrace>>("");
  return std::make_unique<VerilatedTile<VTileFast, NoTrace>>("");
}

} // namespace snnc::sim
