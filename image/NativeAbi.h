//===- NativeAbi.h - How generated code is called ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every function takes one pointer to a struct of 8-byte fields, which the code
// generator knows by position. Arrays of neurons begin at multiples of 64 bytes
// and are padded to multiples of kNativeLanes elements, so that whole vectors
// can be read and written; what is beyond `end` or `count` is neither counted
// nor marked. Variables lie in their stored width (8, 16 or 32 bits), sums of
// ports in the port's accBits. Bit i % 64 of word i / 64 of a bit set is
// element i. Arithmetic is that of docs/machine.md.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_NATIVEABI_H
#define SNNC_IMAGE_NATIVEABI_H

#include <cstdint>
#include <string>

namespace snnc::image {

/// Elements that arrays are padded to multiples of.
constexpr uint64_t kNativeLanes = 64;

/// Updates neurons begin .. end - 1; `begin` is a multiple of kNativeLanes, and
/// `end` is one or the population's end: neurons up to the next multiple change
/// too.
struct UpdateArgs {
  void *const *states;
  const void *const *params;
  /// Sums that arrived for this step; cleared.
  void *const *ports;
  const int32_t *modulators;
  /// t mod 2^32.
  uint64_t time;
  uint64_t begin, end;
  /// Logical index of element 0.
  uint64_t firstIndex;
  /// Bit set: the words from begin / 64 to (end + 63) / 64 - 1 are written;
  /// bits of the last one beyond `end` are 0.
  uint64_t *fired;
  /// By neuron, valid where it fires; null unless the population is graded.
  int32_t *payloads;
  /// By state: lanes whose store saturated are added.
  uint64_t *saturations;
};
using UpdateFunction = void (*)(const UpdateArgs *);

/// Updates the kNativeLanes neurons from firstIndex on in double precision, for
/// the float engine; arrays, of 8-byte elements, begin with the first of them
/// and are as long, wherever they lie.
struct FloatUpdateArgs {
  double *const *states;
  const double *const *params;
  /// Sums that arrived for this step.
  const double *const *ports;
  const double *modulators;
  /// t mod 2^32.
  uint64_t time;
  /// Logical index of element 0.
  uint64_t firstIndex;
  /// A word, and by neuron, valid where it fires; kept where nothing emits.
  uint64_t *fired;
  double *payloads;
};
using FloatUpdateFunction = void (*)(const FloatUpdateArgs *);
inline std::string floatUpdateName(size_t population) {
  return "float_update_" + std::to_string(population);
}

/// Runs a region of traces for sources begin .. end - 1, with limits as those
/// of an update.
struct TraceArgs {
  void *const *traces;
  /// Bit set: who emitted in this step.
  const uint64_t *fired;
  /// By source, valid where fired; null unless the source is graded.
  const int32_t *payloads;
  const int32_t *modulators;
  /// Bit m: modulator m was set for this step.
  uint64_t signals;
  uint64_t time;
  uint64_t begin, end;
  uint64_t firstIndex;
  /// By trace.
  uint64_t *saturations;
};
using TraceFunction = void (*)(const TraceArgs *);

/// Which sources (`variables` are its traces) or targets (they are the states
/// that the rule reads, NativeProjection::targetStates) a program can act at.
struct GuardArgs {
  const void *const *variables;
  const uint64_t *fired;
  const int32_t *payloads;
  const int32_t *modulators;
  uint64_t signals;
  uint64_t time;
  uint64_t begin, end;
  /// Bit set, written as UpdateArgs::fired is.
  uint64_t *due;
};
using GuardFunction = void (*)(const GuardArgs *);

/// Runs a program at `count` synapses, at most kNativeChunk, that share their
/// source or (OnPost) their target. What belongs to the shared neuron is one
/// element; all else has `count` elements, at any multiple of their size, and
/// nothing around them is touched. Pointers to what the program does not use
/// may be null.
struct SynapseArgs {
  void *weights;
  void *const *variables;
  const void *const *traces;
  const void *const *targets;
  /// 1 or 0.
  const uint8_t *fired;
  const int32_t *payloads;
  const uint8_t *targetFired;
  /// Logical indices.
  const uint32_t *sources;
  const uint32_t *targetIndices;
  const int32_t *modulators;
  uint64_t signals;
  uint64_t time;
  uint64_t count;
  /// By deposit, `count` elements each: what it adds, in the port's unit; 0
  /// where the program does not act.
  int32_t *const *deposits;
  /// [0]: of the weight; [1 + v]: of variable v.
  uint64_t *saturations;
  /// Synapses at which the program acted and stored a weight are added.
  uint64_t *updates;
};
constexpr uint64_t kNativeChunk = 256;
using SynapseFunction = void (*)(const SynapseArgs *);

} // namespace snnc::image

#endif // SNNC_IMAGE_NATIVEABI_H
