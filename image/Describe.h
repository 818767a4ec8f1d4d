//===- Describe.h - An image for a reader -----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What `snnc info` prints: the network, the tables and how full the target's
// memories are, with the bits of memory per neuron, axon and synapse.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_DESCRIBE_H
#define SNNC_IMAGE_DESCRIBE_H

#include "image/Image.h"

#include <string>

namespace snnc::image {

/// Memory use of an image, on all its tiles.
struct MemoryUse {
  uint64_t neurons = 0, synapses = 0, axonEntries = 0;
  /// State planes (variables and per-neuron parameters) and accumulators of
  /// the populations that are no inputs, padding included.
  uint64_t stateBits = 0, accumulatorBits = 0;
  /// Words of the synapse memory in use, and axon entries in use.
  uint64_t synapseBits = 0, axonBits = 0;
  /// All as quotients; 0 where the divisor is.
  double bitsPerNeuron = 0, bitsPerAxon = 0, bitsPerSynapse = 0;
};

MemoryUse memoryUse(const Image &image);
/// `full`: every table, not only the summary.
std::string describe(const Image &image, bool full = false);
/// Everything, as JSON text.
std::string describeJson(const Image &image);

} // namespace snnc::image

#endif // SNNC_IMAGE_DESCRIBE_H
