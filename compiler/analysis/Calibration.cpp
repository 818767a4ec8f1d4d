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
    const llvm::json::Array *pair = entry.second.getAsArray();
    std::optional<double> lo, hi;
    if (pair && pair->size() == 2) {
      lo = (*pair)[0].getAsNumber();
      hi = (*pair)[1].getAsNumber();
    }
    if (!lo || !hi || !std::isfinite(*lo) || !std::isfinite(*hi) || *lo > *hi)
      return emitError(loc)
             << "calibration file " << path << ": \"" << key << "\" of \""
             << entry.first.str() << "\" is not [min, max]";
    ranges[entry.first.str()] = Interval{*lo, *hi};
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
  return calibration;
}

} // namespace snnc::compiler
