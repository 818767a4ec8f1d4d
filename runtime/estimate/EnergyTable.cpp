//===- EnergyTable.cpp - Reading tables of energies -------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "runtime/estimate/Energy.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>

namespace fs = std::filesystem;

namespace snnc::runtime {

namespace {

using Json = nlohmann::json;

const char *const kOperations[] = {"addition32",        "multiplication8",
                                   "multiplication32",  "memory64",
                                   "synapticOperation", "neuronUpdate",
                                   "hopEastWest",       "hopNorthSouth"};

class Reader {
public:
  explicit Reader(const std::string &path) : path(path) {}

  EnergyTable read() {
    std::ifstream file(path);
    if (!file)
      throw Error(path + ": cannot open the table of energies");
    Json json;
    try {
      json = Json::parse(file);
    } catch (const Json::exception &e) {
      throw Error(path + ": not JSON: " + e.what());
    }
    EnergyTable table;
    if (!json.is_object())
      fail("", "is no object");
    table.name = text(json, "", "name");
    table.technology = text(json, "", "technology");
    const Json &sources = at(json, "", "sources");
    if (!sources.is_object())
      fail("sources", "is no object");
    for (const auto &[name, source] : sources.items()) {
      if (!source.is_string())
        fail("sources." + name, "is no text");
      table.sources[name] = source;
    }
    const Json &figures = at(json, "", "figures");
    if (!figures.is_array())
      fail("figures", "is no list");
    for (size_t i = 0; i < figures.size(); ++i)
      table.figures.push_back(
          figure(figures[i], "figures[" + std::to_string(i) + "]", table));
    return table;
  }

private:
  [[noreturn]] void fail(const std::string &key, const std::string &what) {
    throw Error(path + ": " +
                (key.empty() ? "the table" : "key '" + key + "'") + " " + what);
  }
  static std::string join(const std::string &in, const char *key) {
    return in.empty() ? key : in + "." + key;
  }
  const Json &at(const Json &json, const std::string &in, const char *key) {
    if (!json.is_object() || !json.contains(key))
      fail(join(in, key), "is missing");
    return json[key];
  }
  std::string text(const Json &json, const std::string &in, const char *key) {
    const Json &value = at(json, in, key);
    if (!value.is_string() || value.get<std::string>().empty())
      fail(join(in, key), "is no text");
    return value;
  }
  double positive(const Json &json, const std::string &in, const char *key) {
    const Json &value = at(json, in, key);
    if (!value.is_number() || !(value.get<double>() > 0))
      fail(join(in, key), "is no positive number");
    return value;
  }
  EnergyFigure figure(const Json &json, const std::string &in,
                      const EnergyTable &table) {
    EnergyFigure figure;
    figure.operation = text(json, in, "operation");
    bool known = false;
    std::string names;
    for (const char *name : kOperations) {
      known |= figure.operation == name;
      names += (names.empty() ? "" : ", ") + std::string(name);
    }
    if (!known)
      fail(in + ".operation",
           "is '" + figure.operation + "', none of " + names);
    figure.picojoules = positive(json, in, "pJ");
    bool sized = figure.operation == "memory64";
    if (sized)
      figure.kibibytes = positive(json, in, "kibibytes");
    figure.what = text(json, in, "what");
    figure.source = text(json, in, "source");
    if (!table.sources.count(figure.source))
      fail(in + ".source",
           "is '" + figure.source + "', which 'sources' has not");
    for (const EnergyFigure &other : table.figures)
      if (other.operation == figure.operation &&
          other.kibibytes == figure.kibibytes)
        fail(in, "gives '" + figure.operation + "' a second figure");
    return figure;
  }

  std::string path;
};

std::vector<fs::path> folders() {
  std::vector<fs::path> folders;
  std::error_code ignored;
  fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  if (!program.empty())
    folders.push_back(program.parent_path().parent_path() / "share" / "snnc" /
                      "targets" / "energy");
  folders.push_back(SNNC_ENERGY_FOLDER);
  return folders;
}

} // namespace

EnergyTable findEnergyTable(const std::string &name) {
  std::error_code ignored;
  if (name.find('/') != std::string::npos ||
      fs::path(name).extension() == ".json")
    return Reader(name).read();
  for (const fs::path &folder : folders()) {
    fs::path path = folder / (name + ".json");
    if (fs::is_regular_file(path, ignored))
      return Reader(path.string()).read();
  }
  throw Error("no table of energies '" + name +
              "'; give the path of one (.json), or horowitz2014 or loihi2018");
}

} // namespace snnc::runtime
