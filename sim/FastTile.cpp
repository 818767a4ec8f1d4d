//===- FastTile.cpp - The build for speed -----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/VerilatedTile.h"

#include "VTileFast.h"

namespace snnc::sim {

namespace {
struct NoTrace {
  NoTrace(VerilatedContext &, VTileFast &, const std::string &) {}
  void dump(uint64_t) {}
};
} // namespace

std::unique_ptr<TileModel> makeFastTile() {
  return std::make_unique<VerilatedTile<VTileFast, NoTrace>>("");
}

} // namespace snnc::sim
