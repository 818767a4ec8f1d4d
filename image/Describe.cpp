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
#include "image/Parts.h"

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

/// Where something is on each tile: " base 4", or one for each part.
template <typename Parts, typename F>
std::string basesOf(const Parts &parts, F base) {
  if (parts.empty())
    return "";
  std::string text = ", base";
  for (const auto &part : parts)
    text += format(" %u", base(part));
  return text;
}

std::string describePart(const Image &image, const Part &part) {
  const Group &g = homeOf(image, part);
  std::string text;
  if (image.tiles.size() > 1)
    text = format("      on tile %u: neurons %u to %u, ", part.tile, part.first,
                  part.first + part.size - 1);
  text += format("group %u, %u blocks", part.group, g.blocks);
  if (g.hasProgram)
    text += format(", program at %u", g.programAddress);
  return text;
}

std::string describePopulation(const Image &image, const Population &p,
                               size_t index) {
  std::string text = format("  %zu %s%s%s: %u neurons", index, p.name.c_str(),
                            p.isInput ? " (input)" : "",
                            p.isOutput ? " (output)" : "", p.size);
  bool spread = image.tiles.size() > 1;
  if (image.tiles.size() == 1)
    text += ", " + describePart(image, p.parts[0]);
  if (p.graded)
    text += format(", payload [%d, %d] * 2^%d", p.payloadMin, p.payloadMax,
                   -p.payloadFrac);
  if (p.skew)
    text += format(", %u steps late", p.skew);
  std::string location = locationOf(image, p.location);
  text += (location.empty() ? "" : "  (" + location + ")") + "\n";
  for (size_t i = 0; spread && i < p.parts.size(); ++i)
    text += describePart(image, p.parts[i]) + "\n";
  auto variable = [&](const char *kind, const Variable &v, auto bases,
                      size_t i) {
    auto base = [&](const Part &part) { return (part.*bases)[i]; };
    text += format("      %s %-12s %2u bits, %d fractional%s %s\n", kind,
                   v.name.c_str(), v.bits, v.frac,
                   basesOf(p.parts, base).c_str(), v.unit.c_str());
  };
  for (size_t i = 0; i < p.states.size(); ++i)
    variable("state", p.states[i], &Part::states, i);
  for (size_t i = 0; i < p.params.size(); ++i)
    variable("param", p.params[i], &Part::params, i);
  for (size_t i = 0; i < p.ports.size(); ++i) {
    const Port &port = p.ports[i];
    auto base = [&](const Part &part) { return part.ports[i]; };
    text += format("      port  %-12s %2u bits, %d fractional%s, %u slots, "
                   "delay up to %u, |sum| <= %" PRId64 "\n",
                   port.name.c_str(), port.accBits, port.frac,
                   basesOf(p.parts, base).c_str(), 1u << port.slotsLog2,
                   port.maxDelay, port.bound);
  }
  return text;
}

std::string describePlasticity(const Projection &p) {
  std::string text = format("      learns by %s\n", p.plastic->rule.c_str());
  for (const ProjectionPart &part : p.parts)
    if (part.index)
      text += format("      second index in %u rows, columns from axon entry "
                     "%u\n",
                     part.index->rows, part.index->columnBase);
  auto variable = [&](const char *kind, const auto &v, auto bases, size_t i) {
    auto base = [&](const ProjectionPart &part) { return (part.*bases)[i]; };
    text += format("      %s %-12s %2u bits, %d fractional%s %s\n", kind,
                   v.name.c_str(), v.bits, v.frac,
                   basesOf(p.parts, base).c_str(), v.unit.c_str());
  };
  for (size_t i = 0; i < p.plastic->variables.size(); ++i)
    variable("synapse", p.plastic->variables[i], &ProjectionPart::variables, i);
  for (size_t i = 0; i < p.plastic->traces.size(); ++i)
    variable("trace", p.plastic->traces[i], &ProjectionPart::traces, i);
  return text;
}

/// Where the rows of a projection are, in an image of several tiles.
std::string describeRows(const Image &image, const Projection &p) {
  std::string text;
  for (const ProjectionPart &part : p.parts) {
    const Group &g = image.tiles[part.tile].groups[part.sourceGroup];
    text += format("      on tile %u: to part %u, from %s %u, row descriptor "
                   "%u\n",
                   part.tile, part.targetPart, g.window ? "window" : "group",
                   part.sourceGroup, part.descriptor);
  }
  return text;
}

