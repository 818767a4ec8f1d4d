//===- Draws.h - Events drawn by rates --------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_ESTIMATE_DRAWS_H
#define SNNC_RUNTIME_ESTIMATE_DRAWS_H

#include "runtime/estimate/Activity.h"

#include <map>
#include <vector>

namespace snnc::runtime {

/// Neurons emit independently of each other and of what was before: a function
/// of the seed.
class Draws {
public:
  /// `rates`: events a neuron and step, by population.
  Draws(const image::Image &image, std::vector<double> rates, uint64_t seed);

  std::vector<Source> step(uint64_t t) const;

private:
  const image::Image &image;
  std::vector<double> rates;
  uint32_t stream;
};

/// Which modulators are set: those that events of the step before drive, and
/// those that the host sets: in a share of the steps, or, if that is negative,
/// when the network's trial sets them in training, others in every step.
class Signals {
public:
  Signals(const image::Image &image, double hostRate, uint64_t seed);

  uint32_t step(uint64_t t) const;
  /// What the events of this step set for the next.
  void follow(const std::vector<Source> &sources);

private:
  bool isSetByHost(uint64_t t, uint32_t modulator) const;

  const image::Image &image;
  double hostRate;
  uint32_t stream;
  uint32_t driven = 0;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_ESTIMATE_DRAWS_H
