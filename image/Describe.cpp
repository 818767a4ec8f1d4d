//===- Describe.cpp - An image for a reader ---------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Describe.h"

#include "image/Archive.h"
#include "image/Container.h"
#include "image/Fields.h"

#include <cinttypes>
#include <cstdarg>
#include <cstdio>

namespace snnc::image {

namespace {

std::string format(const char *pattern, ...)
    __attribute__((format(printf, 1, 2)));

std::string format(const char *pattern, ...) {
  va_list arguments;
  va_start(arguments, pattern);
  char line[512];
  std::vsnprintf(line, sizeof(line), pattern, arguments);
  va_end(arguments);
  return line;
}

std::string locationOf(const Image &image, int32_t index) {
  if (index < 0)
    return "";
  const DebugLocation &l = image.locations[static_cast<size_t>(index)];
  return l.file + ":" + std::to_string(l.line) + ":" + std::to_string(l.column);
}

uint64_t blocksOf(const Image &image, const Population &p) {
  return image.tiles[0].groups[p.group].blocks;
}

std::string describePopulation(const Image &image, const Population &p,
                               size_t index) {
  const Group &g = image.tiles[0].groups[p.group];
  std::string text =
      format("  %zu %s%s%s: %u neurons, group %u, %u blocks", index,
             p.name.c_str(), p.isInput ? " (input)" : "",
             p.isOutput ? " (output)" : "", p.size, p.group, g.blocks);
  if (g.hasProgram)
    text += format(", program at %u", g.programAddress);
  if (p.graded)
    text += format(", payload [%d, %d] * 2^%d", p.payloadMin, p.payloadMax,
                   -p.payloadFrac);
  std::string location = locationOf(image, p.location);
  text += (location.empty() ? "" : "  (" + location + ")") + "\n";
  for (const Variable &v : p.states)
    text += format("      state %-12s %2u bits, %d fractional, base %u %s\n",
                   v.name.c_str(), v.bits, v.frac, v.base, v.unit.c_str());
  for (const Variable &v : p.params)
    text += format("      param %-12s %2u bits, %d fractional, base %u %s\n",
                   v.name.c_str(), v.bits, v.frac, v.base, v.unit.c_str());
  for (const Port &port : p.ports)
    text += format("      port  %-12s %2u bits, %d fractional, base %u, %u "
                   "slots, delay up to %u, |sum| <= %" PRId64 "\n",
                   port.name.c_str(), port.accBits, port.frac, port.base,
                   1u << port.slotsLog2, port.maxDelay, port.bound);
  return text;
}

std::string describePlasticity(const Projection &p) {
  std::string text = format("      learns by %s\n", p.plastic->rule.c_str());
  if (p.plastic->index)
    text += format("      second index in %u rows, columns from axon entry "
                   "%u\n",
                   p.plastic->index->rows, p.plastic->index->columnBase);
  for (const SynapseVariable &v : p.plastic->variables)
    text += format("      synapse %-12s %2u bits, %d fractional, base %u %s\n",
                   v.name.c_str(), v.bits, v.frac, v.base, v.unit.c_str());
  for (const Variable &v : p.plastic->traces)
    text += format("      trace %-12s %2u bits, %d fractional, base %u %s\n",
                   v.name.c_str(), v.bits, v.frac, v.base, v.unit.c_str());
  return text;
}

std::string describeLearn(const Image &image) {
  std::string text = "entries of Learn:\n";
  for (size_t i = 0; i < image.tiles[0].learn.size(); ++i) {
    const LearnEntry &e = image.tiles[0].learn[i];
    static const char *const kinds[] = {"blocks", "rows", "columns"};
    text += format("  %3zu %s, program at %u", i,
                   e.records ? "gate and records"
                   : e.gate  ? "gate"
                             : kinds[static_cast<unsigned>(e.kind)],
                   e.programAddress);
    bool walk = e.kind != LearnKind::Blocks;
    text += walk ? format(" on projection %u, %zu common values", e.projection,
                          e.commons.size())
                 : format(" on group %u", e.group);
    if (e.when == LearnWhen::Every)
      text += format(", every %u steps", e.every);
    if (e.when == LearnWhen::Signal)
      text += format(", at signals 0x%02x", e.signals);
    text += e.gated ? ", gated" : "";
    text += e.synaptic ? ", while learning is on\n" : "\n";
  }
  return text;
}

std::string describeFill(const Image &image) {
  const Tile &tile = image.tiles[0];
  const Target &t = image.target;
  std::string text;
  auto line = [&](const char *what, uint64_t used, uint64_t all) {
    text += format("  %-18s %8" PRIu64 " of %8" PRIu64 "  %5.1f %%\n", what,
                   used, all, 100.0 * double(used) / double(all));
  };
  uint64_t sourceBlocks = 0;
  for (const Group &g : tile.groups)
    sourceBlocks += g.blocks;
  line("groups", tile.groups.size(), t.groups);
  line("source blocks", sourceBlocks, t.blocks);
  line("program words", tile.program.size(), t.programWords);
  line("state rows", tile.state.size() / t.lanes, t.stateRows);
  line("accumulator rows", tile.accumulatorRows, t.accumulatorRows);
  line("row descriptors", tile.descriptors.size(), t.descriptors);
  line("axon entries", tile.axons.size(), t.axons);
  line("synapse rows", tile.synapses.size() / t.lanes, t.synapseRows);
  line("table words", tile.tables.size(), t.tableWords);
  return text;
}

std::string describeTables(const Image &image) {
  const Tile &tile = image.tiles[0];
  std::string text = "groups:\n";
  for (size_t i = 0; i < tile.groups.size(); ++i) {
    const Group &g = tile.groups[i];
    text += format("  %3zu block base %u, %u blocks, period %u, last lanes "
                   "%u, axons at %u, stride %u, %u a source",
                   i, g.blockBase, g.blocks, g.period, g.lastLanes, g.axonBase,
                   g.axonStride, g.axonSubs);
    text += g.drives < 0 ? "\n" : format(", drives modulator %d\n", g.drives);
  }
  text += "row descriptors:\n";
  for (size_t i = 0; i < tile.descriptors.size(); ++i) {
    const RowDescriptor &d = tile.descriptors[i];
    text += format("  %3zu %s, weight %u bits, entry %u bits, index %u, delay "
                   "%u + %u bits, shift %u, port base %u, %u slots of %u "
                   "bits\n",
                   i,
                   (std::string(d.skewed ? "skewed " : "") +
                    (d.format == RowFormat::Dense ? "dense" : "indexed"))
                       .c_str(),
                   1u << d.weightLog2, 1u << d.entryLog2, d.indexBits, d.delay,
                   d.delayBits, d.shift, d.portBase, 1u << d.slotsLog2,
                   d.wide ? 32 : 16);
  }
  text += "axon entries:\n";
  for (size_t i = 0; i < tile.axons.size(); ++i) {
    const AxonEntry &a = tile.axons[i];
    if (a.count)
      text +=
          format("  %5zu descriptor %u, %u units at %u, block %u, last "
                 "lanes %u\n",
                 i, a.descriptor, a.count, a.address, a.baseBlock, a.lastLanes);
  }
  if (!tile.learn.empty())
    text += describeLearn(image);
  text += "program:\n";
  for (size_t i = 0; i < tile.program.size(); ++i)
    text += format("  %4zu %016" PRIx64 "  %s\n", i, tile.program[i],
                   locationOf(image, tile.programLocations[i]).c_str());
  text += "tables:\n";
  for (size_t i = 0; i < tile.tables.size(); ++i)
    text += format("  %4zu %d\n", i, tile.tables[i]);
  return text;
}

} // namespace

MemoryUse memoryUse(const Image &image) {
  MemoryUse use;
  uint64_t lanes = image.target.lanes;
  for (const Population &p : image.populations) {
    if (!p.isInput)
      use.neurons += p.size;
    for (const auto *variables : {&p.states, &p.params})
      for (const Variable &v : *variables)
        use.stateBits += blocksOf(image, p) * lanes * v.bits;
    for (const Port &port : p.ports)
      use.accumulatorBits += (blocksOf(image, p) * lanes * port.accBits)
                             << port.slotsLog2;
  }
  for (const Projection &p : image.projections)
    use.synapses += p.synapses;
  for (const AxonEntry &a : image.tiles[0].axons)
    use.axonEntries += a.count != 0;
  use.synapseBits = uint64_t(image.tiles[0].synapses.size()) * 32;
  use.axonBits = uint64_t(image.tiles[0].axons.size()) * 64;
  auto quotient = [](uint64_t bits, uint64_t n) {
    return n ? double(bits) / double(n) : 0.0;
  };
  use.bitsPerNeuron =
      quotient(use.stateBits + use.accumulatorBits, use.neurons);
  use.bitsPerAxon = quotient(use.axonBits, use.axonEntries);
  use.bitsPerSynapse = quotient(use.synapseBits, use.synapses);
  return use;
}

std::string describe(const Image &image, bool full) {
  std::string text = format("network %s for target %s (%u lanes), step %g ms\n",
                            image.name.c_str(), image.target.name.c_str(),
                            image.target.lanes, image.dtMs);
  text += format("format version %u, instruction set version %u\n",
                 kFormatVersion, kIsaVersion);
  text += "populations:\n";
  for (size_t i = 0; i < image.populations.size(); ++i)
    text += describePopulation(image, image.populations[i], i);
  text += "projections:\n";
  for (size_t i = 0; i < image.projections.size(); ++i) {
    const Projection &p = image.projections[i];
    const Population &target = image.populations[p.target];
    text += format("  %zu %s: %s -> %s.%s, %s, %" PRIu64
                   " synapses, weights %u bits, %d fractional, shift %u\n",
                   i, p.name.c_str(), image.populations[p.source].name.c_str(),
                   target.name.c_str(), target.ports[p.port].name.c_str(),
                   p.connectivity.c_str(), p.synapses, p.weightBits,
                   p.weightFrac, p.shift);
    if (p.plastic)
      text += describePlasticity(p);
  }
  for (const Modulator &m : image.modulators) {
    text += format("modulator %s: %d, %d fractional", m.name.c_str(), m.init,
                   m.frac);
    if (m.driver >= 0)
      text +=
          format(", driven by %s, %s without events",
                 image.populations[static_cast<size_t>(m.driver)].name.c_str(),
                 m.falls ? "falls" : "holds");
    text += "\n";
  }
  for (const Probe &p : image.probes) {
    const Population &of = image.populations[p.population];
    text += "probe " + p.name + ": " + of.name + "." +
            (p.state < 0 ? "events"
                         : of.states[static_cast<size_t>(p.state)].name) +
            "\n";
  }
  text += "memories in use:\n" + describeFill(image);
  MemoryUse use = memoryUse(image);
  text += format("bits of memory: %.1f per neuron (state and accumulators), "
                 "%.1f per axon entry in use, %.1f per synapse\n",
                 use.bitsPerNeuron, use.bitsPerAxon, use.bitsPerSynapse);
  text += format("float network: %s; quantization report: %s\n",
                 image.floating.populations.empty() ? "none" : "yes",
                 image.quantizationReport.empty() ? "none" : "yes");
  if (full)
    text += describeTables(image);
  return text;
}

std::string describeJson(const Image &image) {
  Json json = toJson(image);
  const Tile &tile = image.tiles[0];
  Json &tables = json["tiles"][0];
  tables["programLocations"] = tile.programLocations;
  tables["axons"] = Json::array();
  for (const AxonEntry &a : tile.axons)
    tables["axons"].push_back({{"descriptor", a.descriptor},
                               {"lastLanes", a.lastLanes},
                               {"baseBlock", a.baseBlock},
                               {"count", a.count},
                               {"address", a.address}});
  tables["program"] = Json::array();
  for (uint64_t word : tile.program)
    tables["program"].push_back(format("%016" PRIx64, word));
  tables["tables"] = tile.tables;
  tables["stateRows"] = tile.state.size() / image.target.lanes;
  tables["synapseRows"] = tile.synapses.size() / image.target.lanes;
  json["formatVersion"] = kFormatVersion;
  json["isaVersion"] = kIsaVersion;
  json["hasFloatNetwork"] = !image.floating.populations.empty();
  json["quantizationReport"] =
      image.quantizationReport.empty()
          ? Json()
          : Json::parse(image.quantizationReport, nullptr, false);
  MemoryUse use = memoryUse(image);
  json["memory"] = {{"neurons", use.neurons},
                    {"synapses", use.synapses},
                    {"axonEntries", use.axonEntries},
                    {"stateBits", use.stateBits},
                    {"accumulatorBits", use.accumulatorBits},
                    {"synapseBits", use.synapseBits},
                    {"axonBits", use.axonBits},
                    {"bitsPerNeuron", use.bitsPerNeuron},
                    {"bitsPerAxon", use.bitsPerAxon},
                    {"bitsPerSynapse", use.bitsPerSynapse}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace snnc::image
