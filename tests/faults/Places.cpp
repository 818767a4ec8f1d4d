//===- Places.cpp - Where bits may flip -------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/faults/Places.h"

namespace snnc::faults {

namespace {

enum Number : size_t {
  State,
  Accumulators,
  Synapses,
  Tables,
  Payloads,
  Program,
  Axons,
  LearnTable,
  Marks,
  Fired,
  Queue
};

unsigned log2Of(uint32_t power) {
  unsigned result = 0;
  while (power >> (result + 1))
    ++result;
  return result;
}

} // namespace

const std::vector<std::string> &Memories::kinds() {
  static const std::vector<std::string> names = {
      "state", "accumulators", "synapses", "tables", "payloads", "program",
      "axons", "learn table",  "marks",    "fired",  "queue"};
  return names;
}

Memories::Memories(sim::TileModel &chip, const image::Image &image)
    : lanes(image.target.lanes) {
  const image::Tile &tile = image.tiles[0];
  const image::Target &target = image.target;
  size_t blocks = tile.groups.back().blockBase + tile.groups.back().blocks;
  auto add = [&](Number number, const std::string &instance, unsigned width,
                 unsigned granule, size_t words) {
    if (words == 0)
      return;
    Kind kind;
    kind.number = number;
    kind.words = words;
    kind.ofStep = number == Fired || number == Queue;
    bool inLanes = number <= Payloads;
    for (uint32_t lane = 0; lane < (inLanes ? lanes : 1); ++lane)
      kind.memories.emplace_back(
          chip,
          (inLanes ? "g_lane[" + std::to_string(lane) + "].u_lane." : "") +
              instance,
          width, granule);
    used.push_back(std::move(kind));
  };
  add(State, "u_state", 32, 8, tile.state.size() / lanes);
  add(Accumulators, "u_acc.u_mem", 32, 16, tile.accumulatorRows);
  add(Synapses, "u_synapse", 32, 8, tile.synapses.size() / lanes);
  add(Tables, "u_table", 32, 32, tile.tables.size());
  add(Payloads, "u_payload", 16, 16, blocks);
  add(Program, "u_program", 64, 32, tile.program.size());
  add(Axons, "u_axons", 64, 32, tile.axons.size());
  add(LearnTable, "g_learn.u_learn_table", 32, 32,
      tile.learn.size() * sim::wordsPerLearnEntry);
  add(Marks, "u_emit.u_marks", lanes, 1, blocks);
  if (!tile.learn.empty())
    add(Fired, "g_learn.u_fired.u_lanes", lanes, 1, blocks);
  unsigned record = log2Of(target.groups) + log2Of(target.blocks) + lanes;
  add(Queue, "u_queue.u_mem", record, record, target.eventRecords);
  remember();
}

/// All granules of a memory's words, one behind the other.
static std::vector<uint64_t> granulesOf(const sim::Backdoor &memory,
                                        size_t words) {
  std::vector<uint64_t> result;
  for (size_t i = 0; i < words; ++i)
    for (unsigned g = 0; g < memory.granules(); ++g)
      result.push_back(memory.codeOf(i, g));
  return result;
}

void Memories::remember() {
  for (Kind &kind : used)
    if (kind.ofStep)
      kind.before = granulesOf(kind.memories[0], kind.words);
}

std::optional<HostWord> Memories::hostWord(const Kind &kind, size_t memory,
                                           size_t word,
                                           unsigned granule) const {
  auto at = static_cast<uint32_t>(word);
  uint32_t inLane = at * lanes + static_cast<uint32_t>(memory);
  switch (kind.number) {
  case State:
    return HostWord{sim::StateRegion + inLane};
  case Accumulators:
    return HostWord{sim::AccumulatorRegion + inLane};
  case Synapses:
    return HostWord{sim::SynapseRegion + inLane};
  case Tables:
    return HostWord{sim::TableRegion + at};
  case Payloads:
    return HostWord{sim::PayloadRegion + inLane, 0, 16};
  case Program:
    return HostWord{sim::ProgramRegion + 2 * at + granule, 32 * granule};
  case Axons:
    return HostWord{sim::AxonRegion + 2 * at + granule, 32 * granule};
  case LearnTable:
    return HostWord{sim::LearnRegion + at};
  case Marks:
    return HostWord{sim::MarkRegion + at, 0, lanes};
  default:
    return std::nullopt;
  }
}

Place Memories::draw(fuzz::Dice &dice) {
  auto below = [&](size_t n) { return static_cast<size_t>(dice.next() % n); };
  for (;;) {
    Kind &kind = used[below(used.size())];
    size_t memory = below(kind.memories.size());
    Place place;
    place.kind = kind.number;
    place.memory = &kind.memories[memory];
    size_t granules = place.memory->granules();
    size_t at = below(kind.words * granules);
    if (kind.ofStep) {
      std::vector<size_t> written;
      std::vector<uint64_t> now = granulesOf(*place.memory, kind.words);
      for (size_t i = 0; i < now.size(); ++i)
        if (now[i] != kind.before[i])
          written.push_back(i);
      if (written.empty())
        continue;
      at = written[below(written.size())];
    }
    place.word = at / granules;
    place.granule = static_cast<unsigned>(at % granules);
    place.host = hostWord(kind, memory, place.word, place.granule);
    return place;
  }
}

} // namespace snnc::faults
