//===- Target.cpp - Reading and checking target descriptions ----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Target.h"

#include "image/Archive.h"
#include "image/Checks.h"
#include "image/Fields.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fs = std::filesystem;

namespace snnc::image {

namespace {

struct Limit {
  const char *key;
  uint32_t Target::*field;
  uint32_t least, most;
  bool powerOfTwo;
};

// The upper ends follow from the widths of the fields in the instruction word
// (16-bit plane and table addresses, 3-bit modulators, 3-bit slotsLog2) and of
// the axon entry (8-bit descriptors, 16-bit blocks).
const Limit kLimits[] = {
    {"version", &Target::version, 1, 1, false},
    {"meshColumns", &Target::meshColumns, 1, 32, false},
    {"meshRows", &Target::meshRows, 1, 32, false},
    {"lanes", &Target::lanes, 2, 32, true},
    {"groups", &Target::groups, 1, 256, true},
    {"descriptors", &Target::descriptors, 1, 256, true},
    {"blocks", &Target::blocks, 4, 65536, true},
    {"programWords", &Target::programWords, 16, 65536, true},
    {"stateRows", &Target::stateRows, 4, 65536, true},
    {"accumulatorRows", &Target::accumulatorRows, 4, 65536, true},
    {"synapseRows", &Target::synapseRows, 4, 1u << 22, true},
    {"axons", &Target::axons, 4, 1u << 20, true},
    {"tableWords", &Target::tableWords, 4, 65536, true},
    {"eventRecords", &Target::eventRecords, 4, 1u << 20, true},
    {"modulators", &Target::modulators, 1, 8, true},
    {"maxSlots", &Target::maxSlots, 2, 128, true},
    {"learnEntries", &Target::learnEntries, 8, 256, true},
    {"sources", &Target::sources, 4, 65536, true},
};

std::vector<fs::path> targetFolders() {
  std::vector<fs::path> folders;
  std::error_code ignored;
  fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  if (!program.empty())
    folders.push_back(program.parent_path().parent_path() / "share" / "snnc" /
                      "targets");
  folders.push_back(SNNC_TARGETS_FOLDER);
  return folders;
}

} // namespace

void checkTarget(const Target &target, const std::string &origin) {
  if (target.name.empty())
    throw Error(origin + ": key 'name' is empty");
  for (const Limit &limit : kLimits) {
    uint32_t value = target.*limit.field;
    std::string key =
        origin + ": key '" + limit.key + "' is " + std::to_string(value) + ", ";
    if (value < limit.least || value > limit.most)
      throw Error(key + "must be from " + std::to_string(limit.least) + " to " +
                  std::to_string(limit.most));
    if (limit.powerOfTwo && (value & (value - 1)))
      throw Error(key + "must be a power of two");
  }
  if (!std::isfinite(target.clockMHz) || target.clockMHz <= 0.0)
    throw Error(origin + ": key 'clockMHz' must be a positive number");
}

Target targetFromJson(const std::string &text, const std::string &origin) {
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::exception &e) {
    throw Error(origin + ": not JSON: " + e.what());
  }
  Target target;
  fromJson(json, target, origin);
  checkTarget(target, origin);
  return target;
}

std::string targetToJson(const Target &target) {
  // In the order of the struct, as the files in targets/ are written.
  nlohmann::ordered_json ordered;
  struct Writer {
    nlohmann::ordered_json &json;
    void operator()(const char *key, const std::string &v) { json[key] = v; }
    void operator()(const char *key, uint32_t v) { json[key] = v; }
    void operator()(const char *key, double v) { json[key] = v; }
    void operator()(const char *key, bool v) { json[key] = v; }
    void optional(const char *key, uint32_t v) { json[key] = v; }
  } writer{ordered};
  fields(writer, target);
  return ordered.dump(2) + "\n";
}

Target loadTarget(const std::string &path) {
  std::ifstream file(path);
  if (!file)
    throw Error(path + ": cannot open the target description");
  std::stringstream text;
  text << file.rdbuf();
  return targetFromJson(text.str(), path);
}

Target findTarget(const std::string &name) {
  std::error_code ignored;
  if (name.find('/') != std::string::npos ||
      fs::path(name).extension() == ".json")
    return loadTarget(name);
  std::vector<std::string> known;
  for (const fs::path &folder : targetFolders()) {
    fs::path path = folder / (name + ".json");
    if (fs::is_regular_file(path, ignored))
      return loadTarget(path.string());
    for (const auto &entry : fs::directory_iterator(folder, ignored))
      if (entry.path().extension() == ".json")
        known.push_back(entry.path().stem().string());
  }
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  std::string list;
  for (const std::string &one : known)
    list += (list.empty() ? "" : ", ") + one;
  throw Error("no target '" + name +
              "'; known targets: " + (list.empty() ? "none" : list) +
              "; or give the path of a description (.json)");
}

} // namespace snnc::image
