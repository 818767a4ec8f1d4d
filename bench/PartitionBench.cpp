//===- PartitionBench.cpp - core-partition against METIS ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The same grains, cut by the compiler's search, into equal shares of every
// population, by METIS k-way (free: a tile has any grains), and by METIS
// brought to runs. All are judged grain by grain, those that can be placed by
// the mapper's own measure as well.
//
//===----------------------------------------------------------------------===//

#include "bench/SpreadNetworks.h"
#include "compiler/mapping/BuildModel.h"
#include "compiler/mapping/MappingOptions.h"
#include "compiler/mapping/Partition.h"
#include "image/Error.h"
#include "tools/snnc/Compiler.h"

#include <metis.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <map>
#include <numeric>
#include <set>

using namespace snnc;
using namespace snnc::compiler;

namespace {

constexpr uint64_t kGrains = 2048;
constexpr uint64_t kQuiet = 32;

double secondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

/// Grains of all members in a row, and which of them have synapses to which.
struct Graph {
  const Model &model;
  /// First grain of each member.
  std::vector<uint32_t> first = {0};
  std::vector<uint32_t> memberOf;
  /// By source: targets, each once.
  std::vector<std::vector<uint32_t>> targets;

  explicit Graph(const Model &model) : model(model) {
    for (uint32_t m = 0; m < model.members.size(); ++m) {
      first.push_back(first.back() + model.members[m].grains());
      memberOf.resize(first.back(), m);
    }
    targets.resize(first.back());
  }

