//===- ChipEngine.h - The rtl engine of several tiles -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_CHIPENGINE_H
#define SNNC_SIM_CHIPENGINE_H

#include "sim/RtlEngine.h"

namespace snnc::sim {

/// Runs an image on the Verilated mesh of tiles: its tiles take the corner with
/// the least columns and rows. Loads by the simulator's backdoor; steps, routes
/// and the chip's counters go through its AXI ports. Throws snnc::Error if the
/// image does not fit the chip.
std::unique_ptr<runtime::Engine>
createChipEngine(std::shared_ptr<const image::Image> image,
                 const RtlOptions &options = {});

} // namespace snnc::sim

#endif // SNNC_SIM_CHIPENGINE_H
