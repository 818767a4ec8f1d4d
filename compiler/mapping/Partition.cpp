//===- Partition.cpp - Which parts go together ----------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Partition.h"
#include "compiler/mapping/Random.h"

#include <algorithm>
#include <numeric>

namespace snnc::compiler {

namespace {

/// Pieces and links to look at in all of a search.
constexpr uint64_t kOrderWork = 4'000'000;
constexpr uint64_t kCutWork = 8'000'000;
/// Moves of a member, and of a cut, at most.
constexpr uint64_t kMovesPerMember = 50;
constexpr uint64_t kMovesPerCut = 200;
/// Halvings of the load that no tile may exceed.
constexpr int kHalvings = 12;

/// Members in their order; cuts[t] .. cuts[t + 1] - 1 of the grains in a row
/// are on tile t.
struct Solution {
  std::vector<uint32_t> order;
  std::vector<uint32_t> cuts;
  uint64_t cost = UINT64_MAX;

  uint32_t tiles() const { return static_cast<uint32_t>(cuts.size()) - 1; }
};

class Search {
public:
  Search(const Model &model, const PartitionRequest &request)
      : model(model), request(request), random(request.seed) {
    std::vector<bool> given(model.members.size());
    for (const Content &content : request.given)
      for (const Piece &piece : content)
        given[piece.member] = true;
    for (uint32_t m = 0; m < model.members.size(); ++m)
      if (!given[m])
        free.push_back(m);
  }

  Partition run();

private:
  void lineUp(const std::vector<uint32_t> &order);
  Content contentOf(uint32_t tile, uint32_t begin, uint32_t end) const;
  std::vector<Content> contentsOf(const Solution &solution);
  TileCost costOfRun(uint32_t tile, uint32_t begin, uint32_t end);
  bool fits(uint32_t tile, uint32_t begin, uint32_t end, uint64_t most,
            uint64_t *load = nullptr);
  uint32_t farthest(uint32_t tile, uint32_t begin, uint64_t most);
  std::vector<uint32_t> fill(uint32_t tiles, uint64_t most);
  bool cut(Solution &solution, uint32_t tiles);
  void split(std::vector<uint32_t> &cuts, uint32_t tiles);
  uint64_t price(const Solution &solution, const std::vector<uint64_t> &loads);
  uint64_t priceOf(const std::vector<Content> &contents,
                   const std::vector<uint64_t> &loads) const;
  std::vector<Content> shares(uint32_t tiles, uint64_t &cost) const;
  std::vector<uint64_t> loadsOf(const Solution &solution);
  void searchOrder(Solution &best, uint32_t tiles);
  void searchCuts(Solution &best);
  std::vector<uint32_t> chain() const;
  std::optional<PartitionFailure> tooMuch(const TileCost &cost) const;
  std::optional<PartitionFailure> checkGiven();
  std::optional<PartitionFailure> checkGrains();
  PartitionFailure tooFew(uint32_t needed);

