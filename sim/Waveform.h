//===- Waveform.h - From the program counter to the source line -*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_WAVEFORM_H
#define SNNC_SIM_WAVEFORM_H

#include "image/Image.h"

#include <string>

namespace snnc::sim {

/// "file:line:col (what)" of a program word of a tile, or an empty text.
std::string describeLocation(const image::Image &image, uint32_t tile,
                             uint32_t pc);

/// Writes `<waveform>.pc`, a translation file of GTKWave from the program
/// counter to instruction and source line, and `<waveform>.gtkw`, a save file
/// that uses it. Throws snnc::Error if a file cannot be written.
void writeWaveformHelpers(const std::string &waveform,
                          const image::Image &image);

} // namespace snnc::sim

#endif // SNNC_SIM_WAVEFORM_H
