//===- Target.h - What a chip is --------------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The target description: one JSON file in targets/, read by the compiler and
// the engines, and the source of the SystemVerilog parameters.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_TARGET_H
#define SNNC_IMAGE_TARGET_H

#include <cstdint>
#include <string>

namespace snnc::image {

struct Target {
  std::string name;
  uint32_t version = 1;
  /// Tiles: columns (x) and rows (y) of the mesh, 1 to 32 each; any number.
  uint32_t meshColumns = 1;
  uint32_t meshRows = 1;
  /// Sizes of a tile; powers of two except where said.
  uint32_t lanes = 8;
  uint32_t groups = 32;
  uint32_t descriptors = 64;
  /// Source blocks, inputs included.
  uint32_t blocks = 256;
  uint32_t programWords = 1024;
  uint32_t stateRows = 2048;
  uint32_t accumulatorRows = 2048;
  uint32_t synapseRows = 16384;
  uint32_t axons = 8192;
  uint32_t tableWords = 1024;
  uint32_t eventRecords = 2048;
  uint32_t modulators = 8;
  uint32_t maxSlots = 16;
  /// Entries of the Learn phase.
  uint32_t learnEntries = 64;
  /// Sources that the route tables have room for; parts on the chip.
  uint32_t sources = 256;
  /// Memories correct one wrong bit and detect two.
  bool ecc = true;
  double clockMHz = 100.0;
};

/// Reads and checks a description; throws snnc::Error with the file, the key
/// and the limit if it is not one.
Target loadTarget(const std::string &path);
/// Finds `name` (a path, or a name in the installed targets folder).
Target findTarget(const std::string &name);
std::string targetToJson(const Target &target);
Target targetFromJson(const std::string &text, const std::string &origin);

} // namespace snnc::image

#endif // SNNC_IMAGE_TARGET_H
