//===- EstimateText.cpp - An estimate as text -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Uses.h"
#include "tools/commands/EstimateNumbers.h"
#include "tools/commands/EstimateReport.h"

#include <algorithm>
#include <cinttypes>
#include <cstdarg>

namespace snnc::tools {

namespace {

using runtime::Distribution;

[[gnu::format(printf, 1, 2)]] std::string format(const char *text, ...) {
  char buffer[512];
  va_list arguments;
  va_start(arguments, text);
  std::vsnprintf(buffer, sizeof buffer, text, arguments);
  va_end(arguments);
  return buffer;
}

std::string headOf(const EstimateReport &r) {
  const image::Target &target = r.image.target;
  uint64_t used = 0;
  for (const image::Tile &tile : r.image.tiles)
    used += !tile.groups.empty();
  std::string text =
      "@" + r.image.name + " on target '" + target.name +
      "': " + std::to_string(used) + " of " +
      std::to_string(uint64_t(target.meshColumns) * target.meshRows) +
      " tiles, " + format("%g MHz", target.clockMHz) + "; an estimate\n" +
      "activity: " + r.activity + "\n";
  for (const std::string &assumption : r.assumptions)
    text += "  " + assumption + "\n";
  return text;
}

std::string cyclesOf(const EstimateReport &r) {
  std::string text = format("\n%-18s%12s%12s%12s%16s\n", "cycles of a step",
                            "mean", "95 %", "most", "never exceeded");
  auto line = [&](const char *name, uint64_t image::StepCycles::*field) {
    Distribution d = r.estimate.of(field);
    text += format("  %-16s%12.1f%12" PRIu64 "%12" PRIu64 "%16" PRIu64 "\n",
                   name, d.mean, d.percentile95, d.most, r.worst.cycles.*field);
  };
  line("update", &image::StepCycles::update);
  line("deliver", &image::StepCycles::deliver);
  line("learn", &image::StepCycles::learn);
  line("all", &image::StepCycles::total);
  Distribution all = r.estimate.of(&image::StepCycles::total);
  text +=
      format("  %-16s%12.2f%12.2f%12.2f%16.2f\n", "in microseconds",
             microseconds(r.image, all.mean),
             microseconds(r.image, static_cast<double>(all.percentile95)),
             microseconds(r.image, static_cast<double>(all.most)),
             microseconds(r.image, static_cast<double>(r.worst.cycles.total)));
  if (r.steps) {
    auto steps = static_cast<double>(r.steps);
    text += format("an inference of %" PRIu64 " steps: %.0f cycles, %.1f "
                   "microseconds; never more than %" PRIu64 "\n",
                   r.steps, all.mean * steps,
                   microseconds(r.image, all.mean * steps),
                   r.worst.cycles.total * r.steps);
  }
  return text;
}

std::string memoryOf(const EstimateReport &r) {
  std::string text = "\nmemory, used of limit\n";
  const image::Image &image = r.image;
  if (image.tiles.size() == 1) {
    for (const image::Use &use : image::usesOf(image.tiles[0], image.target))
      text += format("  %-20s%10" PRIu64 " of %" PRIu64 "\n", use.name,
                     use.used, use.limit);
    return text;
  }
  std::string names = format("%10s", "tile"), limits = format("%10s", "limit");
  for (const image::Use &use : image::usesOf(image.tiles[0], image.target)) {
    int width =
        std::max<int>(static_cast<int>(std::string(use.name).size()) + 2, 8);
    names += format("%*s", width, use.name);
    limits += format("%*" PRIu64, width, use.limit);
  }
  text += names + "\n" + limits + "\n";
  for (size_t t = 0; t < image.tiles.size(); ++t) {
    if (image.tiles[t].groups.empty())
      continue;
    text += format("%10s", placeOf(image, t).c_str());
    for (const image::Use &use : image::usesOf(image.tiles[t], image.target))
      text += format(
          "%*" PRIu64,
          std::max<int>(static_cast<int>(std::string(use.name).size()) + 2, 8),
          use.used);
    text += "\n";
  }
  text += format("\n%10s%12s%12s%12s%16s%12s\n", "tile", "update", "deliver",
                 "learn", "never exceeded", "events");
  for (size_t t = 0; t < image.tiles.size(); ++t) {
    const image::StepCycles &sum = r.estimate.tiles()[t];
    if (!image.tiles[t].groups.empty())
      text += format("%10s%12.1f%12.1f%12.1f%16" PRIu64 "%12.2f\n",
                     placeOf(image, t).c_str(), r.estimate.mean(sum.update),
                     r.estimate.mean(sum.deliver), r.estimate.mean(sum.learn),
                     r.worst.tiles[t].total, r.estimate.mean(sum.events));
  }
  return text;
}

std::string trafficOf(const EstimateReport &r) {
  const runtime::Estimate &e = r.estimate;
  uint64_t events = 0, neurons = 0;
  for (size_t p = 0; p < r.image.populations.size(); ++p) {
    events += e.events()[p];
    neurons += r.image.populations[p].size;
  }
  std::string text = "\ntraffic of a step, on average\n";
  text += format("  %-20s%12.2f of %" PRIu64 " neurons and inputs\n", "events",
                 e.mean(events), neurons);
  for (size_t p = 0; p < r.image.populations.size(); ++p)
    text +=
        format("    %-18s%12.2f of %u\n", r.image.populations[p].name.c_str(),
               e.mean(e.events()[p]), r.image.populations[p].size);
  text += format("  %-20s%12.2f\n", "synaptic operations",
                 e.mean(e.work().synapticOps));
  if (r.image.tiles.size() == 1)
    return text;
  text += format("  %-20s%12.2f\n", "arrivals", e.mean(e.arrivals()));
  text += format("  %-20s%12.2f\n", "events times links",
                 e.mean(e.work().hopsEastWest + e.work().hopsNorthSouth));
  BusiestLink busiest(e);
  if (busiest.link >= 0)
    text += format("  %-20s%12.2f from %s to the %s\n", "busiest link",
                   e.mean(busiest.events),
                   placeOf(r.image, size_t(busiest.link) / 4).c_str(),
                   wayOf(busiest.link));
  text += format("  %-20s%12.2f\n", "waits for others", e.networkCycles());
  return text;
}

std::string energyOf(const EstimateReport &r) {
  std::string text = "\nenergy, from published figures for " +
                     r.table.technology + " (" + r.table.name +
                     "), not measured, two digits at most\n";
  text += "  a step " + joules(r.energy.picojoules);
  if (r.steps)
    text += "; an inference of " + std::to_string(r.steps) + " steps " +
            joules(r.energy.picojoules * static_cast<double>(r.steps));
  text += "\n";
  for (const runtime::EnergyShare &share : r.energy.shares)
    text += format("    %-38s%12.0f x %8.2g pJ = %8s\n", share.what.c_str(),
                   share.count, share.picojoules,
                   joules(share.count * share.picojoules).c_str());
  for (const std::string &what : r.energy.missing)
    text += "  no figure, left out: " + what + "\n";
  text += std::string("  never counted: ") + runtime::kNeverCounted + "\n";
  for (const auto &[name, source] : r.table.sources)
    text += "  " + name + ": " + source + "\n";
  return text;
}

} // namespace

std::string EstimateReport::text() const {
  return headOf(*this) + cyclesOf(*this) + memoryOf(*this) + trafficOf(*this) +
         energyOf(*this);
}

} // namespace snnc::tools