  const Model &model;
  const PartitionRequest &request;
  Random random;
  /// Members that are not given.
  std::vector<uint32_t> free;
  /// The row of grains: members in order, and where each begins.
  std::vector<uint32_t> line, starts;
  uint64_t work = 0;
};

void Search::lineUp(const std::vector<uint32_t> &order) {
  line = order;
  starts.assign(1, 0);
  for (uint32_t m : order)
    starts.push_back(starts.back() + model.members[m].grains());
}

Content Search::contentOf(uint32_t tile, uint32_t begin, uint32_t end) const {
  Content content;
  if (tile < request.given.size())
    content = request.given[tile];
  size_t i = std::upper_bound(starts.begin(), starts.end(), begin) -
             starts.begin() - 1;
  for (; i < line.size() && starts[i] < end; ++i)
    content.push_back({line[i], std::max(begin, starts[i]) - starts[i],
                       std::min(end, starts[i + 1]) - starts[i]});
  return content;
}

std::vector<Content> Search::contentsOf(const Solution &solution) {
  lineUp(solution.order);
  std::vector<Content> contents;
  for (uint32_t t = 0; t < solution.tiles(); ++t)
    contents.push_back(contentOf(t, solution.cuts[t], solution.cuts[t + 1]));
  return contents;
}

TileCost Search::costOfRun(uint32_t tile, uint32_t begin, uint32_t end) {
  Content content = contentOf(tile, begin, end);
  for (const Piece &piece : content)
    work += 4 + model.incoming[piece.member].size() +
            (piece.end - piece.begin) / 16;
  return costOf(model, content);
}

bool Search::fits(uint32_t tile, uint32_t begin, uint32_t end, uint64_t most,
                  uint64_t *load) {
  TileCost cost = costOfRun(tile, begin, end);
  if (load)
    *load = cost.load;
  return cost.load <= most && cost.exceeded(model.limits) == Resource::Count;
}

/// The end of the longest run from `begin` on that a tile has room for.
uint32_t Search::farthest(uint32_t tile, uint32_t begin, uint64_t most) {
  uint32_t all = starts.back(), good = begin, step = 1;
  while (good < all) {
    uint32_t end = std::min(all, good + step);
    if (!fits(tile, begin, end, most))
      break;
    good = end;
    step *= 2;
  }
  for (; step > 0; step /= 2)
    if (good + step <= all && fits(tile, begin, good + step, most))
      good += step;
  return good;
}

/// Cuts such that each tile takes what it can; empty if `tiles` are too few.
std::vector<uint32_t> Search::fill(uint32_t tiles, uint64_t most) {
  std::vector<uint32_t> cuts = {0};
  auto given = static_cast<uint32_t>(request.given.size());
  for (uint32_t t = 0; t < tiles; ++t) {
    if (cuts.back() == starts.back() && t >= given)
      break;
    uint32_t end = farthest(t, cuts.back(), most);
    // A tile with nothing given that takes nothing ends the search.
    if (end == cuts.back() && t >= given)
      return {};
    cuts.push_back(end);
  }
  if (cuts.back() != starts.back())
    return {};
  return cuts;
}

/// More tiles: the busiest of those with several grains are cut in two.
void Search::split(std::vector<uint32_t> &cuts, uint32_t tiles) {
  while (cuts.size() - 1 < tiles) {
    size_t best = 0;
    uint64_t most = 0;
    for (size_t t = request.given.size(); t + 1 < cuts.size(); ++t) {
      if (cuts[t + 1] - cuts[t] < 2)
        continue;
      uint64_t load = costOfRun(t, cuts[t], cuts[t + 1]).load;
      uint32_t middle = cuts[t] + (cuts[t + 1] - cuts[t]) / 2;
      if ((best == 0 || load > most) && fits(t, cuts[t], middle, UINT64_MAX) &&
          fits(t, middle, cuts[t + 1], UINT64_MAX)) {
        best = t + 1;
        most = load;
      }
    }
    if (best == 0)
      return;
    uint32_t middle = cuts[best - 1] + (cuts[best] - cuts[best - 1]) / 2;
    cuts.insert(cuts.begin() + static_cast<long>(best), middle);
  }
}

/// The best cuts for an order; false if there are none.
bool Search::cut(Solution &solution, uint32_t tiles) {
  lineUp(solution.order);
  solution.cuts = fill(tiles, UINT64_MAX);
  if (solution.cuts.empty())
    return false;
  std::vector<uint64_t> loads = loadsOf(solution);
  uint64_t high = *std::max_element(loads.begin(), loads.end());
  uint64_t low = std::accumulate(loads.begin(), loads.end(), uint64_t(0)) /
                 std::max<uint64_t>(1, tiles) / 2;
  for (int i = 0; i < kHalvings && low + 1 < high; ++i) {
    uint64_t middle = low + (high - low) / 2;
    std::vector<uint32_t> cuts = fill(tiles, middle);
    if (cuts.empty()) {
      low = middle;
    } else {
      high = middle;
      solution.cuts = std::move(cuts);
    }
  }
  split(solution.cuts, tiles);
  solution.cost = price(solution, loadsOf(solution));
  return true;
}

std::vector<uint64_t> Search::loadsOf(const Solution &solution) {
  std::vector<uint64_t> loads;
  for (uint32_t t = 0; t < solution.tiles(); ++t)
    loads.push_back(costOfRun(t, solution.cuts[t], solution.cuts[t + 1]).load);
  return loads;
}

uint64_t Search::price(const Solution &solution,
                       const std::vector<uint64_t> &loads) {
  std::vector<Content> contents;
  for (uint32_t t = 0; t < solution.tiles(); ++t)
    contents.push_back(contentOf(t, solution.cuts[t], solution.cuts[t + 1]));
  uint64_t links = 0;
  for (const ModelLink &link : model.links)
    links += 1 + link.grains.size() / 16;
  work += 2 * model.members.size() + links + solution.tiles();
  return priceOf(contents, loads);
}

/// Load of the busiest tile over the average, and a sixteenth of the tiles that
/// an event goes to, in 16,000ths. The chip is as fast as its busiest tile; the
/// network has room (docs/chip.md).
uint64_t Search::priceOf(const std::vector<Content> &contents,
                         const std::vector<uint64_t> &loads) const {
  uint64_t neurons = 0;
  for (const ModelMember &m : model.members)
    neurons += uint64_t(m.blocks) * model.lanes;
  uint64_t sum = std::accumulate(loads.begin(), loads.end(), uint64_t(0));
  uint64_t most = *std::max_element(loads.begin(), loads.end());
  return most * 16000 * loads.size() / std::max<uint64_t>(1, sum) +
         crossingsOf(model, contents) * 1000 / std::max<uint64_t>(1, neurons);
}

/// Members side by side rather than in a row: the same share of each on every
/// tile, so that what is joined place by place stays together. Empty, with the
/// cost as it was, if that does not fit or costs no less.
std::vector<Content> Search::shares(uint32_t tiles, uint64_t &cost) const {
  if (!request.given.empty())
    return {};
  std::vector<Content> contents(tiles);
  std::vector<uint64_t> loads;
  for (uint32_t t = 0; t < tiles; ++t) {
    for (uint32_t m : free) {
      uint64_t grains = model.members[m].grains();
      auto begin = static_cast<uint32_t>(grains * t / tiles);
      auto end = static_cast<uint32_t>(grains * (t + 1) / tiles);
      if (begin != end)
        contents[t].push_back({m, begin, end});
    }
    TileCost of = costOf(model, contents[t]);
    if (contents[t].empty() || of.exceeded(model.limits) != Resource::Count)
      return {};
    loads.push_back(of.load);
  }
  uint64_t price = priceOf(contents, loads);
  if (price >= cost)
    return {};
  cost = price;
  return contents;
}

/// Members one after the other, the next being the one with most synapses from
/// and to those just before it.
std::vector<uint32_t> Search::chain() const {
  std::vector<uint32_t> order;
  std::vector<uint64_t> pull(model.members.size());
  std::vector<bool> done(model.members.size());
  for (size_t i = 0; i < free.size(); ++i) {
    uint32_t next = UINT32_MAX;
    for (uint32_t m : free)
      if (!done[m] && (next == UINT32_MAX || pull[m] > pull[next]))
        next = m;
    done[next] = true;
    order.push_back(next);
    for (uint64_t &p : pull)
      p /= 2;
    auto add = [&](uint32_t link, uint32_t to) {
      pull[to] += model.members[model.links[link].source].neurons;
    };
    for (uint32_t link : model.incoming[next])
      add(link, model.links[link].source);
    for (uint32_t link : model.outgoing[next])
      add(link, model.links[link].target);
  }
  return order;
}

void Search::searchOrder(Solution &best, uint32_t tiles) {
  Solution chained;
  chained.order = chain();
  if (cut(chained, tiles) && chained.cost < best.cost)
    best = chained;
  if (free.size() < 2)
    return;
  uint64_t end = work + kOrderWork;
  for (uint64_t i = 0; i < kMovesPerMember * free.size() && work < end; ++i) {
    Solution next;
    next.order = best.order;
    size_t from = random.below(free.size()), to = random.below(free.size());
    if (random.below(2)) {
      std::swap(next.order[from], next.order[to]);
    } else {
      uint32_t moved = next.order[from];
      next.order.erase(next.order.begin() + static_cast<long>(from));
      next.order.insert(next.order.begin() + static_cast<long>(to), moved);
    }
    if (from != to && cut(next, tiles) && next.cost < best.cost)
      best = next;
  }
}

void Search::searchCuts(Solution &best) {
  lineUp(best.order);
  if (best.tiles() < 2)
    return;
  std::vector<uint64_t> loads = loadsOf(best);
  uint64_t end = work + kCutWork;
  for (uint64_t i = 0; i < kMovesPerCut * best.tiles() && work < end; ++i) {
    auto t = static_cast<uint32_t>(1 + random.below(best.tiles() - 1));
    auto step = static_cast<uint32_t>(1 + random.below(8));
    Solution next = best;
    bool right = random.below(2);
    uint32_t &place = next.cuts[t];
    if (right)
      place = std::min(place + step, next.cuts[t + 1]);
    else
      place -= std::min(step, place - next.cuts[t - 1]);
    // No tile is emptied.
    if (place == best.cuts[t] || place == next.cuts[t - 1] ||
        place == next.cuts[t + 1])
      continue;
    std::vector<uint64_t> nextLoads = loads;
    bool good = true;
    for (uint32_t u : {t - 1, t})
      good = good &&
             fits(u, next.cuts[u], next.cuts[u + 1], UINT64_MAX, &nextLoads[u]);
    if (!good)
      continue;
    next.cost = price(next, nextLoads);
    if (next.cost <= best.cost) {
      best = next;
      loads = nextLoads;
    }
  }
}

/// What a cost has too much of, if anything.
std::optional<PartitionFailure> Search::tooMuch(const TileCost &cost) const {
  Resource r = cost.exceeded(model.limits);
  if (r == Resource::Count)
    return std::nullopt;
  PartitionFailure failure;
  failure.resource = r;
  failure.used = cost.usage[size_t(r)];
  failure.limit = model.limits[size_t(r)];
  return failure;
}

/// Whether what is given fits.
std::optional<PartitionFailure> Search::checkGiven() {
  for (uint32_t t = 0; t < request.given.size(); ++t) {
    TileCost cost = costOf(model, request.given[t]);
    if (auto failure = tooMuch(cost)) {
      failure->tile = t;
      return failure;
    }
  }
  return std::nullopt;
}

/// Whether each grain fits on a tile of its own.
std::optional<PartitionFailure> Search::checkGrains() {
  for (uint32_t m : free)
    for (uint32_t g = 0; g < model.members[m].grains(); ++g) {
      Piece piece{m, g, g + 1};
      TileCost cost = costOf(model, {piece});
      if (auto failure = tooMuch(cost)) {
        failure->piece = piece;
        return failure;
      }
    }
  return std::nullopt;
}

/// What ends most runs when each tile takes what it can.
PartitionFailure Search::tooFew(uint32_t needed) {
  PartitionFailure failure;
  failure.needed = needed;
  std::array<uint32_t, kResources + 1> ends = {};
  uint32_t begin = 0;
  for (uint32_t t = 0; t < needed && begin < starts.back(); ++t) {
    uint32_t end = farthest(t, begin, UINT64_MAX);
    if (end < starts.back())
      ++ends[size_t(costOfRun(t, begin, end + 1).exceeded(model.limits))];
    begin = end;
  }
  failure.resource = Resource(
      std::max_element(ends.begin(), ends.begin() + kResources) - ends.begin());
  return failure;
}

Partition Search::run() {
  Partition result;
  result.failure = checkGiven();
  if (!result.failure)
    result.failure = checkGrains();
  if (result.failure)
    return result;
  Solution best;
  best.order = free;
  uint32_t tiles = request.tiles;
  lineUp(best.order);
  // Any number of tiles suffices for grains that fit on one of their own.
  auto given = static_cast<uint32_t>(request.given.size());
  std::vector<uint32_t> most = fill(given + starts.back(), UINT64_MAX);
  auto needed = static_cast<uint32_t>(most.size()) - 1;
  lineUp(chain());
  most = fill(given + starts.back(), UINT64_MAX);
  needed = std::min(needed, static_cast<uint32_t>(most.size()) - 1);
  needed = std::max(needed, 1u);
  if (tiles == 0)
    tiles = needed;
  if (needed > std::min(tiles, request.mostTiles)) {
    result.failure = tooFew(needed);
    return result;
  }
  tiles = std::min(tiles, request.mostTiles);
  cut(best, tiles);
  searchOrder(best, tiles);
  searchCuts(best);
  result.tiles = shares(best.tiles(), best.cost);
  if (result.tiles.empty())
    result.tiles = contentsOf(best);
  return result;
}

} // namespace

Partition partition(const Model &model, const PartitionRequest &request) {
  return Search(model, request).run();
}

} // namespace snnc::compiler
