//===- LearnNetwork.h - Networks that learn, built by hand ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// TinyNetwork with learning: traces, synapse variables, temporaries, and the
// entries of Learn with programs given as text, and second indices. In a
// program over blocks `{x}` stands for a trace or temporary `x`, in a synapse
// program for a state of the target.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_RUNTIME_LEARNNETWORK_H
#define SNNC_TESTS_UNIT_RUNTIME_LEARNNETWORK_H

#include "image/Plastic.h"
#include "tests/unit/runtime/TinyNetwork.h"

namespace snnc::testing {

class LearnNetwork : public TinyNetwork {
public:
  using TinyNetwork::TinyNetwork;

  /// The last projection made learns; its weights leave the constant digest.
  uint32_t plastic(const std::string &rule = "rule") {
    auto j = static_cast<uint32_t>(made.projections.size() - 1);
    image::Projection &p = made.projections[j];
    p.plastic.emplace();
    p.plastic->rule = rule;
    p.parts[0].unitBase = lastUnit;
    p.parts[0].units = lastUnits;
    weightsDigest -= lastDigest;
    return j;
  }

  uint32_t variable(uint32_t projection, const std::string &name, uint8_t bits,
                    int32_t init = 0) {
    image::Plasticity &p = *made.projections[projection].plastic;
    image::ProjectionPart &part = made.projections[projection].parts[0];
    image::SynapseVariable v;
    v.name = name;
    v.bits = bits;
    v.init = init;
    if (tile().descriptors[part.descriptor].skewed)
      alignSynapses();
    size_t rows = tile().synapses.size() / lanes();
    auto base = static_cast<uint32_t>(rows * 32 / bits);
    uint64_t end = uint64_t(base) + part.units;
    tile().synapses.resize((end * bits + 31) / 32 * lanes());
    uint32_t mask = ~0u >> (32 - bits);
    for (uint64_t unit = base; unit < end; ++unit)
      for (uint32_t l = 0; l < lanes(); ++l)
        tile().synapses[unit * bits / 32 * lanes() + l] |=
            (static_cast<uint32_t>(init) & mask) << (unit * bits % 32);
    p.variables.push_back(v);
    part.variables.push_back(base);
    return static_cast<uint32_t>(p.variables.size() - 1);
  }

  uint32_t trace(uint32_t projection, const std::string &name, uint8_t bits,
                 std::vector<int32_t> init = {0}) {
    image::Projection &p = made.projections[projection];
    Placed placed =
        TinyNetwork::variable(p.source, name, bits, std::move(init), 0);
    p.plastic->traces.push_back(placed.variable);
    p.parts[0].traces.push_back(placed.base);
    planes[p.source].push_back(placed);
    return static_cast<uint32_t>(p.plastic->traces.size() - 1);
  }

  /// A plane of the population that is nobody's variable.
  image::LearnPlane temporary(uint32_t population, const std::string &name,
                              uint8_t bits) {
    planes[population].push_back(
        TinyNetwork::variable(population, name, bits, {0}, 0));
    return plane(population, name);
  }

  image::LearnEntry &blocks(uint32_t population, const std::string &text,
                            bool synaptic = true) {
    image::LearnEntry &e = tile().learn.emplace_back();
    e.kind = image::LearnKind::Blocks;
    e.group = population;
    e.synaptic = synaptic;
    e.programAddress = append(population, isa::BlocksProgram, text + "\nend\n");
    return e;
  }

  image::LearnEntry &gate(uint32_t population, const std::string &text) {
    image::LearnEntry &e = blocks(population, text);
    e.gate = true;
    return e;
  }

  /// After the entry that records the sources, whose conditions it takes. The
  /// last instruction says so itself. Common values by name of a trace or
  /// temporary of the source.
  image::LearnEntry &rows(uint32_t projection, const std::string &text,
                          const std::vector<std::string> &commons = {}) {
    return walk(projection, image::LearnKind::Rows, isa::RowsProgram, text,
                commons);
  }

  /// After the entry that records the targets, or the one of the sources
  /// behind it.
  image::LearnEntry &columns(uint32_t projection, const std::string &text,
                             const std::vector<std::string> &commons = {}) {
    return walk(projection, image::LearnKind::Columns, isa::ColumnsProgram,
                text, commons);
  }

  image::Image build() {
    image::Image image = TinyNetwork::build();
    for (uint32_t j = 0; j < image.projections.size(); ++j)
      if (image.projections[j].plastic)
        addIndex(image, j, 0);
    return image;
  }
  std::shared_ptr<const image::Image> shared() {
    return std::make_shared<const image::Image>(build());
  }

