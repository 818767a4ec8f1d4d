//===- Campaign.cpp - Flips in a chip that runs -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/faults/Campaign.h"

#include "image/Error.h"
#include "sim/RtlEngine.h"
#include "tests/fuzz/RandomImage.h"
#include "tests/fuzz/RandomLearning.h"

namespace snnc::faults {

/// Three of four learn.
static image::Image network(uint64_t seed) {
  image::Target target = image::findTarget("tile");
  return seed % 4 ? fuzz::randomLearning(seed, target)
                  : fuzz::randomImage(seed, target);
}

Campaign::Campaign(uint64_t seed)
    : seed(seed), dice(seed),
      image(std::make_shared<const image::Image>(network(seed))),
      rate(dice.of<double>({0.02, 0.1, 0.3, 1.0})), ref(image) {
  sim::RtlOptions options;
  options.assertions = true;
  options.between = [this](std::unique_ptr<sim::TileModel> chip) {
    auto faulty = std::make_unique<FaultyTile>(std::move(chip));
    tile = faulty.get();
    return faulty;
  };
  rtl = sim::createRtlEngine(image, options);
  memories.emplace(*tile, *image);
  stimulate();
  step();
  expectEqual();
}

void Campaign::expect(bool holds, const std::string &what) {
  if (holds)
    return;
  std::string where;
  for (unsigned bit : bits)
    where += " " + std::to_string(bit);
  throw Error("seed " + std::to_string(seed) + ", step " +
              std::to_string(ref.stepCount()) + ", bits" + where +
              " of granule " + std::to_string(place.granule) + " of word " +
              std::to_string(place.word) + " of " +
              Memories::kinds()[place.kind] + ": " + what);
}

void Campaign::startOver() {
  ref.reset();
  rtl->reset();
  stimulate();
  step();
  expectEqual();
}

void Campaign::stimulate() {
  for (uint32_t m = 0; m < image->modulators.size(); ++m)
    if (image->modulators[m].driver < 0 && dice.oneIn(8)) {
      auto value = static_cast<int32_t>(dice.in(-1000, 1000));
      ref.setModulator(m, value);
      rtl->setModulator(m, value);
    }
  for (uint32_t p = 0; p < image->populations.size(); ++p) {
    const image::Population &population = image->populations[p];
    for (uint32_t i = 0; population.isInput && i < population.size; ++i) {
      if (dice.unit() >= rate)
        continue;
      auto payload = static_cast<int32_t>(
          dice.in(population.payloadMin, population.payloadMax));
      ref.inject(p, i, payload);
      rtl->inject(p, i, payload);
    }
  }
}

void Campaign::step() {
  ref.step();
  rtl->step();
}

void Campaign::expectEqual() {
  expect(ref.events() == rtl->events(), "events differ");
  expect(ref.digest() == rtl->digest(), "digests differ");
  runtime::Counters a = ref.counters(), b = rtl->counters();
  expect(a.cycles == b.cycles && a.instructions == b.instructions &&
             a.synapticOps == b.synapticOps &&
             a.synapseUpdates == b.synapseUpdates,
         "counters differ");
}

void Campaign::arm(unsigned flips) {
  memories->remember();
  // Some faults come between this step and the next one.
  auto cycle = static_cast<uint64_t>(
      dice.in(0, static_cast<int64_t>(tile->lastCycles())));
  tile->arm(cycle, [this, flips] {
    place = memories->draw(dice);
    bits.clear();
    while (bits.size() < flips) {
      auto bit = static_cast<unsigned>(dice.next() % place.bits());
      if (bits.empty() || bits[0] != bit)
        bits.push_back(bit);
    }
    for (unsigned bit : bits)
      place.flip(bit);
  });
}

void Campaign::scrub() {
  if (!place.host) {
    place.flip(bits[0]);
    return;
  }
  auto [address, first, count] = *place.host;
  uint64_t mask = (uint64_t(1) << count) - 1;
  uint32_t before = corrected();
  uint32_t value = tile->read(address);
  expect(value == (place.memory->read(place.word) >> first & mask),
         "the host reads another value");
  expect(corrected() == before + 1, "the host's read is not counted");
  tile->write(address, value);
  expect(place.isSound(), "still wrong after the host has written it");
  tile->read(address);
  expect(corrected() == before + 1, "counted again after a rewrite");
}

void Campaign::flipOne(Outcomes &outcomes) {
  uint32_t before = corrected();
  arm(1);
  for (unsigned n = 0; n < 8 && corrected() == before; ++n) {
    stimulate();
    step();
    expectEqual();
  }
  expect(errors() == 0 && uncorrectable() == 0, "taken for more than one bit");
  Outcome &outcome = outcomes[place.kind];
  ++outcome.flips;
  bool wrong = !place.isSound();
  if (corrected() != before)
    ++outcome.inSteps;
  else if (wrong && place.host)
    ++outcome.byHost;
  else
    ++outcome.neverRead;
  if (wrong)
    scrub();
}

void Campaign::flipTwo(Outcomes &outcomes) {
  uint32_t before = uncorrectable();
  arm(2);
  bool stopped = false;
  for (unsigned n = 0; n < 8 && !stopped; ++n) {
    stimulate();
    try {
      step();
    } catch (const Error &) {
      stopped = true;
    }
    // The digest would look at what is wrong.
    expect(stopped || ref.events() == rtl->events(), "events differ");
  }
  Outcome &outcome = outcomes[place.kind];
  ++outcome.flips;
  if (stopped) {
    expect((errors() & sim::UncorrectableWord) && tile->halted &&
               uncorrectable() > before,
           "stopped by something else");
    ++outcome.inSteps;
    startOver();
    return;
  }
  expect(errors() == 0 && uncorrectable() == before, "did not stop the chip");
  if (!place.isSound()) {
    if (place.host) {
      tile->read(place.host->address);
      expect(errors() == sim::UncorrectableWord && tile->halted &&
                 uncorrectable() == before + 1,
             "the host's read does not stop the chip");
      tile->write(sim::CommandRegister, sim::ClearErrorsCommand);
      ++outcome.byHost;
    } else {
      ++outcome.neverRead;
    }
    for (unsigned bit : bits)
      place.flip(bit);
  } else {
    ++outcome.neverRead;
  }
  expectEqual();
}

} // namespace snnc::faults
