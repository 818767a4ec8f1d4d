//===- RandomImage.cpp - Images with random legal programs ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/fuzz/RandomImage.h"

#include "compiler/mapping/Rows.h"
#include "isa/RandomProgram.h"
#include "tests/fuzz/Dice.h"
#include "tests/fuzz/Drivers.h"
#include "tests/fuzz/Relocate.h"

#include <algorithm>
#include <cstdlib>

namespace snnc::fuzz {

namespace {

using compiler::Layout;
using compiler::PackedRows;
using compiler::RowPlan;
using compiler::Synapse;

/// Rows of one projection before they have a place.
struct Rows {
  uint32_t source, target, port;
  RowPlan plan;
  PackedRows packed;
  uint64_t synapses = 0;
  /// Largest sum of |weight| over the synapses of one target.
  int64_t heaviest = 0;
  uint32_t longestDelay = 1;
  uint32_t firstSub = 0;
  uint32_t shift = 0;
};

class Builder {
public:
  Builder(uint64_t seed, const image::Target &target) : dice(seed) {
    image.target = target;
    image.name = "random";
    image.tiles.resize(1);
  }
  image::Image build();

private:
  void addPopulation(bool isInput);
  /// The population, all of it in one part.
  void addPart(image::Population p);
  image::Part &partOf(uint32_t population) {
    return image.populations[population].parts[0];
  }
  void addRows();
  Rows makeConv(uint32_t target);
  std::vector<Synapse> makeSynapses(uint32_t sources, uint32_t targets,
                                    double density, uint32_t bits,
                                    uint32_t mostDelay, bool multiple);
  void placePorts();
  void placePlanes();
  void placeTables();
  void placeRows();
  void addProjection(const Rows &r);
  void addPrograms();
  int16_t code(uint32_t bits) {
    return bits == 1 ? dice.of<int16_t>({-1, 1})
                     : dice.in(-(1 << (bits - 1)), (1 << (bits - 1)) - 1);
  }
  int64_t largestPayload(const image::Population &p) {
    return std::max<int64_t>(std::abs(p.payloadMin), std::abs(p.payloadMax));
  }