  /// The second index of a part of an indexed projection with skewed rows.
  static void addIndex(image::Image &image, uint32_t projection,
                       uint32_t number) {
    image::Projection &p = image.projections[projection];
    image::ProjectionPart &part = p.parts[number];
    image::Tile &tile = image.tiles[part.tile];
    const image::RowDescriptor &row = tile.descriptors[part.descriptor];
    if (!row.skewed || row.format != image::RowFormat::Indexed)
      return;
    const uint32_t lanes = image.target.lanes;
    const image::Population &from = image.populations[p.source];
    const image::Population &to = image.populations[p.target];
    const image::Group &home = tile.groups[to.parts[part.targetPart].group];
    image::ColumnIndex index;
    index.columnBase = static_cast<uint32_t>(tile.axons.size());
    index.rowBase = static_cast<uint32_t>(tile.synapses.size() / lanes);
    // By target, then by bank.
    std::vector<std::vector<std::vector<uint32_t>>> words(
        home.blocks * lanes, std::vector<std::vector<uint32_t>>(lanes));
    for (const image::Synapse &s : image::synapsesOf(image, projection, ""))
      if (s.part == number)
        words[to.physical(s.target) - home.firstBlock * lanes][s.bank]
            .push_back(
                image::IndexEntry{from.physical(s.source) / lanes, s.unit}
                    .word());
    for (const auto &banks : words) {
      size_t count = 0;
      for (const auto &bank : banks)
        count = std::max(count, bank.size());
      image::AxonEntry column;
      column.descriptor = count ? part.descriptor : 0;
      column.count = static_cast<uint16_t>(count);
      column.address = count ? index.rowBase + index.rows : 0;
      tile.axons.push_back(column);
      for (size_t i = 0; i < count; ++i)
        for (const auto &bank : banks)
          tile.synapses.push_back(i < bank.size() ? bank[i]
                                                  : image::IndexEntry::kNone);
      index.rows += static_cast<uint32_t>(count);
    }
    part.index = index;
    for (image::LearnEntry &e : tile.learn)
      if (e.kind == image::LearnKind::Columns && e.projection == projection)
        e.columnBase = index.columnBase;
  }

private:
  image::LearnEntry &walk(uint32_t projection, image::LearnKind kind,
                          isa::ProgramKind programKind, const std::string &text,
                          const std::vector<std::string> &commons) {
    const image::Projection &p = made.projections[projection];
    image::LearnEntry e = tile().learn.back();
    e.kind = kind;
    e.gate = e.records = false;
    e.gated |= tile().learn.back().gate;
    e.group = p.source;
    e.programAddress = append(p.target, programKind, text + "\n");
    e.targetGroup = p.target;
    const image::ProjectionPart &part = p.parts[0];
    e.sub = part.firstSub;
    e.subs = part.subs;
    e.descriptor = part.descriptor;
    e.unitBase = part.unitBase;
    e.planes = {{0, p.weightBits}};
    for (size_t v = 0; v < part.variables.size(); ++v)
      e.planes.push_back({part.variables[v], p.plastic->variables[v].bits});
    for (const std::string &name : commons)
      e.commons.push_back(plane(p.source, name));
    e.projection = projection;
    tile().learn.push_back(e);
    return tile().learn.back();
  }

  image::LearnPlane plane(uint32_t population, const std::string &name) const {
    for (const Placed &placed : planes.at(population))
      if (placed.variable.name == name)
        return {placed.base, placed.variable.bits};
    throw Error("no plane '" + name + "'");
  }

  uint32_t append(uint32_t population, isa::ProgramKind kind,
                  const std::string &text) {
    // The planes stand beside the population's own variables for the text.
    image::Population &p = made.populations[population];
    std::vector<image::Variable> own = p.states;
    std::vector<uint32_t> ownPlaces = part(population).states;
    for (const Placed &extra : planes[population]) {
      p.states.push_back(extra.variable);
      part(population).states.push_back(extra.base);
    }
    isa::Assembly assembly =
        isa::assemble(expand(population, text), true, kind);
    p.states = own;
    part(population).states = ownPlaces;
    if (!assembly.errors.empty())
      throw Error(assembly.errors[0].str(p.name + " learn"));
    return appendWords(population, assembly.words, assembly.lines);
  }

  /// Traces and temporaries by population.
  std::map<uint32_t, std::vector<Placed>> planes;
};

} // namespace snnc::testing

#endif // SNNC_TESTS_UNIT_RUNTIME_LEARNNETWORK_H
