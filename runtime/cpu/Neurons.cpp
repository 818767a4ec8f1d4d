//===- Neurons.cpp - State of populations and of rules
//--------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/Neurons.h"

#include <algorithm>

namespace snnc::runtime::cpu {

Neurons::Neurons(const image::Population &p) : size(p.size), graded(p.graded) {
  for (auto [variables, buffers] :
       {std::make_pair(&p.states, &states), std::make_pair(&p.params, &params)})
    for (const image::Variable &v : *variables) {
      Buffer &buffer = buffers->emplace_back(size, v.bits / 8);
      for (uint32_t i = 0; i < size; ++i)
        buffer.set(i, v.init[v.init.size() == 1 ? 0 : i]);
    }
  fired.resize(padded(size) / 64);
  if (graded)
    payloads = Buffer(size, 4);
}

void Neurons::clearFired(image::IndexRange slice) {
  // One without neurons begins in another's last word.
  if (slice.begin == slice.end)
    return;
  std::fill(fired.begin() + slice.begin / 64,
            fired.begin() + static_cast<long>(padded(slice.end) / 64), 0);
}

} // namespace snnc::runtime::cpu