  Dice dice;
  image::Image image;
  std::vector<Layout> layouts;
  std::vector<Rows> rows;
  /// By population: axon entries a source.
  std::vector<uint32_t> subs;
  std::vector<isa::RandomProgramSpec> specs;
};

void Builder::addPopulation(bool isInput) {
  image::Population p;
  p.name = (isInput ? "in" : "pop") + std::to_string(image.populations.size());
  p.isInput = isInput;
  p.inner = dice.in(1, dice.oneIn(3) ? 70 : 20);
  p.size = p.inner * (dice.oneIn(3) ? dice.in(1, 4) : 1);
  Layout layout = Layout::packed(image.target.lanes, p.size, p.inner);
  p.innerPad = layout.innerPad;
  p.isOutput = !isInput;
  p.graded = dice.oneIn(2);
  if (p.graded) {
    int64_t most = 1 << dice.in(0, dice.oneIn(4) ? 14 : 4);
    p.payloadMin = -most;
    p.payloadMax = most;
  }
  if (!isInput)
    for (int64_t ports = dice.in(1, 2); ports > 0; --ports) {
      image::Port port;
      port.name = "port" + std::to_string(p.ports.size());
      p.ports.push_back(port);
    }
  addPart(p);
  layouts.push_back(layout);
  subs.push_back(0);
}

void Builder::addPart(image::Population p) {
  image::Part part;
  part.group = image.populations.size();
  part.size = p.size;
  p.parts = {part};
  image.populations.push_back(std::move(p));
}

std::vector<Synapse> Builder::makeSynapses(uint32_t sources, uint32_t targets,
                                           double density, uint32_t bits,
                                           uint32_t mostDelay, bool multiple) {
  std::vector<Synapse> synapses;
  for (uint32_t s = 0; s < sources; ++s)
    for (uint32_t t = 0; t < targets; ++t)
      for (int n = 0; n < (multiple ? 2 : 1); ++n)
        if (density >= 1.0 || dice.unit() < density)
          synapses.push_back(
              {s, t, static_cast<uint16_t>(dice.in(1, mostDelay)), code(bits)});
  return synapses;
}

int64_t heaviestOf(const std::vector<Synapse> &synapses, uint32_t targets) {
  std::vector<int64_t> sums(targets);
  for (const Synapse &s : synapses)
    sums[s.target] += std::abs(s.code);
  return targets ? *std::max_element(sums.begin(), sums.end()) : 0;
}

Rows Builder::makeConv(uint32_t target) {
  const Layout &to = layouts[target];
  compiler::ConvShape c;
  c.outputs = to.inner;
  // Targets as one row of positions, or as one column.
  uint32_t positions = to.size / to.inner;
  bool wide = dice.oneIn(2);
  c.channels = dice.in(1, 3);
  c.kernelWidth = dice.in(1, 3);
  c.kernelHeight = dice.in(1, 3);
  c.strideX = dice.in(1, 2);
  c.strideY = dice.in(1, 2);
  uint32_t outWidth = wide ? positions : 1, outHeight = wide ? 1 : positions;
  c.width = (outWidth - 1) * c.strideX + c.kernelWidth;
  c.height = (outHeight - 1) * c.strideY + c.kernelHeight;
  if (c.width > 2 && dice.oneIn(2)) {
    c.padX = 1;
    c.width -= 2;
  }
  // A source population of the picture's size.
  image::Population p;
  p.name = "in" + std::to_string(image.populations.size());
  p.isInput = true;
  p.size = c.width * c.height * c.channels;
  p.inner = dice.oneIn(2) ? c.channels : p.size;
  Layout from = Layout::packed(to.lanes, p.size, p.inner);
  p.innerPad = from.innerPad;
  Rows r{uint32_t(image.populations.size()), target, 0, {}, {}};
  uint32_t bits = 1u << dice.in(0, 4);
  uint32_t delay = dice.in(1, 4);
  std::vector<int16_t> kernel(size_t(c.outputs) * c.channels * c.kernelHeight *
                              c.kernelWidth);
  int64_t total = 0;
  for (int16_t &k : kernel) {
    k = code(bits);
    total += std::abs(k);
  }
  r.plan = compiler::planConv(c, to, bits, delay);
  r.packed = compiler::packConv(r.plan, c, kernel, compiler::Run::whole(from),
                                compiler::Run::whole(to));
  r.heaviest = total;
  r.longestDelay = delay;
  addPart(p);
  layouts.push_back(from);
  subs.push_back(0);
  return r;
}

void Builder::addRows() {
  uint32_t populations = image.populations.size();
  for (uint32_t target = 0; target < populations; ++target) {
    if (image.populations[target].isInput)
      continue;
    for (int64_t n = dice.in(1, 3); n > 0; --n) {
      Rows r{0, target, 0, {}, {}};
      const Layout to = layouts[target];
      uint32_t bits = 1u << dice.in(0, 4);
      uint32_t mostDelay = dice.of<uint32_t>({1, 1, 2, 5, 15});
      r.source = dice.in(0, populations - 1);
      const Layout &from = layouts[r.source];
      int64_t kind = dice.in(0, 3);
      if (kind == 0) {
        uint32_t delay = dice.in(1, mostDelay);
        auto synapses = makeSynapses(from.size, to.size, 1.0, bits, 1, false);
        for (Synapse &s : synapses)
          s.delay = delay;
        r.plan = compiler::planDense(from.size, to, bits, delay, false);
        r.packed = compiler::packDense(r.plan, synapses, from, to, false);
        r.heaviest = heaviestOf(synapses, to.size);
        r.longestDelay = delay;
        r.synapses = synapses.size();
      } else if (kind == 1 && bits > 1) {
        auto synapses =
            makeSynapses(from.size, to.size, dice.unit(), bits, 1, false);
        r.plan = compiler::planFilled(synapses, to, bits);
        r.packed = compiler::packFilled(r.plan, synapses, from, to);
        r.heaviest = heaviestOf(synapses, to.size);
        r.synapses = synapses.size();
      } else if (kind == 2) {
        r = makeConv(target);
      } else {
        auto synapses = makeSynapses(from.size, to.size, dice.unit() * 0.4,
                                     bits, mostDelay, dice.oneIn(3));
        r.plan = compiler::planIndexed(synapses, to, bits);
        r.packed = compiler::packIndexed(r.plan, synapses, from, to);
        r.heaviest = heaviestOf(synapses, to.size);
        r.longestDelay = mostDelay;
        r.synapses = synapses.size();
      }
      r.port = dice.in(0, image.populations[target].ports.size() - 1);
      r.firstSub = subs[r.source];
      subs[r.source] += r.plan.subs;
      rows.push_back(std::move(r));
    }
  }
}

/// Sums of all that may arrive in one step decide the accumulators' width.
void Builder::placePorts() {
  uint32_t halves = 0;
  for (uint32_t pass : {32, 16})
    for (uint32_t i = 0; i < image.populations.size(); ++i)
      for (uint32_t q = 0; q < image.populations[i].ports.size(); ++q) {
        image::Port &port = image.populations[i].ports[q];
        if (pass == 32) {
          int64_t bound = 0;
          for (Rows &r : rows)
            if (r.target == i && r.port == q) {
              int64_t most =
                  r.heaviest * largestPayload(image.populations[r.source]);
              r.shift = dice.oneIn(2) ? 0 : dice.in(0, 6);
              while (r.shift && (most << r.shift) > (1 << 28))
                --r.shift;
              bound += most << r.shift;
              port.maxDelay = std::max<uint32_t>(port.maxDelay, r.longestDelay);
            }
          port.bound = bound;
          port.accBits = bound < 32768 && !dice.oneIn(4) ? 16 : 32;
          while ((1u << port.slotsLog2) < port.maxDelay + 1u)
            ++port.slotsLog2;
        }
        if (port.accBits != pass)
          continue;
        partOf(i).ports.resize(image.populations[i].ports.size());
        partOf(i).ports[q] = halves / (pass / 16);
        halves += (layouts[i].blocks() << port.slotsLog2) * (pass / 16);
      }
  image.tiles[0].accumulatorRows = (halves + 1) / 2;
}

void Builder::placePlanes() {
  std::vector<uint32_t> &memory = image.tiles[0].state;
  uint32_t bytes = 0;
  specs.resize(image.populations.size());
  for (uint32_t i = 0; i < image.populations.size(); ++i) {
    image::Population &p = image.populations[i];
    if (p.isInput)
      continue;
    for (int64_t n = dice.in(0, 4); n > 0; --n) {
      image::Variable v;
      uint32_t log2 = dice.in(0, 2);
      bool isParam = dice.oneIn(3);
      v.name = "v" + std::to_string(p.states.size() + p.params.size());
      v.bits = 8 << log2;
      bytes = (bytes + v.bits / 8 - 1) / (v.bits / 8) * (v.bits / 8);
      uint32_t base = bytes / (v.bits / 8);
      bytes += layouts[i].blocks() * (v.bits / 8);
      for (uint32_t k = 0; k < p.size; ++k)
        v.init.push_back(static_cast<int32_t>(dice.next()) >> (32 - v.bits));
      uint32_t perWord = 32 / v.bits, lanes = image.target.lanes;
      memory.resize((bytes + 3) / 4 * size_t(lanes));
      for (uint32_t k = 0; k < p.size; ++k) {
        uint32_t at = layouts[i].physical(k), unit = base + at / lanes;
        uint32_t value = v.init[k];
        if (v.bits < 32)
          value &= (1u << v.bits) - 1;
        memory[size_t(unit / perWord) * lanes + at % lanes] |=
            value << (unit % perWord * v.bits);
      }
      specs[i].planes.push_back({base, uint8_t(log2), !isParam});
      (isParam ? partOf(i).params : partOf(i).states).push_back(base);
      (isParam ? p.params : p.states).push_back(std::move(v));
    }
  }
}

void Builder::placeTables() {
  std::vector<int32_t> &memory = image.tiles[0].tables;
  for (uint32_t i = 0; i < image.populations.size(); ++i)
    for (int64_t n = dice.in(0, 2); n > 0 && !image.populations[i].isInput;
         --n) {
      uint32_t length = dice.in(1, 30);
      specs[i].tables.push_back({uint32_t(memory.size()), length});
      for (uint32_t k = 0; k < length; ++k)
        memory.push_back(static_cast<int32_t>(dice.next()));
    }
}

void Builder::placeRows() {
  image::Tile &tile = image.tiles[0];
  uint32_t block = 0, axon = 0;
  for (uint32_t i = 0; i < image.populations.size(); ++i) {
    const Layout &layout = layouts[i];
    image::Group group;
    group.population = i;
    group.blocks = layout.blocks();
    group.blockBase = block;
    group.period = layout.innerPad / layout.lanes;
    group.lastLanes = layout.inner - (group.period - 1) * layout.lanes;
    group.axonSubs = subs[i];
    group.axonStride = layout.physicalSize();
    group.axonBase = subs[i] ? axon : 0;
    axon += subs[i] * layout.physicalSize();
    block += group.blocks;
    tile.groups.push_back(group);
  }
  tile.axons.resize(axon);
  for (const Rows &r : rows) {
    const image::Port &port = image.populations[r.target].ports[r.port];
    image::RowDescriptor d;
    d.format = r.plan.format;
    d.weightLog2 = 0;
    while ((1u << d.weightLog2) < r.plan.weightBits)
      ++d.weightLog2;
    d.entryLog2 = 0;
    while ((1u << d.entryLog2) < r.plan.entryBits)
      ++d.entryLog2;
    d.indexBits = r.plan.indexBits;
    d.delayBits = r.plan.delayBits;
    d.shift = r.shift;
    d.delay = r.plan.delay;
    d.slotsLog2 = port.slotsLog2;
    d.wide = port.accBits == 32;
    d.portBase = partOf(r.target).ports[r.port];
    uint32_t firstUnit =
        tile.synapses.size() / image.target.lanes * (32 / r.plan.entryBits);
    const image::Group &from = tile.groups[r.source];
    for (uint32_t k = 0; k < r.packed.axons.size(); ++k) {
      image::AxonEntry entry = r.packed.axons[k];
      if (!entry.count)
        continue;
      entry.descriptor = tile.descriptors.size();
      entry.address += firstUnit;
      tile.axons[from.axonBase + r.firstSub * from.axonStride + k] = entry;
    }
    tile.descriptors.push_back(d);
    tile.synapses.insert(tile.synapses.end(), r.packed.words.begin(),
                         r.packed.words.end());
    addProjection(r);
  }
}

void Builder::addProjection(const Rows &r) {
  image::Tile &tile = image.tiles[0];
  image::Projection p;
  p.name = "rows" + std::to_string(image.projections.size());
  p.source = r.source;
  p.target = r.target;
  p.port = r.port;
  p.weightBits = r.plan.weightBits;
  p.shift = r.shift;
  image::ProjectionPart part;
  part.sourceGroup = r.source;
  part.descriptor = tile.descriptors.size() - 1;
  part.firstSub = r.firstSub;
  part.subs = r.plan.subs;
  p.parts = {part};
  // Of convolutions nothing is counted.
  p.synapses = r.synapses;
  p.fanOut.assign(layouts[r.source].size, 0);
  p.fanOut[0] = r.synapses;
  image.projections.push_back(p);
}

void Builder::addPrograms() {
  image::Tile &tile = image.tiles[0];
  for (uint32_t i = 0; i < image.populations.size(); ++i) {
    const image::Population &p = image.populations[i];
    if (p.isInput)
      continue;
    isa::RandomProgramSpec &spec = specs[i];
    for (const image::Port &port : p.ports)
      spec.ports.push_back({partOf(i).ports[spec.ports.size()], port.slotsLog2,
                            port.accBits == 32});
    spec.modulators = image.modulators.size();
    spec.length = dice.in(1, 40);
    spec.payloadMin = p.payloadMin;
    spec.payloadMax = p.payloadMax;
    std::vector<uint64_t> words = isa::randomProgram(dice.next(), spec);
    tile.groups[i].hasProgram = true;
    tile.groups[i].programAddress = tile.program.size();
    tile.program.insert(tile.program.end(), words.begin(), words.end());
  }
  tile.programLocations.assign(tile.program.size(), -1);
}

image::Image Builder::build() {
  for (int64_t n = dice.in(1, 2); n > 0; --n)
    addPopulation(true);
  for (int64_t n = dice.in(1, 3); n > 0; --n)
    addPopulation(false);
  for (int64_t n = dice.in(0, 3); n > 0; --n)
    image.modulators.push_back(
        {"m" + std::to_string(n), static_cast<int32_t>(dice.next()), 0});
  addRows();
  placePorts();
  placePlanes();
  placeTables();
  placeRows();
  addPrograms();
  image.weightsDigest = dice.next();
  addDrivers(image, dice);
  return std::move(image);
}

bool fits(const image::Image &image) {
  const image::Tile &tile = image.tiles[0];
  const image::Target &t = image.target;
  const image::Group &last = tile.groups.back();
  for (const image::Population &p : image.populations)
    for (const image::Port &port : p.ports)
      if (port.bound > INT32_MAX)
        return false;
  return tile.groups.size() <= t.groups &&
         last.blockBase + last.blocks <= t.blocks &&
         tile.descriptors.size() <= t.descriptors &&
         tile.program.size() <= t.programWords &&
         tile.state.size() <= size_t(t.stateRows) * t.lanes &&
         tile.accumulatorRows <= t.accumulatorRows &&
         tile.synapses.size() <= size_t(t.synapseRows) * t.lanes &&
         tile.axons.size() <= t.axons && tile.tables.size() <= t.tableWords;
}

} // namespace

image::Image randomImage(uint64_t seed, const image::Target &target) {
  // The first of the seed's images that the target has room for.
  for (uint64_t attempt = 0;; ++attempt) {
    image::Image image = Builder(seed + (attempt << 40), target).build();
    if (!fits(image))
      continue;
    // Every second one where addresses have their high bits set.
    if (seed % 2)
      moveToTheTop(image);
    return image;
  }
}

} // namespace snnc::fuzz
