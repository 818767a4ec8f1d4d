//===- PartitionModel.cpp - What parts of a network cost ------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/PartitionModel.h"

#include <algorithm>
#include <cmath>

namespace snnc::compiler {

namespace {

/// One neuron in so many emits in a step.
constexpr uint64_t kQuiet = 32;

struct ResourceText {
  const char *name, *wayOut;
};

constexpr ResourceText kTexts[kResources] = {
    {"groups", "merge populations of one model"},
    {"blocks", "make populations smaller"},
    {"row descriptors", "merge projections into one"},
    {"program words", "use fewer models or simpler ones"},
    {"state rows", "store variables in fewer bits (`bits`)"},
    {"accumulator rows", "shorten delays or narrow the ports' sums"},
    {"synapse rows", "use fewer bits a weight (`bits`)"},
    {"axon entries", "use fewer projections from the large populations"},
    {"table words", "use fewer functions or coarser tables"},
    {"event records", "make the inputs smaller"},
    {"entries of Learn", "use fewer projections that learn, or rules with "
                         "fewer programs"}};

uint64_t &at(Usage &usage, Resource resource) {
  return usage[size_t(resource)];
}

/// Cycles of a program over blocks.
uint64_t cyclesOf(uint64_t blocks, uint64_t words) {
  return (blocks + 3) / 4 * 4 * words;
}

/// What a tile needs of a member's sources.
struct Need {
  uint32_t begin = UINT32_MAX, end = 0;
  uint64_t subs = 0;
  bool kept = false;
};

class Counter {
public:
  Counter(const Model &model, const Content &content)
      : model(model), content(content) {}

  TileCost run() {
    for (const Piece &piece : content)
      addHome(piece);
    for (const Piece &piece : content)
      for (uint32_t link : model.incoming[piece.member])
        addLink(model.links[link], piece);
    for (auto &[member, need] : needs)
      addSources(member, need);
    at(cost.usage, Resource::State) = (stateBytes + 3) / 4;
    at(cost.usage, Resource::Sums) = (sumHalves + 1) / 2;
    for (uint32_t table : tables)
      at(cost.usage, Resource::Tables) += model.tables[table];
    return cost;
  }

private:
  void addHome(const Piece &piece);
  void addLink(const ModelLink &link, const Piece &piece);
  void addRule(const ModelLink &link, const ModelGrain &rows, uint64_t blocks);
  void addSources(uint32_t member, const Need &need);
  void addTables(const std::vector<uint32_t> &numbers) {
    for (uint32_t table : numbers)
      if (std::find(tables.begin(), tables.end(), table) == tables.end())
        tables.push_back(table);
  }
  Need &needOf(uint32_t member) {
    for (auto &[known, need] : needs)
      if (known == member)
        return need;
    return needs.emplace_back(member, Need()).second;
  }
  const Piece *homeOf(uint32_t member) const {
    for (const Piece &piece : content)
      if (piece.member == member)
        return &piece;
    return nullptr;
  }

