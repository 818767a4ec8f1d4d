//===- Plastic.cpp - The synapses that learn
//-------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/Plastic.h"

#include "image/Error.h"
#include "image/WeightCode.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace snnc::runtime::cpu {

using image::Connectivity;
using image::NativeProgram;
using image::NativeTrigger;

PlasticRows::PlasticRows(const image::Image &image, uint32_t projection,
                         const Share &share)
    : projection(projection),
      slice(share.slices[image.projections[projection].target]),
      sources(image.populations[image.projections[projection].source].size) {
  const image::Projection &p = image.projections[projection];
  const image::NativeProjection &native = image.native.projections[projection];
  const Connectivity &c = native.connectivity;
  sums = share.ports[p.target][p.port];
  shift = p.shift;
  dense = c.kind == image::ConnectivityKind::Dense && c.delays.isSplat();
  delay = c.delays.isSplat() ? image::delayOf(c, 0) : 0;
  reload(image);
  bool columns = std::any_of(native.programs.begin(), native.programs.end(),
                             [](const NativeProgram &n) {
                               return n.trigger == NativeTrigger::OnPost;
                             });
  if (columns && !dense)
    buildColumns();
}

void PlasticRows::reload(const image::Image &image) {
  const image::Projection &p = image.projections[projection];
  const Connectivity &c = image.native.projections[projection].connectivity;
  struct Site {
    uint32_t source, target, delay;
    uint64_t index;
  };
  std::vector<Site> sites;
  const uint32_t width = p.weightBits / 8;
  uint64_t size = 0;
  if (dense) {
    stride = padded(neurons());
    size = stride * sources;
  } else {
    image::forEachSite(
        c, {0, sources}, slice, [&](const image::SynapseSite &s) {
          sites.push_back({s.source, s.target - slice.begin,
                           delay ? delay : image::delayOf(c, s.index),
                           s.index});
        });
    auto before = [](const Site &a, const Site &b) {
      return std::tie(a.source, a.target, a.delay) <
             std::tie(b.source, b.target, b.delay);
    };
    if (!std::is_sorted(sites.begin(), sites.end(), before))
      std::stable_sort(sites.begin(), sites.end(), before);
    size = sites.size();
  }
  if (size > std::numeric_limits<uint32_t>::max())
    throw Error("projection '" + p.name +
                "' has more than 2^32 synapses; run "
                "the network with more threads");
  weights = Buffer(size, width);
  auto weightOf = [&](uint64_t index) {
    return image::quantizeWeight(c.weights[c.weights.isSplat() ? 0 : index],
                                 p.weightBits, p.weightFrac);
  };
  if (dense) {
    for (uint64_t s = 0; s < sources; ++s)
      for (uint64_t j = 0; j < neurons(); ++j)
        weights.set(s * stride + j, weightOf(s * c.targets + slice.begin + j));
  } else {
    targets = Buffer(size, 4);
    starts.assign(sources + 1, 0);
    delays.clear();
    for (uint64_t i = 0; i < size; ++i) {
      weights.set(i, weightOf(sites[i].index));
      targets.as<uint32_t>()[i] = sites[i].target;
      if (!delay)
        delays.push_back(static_cast<uint16_t>(sites[i].delay));
      ++starts[sites[i].source + 1];
    }
    for (uint32_t s = 0; s < sources; ++s)
      starts[s + 1] += starts[s];
  }
  variables.clear();
  for (const image::SynapseVariable &v : p.plastic->variables) {
    Buffer &buffer = variables.emplace_back(size, v.bits / 8);
    for (uint64_t i = 0; v.init && i < size; ++i)
      buffer.set(i, v.init);
  }
}

void PlasticRows::buildColumns() {
  const uint32_t *target = targets.as<uint32_t>();
  const auto size = static_cast<uint32_t>(targets.size());
  columnStarts.assign(neurons() + 1, 0);
  for (uint32_t i = 0; i < size; ++i)
    ++columnStarts[target[i] + 1];
  for (uint32_t j = 0; j < neurons(); ++j)
    columnStarts[j + 1] += columnStarts[j];
  columnPlaces.resize(size);
  columnSources.resize(size);
  std::vector<uint32_t> next(columnStarts.begin(), columnStarts.end() - 1);
  for (uint32_t s = 0; s < sources; ++s)
    for (uint32_t i = starts[s]; i < starts[s + 1]; ++i) {
      uint32_t at = next[target[i]]++;
      columnPlaces[at] = i;
      columnSources[at] = s;
    }
}

uint64_t PlasticRows::bytes() const {
  auto of = [](const Buffer &b) { return b.size() * b.width(); };
  uint64_t sum = of(weights) + of(targets) + delays.size() * 2 +
                 (starts.size() + columnStarts.size() + columnPlaces.size() +
                  columnSources.size()) *
                     4;
  for (const Buffer &v : variables)
    sum += of(v);
  return sum;
}

} // namespace snnc::runtime::cpu
