//===- Native.h - What the cpu engine runs ----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The fixed-point network as native code and as rules for its synapses, for
// the engine `cpu`. Populations, variables, ports and projections are numbered
// as in Image.h, which has their formats; nothing here is placed on tiles. How
// the code is called is in NativeAbi.h.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_NATIVE_H
#define SNNC_IMAGE_NATIVE_H

#include "image/Connectivity.h"

#include <cstdint>
#include <string>
#include <vector>

namespace snnc::image {

/// The neurons of a population; nothing of an input.
struct NativePopulation {
  /// Function of type UpdateFunction; empty: the population is an input.
  std::string update;
  /// By state, whether its stores can saturate; those have a counter each.
  std::vector<bool> saturates;
};

enum class NativeTrigger : uint8_t { Pre, OnPre, OnPost, Every, Signal, Post };

/// One program of a rule.
struct NativeProgram {
  NativeTrigger trigger = NativeTrigger::Pre;
  /// Every: steps between two runs. Signal: the modulator.
  uint32_t argument = 0;
  /// TraceFunction for Pre and Post. Else a SynapseFunction: for OnPost with
  /// the synapses of one target, for all others with those of one source.
  std::string function;
  /// GuardFunctions: what the program requires of the source alone, and of the
  /// target alone; empty: nothing. A program has no effect at synapses where
  /// either is false.
  std::string sourceGuard, targetGuard;
  /// What they use, so that nothing else is gathered; by variable, trace and
  /// target state of the rule. What a program writes only where conditions hold
  /// counts as read: elsewhere it writes back what it finds.
  bool readsWeight = false, writesWeight = false;
  std::vector<bool> readsVariables, writesVariables;
  std::vector<bool> readsTraces, readsTargets;
  bool readsFired = false, readsPayload = false, readsTargetFired = false;
  /// Draws numbers, for which it needs the indices of sources and targets.
  bool draws = false;
  /// Port of the target that each deposit of the program adds to.
  std::vector<uint32_t> deposits;

  bool synaptic() const {
    return trigger != NativeTrigger::Pre && trigger != NativeTrigger::Post;
  }
};

struct NativeProjection {
  Connectivity connectivity;
  /// States of the target's population that the rule reads, in its order.
  std::vector<uint32_t> targetStates;
  /// In the order in which they run; none where nothing learns.
  std::vector<NativeProgram> programs;
  /// What was learned, by synapse in the order of docs/machine.md: the codes of
  /// the weights, and the values of each variable. Empty: as the text says.
  std::vector<int16_t> weights;
  std::vector<std::vector<int32_t>> variables;
};

/// The code for one kind of processor.
struct NativeCode {
  /// As LLVM calls it: x86-64-v4 (AVX-512), x86-64-v3 (AVX2), x86-64.
  std::string cpu;
  /// Relocatable object (ELF).
  std::vector<uint8_t> object;
  /// Path of a shared object that has the same functions by their
  /// librarySymbol; empty: there is none.
  std::string library;
};

/// What a function is called in a shared object, which has those of all
/// processors.
inline std::string librarySymbol(const std::string &function,
                                 const std::string &cpu) {
  return function + "." + cpu;
}

struct Native {
  std::vector<NativePopulation> populations;
  std::vector<NativeProjection> projections;
  std::vector<NativeCode> code;

  bool empty() const { return code.empty(); }
};

} // namespace snnc::image

#endif // SNNC_IMAGE_NATIVE_H
