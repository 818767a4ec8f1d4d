//===- Exchange.h - What ranks tell each other ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Several processes run one network, each with its share of the neurons and of
// the synapses to them. All run the same host program and so make the same
// calls in the same order.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_EXCHANGE_H
#define SNNC_RUNTIME_CPU_EXCHANGE_H

#include <cstdint>
#include <vector>

namespace snnc::runtime::cpu {

class Exchange {
public:
  virtual ~Exchange() = default;
  virtual unsigned ranks() const { return 1; }
  virtual unsigned rank() const { return 0; }
  /// What each rank gave, by rank.
  virtual std::vector<std::vector<uint8_t>>
  gather(const std::vector<uint8_t> &mine) {
    return {mine};
  }
  /// Modulo 2^64.
  virtual uint64_t sum(uint64_t mine) { return mine; }
  virtual uint64_t least(uint64_t mine) { return mine; }
  /// Ends all ranks, after an error of one of them.
  virtual void abort() {}
};

/// The processes that mpirun has started, or this one alone. The first call
/// joins them; they part when the program ends.
Exchange &world();

/// After an error of this process: ends the others, which may wait for it.
/// Does not return then; does nothing if it is alone.
void endOthers();

} // namespace snnc::runtime::cpu

#endif // SNNC_RUNTIME_CPU_EXCHANGE_H
