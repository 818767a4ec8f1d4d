//===- MutantTile.cpp - The tile with one fault -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "hw/mutation/MutantTile.h"

#include "image/Error.h"
#include "sim/ChipEngine.h"
#include "sim/VerilatedTile.h"

#include "VTileMutant.h"

namespace snnc {

static unsigned selected = 0;

void mutation::selectMutant(unsigned mutant) { selected = mutant; }

namespace sim {

namespace {
/// Sets the fault before the first cycle; records nothing.
struct Select {
  Select(VerilatedContext &, VTileMutant &chip, const std::string &) {
    chip.choice = static_cast<uint16_t>(selected);
    chip.select = 0;
    chip.eval();
    chip.select = 1;
    chip.eval();
  }
  // The netlist of Yosys has loops through whole words, which a second
  // evaluation settles.
  void fallingEdge(VTileMutant &chip) { chip.eval(); }
  void dump(uint64_t) {}
};
using MutantTile = VerilatedTile<VTileMutant, Select>;
} // namespace

std::unique_ptr<TileModel> makeFastTile(bool) {
  return std::make_unique<MutantTile>("");
}

// There is no mesh in this program.
std::unique_ptr<runtime::Engine>
createChipEngine(std::shared_ptr<const image::Image>, const RtlOptions &) {
  throw Error("rtl: this program has one tile");
}

std::unique_ptr<TileModel> makeCheckedTile(const std::string &) {
  return std::make_unique<MutantTile>("");
}

} // namespace sim
} // namespace snnc
