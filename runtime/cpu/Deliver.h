//===- Deliver.h - From events to sums ---------------------------*- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Static synapses are delivered in the step in which they arrive, a delay at a
// time: all additions of a step go to one set of sums, which stays in the
// cache, and a row's entries of a delay are read once, in order.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_DELIVER_H
#define SNNC_RUNTIME_CPU_DELIVER_H

#include "runtime/cpu/History.h"
#include "runtime/cpu/Rows.h"

namespace snnc::runtime::cpu {

/// A run of entries and the payload that it is multiplied with.
struct Segment {
  const void *entries = nullptr;
  uint32_t count = 0;
  int32_t payload = 1;
};

class Delivery {
public:
  /// Adds to `sums` what arrives for step `t` from events of steps before
  /// `end`.
  void arrive(const StaticRows &rows, const History &history, uint64_t t,
              uint64_t end, Sums &sums);

private:
  void addGroup(const RowGroup &group, const History &history, uint64_t t,
                uint64_t end, Sums &sums);
  void addDense(const DenseGroup &group, const History &history, uint64_t t,
                uint64_t end, Sums &sums);

  std::vector<Segment> segments;
};

/// sums[i] += (weights[i] * payload) << shift for `count` elements; weights of
/// 1 or 2 bytes, sums of 2 or 4.
void addDenseRow(const void *weights, uint32_t weightWidth, uint32_t count,
                 int32_t payload, uint32_t shift, void *sums,
                 uint32_t sumWidth);

} // namespace snnc::runtime::cpu

#endif // SNNC_RUNTIME_CPU_DELIVER_H
