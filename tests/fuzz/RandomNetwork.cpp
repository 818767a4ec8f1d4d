//===- RandomNetwork.cpp - Networks as text -------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/fuzz/RandomNetwork.h"

#include "image/Error.h"
#include "tests/fuzz/Dice.h"
#include "tests/fuzz/ModulatorText.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace snnc::fuzz {

namespace {

/// The word after `key` in a line, without @.
std::string wordAfter(const std::string &line, const std::string &key) {
  size_t at = line.find(key);
  if (at == std::string::npos)
    return "";
  std::istringstream rest(line.substr(at + key.size()));
  std::string word;
  rest >> word;
  return word.size() > 1 && word[0] == '@' ? word.substr(1) : "";
}

/// A population or input of the text.
struct Member {
  std::string name;
  uint32_t size = 1;
  const Model *model = nullptr;
  /// Greatest weight that makes sense for its inputs.
  double scale = 1.0;
  bool analog = false;
};

class Writer {
public:
  Writer(uint64_t seed, const std::vector<Model> &models)
      : dice(seed), models(models) {}
  std::string write();

private:
  void input();
  void population();
  void projection(const Member &target);
  std::string number(double x) {
    std::ostringstream os;
    os.precision(6);
    os << std::fixed << x;
    return os.str();
  }
  std::string weights(const Member &target);
  std::string delay(uint64_t synapses, bool each);

