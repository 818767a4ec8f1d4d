//===- Dataset.cpp - Labelled samples of a trial --------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/training/Dataset.h"

#include "image/Bytes.h"
#include "image/Container.h"
#include "image/Error.h"
#include "runtime/files/Idx.h"

#include <algorithm>

namespace snnc::runtime {

using image::Coding;
using image::Image;
using image::Population;
using image::TrialPresent;

namespace {

std::string str(uint64_t n) { return std::to_string(n); }

std::string shapeOf(const Array &array) {
  std::string text;
  for (uint64_t n : array.shape)
    text += (text.empty() ? "" : ", ") + str(n);
  return "[" + text + "]";
}

const Population &inputOf(const Image &image, size_t present) {
  return image.populations[image.trial.presents[present].population];
}

std::string inputNames(const Image &image) {
  std::string names;
  for (size_t i = 0; i < image.trial.presents.size(); ++i)
    names += (i ? ", " : "") + inputOf(image, i).name;
  return names;
}

} // namespace

Dataset::Dataset(const Image &image, const DatasetFiles &files)
    : inputs(image.trial.presents.size()) {
  for (const std::string &spec : files.data)
    readInput(image, spec);
  for (size_t i = 0; i < inputs.size(); ++i)
    if (inputs[i].path.empty())
      throw Error("no data for input '" + inputOf(image, i).name +
                  "', which the trial presents; name a file for it");
  readLabels(image, files.labels);
  applyRange(files.range);
}

void Dataset::readInput(const Image &image, const std::string &spec) {
  size_t equals = spec.find('=');
  bool named = equals != std::string::npos &&
               spec.substr(0, equals).find('/') == std::string::npos;
  std::string path = named ? spec.substr(equals + 1) : spec;
  std::string wanted = named ? spec.substr(0, equals) : "";
  std::vector<NamedArray> arrays = readArrays(path);
  bool any = false;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const std::string &name = inputOf(image, i).name;
    if (named && name != wanted)
      continue;
    // A file of one array needs no names where only one input is meant.
    bool plain = arrays.size() == 1 && (named || inputs.size() == 1);
    for (auto &[arrayName, array] : arrays)
      if (plain || arrayName == name) {
        place(image, i, {path, std::move(array), 0});
        any = true;
        break;
      }
  }
  if (!any)
    throw Error(path + ": no data for " +
                (named ? "input '" + wanted + "'" : "any input") +
                "; the trial presents: " + inputNames(image));
}

void Dataset::place(const Image &image, size_t present, Input input) {
  const TrialPresent &p = image.trial.presents[present];
  const Population &population = inputOf(image, present);
  const Array &array = input.array;
  std::string where = input.path + ": ";
  if (!inputs[present].path.empty())
    throw Error(where + "input '" + population.name + "' has data from " +
                inputs[present].path + " already");
  bool raster = p.coding == Coding::Raster;
  std::string expected =
      raster ? "[samples, " + str(p.steps) + ", " + str(population.size) + "]"
             : "[samples, " + str(population.size) + "]";
  bool good = !array.structured() && array.shape.size() >= (raster ? 3 : 2) &&
              (!raster || array.shape[1] == p.steps);
  uint64_t perSample = 1;
  for (size_t d = 1; good && d < array.shape.size(); ++d)
    perSample *= array.shape[d];
  uint64_t wanted = uint64_t(population.size) * (raster ? p.steps : 1);
  if (!good || perSample != wanted)
    throw Error(where + "expected an array " + expected + " for input '" +
                population.name + "', not " +
                (array.structured() ? "records" : shapeOf(array)));
  input.perSample = perSample;
  inputs[present] = std::move(input);
}

void Dataset::readLabels(const Image &image, const std::string &path) {
  labelsPath = path;
  std::vector<NamedArray> arrays = readArrays(path);
  auto found =
      std::find_if(arrays.begin(), arrays.end(), [](const NamedArray &array) {
        return array.first == "labels";
      });
  if (found == arrays.end() && arrays.size() == 1)
    found = arrays.begin();
  if (found == arrays.end())
    throw Error(path + ": has several arrays and none is named 'labels'");
  const Array &array = found->second;
  if (array.structured() || array.shape.size() != 1 || array.isReal())
    throw Error(path + ": labels must be integers, one a sample");

  uint32_t classes = ~0u;
  for (const image::TrialLabel &label : image.trial.labels)
    classes = std::min(classes, image.populations[label.population].size);
  for (const image::TrialAnswer &answer : image.trial.answer)
    classes = std::min(classes, image.populations[answer.population].size);
  for (uint64_t i = 0; i < array.records(); ++i) {
    int64_t label = array.integer(i);
    if (label < 0 || label >= classes)
      throw Error(path + ": label " + std::to_string(label) + " of sample " +
                  str(i) + " is outside 0 .. " + str(classes - 1));
    labels.push_back(static_cast<uint32_t>(label));
  }
  for (const Input &input : inputs)
    if (input.array.shape[0] != labels.size())
      throw Error(path + ": " + str(labels.size()) + " labels for " +
                  str(input.array.shape[0]) + " samples of " + input.path);
}

void Dataset::applyRange(SampleRange wanted) {
  range = wanted;
  if (range.to == 0)
    range.to = labels.size();
  if (range.to > labels.size() || range.from >= range.to)
    throw Error(labelsPath + ": samples " + str(range.from) + " to " +
                str(range.to) + " of " + str(labels.size()));
}

std::string Dataset::where(size_t present, uint64_t sample) const {
  return inputs[present].path + ": sample " + str(range.from + sample);
}

uint64_t Dataset::fingerprint() const {
  image::ByteWriter w;
  w.number(range.from);
  w.number(range.to);
  w.number(image::crc32c(labels.data(), labels.size() * sizeof(labels[0])));
  for (const Input &input : inputs)
    w.number(image::crc32c(input.array.data.data(), input.array.data.size()));
  uint64_t crc = image::crc32c(w.bytes.data(), w.bytes.size());
  return crc << 32 | size();
}

} // namespace snnc::runtime