  uint32_t grains() const { return first.back(); }
  uint64_t blocksOf(uint32_t grain) const {
    const ModelMember &m = model.members[memberOf[grain]];
    uint32_t g = grain - first[memberOf[grain]];
    return m.endBlock(g + 1) - m.firstBlock(g);
  }
  uint64_t neuronsOf(uint32_t grain) const {
    return blocksOf(grain) * model.lanes;
  }
};

/// A tile for each grain.
using Assignment = std::vector<uint32_t>;

/// Events if all emit, times the tiles beside their own that have a target.
uint64_t crossings(const Graph &graph, const Assignment &tileOf) {
  uint64_t events = 0;
  std::set<uint32_t> tiles;
  for (uint32_t s = 0; s < graph.grains(); ++s) {
    tiles.clear();
    for (uint32_t t : graph.targets[s])
      if (tileOf[t] != tileOf[s])
        tiles.insert(tileOf[t]);
    events += graph.neuronsOf(s) * tiles.size();
  }
  return events;
}

/// Cycles of a step in 32nds by tile, as the mapper counts them, but with axon
/// entries only for grains that have synapses to the tile.
std::vector<double> loads(const Graph &graph, const Assignment &tileOf,
                          uint32_t tiles) {
  const Model &model = graph.model;
  std::vector<double> load(tiles);
  for (uint32_t m = 0; m < model.members.size(); ++m) {
    std::map<uint32_t, uint64_t> blocks, grains;
    for (uint32_t g = graph.first[m]; g < graph.first[m + 1]; ++g) {
      blocks[tileOf[g]] += graph.blocksOf(g);
      ++grains[tileOf[g]];
    }
    for (auto [tile, n] : blocks)
      load[tile] += static_cast<double>(kQuiet * ((n + 3) / 4 * 4) *
                                        model.members[m].programWords);
    for (uint32_t link : model.incoming[m]) {
      const ModelLink &l = model.links[link];
      for (uint32_t g = 0; g < l.grains.size(); ++g) {
        uint32_t tile = tileOf[graph.first[m] + g];
        load[tile] += static_cast<double>(l.grains[g].units) *
                      std::pow(static_cast<double>(grains[tile]), -l.exponent);
      }
    }
  }
  std::set<uint32_t> seen;
  for (uint32_t s = 0; s < graph.grains(); ++s) {
    seen.clear();
    for (uint32_t t : graph.targets[s])
      seen.insert(tileOf[t]);
    for (uint32_t tile : seen)
      load[tile] += static_cast<double>(graph.neuronsOf(s));
  }
  return load;
}

Assignment assignmentOf(const Graph &graph,
                        const std::vector<Content> &contents) {
  Assignment tileOf(graph.grains());
  for (uint32_t t = 0; t < contents.size(); ++t)
    for (const Piece &piece : contents[t])
      for (uint32_t g = piece.begin; g < piece.end; ++g)
        tileOf[graph.first[piece.member] + g] = t;
  return tileOf;
}

/// Runs of as many grains of each member as a tile has, in the order of the
/// mean places of those.
std::vector<Content> runsOf(const Graph &graph, const Assignment &tileOf,
                            uint32_t tiles) {
  std::vector<Content> contents(tiles);
  for (uint32_t m = 0; m + 1 < graph.first.size(); ++m) {
    std::map<uint32_t, std::pair<uint64_t, uint64_t>> sums; // count, places
    for (uint32_t g = graph.first[m]; g < graph.first[m + 1]; ++g) {
      ++sums[tileOf[g]].first;
      sums[tileOf[g]].second += g - graph.first[m];
    }
    std::vector<std::pair<double, uint32_t>> order;
    for (const auto &[tile, sum] : sums)
      order.emplace_back(static_cast<double>(sum.second) /
                             static_cast<double>(sum.first),
                         tile);
    std::sort(order.begin(), order.end());
    uint32_t begin = 0;
    for (const auto &[mean, tile] : order) {
      auto end = static_cast<uint32_t>(begin + sums[tile].first);
      contents[tile].push_back({m, begin, end});
      begin = end;
    }
  }
  return contents;
}

/// Each tile has the same share of every member, in order.
std::vector<Content> sharesOf(const Graph &graph, uint32_t tiles) {
  std::vector<Content> contents(tiles);
  for (uint32_t m = 0; m + 1 < graph.first.size(); ++m) {
    uint64_t grains = graph.model.members[m].grains();
    for (uint32_t t = 0; t < tiles; ++t) {
      auto begin = static_cast<uint32_t>(grains * t / tiles);
      auto end = static_cast<uint32_t>(grains * (t + 1) / tiles);
      if (begin != end)
        contents[t].push_back({m, begin, end});
    }
  }
  return contents;
}

/// METIS k-way for an objective; weights are loads.
Assignment metis(const Graph &graph, uint32_t tiles, int objective) {
  const uint32_t n = graph.grains();
  std::vector<std::map<uint32_t, uint64_t>> edges(n);
  for (uint32_t s = 0; s < n; ++s)
    for (uint32_t t : graph.targets[s])
      if (s != t) {
        edges[s][t] += graph.neuronsOf(s);
        edges[t][s] += graph.neuronsOf(s);
      }
  std::vector<idx_t> starts = {0}, neighbours, edgeWeights;
  for (const auto &of : edges) {
    for (auto [t, weight] : of) {
      neighbours.push_back(static_cast<idx_t>(t));
      edgeWeights.push_back(static_cast<idx_t>(weight));
    }
    starts.push_back(static_cast<idx_t>(neighbours.size()));
  }
  std::vector<idx_t> weights, sizes, parts(n);
  for (uint32_t g = 0; g < n; ++g) {
    uint32_t m = graph.memberOf[g];
    const Model &model = graph.model;
    double load = static_cast<double>(kQuiet * graph.blocksOf(g) *
                                      model.members[m].programWords);
    for (uint32_t link : model.incoming[m]) {
      const ModelLink &l = model.links[link];
      load += static_cast<double>(l.grains[g - graph.first[m]].units) *
              std::pow(static_cast<double>(l.grains.size()), -l.exponent);
    }
    weights.push_back(std::max<idx_t>(1, static_cast<idx_t>(load)));
    sizes.push_back(
        graph.targets[g].empty() ? 0 : static_cast<idx_t>(graph.neuronsOf(g)));
  }
  idx_t options[METIS_NOPTIONS];
  METIS_SetDefaultOptions(options);
  options[METIS_OPTION_OBJTYPE] = objective;
  options[METIS_OPTION_SEED] = 1;
  idx_t vertices = static_cast<idx_t>(n), constraints = 1,
        count = static_cast<idx_t>(tiles), value = 0;
  if (METIS_PartGraphKway(&vertices, &constraints, starts.data(),
                          neighbours.data(), weights.data(), sizes.data(),
                          edgeWeights.data(), &count, nullptr, nullptr, options,
                          &value, parts.data()) != METIS_OK)
    throw Error("METIS failed");
  return Assignment(parts.begin(), parts.end());
}

/// A network on its way to the chip, with its model.
struct Prepared {
  tools::Compiler compiler;
  Model model;
  std::unique_ptr<Graph> graph;

