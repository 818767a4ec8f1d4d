//===- Plastic.h - The synapses that learn -----------------------*- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a thread holds of one projection that learns: rows by source in the
// contract's order (target, then ordinal) with weight and variables in arrays
// of their own, and columns, which list the synapses of each target, where a
// program runs on events of the target. Dense projections of one delay keep a
// matrix and no indices.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_PLASTIC_H
#define SNNC_RUNTIME_CPU_PLASTIC_H

#include "runtime/cpu/Layout.h"

#include <vector>

namespace snnc::runtime::cpu {

class PlasticRows {
public:
  PlasticRows(const image::Image &image, uint32_t projection,
              const Share &share);

  const uint32_t projection;
  /// Neurons of the target that the thread owns.
  const image::IndexRange slice;
  const uint32_t sources;
  /// A matrix: synapse (s, j) is at s * stride + j.
  bool dense = false;
  uint64_t stride = 0;
  /// Of all synapses; 0: `delays` has them.
  uint32_t delay = 0;
  /// Not dense. Row s: starts[s] .. starts[s + 1] - 1; targets are counted from
  /// the slice's first.
  std::vector<uint32_t> starts;
  Buffer targets;
  std::vector<uint16_t> delays;
  Buffer weights;
  std::vector<Buffer> variables;
  /// Columns, not dense. Column j: columnStarts[j] .. columnStarts[j + 1] - 1;
  /// by source.
  std::vector<uint32_t> columnStarts;
  std::vector<uint32_t> columnPlaces, columnSources;
  /// Where their sums go.
  PortPlace sums;
  uint32_t shift = 0;

  uint32_t neurons() const { return slice.end - slice.begin; }
  uint32_t rowSize(uint32_t source) const {
    return dense ? neurons() : starts[source + 1] - starts[source];
  }
  /// Place of the first synapse of a row.
  uint64_t rowStart(uint32_t source) const {
    return dense ? source * stride : starts[source];
  }
  /// Weights (0) or variable v (1 + v).
  Buffer &plane(uint32_t n) { return n == 0 ? weights : variables[n - 1]; }
  uint64_t bytes() const;
  /// Weights and variables as after load.
  void reload(const image::Image &image);

private:
  void buildColumns();
};

} // namespace snnc::runtime::cpu

#endif // SNNC_RUNTIME_CPU_PLASTIC_H
