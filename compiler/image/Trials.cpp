//===- Trials.cpp - The trial of a network into the image -----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/image/Trials.h"

#include "compiler/image/LogicalImage.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

#include <cmath>

using namespace mlir;

namespace snnc::compiler {

namespace {

class TrialWriter {
public:
  explicit TrialWriter(image::Image &image)
      : image(image), trial(image.trial) {}

  LogicalResult write(snn::TrialOp op) {
    trial.steps = static_cast<uint32_t>(op.getSteps());
    for (Operation &item : op.getBody().front()) {
      if (auto reset = dyn_cast<snn::ResetOp>(item))
        trial.resets.push_back(
            {population(reset.getPopulation()), uint32_t(reset.getAt())});
      else if (auto label = dyn_cast<snn::LabelOp>(item))
        trial.labels.push_back(
            {population(label.getPopulation()), uint32_t(label.getAt())});
      else if (auto present = dyn_cast<snn::PresentOp>(item))
        write(present);
      else if (auto answer = dyn_cast<snn::AnswerOp>(item))
        write(answer);
      else if (auto signal = dyn_cast<snn::SignalOp>(item))
        if (failed(write(signal)))
          return failure();
    }
    return success();
  }

private:
  uint32_t population(StringRef name) const {
    return indexOf(image.populations, name);
  }

  void write(snn::PresentOp op) {
    image::TrialPresent present;
    present.population = population(op.getPopulation());
    present.from = static_cast<uint32_t>(op.getFrom());
    present.steps = static_cast<uint32_t>(op.getCount());
    present.coding = llvm::StringSwitch<image::Coding>(op.getCode())
                         .Case("rate", image::Coding::Rate)
                         .Case("value", image::Coding::Value)
                         .Default(image::Coding::Raster);
    if (auto full = op.getFull())
      present.full = full->convertToDouble();
    trial.presents.push_back(present);
  }

  void write(snn::AnswerOp op) {
    image::TrialAnswer answer;
    answer.population = population(op.getPopulation());
    if (auto state = op.getState())
      answer.state = static_cast<int32_t>(
          indexOf(image.populations[answer.population].states, *state));
    answer.from = static_cast<uint32_t>(op.getFrom());
    answer.steps = static_cast<uint32_t>(op.getCount());
    trial.answer.push_back(answer);
  }

  LogicalResult write(snn::SignalOp op) {
    image::TrialSignal signal;
    signal.modulator = indexOf(image.modulators, op.getModulator());
    double real = op.getValue().convertToDouble();
    double value = std::nearbyint(
        std::ldexp(real, image.modulators[signal.modulator].frac));
    if (std::abs(value) > INT32_MAX)
      return op.emitOpError("value ")
             << real << " does not fit in the format of modulator @"
             << op.getModulator();
    signal.value = static_cast<int32_t>(value);
    signal.at = static_cast<uint32_t>(op.getAt());
    signal.training = op.getTraining();
    trial.signals.push_back(signal);
    return success();
  }

  image::Image &image;
  image::Trial &trial;
};

} // namespace

LogicalResult writeTrial(snn::NetworkOp network, image::Image &image) {
  for (snn::TrialOp op : network.getOps<snn::TrialOp>())
    if (failed(TrialWriter(image).write(op)))
      return failure();
  return success();
}

} // namespace snnc::compiler
