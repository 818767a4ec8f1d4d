//===- Boot.h - The accesses that load a chip -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a host does on the chip's AXI4-Lite port so that an image is on it as
// after load: step 0, learning on. The file that holds it is docs/boot.md.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_BOOT_H
#define SNNC_SIM_BOOT_H

#include "image/Image.h"

#include <cstdint>
#include <string>
#include <vector>

namespace snnc::sim {

/// Which chips the accesses are for.
struct BootTarget {
  uint32_t columns = 1, rows = 1, lanes = 8, sources = 256;
  /// Target::version.
  uint32_t version = 1;

  bool operator==(const BootTarget &o) const {
    return columns == o.columns && rows == o.rows && lanes == o.lanes &&
           sources == o.sources && version == o.version;
  }
};

BootTarget bootTargetOf(const image::Target &target);

struct BootAccess {
  /// Byte address.
  uint64_t address = 0;
  /// Written; or waited for: the bits that must become 0.
  uint32_t data = 0;
  bool wait = false;

  bool operator==(const BootAccess &o) const {
    return address == o.address && data == o.data && wait == o.wait;
  }
};

struct Boot {
  BootTarget target;
  std::vector<BootAccess> accesses;
};

/// How the memories are cleared before what is not zero is written.
enum class BootClear {
  /// By the tiles' own command.
  Command,
  /// By writes of every word, to all tiles at once.
  Writes,
};

/// Throws snnc::Error if a number does not fit its field of a table.
Boot bootOf(const image::Image &image, BootClear clear = BootClear::Command);

/// The file; reading throws snnc::Error, prefixed by `origin`, for anything
/// that is not one of this version, whole and in order.
std::vector<uint8_t> writeBoot(const Boot &boot);
Boot readBoot(const std::vector<uint8_t> &bytes, const std::string &origin);

} // namespace snnc::sim

#endif // SNNC_SIM_BOOT_H