  const Model &model;
  const Content &content;
  TileCost cost;
  uint64_t stateBytes = 0, sumHalves = 0;
  std::vector<uint32_t> tables;
  std::vector<std::pair<uint32_t, Need>> needs;
};

void Counter::addHome(const Piece &piece) {
  const ModelMember &m = model.members[piece.member];
  uint64_t blocks = m.endBlock(piece.end) - m.firstBlock(piece.begin);
  at(cost.usage, Resource::Groups) += 1;
  at(cost.usage, Resource::Blocks) += blocks;
  at(cost.usage, Resource::Program) += m.programWords;
  at(cost.usage, Resource::Records) +=
      m.input ? std::min<uint64_t>(m.neurons, blocks * model.lanes) : blocks;
  stateBytes += m.stateBytes * blocks;
  sumHalves += m.sumHalves * blocks;
  addTables(m.tables);
  cost.load += kQuiet * cyclesOf(blocks, m.programWords);
}

void Counter::addLink(const ModelLink &link, const Piece &piece) {
  ModelGrain rows = rowsOf(link, piece.begin, piece.end);
  if (!rows.synapses)
    return;
  const ModelMember &target = model.members[link.target];
  uint64_t blocks = target.endBlock(piece.end) - target.firstBlock(piece.begin);
  at(cost.usage, Resource::Descriptors) += 1;
  at(cost.usage, Resource::Synapses) += (rows.bits + 31) / 32;
  if (link.columns && !link.whole.indexRows)
    // Squares begin where one does.
    at(cost.usage, Resource::Synapses) += model.lanes / 2;
  if (rows.indexRows) {
    at(cost.usage, Resource::Synapses) += rows.indexRows;
    at(cost.usage, Resource::Axons) += blocks * model.lanes;
  }
  cost.load += rows.units;
  Need &need = needOf(link.source);
  need.begin = std::min(need.begin, rows.begin);
  need.end = std::max(need.end, rows.end);
  need.subs += link.subs;
  need.kept |= link.learns;
  if (link.learns)
    addRule(link, rows, blocks);
}

void Counter::addRule(const ModelLink &link, const ModelGrain &rows,
                      uint64_t blocks) {
  const ModelRule &rule = link.rule;
  uint64_t sources = model.members[link.source].blocks;
  for (uint8_t bits : rule.variables) {
    at(cost.usage, Resource::Synapses) += (rows.units * bits + 31) / 32;
    if (link.columns && !link.whole.indexRows)
      at(cost.usage, Resource::Synapses) += model.lanes;
  }
  at(cost.usage, Resource::Program) += rule.programWords;
  at(cost.usage, Resource::Entries) += rule.entries;
  stateBytes += rule.sourceBytes * sources + rule.targetBytes * blocks;
  addTables(rule.tables);
  cost.load += kQuiet * (cyclesOf(sources, rule.sourceWords) +
                         cyclesOf(blocks, rule.targetWords)) +
               rows.units * rule.unitWords;
}

/// The axon entries of a member's sources, and a window if some live elsewhere.
void Counter::addSources(uint32_t member, const Need &need) {
  const ModelMember &m = model.members[member];
  uint32_t begin = need.kept ? 0 : need.begin;
  uint32_t end = need.kept ? m.blocks : need.end;
  const Piece *home = homeOf(member);
  uint32_t from = home ? m.firstBlock(home->begin) : 0;
  uint32_t to = home ? m.endBlock(home->end) : 0;
  bool window = from > begin || to < end;
  if (!window) {
    begin = from;
    end = to;
  } else {
    at(cost.usage, Resource::Groups) += 1;
    if (need.kept)
      at(cost.usage, Resource::Blocks) += m.blocks - (to - from);
    if (from < end && begin < to) {
      begin = std::min(begin, from);
      end = std::max(end, to);
    }
  }
  uint64_t entries = need.subs * (end - begin) * model.lanes;
  at(cost.usage, Resource::Axons) += entries;
  cost.load += entries;
}

} // namespace

const char *nameOf(Resource resource) { return kTexts[size_t(resource)].name; }

const char *wayOutOf(Resource resource) {
  return kTexts[size_t(resource)].wayOut;
}

ModelGrain rowsOf(const ModelLink &link, uint32_t begin, uint32_t end) {
  ModelGrain sum;
  sum.begin = UINT32_MAX;
  for (uint32_t g = begin; g < end; ++g) {
    const ModelGrain &grain = link.grains[g];
    sum.synapses += grain.synapses;
    sum.indexRows += grain.indexRows;
    if (grain.begin == grain.end)
      continue;
    sum.begin = std::min(sum.begin, grain.begin);
    sum.end = std::max(sum.end, grain.end);
  }
  if (!sum.synapses)
    return {};
  // Grains share rows by a power of their number, so that one grain and all of
  // them are right.
  double share =
      std::pow(static_cast<double>(end - begin), -link.exponent) * link.scale;
  auto estimate = [&](const std::vector<uint64_t> &before) {
    return static_cast<uint64_t>(
        std::ceil(static_cast<double>(before[end] - before[begin]) * share));
  };
  sum.units = estimate(link.unitsBefore);
  sum.bits = estimate(link.bitsBefore);
  return sum;
}

void Model::prepare() {
  incoming.assign(members.size(), {});
  outgoing.assign(members.size(), {});
  for (uint32_t i = 0; i < links.size(); ++i) {
    ModelLink &link = links[i];
    incoming[link.target].push_back(i);
    outgoing[link.source].push_back(i);
    link.unitsBefore.assign(1, 0);
    link.bitsBefore.assign(1, 0);
    for (const ModelGrain &grain : link.grains) {
      link.unitsBefore.push_back(link.unitsBefore.back() + grain.units);
      link.bitsBefore.push_back(link.bitsBefore.back() + grain.bits);
    }
    uint64_t sum = link.unitsBefore.back();
    link.exponent =
        link.grains.size() > 1 && link.whole.units && sum > link.whole.units
            ? std::log(static_cast<double>(sum) /
                       static_cast<double>(link.whole.units)) /
                  std::log(static_cast<double>(link.grains.size()))
            : 0.0;
  }
}

Resource TileCost::exceeded(const Usage &limits) const {
  for (size_t r = 0; r < kResources; ++r)
    if (usage[r] > limits[r])
      return Resource(r);
  return Resource::Count;
}

TileCost costOf(const Model &model, const Content &content) {
  return Counter(model, content).run();
}

uint64_t crossingsOf(const Model &model, const std::vector<Content> &tiles) {
  // The pieces of each member, with their tiles.
  std::vector<std::vector<std::pair<Piece, uint32_t>>> pieces(
      model.members.size());
  for (uint32_t t = 0; t < tiles.size(); ++t)
    for (const Piece &piece : tiles[t])
      pieces[piece.member].emplace_back(piece, t);
  uint64_t events = 0;
  std::vector<bool> goes;
  for (uint32_t m = 0; m < model.members.size(); ++m) {
    const ModelMember &member = model.members[m];
    size_t homes = pieces[m].size();
    goes.assign(homes * tiles.size(), false);
    for (uint32_t index : model.outgoing[m]) {
      const ModelLink &link = model.links[index];
      for (const auto &[target, tile] : pieces[link.target]) {
        ModelGrain rows = rowsOf(link, target.begin, target.end);
        if (!rows.synapses)
          continue;
        for (size_t h = 0; h < homes; ++h) {
          const auto &[home, from] = pieces[m][h];
          if (from != tile &&
              (link.learns || (member.firstBlock(home.begin) < rows.end &&
                               rows.begin < member.endBlock(home.end))))
            goes[h * tiles.size() + tile] = true;
        }
      }
    }
    for (size_t h = 0; h < homes; ++h) {
      const Piece &home = pieces[m][h].first;
      uint64_t blocks =
          member.endBlock(home.end) - member.firstBlock(home.begin);
      auto row = goes.begin() + static_cast<long>(h * tiles.size());
      events += blocks * model.lanes *
                static_cast<uint64_t>(std::count(
                    row, row + static_cast<long>(tiles.size()), true));
    }
  }
  return events;
}

} // namespace snnc::compiler
