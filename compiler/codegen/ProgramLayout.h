//===- ProgramLayout.h - Where a program's names lie on the tile *- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Programs name state variables, parameters, ports, tables, modulators and the
// variables of rules by symbol; placement says where each lies when the program
// is encoded. One program may be encoded for several populations or
// projections, with a layout each. Bases are in the units of docs/tile.md.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_CODEGEN_PROGRAMLAYOUT_H
#define SNNC_COMPILER_CODEGEN_PROGRAMLAYOUT_H

#include "llvm/ADT/StringMap.h"

#include <cstdint>

namespace snnc::compiler {

/// A state variable or a parameter with a value per neuron.
struct PlaneLayout {
  uint32_t base = 0;
  /// Stored width is 2^(3 + widthLog2) bits: 0, 1 or 2.
  uint8_t widthLog2 = 1;
};

struct PortLayout {
  uint32_t base = 0;
  uint8_t slotsLog2 = 1;
  /// Sums of 32 bits rather than 16.
  bool wide = true;
};

struct TableLayout {
  uint32_t base = 0;
  uint32_t length = 0;
};

struct ProgramLayout {
  /// By the names of snn.state and snn.param.
  llvm::StringMap<PlaneLayout> planes;
  /// By the names of snn.port.
  llvm::StringMap<PortLayout> ports;
  /// By the names of fx.table.
  llvm::StringMap<TableLayout> tables;
  /// Index of each modulator, by the names of snn.modulator.
  llvm::StringMap<uint32_t> modulators;
  /// In programs over synapses: numbers of the synapse's variables, the weight
  /// 0, and of what their source hands to them.
  llvm::StringMap<uint32_t> synapsePlanes;
  llvm::StringMap<uint32_t> commons;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_CODEGEN_PROGRAMLAYOUT_H
