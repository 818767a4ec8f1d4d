//===- Draws.cpp - Events drawn by rates ------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/estimate/Draws.h"

#include "runtime/Threefry.h"

#include <cmath>
#include <utility>

namespace snnc::runtime {

namespace {

/// In the place of a population, for draws of modulators.
constexpr uint32_t kHost = ~0u;

uint32_t streamOf(uint64_t seed) {
  return static_cast<uint32_t>(seed ^ seed >> 32);
}

/// Draws below it happen.
uint64_t limitOf(double rate) {
  return static_cast<uint64_t>(std::ldexp(rate, 32));
}

} // namespace

Draws::Draws(const image::Image &image, std::vector<double> rates,
             uint64_t seed)
    : image(image), rates(std::move(rates)), stream(streamOf(seed)) {}

std::vector<Source> Draws::step(uint64_t t) const {
  std::vector<Source> sources;
  for (uint32_t p = 0; p < image.populations.size(); ++p) {
    const uint64_t limit = limitOf(rates[p]);
    for (uint32_t i = 0; limit && i < image.populations[p].size; ++i)
      if (draw(stream, t, i, p) < limit)
        sources.push_back({p, i});
  }
  return sources;
}

Signals::Signals(const image::Image &image, double hostRate, uint64_t seed)
    : image(image), hostRate(hostRate), stream(streamOf(seed)) {}

uint32_t Signals::step(uint64_t t) const {
  uint32_t set = driven;
  for (uint32_t m = 0; m < image.modulators.size(); ++m)
    if (image.modulators[m].driver < 0 && isSetByHost(t, m))
      set |= 1u << m;
  return set;
}

bool Signals::isSetByHost(uint64_t t, uint32_t modulator) const {
  if (hostRate >= 0)
    return draw(stream, t, modulator, kHost) < limitOf(hostRate);
  bool named = false;
  for (const image::TrialSignal &signal : image.trial.signals) {
    if (signal.modulator != modulator)
      continue;
    named = true;
    if (t % image.trial.steps == signal.at)
      return true;
  }
  return !named;
}

void Signals::follow(const std::vector<Source> &sources) {
  driven = 0;
  for (const Source &source : sources)
    for (uint32_t m = 0; m < image.modulators.size(); ++m)
      if (image.modulators[m].driver == int64_t(source.population))
        driven |= 1u << m;
}

} // namespace snnc::runtime
