//===- Calibration.cpp - Ranges that a run has met -----------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/Calibration.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace mlir;

namespace snnc::compiler {

std::optional<Interval>
Calibration::find(const llvm::StringMap<Interval> &ranges, const Twine &name) {
  auto found = ranges.find(name.str());
  return found == ranges.end() ? std::nullopt : std::optional(found->second);
}

/// [min, max] of two finite numbers, in order.
static std::optional<Interval> readRange(const llvm::json::Value &value) {
  const llvm::json::Array *pair = value.getAsArray();
  if (!pair || pair->size() != 2)
    return std::nullopt;
  std::optional<double> lo = (*pair)[0].getAsNumber();
  std::optional<double> hi = (*pair)[1].getAsNumber();
  if (!lo || !hi || !std::isfinite(*lo) || !std::isfinite(*hi) || *lo > *hi)
    return std::nullopt;
  return Interval{*lo, *hi};
}

static LogicalResult readRanges(const llvm::json::Object &root, StringRef key,
                                llvm::StringMap<Interval> &ranges,
                                StringRef path, Location loc) {
  const llvm::json::Value *section = root.get(key);
  if (!section)
    return success();
  const llvm::json::Object *entries = section->getAsObject();
  if (!entries)
    return emitError(loc) << "calibration file " << path << ": \"" << key
                          << "\" is not an object";
  for (const auto &entry : *entries) {
    std::optional<Interval> range = readRange(entry.second);
    if (!range)
      return emitError(loc)
             << "calibration file " << path << ": \"" << key << "\" of \""
             << entry.first.str() << "\" is not [min, max]";
    ranges[entry.first.str()] = *range;
  }
  return success();
}

/// The record of a run: what each population, or projection that learns, met. A
/// range that is null met nothing.
static LogicalResult readRecord(const llvm::json::Array &populations,
                                Calibration &calibration, StringRef path,
                                Location loc) {
  auto fail = [&] {
    return emitError(loc) << "calibration file " << path
                          << ": \"populations\" is no record of a run";
  };
  auto take = [](const llvm::json::Object &from, StringRef key,
                 const std::string &name, llvm::StringMap<Interval> &ranges) {
    const llvm::json::Value *value = from.get(key);
    if (!value)
      return false;
    std::optional<Interval> range = readRange(*value);
    if (range)
      ranges[name] = *range;
    return range || value->getAsNull();
  };
  for (const llvm::json::Value &entry : populations) {
    const llvm::json::Object *one = entry.getAsObject();
    std::optional<StringRef> name = one ? one->getString("name") : std::nullopt;
    const llvm::json::Array *states = one ? one->getArray("states") : nullptr;
    if (!name || !states ||
        !take(*one, "payload", name->str(), calibration.payloads))
      return fail();
    for (const llvm::json::Value &value : *states) {
      const llvm::json::Object *state = value.getAsObject();
      std::optional<StringRef> member =
          state ? state->getString("name") : std::nullopt;
      if (!member || !take(*state, "range", (*name + "." + *member).str(),
                           calibration.states))
        return fail();
    }
  }
  return success();
}

FailureOr<Calibration> readCalibration(StringRef path, Location loc) {
  auto file = llvm::MemoryBuffer::getFile(path, /*IsText=*/true);
  if (!file)
    return emitError(loc) << "cannot read calibration file " << path << ": "
                          << file.getError().message();
  llvm::Expected<llvm::json::Value> json =
      llvm::json::parse((*file)->getBuffer());
  if (!json)
    return emitError(loc) << "calibration file " << path << " is no JSON: "
                          << llvm::toString(json.takeError());
  const llvm::json::Object *root = json->getAsObject();
  if (!root)
    return emitError(loc) << "calibration file " << path
                          << " holds no object with \"states\"";
  Calibration calibration;
  if (failed(readRanges(*root, "states", calibration.states, path, loc)) ||
      failed(readRanges(*root, "ports", calibration.ports, path, loc)) ||
      failed(readRanges(*root, "payloads", calibration.payloads, path, loc)))
    return failure();
  const llvm::json::Array *populations = root->getArray("populations");
  if (populations && failed(readRecord(*populations, calibration, path, loc)))
    return failure();
  return calibration;
}

} // namespace snnc::compiler
