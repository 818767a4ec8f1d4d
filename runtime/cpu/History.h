//===- History.h - Events that are still on their way -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The events of the last steps by population, as long as a delay can hold them.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_HISTORY_H
#define SNNC_RUNTIME_CPU_HISTORY_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace snnc::runtime::cpu {

/// Events of some neurons of a population in one step, by index.
struct Spikes {
  std::vector<uint32_t> indices;
  /// As many, or none where all payloads are 1.
  std::vector<int32_t> payloads;

  int32_t payload(size_t i) const { return payloads.empty() ? 1 : payloads[i]; }
  void clear() {
    indices.clear();
    payloads.clear();
  }
};

class History {
public:
  History() = default;
  /// Keeps the events of `steps` steps.
  History(size_t populations, unsigned threads, uint32_t steps)
      : threads(threads), steps(steps), all(populations * threads * steps) {}

  /// What the neurons of a thread emitted in step `t`.
  Spikes &of(size_t population, uint64_t t, unsigned thread) {
    return all[(population * steps + t % steps) * threads + thread];
  }
  /// Of all threads, which is the order of the neurons.
  const Spikes *begin(size_t population, uint64_t t) const {
    return &all[(population * steps + t % steps) * threads];
  }
  unsigned parts() const { return threads; }
  void clear() {
    for (Spikes &spikes : all)
      spikes.clear();
  }

private:
  unsigned threads = 1;
  uint32_t steps = 1;
  std::vector<Spikes> all;
};

} // namespace snnc::runtime::cpu

#endif // SNNC_RUNTIME_CPU_HISTORY_H
