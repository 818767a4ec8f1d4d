//===- ErrorText.h - What stopped a tile, in words --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_ERRORTEXT_H
#define SNNC_SIM_ERRORTEXT_H

#include "image/Image.h"
#include "sim/TileDriver.h"

#include <cstdint>
#include <string>

namespace snnc::sim {

/// The errors of tile `tile` of the image, where it stopped, and the source
/// line of its instruction.
std::string errorText(const image::Image &image, uint32_t tile,
                      const Trap &trap);

} // namespace snnc::sim

#endif // SNNC_SIM_ERRORTEXT_H
