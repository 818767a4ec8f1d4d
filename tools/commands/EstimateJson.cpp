//===- EstimateJson.cpp - An estimate as JSON -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Uses.h"
#include "tools/commands/EstimateNumbers.h"
#include "tools/commands/EstimateReport.h"

#include <nlohmann/json.hpp>

namespace snnc::tools {

namespace {

using Json = nlohmann::ordered_json;

Json phases(const EstimateReport &r) {
  Json json;
  auto add = [&](const char *name, uint64_t image::StepCycles::*field) {
    runtime::Distribution d = r.estimate.of(field);
    json[name] = {{"sum", d.sum},
                  {"mean", d.mean},
                  {"percentile95", d.percentile95},
                  {"most", d.most},
                  {"neverExceeded", r.worst.cycles.*field}};
  };
  add("update", &image::StepCycles::update);
  add("deliver", &image::StepCycles::deliver);
  add("learn", &image::StepCycles::learn);
  add("total", &image::StepCycles::total);
  return json;
}

Json tilesOf(const EstimateReport &r) {
  Json json = Json::array();
  for (size_t t = 0; t < r.image.tiles.size(); ++t) {
    const image::StepCycles &sum = r.estimate.tiles()[t];
    Json tile = {{"tile", t},
                 {"x", t % r.image.target.meshColumns},
                 {"y", t / r.image.target.meshColumns},
                 {"update", r.estimate.mean(sum.update)},
                 {"deliver", r.estimate.mean(sum.deliver)},
                 {"learn", r.estimate.mean(sum.learn)},
                 {"events", r.estimate.mean(sum.events)},
                 {"neverExceeded", r.worst.tiles[t].total}};
    for (const image::Use &use :
         image::usesOf(r.image.tiles[t], r.image.target))
      tile["uses"][use.name] = {{"used", use.used}, {"limit", use.limit}};
    for (size_t way = 0; way < 4 && !r.estimate.links().empty(); ++way)
      tile["links"][wayOf(static_cast<int64_t>(way))] =
          r.estimate.mean(r.estimate.links()[t * 4 + way]);
    json.push_back(std::move(tile));
  }
  return json;
}

Json trafficOf(const EstimateReport &r) {
  const runtime::Estimate &e = r.estimate;
  Json json;
  uint64_t events = 0;
  for (size_t p = 0; p < r.image.populations.size(); ++p) {
    json["rates"][r.image.populations[p].name] =
        e.mean(e.events()[p]) / r.image.populations[p].size;
    events += e.events()[p];
  }
  json["events"] = e.mean(events);
  json["synapticOps"] = e.mean(e.work().synapticOps);
  if (r.image.tiles.size() == 1)
    return json;
  json["arrivals"] = e.mean(e.arrivals());
  json["eventLinks"] = e.mean(e.work().hopsEastWest + e.work().hopsNorthSouth);
  json["networkCycles"] = e.networkCycles();
  BusiestLink busiest(e);
  if (busiest.link >= 0)
    json["busiestLink"] = {{"tile", busiest.link / 4},
                           {"way", wayOf(busiest.link)},
                           {"events", e.mean(busiest.events)}};
  return json;
}

Json energyOf(const EstimateReport &r) {
  Json json = {{"measured", false},
               {"table", r.table.name},
               {"technology", r.table.technology},
               {"picojoulesAStep", twoDigits(r.energy.picojoules)}};
  if (r.steps)
    json["picojoulesAnInference"] =
        twoDigits(r.energy.picojoules * static_cast<double>(r.steps));
  json["shares"] = Json::array();
  for (const runtime::EnergyShare &share : r.energy.shares)
    json["shares"].push_back(
        {{"what", share.what},
         {"count", share.count},
         {"picojoulesEach", twoDigits(share.picojoules)},
         {"picojoules", twoDigits(share.count * share.picojoules)}});
  json["leftOut"] = r.energy.missing;
  json["neverCounted"] = runtime::kNeverCounted;
  json["figures"] = Json::array();
  for (const runtime::EnergyFigure &figure : r.table.figures) {
    Json one = {{"operation", figure.operation},
                {"pJ", figure.picojoules},
                {"what", figure.what},
                {"source", r.table.sources.at(figure.source)}};
    if (figure.kibibytes > 0)
      one["kibibytes"] = figure.kibibytes;
    json["figures"].push_back(std::move(one));
  }
  return json;
}

} // namespace

std::string EstimateReport::json() const {
  Json json = {{"command", "estimate"},
               {"network", image.name},
               {"target", image.target.name},
               {"clockMHz", image.target.clockMHz},
               {"kind", kind},
               {"activity", activity},
               {"assumptions", assumptions},
               {"steps", estimate.steps()},
               {"cycles", phases(*this)}};
  if (steps) {
    double cycles = estimate.of(&image::StepCycles::total).mean *
                    static_cast<double>(steps);
    json["inference"] = {{"steps", steps},
                         {"cycles", cycles},
                         {"microseconds", microseconds(image, cycles)},
                         {"neverExceeded", worst.cycles.total * steps}};
  }
  json["tiles"] = tilesOf(*this);
  json["traffic"] = trafficOf(*this);
  json["energy"] = energyOf(*this);
  return json.dump(2) + "\n";
}

} // namespace snnc::tools
