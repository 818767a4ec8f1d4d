//===- TinyNetwork.h - Images built by hand, for tests ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A compiler's work done by a few loops: planes, ports, programs given as
// assembler text, dense and indexed rows. In a program `{name}` stands for the
// place of a state, parameter or port of its population:
//
//   ld r0, {v}      ->  ld r0, base=4, width=16
//   ldp r1, {in}    ->  ldp r1, base=0, slots=2, wide
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_RUNTIME_TINYNETWORK_H
#define SNNC_TESTS_UNIT_RUNTIME_TINYNETWORK_H

#include "image/Error.h"
#include "image/Image.h"
#include "image/Skew.h"
#include "isa/Assembler.h"
#include "runtime/Digest.h"

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace snnc::testing {

struct TinySynapse {
  uint32_t source = 0, target = 0;
  int32_t weight = 1;
  uint32_t delay = 1;
};

/// 32-bit random words, the same on every machine.
class TinyRandom {
public:
  explicit TinyRandom(uint32_t seed) : generator(seed) {}
  uint32_t operator()() { return static_cast<uint32_t>(generator()); }

private:
  std::mt19937 generator;
};

class TinyNetwork {
public:
  explicit TinyNetwork(const std::string &name = "tiny",
                       image::Target target = image::findTarget("nano")) {
    made.name = name;
    made.target = target;
    made.tiles.resize(1);
  }

  uint32_t input(const std::string &name, uint32_t size, int32_t least = 1,
                 int32_t most = 1) {
    uint32_t p = population(name, size);
    made.populations[p].isInput = true;
    payload(p, least, most);
    return p;
  }

  /// `inner` 0: one run. Otherwise runs of `inner` neurons, each padded.
  uint32_t population(const std::string &name, uint32_t size,
                      uint32_t inner = 0) {
    image::Population p;
    p.name = name;
    p.size = size;
    p.inner = inner ? inner : size;
    p.innerPad = (p.inner + lanes() - 1) / lanes() * lanes();
    auto index = static_cast<uint32_t>(made.populations.size());
    image::Part part;
    part.group = index;
    part.size = size;
    p.parts = {part};
    image::Group g;
    g.population = index;
    g.period = p.innerPad / lanes();
    g.blocks = size / p.inner * g.period;
    g.lastLanes = p.inner - (g.period - 1) * lanes();
    g.blockBase = blocksUsed;
    blocksUsed += g.blocks;
    made.populations.push_back(p);
    tile().groups.push_back(g);
    return index;
  }

  void payload(uint32_t p, int32_t least, int32_t most) {
    made.populations[p].payloadMin = least;
    made.populations[p].payloadMax = most;
    made.populations[p].graded = least != 1 || most != 1;
  }

  uint32_t state(uint32_t p, const std::string &name, uint8_t bits,
                 std::vector<int32_t> init = {0}, int8_t frac = 0) {
    Placed placed = variable(p, name, bits, std::move(init), frac);
    made.populations[p].states.push_back(placed.variable);
    part(p).states.push_back(placed.base);
    return static_cast<uint32_t>(made.populations[p].states.size() - 1);
  }
  uint32_t param(uint32_t p, const std::string &name, uint8_t bits,
                 std::vector<int32_t> values) {
    Placed placed = variable(p, name, bits, std::move(values), 0);
    made.populations[p].params.push_back(placed.variable);
    part(p).params.push_back(placed.base);
    return static_cast<uint32_t>(made.populations[p].params.size() - 1);
  }

  uint32_t port(uint32_t p, const std::string &name, uint8_t accBits = 32,
                uint8_t slotsLog2 = 1) {
    image::Port port;
    port.name = name;
    port.accBits = accBits;
    port.slotsLog2 = slotsLog2;
    uint32_t base = (accumulatorBits + accBits - 1) / accBits;
    uint32_t units = tile().groups[p].blocks << slotsLog2;
    accumulatorBits = (base + units) * accBits;
    tile().accumulatorRows = (accumulatorBits + 31) / 32;
    made.populations[p].ports.push_back(port);
    part(p).ports.push_back(base);
    return static_cast<uint32_t>(made.populations[p].ports.size() - 1);
  }

  uint32_t modulator(const std::string &name, int32_t init) {
    image::Modulator m;
    m.name = name;
    m.init = init;
    made.modulators.push_back(m);
    return static_cast<uint32_t>(made.modulators.size() - 1);
  }

  /// A modulator that the events of a population set.
  uint32_t driven(const std::string &name, uint32_t population, bool falls,
                  int32_t init = 0) {
    uint32_t m = modulator(name, init);
    made.modulators[m].driver = static_cast<int32_t>(population);
    made.modulators[m].falls = falls;
    tile().groups[population].drives = static_cast<int32_t>(m);
    return m;
  }

  void probe(const std::string &name, uint32_t p, int32_t state) {
    made.probes.push_back({name, p, state});
  }

  /// `end` is added. Throws snnc::Error with the assembler's message.
  void program(uint32_t p, const std::string &text, bool check = true) {
    isa::Assembly assembly = isa::assemble(expand(p, text) + "\nend\n", check);
    if (!assembly.errors.empty())
      throw Error(assembly.errors[0].str(made.populations[p].name));
    words(p, assembly.words, assembly.lines);
  }
  void words(uint32_t p, const std::vector<uint64_t> &words,
             const std::vector<unsigned> &lines = {}) {
    image::Group &g = tile().groups[p];
    g.hasProgram = true;
    g.programAddress = appendWords(p, words, lines);
  }

  uint32_t table(const std::vector<int32_t> &values) {
    auto base = static_cast<uint32_t>(tile().tables.size());
    tile().tables.insert(tile().tables.end(), values.begin(), values.end());
    return base;
  }

  /// Rows made from here on are skewed, in squares where they are dense; what
  /// they belong to must learn.
  bool skewed = false;
  /// Indexed rows made from here on have at least as many bits of index.
  uint8_t leastIndexBits = 1;

  /// weights[source * targets + target]; the target must be one run.
  void dense(uint32_t source, uint32_t target, uint32_t port,
             const std::vector<int32_t> &weights, unsigned weightLog2 = 3,
             uint8_t shift = 0, uint8_t delay = 1) {
    const image::Population &t = made.populations[target];
    image::RowDescriptor row = descriptor(target, port, delay);
    row.format = image::RowFormat::Dense;
    row.weightLog2 = row.entryLog2 = static_cast<uint8_t>(weightLog2);
    row.shift = shift;
    row.delay = delay;
    uint32_t blocks = tile().groups[target].blocks;
    std::vector<std::vector<Unit>> rows(made.populations[source].size);
    std::vector<TinySynapse> synapses;
    for (uint32_t s = 0; s < rows.size(); ++s) {
      rows[s].resize(blocks, Unit(lanes(), 0));
      for (uint32_t i = 0; i < t.size; ++i) {
        int32_t w = weights[size_t(s) * t.size + i];
        rows[s][i / lanes()][i % lanes()] = code(w, weightLog2);
        synapses.push_back({s, i, w, delay});
      }
    }
    place(source, target, port, row, rows, t.size % lanes(), synapses, "dense");
  }

  /// Lane-indexed rows; several synapses may join one pair.
  void sparse(uint32_t source, uint32_t target, uint32_t port,
              std::vector<TinySynapse> synapses, unsigned weightLog2 = 3,
              uint8_t shift = 0) {
    uint32_t least = ~0u, most = 0;
    for (const TinySynapse &s : synapses) {
      least = std::min(least, s.delay);
      most = std::max(most, s.delay);
    }
    image::RowDescriptor row = descriptor(target, port, most);
    row.format = image::RowFormat::Indexed;
    row.weightLog2 = static_cast<uint8_t>(weightLog2);
    row.shift = shift;
    row.delay = static_cast<uint8_t>(least);
    row.indexBits =
        std::max(bitsFor(tile().groups[target].blocks), leastIndexBits);
    row.delayBits = most == least ? 0 : bitsFor(most - least);
    unsigned bits = (1u << weightLog2) + row.indexBits + row.delayBits;
    while ((1u << row.entryLog2) < bits || row.entryLog2 < weightLog2)
      ++row.entryLog2;
    uint32_t none = ((1u << row.indexBits) - 1) << (1u << weightLog2);

    std::vector<std::vector<Unit>> rows(made.populations[source].size);
    std::vector<std::vector<uint32_t>> used(rows.size(),
                                            std::vector<uint32_t>(lanes()));
    for (const TinySynapse &s : synapses) {
      uint32_t physical = made.populations[target].physical(s.target);
      uint32_t lane = physical % lanes();
      uint32_t k = used[s.source][lane]++;
      if (k >= rows[s.source].size())
        rows[s.source].resize(k + 1, Unit(lanes(), none));
      uint32_t fields = physical / lanes() | (s.delay - least) << row.indexBits;
      rows[s.source][k][lane] =
          code(s.weight, weightLog2) | fields << (1u << weightLog2);
    }
    place(source, target, port, row, rows, 0, synapses, "sparse");
  }

  /// The image; the builder may go on afterwards.
  image::Image build() {
    image::Image image = made;
    layAxons(image);
    image.weightsDigest = weightsDigest;
    return image;
  }
  std::shared_ptr<const image::Image> shared() {
    return std::make_shared<const image::Image>(build());
  }

  /// Changes what the builder has no function for.
  image::Image made;

  /// All of a population.
  image::Part &part(uint32_t p) { return made.populations[p].parts[0]; }
  const image::Part &part(uint32_t p) const {
    return made.populations[p].parts[0];
  }

protected:
  /// Entries of one unit, by lane.
  using Unit = std::vector<uint32_t>;

  /// Appends a program; returns its address.
  uint32_t appendWords(uint32_t p, const std::vector<uint64_t> &words,
                       const std::vector<unsigned> &lines) {
    auto address = static_cast<uint32_t>(tile().program.size());
    for (size_t i = 0; i < words.size(); ++i) {
      tile().program.push_back(words[i]);
      tile().programLocations.push_back(
          static_cast<int32_t>(made.locations.size()));
      image::DebugLocation location;
      location.file = made.populations[p].name + ".s";
      location.line = i < lines.size() ? lines[i] : 0;
      location.column = 1;
      location.what = "neuron @" + made.populations[p].name;
      made.locations.push_back(location);
    }
    return address;
  }

  uint32_t lanes() const { return made.target.lanes; }
  image::Tile &tile() { return made.tiles[0]; }

  static uint8_t bitsFor(uint32_t largest) {
    uint8_t bits = 1;
    while ((1u << bits) <= largest)
      ++bits;
    return bits;
  }

  static uint32_t code(int32_t weight, unsigned weightLog2) {
    if (weightLog2 == 0)
      return weight < 0;
    unsigned bits = 1u << weightLog2;
    return static_cast<uint32_t>(weight) &
           (bits == 32 ? ~0u : (1u << bits) - 1);
  }

  /// A variable and the base of its plane.
  struct Placed {
    image::Variable variable;
    uint32_t base = 0;
  };

  Placed variable(uint32_t p, const std::string &name, uint8_t bits,
                  std::vector<int32_t> init, int8_t frac) {
    image::Variable v;
    v.name = name;
    v.bits = bits;
    v.frac = frac;
    uint32_t base = (stateBits + bits - 1) / bits;
    v.init = std::move(init);
    uint32_t blocks = tile().groups[p].blocks;
    stateBits = (base + blocks) * bits;
    tile().state.resize(size_t(stateBits + 31) / 32 * lanes());
    const image::Population &population = made.populations[p];
    for (uint32_t i = 0; i < population.size; ++i) {
      uint32_t physical = population.physical(i);
      uint64_t bit = uint64_t(base + physical / lanes()) * bits;
      auto value = static_cast<uint32_t>(v.init[v.init.size() == 1 ? 0 : i]);
      if (bits < 32)
        value &= (1u << bits) - 1;
      tile().state[bit / 32 * lanes() + physical % lanes()] |= value
                                                               << (bit % 32);
    }
    return {v, base};
  }

  std::string expand(uint32_t p, const std::string &text) const {
    const image::Population &population = made.populations[p];
    std::map<std::string, std::string> places;
    auto add = [&](const std::vector<image::Variable> &variables,
                   const std::vector<uint32_t> &bases) {
      for (size_t v = 0; v < variables.size(); ++v)
        places[variables[v].name] =
            "base=" + std::to_string(bases[v]) +
            ", width=" + std::to_string(variables[v].bits);
    };
    add(population.states, part(p).states);
    add(population.params, part(p).params);
    for (size_t q = 0; q < population.ports.size(); ++q) {
      const image::Port &port = population.ports[q];
      places[port.name] = "base=" + std::to_string(part(p).ports[q]) +
                          ", slots=" + std::to_string(1u << port.slotsLog2) +
                          (port.accBits == 32 ? ", wide" : "");
    }
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '{') {
        out += text[i];
        continue;
      }
      size_t end = text.find('}', i);
      out += places.at(text.substr(i + 1, end - i - 1));
      i = end;
    }
    return out;
  }

  image::RowDescriptor descriptor(uint32_t target, uint32_t port,
                                  uint32_t longest) {
    image::Port &to = made.populations[target].ports[port];
    to.maxDelay = std::max<uint16_t>(to.maxDelay, uint16_t(longest));
    image::RowDescriptor row;
    row.entryLog2 = 0;
    row.slotsLog2 = to.slotsLog2;
    row.wide = to.accBits == 32;
    row.portBase = part(target).ports[port];
    row.skewed = skewed;
    return row;
  }

  /// To a row that is the first of a square, whatever the width.
  void alignSynapses() {
    size_t rows = tile().synapses.size() / lanes();
    tile().synapses.resize((rows + lanes() - 1) / lanes() * lanes() * lanes());
  }

  /// Stores the rows and remembers the axon entries of the projection.
  void place(uint32_t source, uint32_t target, uint32_t port,
             const image::RowDescriptor &row,
             const std::vector<std::vector<Unit>> &rows, uint32_t lastLanes,
             const std::vector<TinySynapse> &synapses,
             const std::string &connectivity) {
    auto descriptorIndex = static_cast<uint8_t>(tile().descriptors.size());
    tile().descriptors.push_back(row);
    unsigned perWord = 32u >> row.entryLog2;
    // Each projection begins in a word of its own, squares at one of theirs.
    if (row.skewed)
      alignSynapses();
    lastUnit =
        static_cast<uint32_t>(tile().synapses.size() / lanes() * perWord);
    uint32_t address = lastUnit;
    uint32_t blocks = tile().groups[target].blocks;
    bool squares = row.skewed && row.format == image::RowFormat::Dense;
    std::vector<image::AxonEntry> entries;
    for (uint32_t s = 0; s < rows.size(); ++s) {
      const std::vector<Unit> &units = rows[s];
      uint32_t physical = made.populations[source].physical(s);
      image::AxonEntry entry;
      entry.descriptor = descriptorIndex;
      entry.count = static_cast<uint16_t>(units.size());
      entry.lastLanes = static_cast<uint8_t>(units.empty() ? 0 : lastLanes);
      entry.address = squares ? image::squareUnit(lastUnit, physical / lanes(),
                                                  0, blocks, lanes()) +
                                    physical % lanes()
                              : address;
      for (uint32_t i = 0; i < units.size(); ++i) {
        uint32_t at = image::rowUnit(row, entry, i, lanes());
        size_t word = at / perWord;
        tile().synapses.resize(
            std::max(tile().synapses.size(), (word + 1) * lanes()));
        for (uint32_t l = 0; l < lanes(); ++l)
          tile().synapses[word * lanes() +
                          image::bankOf(row, l, physical, lanes())] |=
              units[i][l] << (at % perWord << row.entryLog2);
        ++address;
      }
      entries.push_back(entry);
    }
    axonsOf[source].push_back(entries);
    lastUnits = squares ? tile().groups[source].blocks * blocks * lanes()
                        : address - lastUnit;
    tile().synapses.resize(std::max(
        tile().synapses.size(),
        (size_t(lastUnit) + lastUnits + perWord - 1) / perWord * lanes()));
    describe(source, target, port, row, synapses, connectivity);
  }

  void describe(uint32_t source, uint32_t target, uint32_t port,
                const image::RowDescriptor &row,
                const std::vector<TinySynapse> &synapses,
                const std::string &connectivity) {
    image::Projection p;
    p.name = made.populations[source].name + "_" +
             made.populations[target].name +
             std::to_string(made.projections.size());
    p.source = source;
    p.target = target;
    p.port = port;
    p.weightBits = static_cast<uint8_t>(1u << row.weightLog2);
    p.shift = row.shift;
    p.synapses = synapses.size();
    p.fanOut.resize(made.populations[source].size);
    p.connectivity = connectivity;
    image::ProjectionPart rows;
    rows.sourceGroup = source;
    rows.descriptor = static_cast<uint8_t>(tile().descriptors.size() - 1);
    rows.firstSub = static_cast<uint32_t>(axonsOf[source].size() - 1);
    rows.subs = 1;
    p.parts = {rows};
    std::map<uint64_t, uint32_t> ordinals;
    lastDigest = 0;
    auto object = runtime::kDigestProjection +
                  static_cast<uint32_t>(made.projections.size());
    for (const TinySynapse &s : synapses) {
      ++p.fanOut[s.source];
      uint64_t pair =
          uint64_t(s.source) * made.populations[target].size + s.target;
      int32_t value = row.weightLog2 == 0 ? (s.weight < 0 ? -1 : 1) : s.weight;
      lastDigest += runtime::digestElement(
          runtime::digestPrefix(object, ordinals[pair]++), pair, value);
    }
    weightsDigest += lastDigest;
    made.projections.push_back(p);
  }

  void layAxons(image::Image &image) {
    image::Tile &t = image.tiles[0];
    for (const auto &[source, projections] : axonsOf) {
      const image::Population &p = image.populations[source];
      image::Group &g = t.groups[source];
      g.axonBase = static_cast<uint32_t>(t.axons.size());
      g.axonStride = g.blocks * image.target.lanes;
      g.axonSubs = static_cast<uint32_t>(projections.size());
      t.axons.resize(t.axons.size() + size_t(g.axonStride) * g.axonSubs);
      for (uint32_t j = 0; j < g.axonSubs; ++j)
        for (uint32_t i = 0; i < p.size; ++i)
          t.axons[g.axonBase + j * g.axonStride + p.physical(i)] =
              projections[j][i];
    }
  }

  uint32_t blocksUsed = 0;
  uint32_t stateBits = 0;
  uint32_t accumulatorBits = 0;
  uint64_t weightsDigest = 0;
  /// Of the projection made last: its units and its part of the digest.
  uint32_t lastUnit = 0, lastUnits = 0;
  uint64_t lastDigest = 0;
  std::map<uint32_t, std::vector<std::vector<image::AxonEntry>>> axonsOf;
};

} // namespace snnc::testing

#endif // SNNC_TESTS_UNIT_RUNTIME_TINYNETWORK_H
