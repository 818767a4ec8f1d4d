//===- Runs.cpp - Runs of a population ------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Rows.h"

#include <algorithm>

namespace snnc::compiler {

Run Run::ofNeurons(const Layout &whole, uint32_t first, uint32_t size) {
  Run run;
  run.layout = whole;
  run.layout.size = size;
  run.first = first;
  // Neurons without padding between them stay so.
  if (whole.inner == whole.size) {
    run.layout = Layout::packed(whole.lanes, size, size);
    run.layout.cut = whole.cut;
    run.firstBlock = first / whole.lanes;
  } else {
    run.firstBlock = whole.physical(first) / whole.lanes;
  }
  return run;
}

Run Run::ofBlocks(const Layout &whole, uint32_t first, uint32_t count) {
  auto neuron = [&](uint64_t block) {
    uint64_t places = block * whole.lanes;
    return static_cast<uint32_t>(std::min<uint64_t>(
        whole.inner == whole.size ? places
                                  : places / whole.innerPad * whole.inner,
        whole.size));
  };
  uint32_t begin = neuron(first);
  return ofNeurons(whole, begin, neuron(uint64_t(first) + count) - begin);
}

} // namespace snnc::compiler
