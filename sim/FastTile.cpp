//===- FastTile.cpp - The build for speed -----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/NoTrace.h"
#include "sim/VerilatedTile.h"

#include "VTileFast.h"
#include "VTileFast___024root.h"
#include "VTilePlain.h"
#include "VTilePlain___024root.h"

namespace snnc::sim {

std::unique_ptr<TileModel> makeFastTile(bool learns) {
  if (!learns)
    return std::make_unique<VerilatedTile<VTilePlain, NoTrace>>("");
  return std::make_unique<VerilatedTile<VTileFast, NoTrace>>("");
}

} // namespace snnc::sim