  explicit Prepared(const bench::SpreadNetwork &network)
      : compiler([&] {
          tools::CompileOptions options;
          options.target = network.target;
          return options;
        }()) {
    if (!compiler.loadText(network.text, "bench.mlir") ||
        !compiler.runTo(tools::Stage::Ucode))
      throw Error(network.name + " does not compile");
    auto op = *compiler.module().getOps<snn::NetworkOp>().begin();
    op.getContext()->getOrLoadDialect<core::CoreDialect>();
    core::TargetAttr limits = limitsOf(op.getContext(), compiler.target());
    auto members = membersOf(op, limits, RowChoice::Auto);
    uint64_t blocks = 0;
    for (const PlannedMember &member : members)
      blocks += member.layout.blocks();
    std::vector<uint32_t> grains;
    for (const PlannedMember &member : members)
      grains.push_back(static_cast<uint32_t>(
          llvm::alignTo(std::max<uint64_t>(1, (blocks + kGrains - 1) / kGrains),
                        member.layout.cut)));
    SynapseLists lists(op);
    auto built =
        buildModel(op, members, grains, limits, RowChoice::Auto, lists);
    if (failed(built))
      throw Error(network.name + " has no model");
    model = std::move(*built);
    graph = std::make_unique<Graph>(model);
    size_t link = 0;
    for (auto projection : op.getOps<snn::ProjectionOp>()) {
      const ModelLink &l = model.links[link++];
      auto grainOf = [&](uint32_t member, uint32_t index) {
        return graph->first[member] + members[member].layout.physical(index) /
                                          model.lanes / grains[member];
      };
      const SynapseList *list = lists.of(projection);
      if (!list)
        throw Error(network.name + " has no synapses");
      for (const Synapse &s : list->synapses)
        graph->targets[grainOf(l.source, s.source)].push_back(
            grainOf(l.target, s.target));
      for (auto &targets : graph->targets) {
        std::sort(targets.begin(), targets.end());
        targets.erase(std::unique(targets.begin(), targets.end()),
                      targets.end());
      }
    }
  }
};

void printRow(const char *name, const Graph &graph, const Assignment &tileOf,
              uint32_t tiles, const std::vector<Content> *contents,
              double seconds) {
  std::vector<double> load = loads(graph, tileOf, tiles);
  double sum = std::accumulate(load.begin(), load.end(), 0.0);
  double most = *std::max_element(load.begin(), load.end());
  std::printf("  %-16s%12llu%10.0f%8.2f", name,
              static_cast<unsigned long long>(crossings(graph, tileOf)),
              most / kQuiet, most * tiles / sum);
  if (contents) {
    uint64_t all = 0, busiest = 0;
    bool fits = true;
    for (const Content &content : *contents) {
      TileCost cost = costOf(graph.model, content);
      fits &= cost.exceeded(graph.model.limits) == Resource::Count;
      all += cost.load;
      busiest = std::max(busiest, cost.load);
    }
    std::printf(
        "%12llu%10.0f%8.2f%6s",
        static_cast<unsigned long long>(crossingsOf(graph.model, *contents)),
        static_cast<double>(busiest) / kQuiet,
        static_cast<double>(busiest) * tiles / static_cast<double>(all),
        fits ? "yes" : "no");
  } else {
    std::printf("%12s%10s%8s%6s", "-", "-", "-", "-");
  }
  std::printf("%9.2f\n", seconds);
}

void compare(const bench::SpreadNetwork &network) {
  Prepared prepared(network);
  const Graph &graph = *prepared.graph;
  std::printf("%s, %u grains, %u tiles of '%s'\n", network.name.c_str(),
              graph.grains(), network.tiles, network.target.c_str());
  PartitionRequest request;
  request.tiles = request.mostTiles = network.tiles;
  auto start = std::chrono::steady_clock::now();
  Partition own = partition(prepared.model, request);
  double seconds = secondsSince(start);
  if (own.failure)
    throw Error(network.name +
                " does not fit: " + nameOf(own.failure->resource) + ", " +
                std::to_string(own.failure->needed) + " tiles needed");
  // Fewer tiles where there are fewer runs.
  const auto tiles = static_cast<uint32_t>(own.tiles.size());
  printRow("core-partition", graph, assignmentOf(graph, own.tiles), tiles,
           &own.tiles, seconds);
  start = std::chrono::steady_clock::now();
  std::vector<Content> shares = sharesOf(graph, tiles);
  seconds = secondsSince(start);
  printRow("equal shares", graph, assignmentOf(graph, shares), tiles, &shares,
           seconds);
  start = std::chrono::steady_clock::now();
  Assignment free = metis(graph, tiles, METIS_OBJTYPE_CUT);
  Assignment volume = metis(graph, tiles, METIS_OBJTYPE_VOL);
  seconds = secondsSince(start);
  if (crossings(graph, volume) < crossings(graph, free))
    free = volume;
  std::vector<Content> runs = runsOf(graph, free, tiles);
  printRow("METIS, runs", graph, assignmentOf(graph, runs), tiles, &runs,
           seconds);
  printRow("METIS, free", graph, free, tiles, nullptr, seconds);
  std::fflush(stdout);
}

} // namespace

int main() {
  std::printf("%-18s%12s%10s%8s%12s%10s%8s%6s%9s\n",
              "  by grains:", "crossings", "busiest", "/mean",
              "by runs:", "busiest", "/mean", "fits", "seconds");
  try {
    for (const bench::SpreadNetwork &network : bench::spreadNetworks())
      compare(network);
  } catch (const Error &error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
  return 0;
}
