//===- SavedState.h - The state of an engine, for a file --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Everything by logical index, so that a state saved on one engine, mapping or
// number of threads goes on with any other.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_SAVEDSTATE_H
#define SNNC_RUNTIME_SAVEDSTATE_H

#include "image/Image.h"
#include "runtime/Engine.h"

#include <cstdint>
#include <vector>

namespace snnc::runtime {

struct SavedState {
  using Values = std::vector<int64_t>;

  uint64_t steps = 0;
  bool learning = true;
  std::vector<int32_t> modulators;
  /// Modulators that count as set for the coming step, by bit.
  uint32_t signals = 0;
  Counters counters;
  /// By tile; none of engines without tiles, and ignored by them.
  std::vector<TileCounters> tiles;
  /// Of the last step, and injected for the coming one.
  std::vector<Event> events, injected;
  /// By population and state.
  std::vector<std::vector<Values>> states;
  /// By population and port, then steps ahead: sums that will arrive.
  std::vector<std::vector<std::vector<Values>>> ports;
  /// By projection; empty where nothing learns.
  std::vector<Values> weights;
  /// By projection and variable or trace.
  std::vector<std::vector<Values>> variables, traces;

  /// Reads what the interface of all engines shows: all but `injected`.
  static SavedState of(Engine &engine, const image::Image &image);
  /// Writes states, weights, variables, traces and pending sums.
  void writeTo(Engine &engine) const;

  std::vector<uint8_t> bytes(const image::Image &image) const;
  /// Throws snnc::Error if they are no state of this network.
  static SavedState parse(const std::vector<uint8_t> &bytes,
                          const image::Image &image);
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_SAVEDSTATE_H
