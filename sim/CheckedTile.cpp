//===- CheckedTile.cpp - The build with assertions and waveforms *- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "sim/VerilatedTile.h"

#include "VTileChecked.h"
#include "verilated_fst_c.h"

#include <cstdio>

namespace snnc::sim {

namespace {

class FstTrace {
public:
  FstTrace(VerilatedContext &context, VTileChecked &chip,
           const std::string &path) {
    if (path.empty())
      return;
    // Verilator only says so much as that a file is not open.
    std::FILE *probe = std::fopen(path.c_str(), "wb");
    if (!probe)
      throw Error(path + ": cannot write the waveform");
    std::fclose(probe);
    context.traceEverOn(true);
    file = std::make_unique<VerilatedFstC>();
    chip.trace(file.get(), 99);
    file->open(path.c_str());
  }
  ~FstTrace() {
    if (file)
      file->close();
  }
  void fallingEdge(VTileChecked &chip) { chip.eval(); }
  void dump(uint64_t time) {
    if (file)
      file->dump(time);
  }

private:
  std::unique_ptr<VerilatedFstC> file;
};

} // namespace

std::unique_ptr<TileModel> makeCheckedTile(const std::string &waveform) {
  return std::make_unique<VerilatedTile<VTileChecked, FstTrace>>(waveform);
}

} // namespace snnc::sim
