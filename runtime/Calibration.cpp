//===- Calibration.cpp - Ranges observed by the float engine ----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/Calibration.h"

#include "image/Error.h"

#include <nlohmann/json.hpp>

namespace snnc::runtime {

using Json = nlohmann::json;

static Json toJson(const ObservedRange &range) {
  if (range.empty())
    return nullptr;
  return {range.min, range.max};
}

static ObservedRange rangeFromJson(const Json &json) {
  ObservedRange range;
  if (json.is_null())
    return range;
  if (!json.is_array() || json.size() != 2)
    throw Error("a range must be null or [min, max]");
  range.min = json[0].get<double>();
  range.max = json[1].get<double>();
  if (!(range.min <= range.max))
    throw Error("a range has its ends exchanged");
  return range;
}

std::string CalibrationRecord::toJson() const {
  Json json;
  json["version"] = 1;
  json["steps"] = steps;
  json["populations"] = Json::array();
  for (const Population &p : populations) {
    Json one = {{"name", p.name},
                {"events", p.events},
                {"payload", runtime::toJson(p.payload)},
                {"ports", Json::array()},
                {"states", Json::array()}};
    for (const ObservedRange &range : p.ports)
      one["ports"].push_back(runtime::toJson(range));
    for (const State &state : p.states)
      one["states"].push_back(
          {{"name", state.name}, {"range", runtime::toJson(state.range)}});
    json["populations"].push_back(std::move(one));
  }
  return json.dump(2) + "\n";
}

CalibrationRecord CalibrationRecord::fromJson(const std::string &text,
                                              const std::string &origin) {
  try {
    Json json = Json::parse(text);
    if (json.at("version").get<int>() != 1)
      throw Error("version is not 1");
    CalibrationRecord record;
    record.steps = json.at("steps").get<uint64_t>();
    for (const Json &one : json.at("populations")) {
      Population p;
      p.name = one.at("name").get<std::string>();
      p.events = one.at("events").get<uint64_t>();
      p.payload = rangeFromJson(one.at("payload"));
      for (const Json &range : one.at("ports"))
        p.ports.push_back(rangeFromJson(range));
      for (const Json &state : one.at("states"))
        p.states.push_back({state.at("name").get<std::string>(),
                            rangeFromJson(state.at("range"))});
      record.populations.push_back(std::move(p));
    }
    return record;
  } catch (const Json::exception &e) {
    throw Error(origin + ": not a calibration record: " + e.what());
  } catch (const Error &e) {
    throw Error(origin + ": not a calibration record: " + e.what());
  }
}

} // namespace snnc::runtime