std::string describeRoutes(const Image &image, uint32_t t) {
  std::string text;
  const std::vector<Source> sources = sourcesOf(image);
  const Tile &tile = image.tiles[t];
  for (size_t n = 0; n < tile.routes.size(); ++n) {
    const Route &route = tile.routes[n];
    if (!route.out && route.window < 0)
      continue;
    const Population &p = image.populations[sources[n].population];
    text += format("    source %zu (%s, part %u):", n, p.name.c_str(),
                   sources[n].part);
    static const char *const ways[] = {"east", "west", "north", "south"};
    for (unsigned way = 0; way < 4; ++way)
      if (route.out >> way & 1)
        text += std::string(" ") + ways[way];
    if (route.window >= 0)
      text += format(" window %d", route.window);
    text += "\n";
  }
  return text.empty() ? "" : "  routes:\n" + text;
}

std::string describeLearn(const Tile &tile) {
  std::string text = "entries of Learn:\n";
  for (size_t i = 0; i < tile.learn.size(); ++i) {
    const LearnEntry &e = tile.learn[i];
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

std::string describeFill(const Image &image, const Tile &tile) {
  const Target &t = image.target;
  std::string text;
  auto line = [&](const char *what, uint64_t used, uint64_t all) {
    text += format("  %-18s %8" PRIu64 " of %8" PRIu64 "  %5.1f %%\n", what,
                   used, all, 100.0 * double(used) / double(all));
  };
  line("groups", tile.groups.size(), t.groups);
  line("source blocks", sourceBlocksOf(tile), t.blocks);
  line("program words", tile.program.size(), t.programWords);
  line("state rows", tile.state.size() / t.lanes, t.stateRows);
  line("accumulator rows", tile.accumulatorRows, t.accumulatorRows);
  line("row descriptors", tile.descriptors.size(), t.descriptors);
  line("axon entries", tile.axons.size(), t.axons);
  line("synapse rows", tile.synapses.size() / t.lanes, t.synapseRows);
  line("table words", tile.tables.size(), t.tableWords);
  if (!tile.routes.empty())
    line("routes", tile.routes.size(), t.sources);
  return text;
}

std::string describeTables(const Image &image, const Tile &tile) {
  std::string text = "groups:\n";
  for (size_t i = 0; i < tile.groups.size(); ++i) {
    const Group &g = tile.groups[i];
    text += format("  %3zu block base %u, %u blocks, period %u, last lanes "
                   "%u, axons at %u, stride %u, %u a source%s",
                   i, g.blockBase, g.blocks, g.period, g.lastLanes, g.axonBase,
                   g.axonStride, g.axonSubs,
                   g.kept     ? ", kept window"
                   : g.window ? ", window"
                              : "");
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
    text += describeLearn(tile);
  text += "program:\n";
  for (size_t i = 0; i < tile.program.size(); ++i)
    text += format("  %4zu %016" PRIx64 "  %s\n", i, tile.program[i],
                   locationOf(image, tile.programLocations[i]).c_str());
  text += "tables:\n";
  for (size_t i = 0; i < tile.tables.size(); ++i)
    text += format("  %4zu %d\n", i, tile.tables[i]);
  return text;
}

/// Windows and routes of a tile among several, and how full it is.
std::string describeTile(const Image &image, uint32_t t) {
  const Tile &tile = image.tiles[t];
  const uint32_t columns = image.target.meshColumns;
  std::string text =
      format("tile %u at (%u, %u):\n", t, t % columns, t / columns);
  for (size_t i = 0; i < tile.groups.size(); ++i) {
    const Group &g = tile.groups[i];
    if (g.window)
      text += format("  group %zu: %swindow on blocks %u to %u of %s\n", i,
                     g.kept ? "kept " : "", g.firstBlock,
                     g.firstBlock + g.blocks - 1,
                     image.populations[g.population].name.c_str());
  }
  return text + describeRoutes(image, t) + describeFill(image, tile);
}

std::string describeMemory(const MemoryUse &use) {
  return format("bits of memory: %.1f per neuron (state and accumulators), "
                "%.1f per axon entry in use, %.1f per synapse\n",
                use.bitsPerNeuron, use.bitsPerAxon, use.bitsPerSynapse);
}

} // namespace

MemoryUse memoryUse(const Image &image) {
  MemoryUse use;
  uint64_t lanes = image.target.lanes;
  for (const Population &p : image.populations) {
    if (!p.isInput)
      use.neurons += p.size;
    uint64_t places = blocksOf(p, image.target.lanes) * lanes;
    for (const auto *variables : {&p.states, &p.params})
      for (const Variable &v : *variables)
        use.stateBits += places * v.bits;
    for (const Port &port : p.ports)
      use.accumulatorBits += (places * port.accBits) << port.slotsLog2;
  }
  for (const Projection &p : image.projections)
    use.synapses += p.synapses;
  for (const Tile &tile : image.tiles) {
    for (const AxonEntry &a : tile.axons)
      use.axonEntries += a.count != 0;
    use.synapseBits += uint64_t(tile.synapses.size()) * 32;
    use.axonBits += uint64_t(tile.axons.size()) * 64;
  }
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
  std::string text = "network " + image.name + " for ";
  text += image.isPlaced()
              ? format("target %s (%u lanes)", image.target.name.c_str(),
                       image.target.lanes)
              : "the engine cpu, on no tiles";
  text += format(", step %g ms\n", image.dtMs);
  text += format("format version %u, instruction set version %u\n",
                 kFormatVersion, kIsaVersion);
  text += "populations:\n";
  for (size_t i = 0; i < image.populations.size(); ++i)
    text += describePopulation(image, image.populations[i], i);
  text += "projections:\n";
  for (size_t i = 0; i < image.projections.size(); ++i) {
    const Projection &p = image.projections[i];
    const Population &target = image.populations[p.target];
    std::string synapses = image.hasWeightsDigest
                               ? format("%" PRIu64 " synapses", p.synapses)
                               : "synapses by rule";
    text += format("  %zu %s: %s -> %s.%s, %s, %s, weights %u bits, %d "
                   "fractional, shift %u\n",
                   i, p.name.c_str(), image.populations[p.source].name.c_str(),
                   target.name.c_str(), target.ports[p.port].name.c_str(),
                   p.connectivity.c_str(), synapses.c_str(), p.weightBits,
                   p.weightFrac, p.shift);
    if (p.plastic)
      text += describePlasticity(p);
    if (image.tiles.size() > 1)
      text += describeRows(image, p);
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
  if (image.tiles.size() == 1)
    text += "memories in use:\n" + describeFill(image, image.tiles[0]);
  for (uint32_t t = 0; image.tiles.size() > 1 && t < image.tiles.size(); ++t)
    text += describeTile(image, t);
  for (const NativeCode &code : image.native.code)
    text += format("native code for %s: %zu bytes\n", code.cpu.c_str(),
                   code.object.size());
  if (image.isPlaced())
    text += describeMemory(memoryUse(image));
  text += format("float network: %s; quantization report: %s\n",
                 image.floating.populations.empty() ? "none" : "yes",
                 image.quantizationReport.empty() ? "none" : "yes");
  for (size_t t = 0; full && t < image.tiles.size(); ++t) {
    if (image.tiles.size() > 1)
      text += format("tables of tile %zu:\n", t);
    text += describeTables(image, image.tiles[t]);
  }
  return text;
}

std::string describeJson(const Image &image) {
  Json json = toJson(image);
  for (size_t t = 0; t < image.tiles.size(); ++t) {
    const Tile &tile = image.tiles[t];
    Json &tables = json["tiles"][t];
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
  }
  json["formatVersion"] = kFormatVersion;
  json["isaVersion"] = kIsaVersion;
  json["hasFloatNetwork"] = !image.floating.populations.empty();
  json["quantizationReport"] =
      image.quantizationReport.empty()
          ? Json()
          : Json::parse(image.quantizationReport, nullptr, false);
  json["native"] = Json::array();
  for (const NativeCode &code : image.native.code)
    json["native"].push_back(
        {{"cpu", code.cpu}, {"bytes", code.object.size()}});
  MemoryUse use = image.isPlaced() ? memoryUse(image) : MemoryUse();
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
