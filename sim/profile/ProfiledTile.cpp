//===- ProfiledTile.cpp - The build that counts branches --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "sim/ChipEngine.h"
#include "sim/VerilatedTile.h"

#include SNNC_PROFILE_HEADER

namespace snnc::sim {

namespace {
struct NoTrace {
  NoTrace(VerilatedContext &, SNNC_PROFILE_CLASS &, const std::string &) {}
  void fallingEdge(SNNC_PROFILE_CLASS &chip) { chip.eval(); }
  void dump(uint64_t) {}
};
using ProfiledTile = VerilatedTile<SNNC_PROFILE_CLASS, NoTrace>;
} // namespace

std::unique_ptr<TileModel> makeFastTile(bool) {
  return std::make_unique<ProfiledTile>("");
}

// There is no mesh in this program.
std::unique_ptr<runtime::Engine>
createChipEngine(std::shared_ptr<const image::Image>, const RtlOptions &) {
  throw Error("rtl: this program has one tile");
}

std::unique_ptr<TileModel> makeCheckedTile(const std::string &) {
  return std::make_unique<ProfiledTile>("");
}

} // namespace snnc::sim
