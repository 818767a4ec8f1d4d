//===- ValidateConnectivity.cpp - Rules for synapses, checked -------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What makes a walk over the synapses safe. Delays are for who walks them.
//
//===----------------------------------------------------------------------===//

#include "image/Checks.h"
#include "image/Error.h"

#include <cmath>

namespace snnc::image {

namespace {

/// More numbers than any projection has; keeps products in 64 bits.
constexpr uint64_t kMaxNumbers = uint64_t(1) << 48;

std::string str(uint64_t n) { return std::to_string(n); }

/// Positions along one axis of a convolution's output; 0 if there are none.
int64_t outputsOf(int64_t input, int64_t kernel, int64_t stride,
                  int64_t padding) {
  int64_t room = input + 2 * padding - kernel;
  return room < 0 ? 0 : room / stride + 1;
}

uint64_t kernelOf(const Connectivity &c, const std::string &where) {
  constexpr int64_t kMost = 65536;
  auto inRange = [](const auto &values, int64_t least) {
    for (int64_t value : values)
      if (value < least || value > kMost)
        return false;
    return true;
  };
  if (!inRange(c.input, 1) || !inRange(c.kernel, 1) || !inRange(c.stride, 1) ||
      !inRange(c.padding, 0))
    throw Error(where + "a size of its convolution is not from 1 to " +
                str(kMost));
  uint64_t out = 1;
  for (size_t axis = 0; axis < 2; ++axis)
    out *= static_cast<uint64_t>(outputsOf(c.input[axis], c.kernel[axis + 2],
                                           c.stride[axis], c.padding[axis]));
  auto positions = static_cast<uint64_t>(c.input[0] * c.input[1]);
  if (positions > UINT32_MAX || out > UINT32_MAX || c.kernel[1] != c.input[2] ||
      positions * static_cast<uint64_t>(c.input[2]) != c.sources ||
      out * static_cast<uint64_t>(c.kernel[0]) != c.targets)
    throw Error(where + "its convolution is of other sizes than its "
                        "populations");
  auto channels = static_cast<uint64_t>(c.kernel[0] * c.kernel[1]);
  auto window = static_cast<uint64_t>(c.kernel[2] * c.kernel[3]);
  if (window > kMaxNumbers / channels)
    throw Error(where + "its convolution's kernel is too large");
  return channels * window;
}

uint64_t pairsOf(const Connectivity &c, const std::string &where) {
  const Numbers &pairs = c.pairs;
  if (pairs.count == 0)
    return 0;
  if (pairs.count % 2 || !pairs.integral || !elementBytes(pairs.kind))
    throw Error(where + "its pairs are no list of integers");
  for (uint64_t n = 0; n < pairs.count; ++n) {
    int64_t neuron = pairs.integer(n);
    uint32_t size = n % 2 ? c.targets : c.sources;
    if (neuron < 0 || neuron >= int64_t(size))
      throw Error(where + "pair " + str(n / 2) + " names neuron " +
                  std::to_string(neuron) + " of " + str(size));
  }
  return pairs.count / 2;
}

/// Sources among which a target's are drawn.
uint64_t choicesOf(const Connectivity &c) {
  return c.self || c.sources == 0 ? c.sources : c.sources - 1;
}

/// Numbers that the projection has if they are no single one.
uint64_t countOf(const Connectivity &c, const std::string &where) {
  const uint64_t pairs = uint64_t(c.sources) * c.targets;
  switch (c.kind) {
  case ConnectivityKind::Dense:
    return pairs;
  case ConnectivityKind::OneToOne:
    if (c.sources != c.targets)
      throw Error(where + "joins " + str(c.sources) + " sources to " +
                  str(c.targets) + " targets one to one");
    return c.sources;
  case ConnectivityKind::Sparse:
    return pairsOf(c, where);
  case ConnectivityKind::Conv:
    return kernelOf(c, where);
  case ConnectivityKind::Random:
    if (!(c.probability >= 0.0 && c.probability <= 1.0))
      throw Error(where + "its probability is not from 0 to 1");
    return pairs;
  case ConnectivityKind::FixedInDegree:
    if (c.count > kMaxNumbers / (c.targets + uint64_t(1)) ||
        (c.count > 0 && choicesOf(c) == 0) ||
        (!c.multiple && c.count > choicesOf(c)))
      throw Error(where + str(c.count) + " synapses a target from " +
                  str(c.sources) + " sources");
    return c.count * c.targets;
  case ConnectivityKind::FixedTotal:
    if (c.count > kMaxNumbers ||
        (c.count > 0 && pairs <= (c.self ? 0 : c.sources)))
      throw Error(where + str(c.count) + " synapses between " + str(c.sources) +
                  " sources and " + str(c.targets) + " targets");
    return c.count;
  }
  throw Error(where + "unknown connectivity");
}

void checkNumbers(const Numbers &numbers, uint64_t count,
                  const std::string &where) {
  if (!numbers.isSplat() && numbers.count != count)
    throw Error(where + str(numbers.count) + " numbers for " + str(count));
  for (double value :
       {numbers.first, numbers.second, numbers.least, numbers.most})
    if (!std::isfinite(value))
      throw Error(where + "a limit is not finite");
}

} // namespace

void checkConnectivity(const Connectivity &c, const std::string &where) {
  if (!std::isfinite(c.dtMs) || c.dtMs <= 0.0)
    throw Error(where + "the time step must be a positive number");
  uint64_t count = countOf(c, where);
  checkNumbers(c.weights, count, where + "weights: ");
  checkNumbers(c.delays, count, where + "delays: ");
}

} // namespace snnc::image
