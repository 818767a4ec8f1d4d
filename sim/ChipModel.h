//===- ChipModel.h - The Verilated chip, a cycle at a time ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_CHIPMODEL_H
#define SNNC_SIM_CHIPMODEL_H

#include "sim/AxiPins.h"
#include "sim/TileModel.h"

#include <cstdint>
#include <memory>

namespace snnc::sim {

class ChipModel : public AxiPins {
public:
  virtual uint32_t columns() const = 0;
  virtual uint32_t rows() const = 0;
  /// A tile on its own: its port and memories by the backdoor, for use between
  /// steps. It does not outlive the chip.
  virtual std::shared_ptr<TileModel> tile(uint32_t number) = 0;
};

/// Tiles, routers and hub apart, joined once a cycle, without assertions; what
/// does not change is not evaluated. With two `threads`, half of the tiles on
/// each.
std::unique_ptr<ChipModel> makeJoinedChip(unsigned threads = 1);

} // namespace snnc::sim

#endif // SNNC_SIM_CHIPMODEL_H
