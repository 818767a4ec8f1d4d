//===- Estimate.cpp - What steps cost, added up -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/estimate/Estimate.h"

#include <algorithm>
#include <numeric>

namespace snnc::runtime {

Estimate::Estimate(const image::Image &image)
    : image(image), counter(image), tileSums(image.tiles.size()),
      populationEvents(image.populations.size()),
      linkEvents(image.tiles.size() > 1 ? image.tiles.size() * 4 : 0) {
  for (const image::Tile &tile : image.tiles)
    timings.emplace_back(tile, image.target);
}

void Estimate::add(const image::ChipStep &step) {
  std::vector<image::StepCycles> ofTiles;
  for (size_t t = 0; t < timings.size(); ++t) {
    image::StepCycles cycles = timings[t].predict(step.tiles[t]);
    ofTiles.push_back(cycles);
    tileSums[t].update += cycles.update;
    tileSums[t].deliver += cycles.deliver;
    tileSums[t].learn += cycles.learn;
    tileSums[t].total += cycles.total;
    tileSums[t].events += cycles.events;
    arrived += step.tiles[t].arrivals.size();
    for (const image::EventRecord &record : step.tiles[t].records)
      populationEvents[image.tiles[t].groups[record.group].population] +=
          static_cast<uint64_t>(__builtin_popcount(record.mask));
  }
  each.push_back(image::combine(ofTiles, step.load, image.target));
  uint64_t most = 0;
  for (const image::StepCycles &cycles : ofTiles)
    most = std::max(most, cycles.total);
  network += each.back().total - most;
  for (size_t link = 0; link < step.links.size(); ++link)
    linkEvents[link] += step.links[link];
  sum += counter.of(step);
}

Distribution Estimate::of(uint64_t image::StepCycles::*field) const {
  std::vector<uint64_t> values;
  for (const image::StepCycles &cycles : each)
    values.push_back(cycles.*field);
  Distribution d;
  if (values.empty())
    return d;
  std::sort(values.begin(), values.end());
  d.sum = std::accumulate(values.begin(), values.end(), uint64_t(0));
  d.mean = mean(d.sum);
  d.percentile95 = values[(values.size() * 95 + 99) / 100 - 1];
  d.most = values.back();
  return d;
}

} // namespace snnc::runtime
