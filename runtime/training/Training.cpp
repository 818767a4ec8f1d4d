//===- Training.cpp - Online training, sample by sample -------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/training/Training.h"

#include "image/Bytes.h"
#include "image/Container.h"
#include "image/Threefry.h"

#include <cmath>
#include <numeric>

namespace snnc::runtime {

namespace {

constexpr uint64_t kSaveMagic = 0x314e5254434e4e53ull; // "SNNCTRN1"

/// The order of an epoch: Fisher and Yates with the contract's generator.
std::vector<uint32_t> shuffled(uint64_t size, uint64_t seed, uint64_t epoch) {
  std::vector<uint32_t> order(size);
  std::iota(order.begin(), order.end(), 0u);
  for (uint64_t i = size; i > 1; --i) {
    uint32_t word = image::threefry(uint32_t(seed), uint32_t(seed >> 32),
                                    uint32_t(i), uint32_t(epoch))
                        .first;
    std::swap(order[i - 1], order[uint64_t(word) * i >> 32]);
  }
  return order;
}

void writeScore(image::ByteWriter &w, const Score &score) {
  w.number(score.right);
  w.number(score.shown);
}

Score readScore(image::ByteReader &r, const std::string &origin) {
  Score score;
  score.right = r.number<uint64_t>();
  score.shown = r.number<uint64_t>();
  if (score.right > score.shown)
    throw Error(origin + ": corrupt: a score is impossible");
  return score;
}

} // namespace

ModulatorSetting parseSetting(const image::Image &image,
                              const std::string &text) {
  auto bad = [&](const std::string &why) {
    return Error("setting '" + text + "': " + why);
  };
  size_t equals = text.find('='), at = text.find('@');
  if (equals == std::string::npos || (at != std::string::npos && at < equals))
    throw bad("expected NAME=VALUE or NAME=VALUE@EPOCH");
  std::string name = text.substr(0, equals), known;
  ModulatorSetting setting;
  setting.modulator = static_cast<uint32_t>(image.modulators.size());
  for (uint32_t m = 0; m < image.modulators.size(); ++m) {
    if (image.modulators[m].name == name)
      setting.modulator = m;
    known += (m ? ", " : "") + image.modulators[m].name;
  }
  if (setting.modulator == image.modulators.size())
    throw bad("no modulator '" + name + "' in network '" + image.name +
              "'; there are: " + (known.empty() ? "none" : known));
  const image::Modulator &modulator = image.modulators[setting.modulator];
  if (modulator.driver >= 0)
    throw bad("population '" +
              image.populations[static_cast<size_t>(modulator.driver)].name +
              "' drives modulator '" + name + "'");
  try {
    size_t used = 0;
    std::string value = text.substr(equals + 1, at - equals - 1);
    double real = std::stod(value, &used);
    double code = std::nearbyint(std::ldexp(real, modulator.frac));
    if (used != value.size() || !(std::abs(code) <= INT32_MAX))
      throw bad("value '" + value + "' is not one of the modulator");
    if (code == 0.0 && real != 0.0)
      throw bad("value " + value + " rounds to 0 in the modulator's format");
    setting.value = static_cast<int32_t>(code);
    if (at != std::string::npos) {
      std::string epoch = text.substr(at + 1);
      setting.epoch = std::stoull(epoch, &used);
      if (used != epoch.size() || epoch[0] == '-' || setting.epoch == 0)
        throw bad("'" + epoch + "' is not an epoch (1 is the first)");
    }
  } catch (const std::logic_error &) {
    throw bad("expected NAME=VALUE or NAME=VALUE@EPOCH with numbers");
  }
  return setting;
}

Training::Training(const image::Image &image, Engine &engine, TrainingPlan plan,
                   const Dataset &data, const Dataset *evaluation)
    : image(image), engine(engine), plan(std::move(plan)), data(data),
      evaluation(evaluation), runner(image), identity(computeIdentity()) {}

void Training::beginEpoch() {
  uint64_t epoch = epochs.size() + 1;
  order = shuffled(data.size(), plan.seed, epoch);
  if (current.shown)
    return;
  for (const ModulatorSetting &setting : plan.settings)
    if (setting.epoch == epoch)
      engine.setModulator(setting.modulator, setting.value);
}

void Training::nextSample() {
  if (order.empty())
    beginEpoch();
  uint32_t sample = order[current.shown];
  int64_t answer = runner.run(engine, data, sample, true);
  current.right += answer == data.label(sample);
  ++current.shown;
}

Score Training::evaluate(const std::function<void(const Score &)> &progress) {
  Score score;
  std::vector<uint8_t> before = engine.save();
  engine.setLearning(false);
  while (score.shown < evaluation->size()) {
    int64_t answer = runner.run(engine, *evaluation, score.shown, false);
    score.right += answer == evaluation->label(score.shown);
    ++score.shown;
    progress(score);
  }
  engine.restore(before);
  engine.setLearning(true);
  return score;
}

void Training::endEpoch(const std::function<void(const Score &)> &progress) {
  epochs.push_back({current, evaluation ? evaluate(progress) : Score()});
  current = {};
  order.clear();
}

uint64_t Training::computeIdentity() const {
  image::ByteWriter w;
  std::vector<uint8_t> bytes = image::writeImage(image);
  w.number(image::crc32c(bytes.data(), bytes.size()));
  w.number(data.fingerprint());
  w.number(plan.seed);
  for (const ModulatorSetting &s : plan.settings) {
    w.number(s.modulator);
    w.number(s.value);
    w.number(s.epoch);
  }
  return uint64_t(image::crc32c(w.bytes.data(), w.bytes.size())) << 32 |
         w.bytes.size();
}

std::vector<uint8_t> Training::save() {
  image::ByteWriter w;
  w.number(kSaveMagic);
  w.number(identity);
  w.number<uint64_t>(epochs.size());
  for (const EpochScore &epoch : epochs) {
    writeScore(w, epoch.trained);
    writeScore(w, epoch.evaluated);
  }
  writeScore(w, current);
  w.list(engine.save());
  w.number(image::crc32c(w.bytes.data(), w.bytes.size()));
  return std::move(w.bytes);
}

void Training::restore(const std::vector<uint8_t> &saved,
                       const std::string &origin) {
  constexpr size_t kCrcBytes = 4;
  image::ByteReader r(saved.data(), saved.size(), origin);
  if (r.number<uint64_t>() != kSaveMagic)
    throw Error(origin + ": not a checkpoint of snnc train");
  image::ByteReader end(saved.data() + saved.size() - kCrcBytes, kCrcBytes,
                        origin);
  if (end.number<uint32_t>() !=
      image::crc32c(saved.data(), saved.size() - kCrcBytes))
    throw Error(origin + ": corrupt: the checksum is wrong");
  if (r.number<uint64_t>() != identity)
    throw Error(origin + ": was begun with another network, other data, "
                         "another seed or other settings; use another folder");
  std::vector<EpochScore> savedEpochs(r.count(32));
  for (EpochScore &epoch : savedEpochs) {
    epoch.trained = readScore(r, origin);
    epoch.evaluated = readScore(r, origin);
  }
  Score savedCurrent = readScore(r, origin);
  if (savedCurrent.shown > data.size())
    throw Error(origin + ": corrupt: more samples shown than there are");
  std::vector<uint8_t> savedEngine = r.list<uint8_t>();
  r.number<uint32_t>();
  r.finish();
  engine.restore(savedEngine);
  epochs = std::move(savedEpochs);
  current = savedCurrent;
  order.clear();
}

} // namespace snnc::runtime