  Dice dice;
  const std::vector<Model> &models;
  std::ostringstream text;
  std::vector<Member> members;
  unsigned projections = 0;
};

void Writer::input() {
  Member m;
  m.name = "in" + std::to_string(members.size());
  m.size = dice.in(1, 40);
  text << "  snn.input @" << m.name << " size " << m.size;
  m.analog = dice.oneIn(4);
  if (m.analog)
    text << " analog [-1.0, 1.0]";
  text << "\n";
  members.push_back(m);
}

void Writer::population() {
  Member m;
  m.name = "pop" + std::to_string(members.size());
  m.model = &models[dice.in(0, models.size() - 1)];
  m.size = dice.in(1, dice.oneIn(4) ? 100 : 24);
  // Currents in pA and mV need larger weights to matter.
  m.scale = m.model->name == "adex"         ? 200.0
            : m.model->name == "izhikevich" ? 5.0
                                            : 0.6;
  text << "  snn.population @" << m.name << " of @" << m.model->name << " size "
       << m.size;
  // Time constants differ by neuron, or from the model's.
  const std::vector<std::string> &params = m.model->params;
  if (dice.oneIn(2) &&
      std::find(params.begin(), params.end(), "tau_m") != params.end()) {
    text << " params {tau_m = ";
    if (dice.oneIn(2)) {
      text << number(dice.real(5.0, 50.0)) << " : f64}";
    } else {
      text << "dense<[";
      for (uint32_t i = 0; i < m.size; ++i)
        text << (i ? ", " : "") << number(dice.real(5.0, 50.0));
      text << "]> : tensor<" << m.size << "xf64>}";
    }
  }
  text << "\n";
  members.push_back(m);
}

std::string Writer::weights(const Member &target) {
  double scale = target.scale * dice.real(0.3, 1.0);
  std::string seed = std::to_string(dice.in(0, 1000000));
  switch (dice.in(0, 3)) {
  case 0:
    return number(dice.oneIn(2) ? scale : -scale);
  case 1:
    return "#snn.normal<" + number(0.2 * scale) + ", " + number(0.3 * scale) +
           ", seed = " + seed + ">";
  default:
    return "#snn.uniform<" + number(-0.5 * scale) + ", " + number(scale) +
           ", seed = " + seed + ">";
  }
}

std::string Writer::delay(uint64_t synapses, bool each) {
  int64_t most = dice.of<int64_t>({1, 1, 1, 3, 7, 15});
  if (!each || most == 1 || dice.oneIn(2))
    return dice.oneIn(2) ? "" : " delay " + std::to_string(dice.in(1, most));
  std::string list;
  for (uint64_t i = 0; i < synapses; ++i)
    list += (i ? ", " : "") + std::to_string(dice.in(1, most));
  return " delay dense<[" + list + "]> : tensor<" + std::to_string(synapses) +
         "xi64>";
}

void Writer::projection(const Member &target) {
  const Member &source = members[dice.in(0, members.size() - 1)];
  const std::string &port =
      target.model->ports[dice.in(0, target.model->ports.size() - 1)];
  std::string connectivity, delays, from = source.name;
  switch (dice.in(0, 4)) {
  case 0:
    connectivity = "#snn.dense";
    delays = delay(0, false);
    break;
  case 1:
    if (source.size == target.size) {
      connectivity = "#snn.one_to_one";
      delays = delay(source.size, true);
      break;
    }
    [[fallthrough]];
  case 2: {
    uint64_t count = dice.in(1, 60);
    std::string pairs;
    for (uint64_t i = 0; i < count; ++i)
      pairs += std::string(i ? ", " : "") + "[" +
               std::to_string(dice.in(0, source.size - 1)) + ", " +
               std::to_string(dice.in(0, target.size - 1)) + "]";
    connectivity = "#snn.sparse<dense<[" + pairs + "]> : tensor<" +
                   std::to_string(count) + "x2xi64>>";
    delays = delay(count, true);
    break;
  }
  case 3: {
    // A picture of one row or column that the target's size divides.
    uint32_t outputs = 1;
    for (uint32_t n = 2; n <= 12; ++n)
      if (target.size % n == 0 && dice.oneIn(2))
        outputs = n;
    uint32_t positions = target.size / outputs;
    uint32_t kernel = dice.in(1, 3), stride = dice.in(1, 2);
    uint32_t channels = dice.in(1, 3);
    uint32_t length = (positions - 1) * stride + kernel;
    uint32_t pad = length > 2 && kernel > 1 && dice.oneIn(2) ? 1 : 0;
    length -= 2 * pad;
    if (length * channels > 600)
      return;
    from = "img" + std::to_string(projections);
    text << "  snn.input @" << from << " size " << length * channels << "\n";
    std::string k = std::to_string(kernel), s = std::to_string(stride);
    bool wide = dice.oneIn(2);
    auto axes = [&](const std::string &along, const std::string &across) {
      return wide ? across + ", " + along : along + ", " + across;
    };
    connectivity = "#snn.conv<input = [" + axes(std::to_string(length), "1") +
                   ", " + std::to_string(channels) + "], kernel = [" +
                   std::to_string(outputs) + ", " + std::to_string(channels) +
                   ", " + axes(k, "1") + "], stride = [" + axes(s, "1") +
                   "], padding = [" + axes(std::to_string(pad), "0") + "]>";
    delays = delay(0, false);
    break;
  }
  default:
    connectivity =
        "#snn.random<probability = " + number(dice.real(0.05, 0.95)) +
        ", seed = " + std::to_string(dice.in(0, 1000000)) + ">";
    delays = delay(0, false);
  }
  int64_t bits = dice.of<int64_t>({1, 2, 4, 8, 8, 16});
  text << "  snn.projection @w" << projections++ << " from @" << from << " to @"
       << target.name << " port @" << port << " " << connectivity << " weights "
       << weights(target) << delays << " bits " << bits;
  if (dice.oneIn(6))
    text << " {core.rows = \"" << (dice.oneIn(2) ? "dense" : "indexed")
         << "\"}";
  text << "\n";
}

std::string Writer::write() {
  text << "snn.network @net dt 1.0 {\n";
  for (int64_t n = dice.in(1, 2); n > 0; --n)
    input();
  for (int64_t n = dice.in(1, 3); n > 0; --n)
    population();
  std::vector<Member> targets = members;
  for (const Member &target : targets)
    if (target.model && !target.model->ports.empty())
      for (int64_t n = dice.in(1, 3); n > 0; --n)
        projection(target);
  for (const Member &m : members)
    if (m.model && dice.oneIn(2))
      text << "  snn.output @" << m.name << "\n";
  ModulatorText modulators;
  if (dice.oneIn(2)) {
    std::vector<Driver> drivers;
    for (const Member &m : members)
      drivers.push_back({m.name, m.size, m.analog, m.model && m.model->graded});
    modulators = randomModulators(dice, drivers);
  }
  text << modulators.lines << "}\n" << modulators.models;
  return text.str();
}

} // namespace

std::vector<Model> readModels(const std::string &folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto &entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".mlir")
      files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  std::vector<Model> models;
  for (const std::string &file : files) {
    Model model;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
      if (std::string name = wordAfter(line, "snn.neuron"); !name.empty())
        model.name = name;
      if (std::string name = wordAfter(line, "snn.port"); !name.empty())
        model.ports.push_back(name);
      if (std::string name = wordAfter(line, "snn.param"); !name.empty())
        model.params.push_back(name);
      model.graded |= line.find("snn.emit") != std::string::npos &&
                      line.find("payload") != std::string::npos;
    }
    if (!model.name.empty())
      models.push_back(std::move(model));
  }
  if (models.empty())
    throw Error(folder + ": no neuron models (*.mlir) here");
  return models;
}

std::string randomNetwork(uint64_t seed, const std::vector<Model> &models) {
  return Writer(seed, models).write();
}

} // namespace snnc::fuzz
