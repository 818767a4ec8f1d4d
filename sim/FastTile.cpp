//===- FastTile.cpp - The build for speed -----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/VerilatedTile.h"

#include "VTileFast.h"
#include "VTilePlain.h"

namespace snnc::sim {

namespace {
struct NoTrace {
  template <typename Model>
  NoTrace(VerilatedContext &, Model &, const std::string &) {}
  void dump(uint64_t) {}
};
} // namespace

std::unique_ptr<TileModel> makeFastTile(bool learns) {
  if (!learns)
    return std::make_unique<VerilatedTile<VTilePlain, NoTrace>>("");
  return std::make_unique<VerilatedTile<VTileFast, NoTrace>>("");
}

} // namespace snnc::sim
