//===- Dataset.h - Labelled samples of a trial ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The numbers that a trial presents to each of its inputs, and the class of
// each sample. Everything that cannot be shown is refused when it is read, but
// for the values, which are checked when they are encoded.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_TRAINING_DATASET_H
#define SNNC_RUNTIME_TRAINING_DATASET_H

#include "image/Image.h"
#include "runtime/files/Array.h"

#include <string>
#include <vector>

namespace snnc::runtime {

/// First sample and the one after the last; `to` 0: to the end.
struct SampleRange {
  uint64_t from = 0;
  uint64_t to = 0;
};

struct DatasetFiles {
  /// "FILE", or "INPUT=FILE" for one of several inputs.
  std::vector<std::string> data;
  std::string labels;
  SampleRange range;
};

class Dataset {
public:
  /// Throws snnc::Error unless the files fit the image's trial.
  Dataset(const image::Image &image, const DatasetFiles &files);

  uint64_t size() const { return range.to - range.from; }
  uint32_t label(uint64_t sample) const { return labels[range.from + sample]; }
  /// Values of a sample for Trial::presents[present].
  uint64_t valuesPerSample(size_t present) const {
    return inputs[present].perSample;
  }
  bool isReal(size_t present) const { return inputs[present].array.isReal(); }
  double value(size_t present, uint64_t sample, uint64_t i) const {
    const Input &input = inputs[present];
    return input.array.real((range.from + sample) * input.perSample + i);
  }
  /// "FILE: sample N", for errors.
  std::string where(size_t present, uint64_t sample) const;
  /// Tells data sets apart.
  uint64_t fingerprint() const;

private:
  struct Input {
    std::string path;
    Array array;
    uint64_t perSample = 0;
  };

  void readInput(const image::Image &image, const std::string &spec);
  void place(const image::Image &image, size_t present, Input input);
  void readLabels(const image::Image &image, const std::string &path);
  void applyRange(SampleRange wanted);

  /// In the order of Trial::presents.
  std::vector<Input> inputs;
  std::string labelsPath;
  std::vector<uint32_t> labels;
  SampleRange range;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_TRAINING_DATASET_H
