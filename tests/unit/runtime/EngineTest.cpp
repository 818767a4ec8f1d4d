//===- EngineTest.cpp - Digest, host access, save and restore ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/Digest.h"
#include "runtime/RefEngine.h"
#include "tests/unit/runtime/TinyNetwork.h"

#include <gtest/gtest.h>

namespace snnc {
namespace {

using runtime::RefEngine;
using testing::TinyNetwork;

/// Random input into leaky neurons with recurrent synapses and noise.
struct Recurrent {
  TinyNetwork net;
  uint32_t in, hidden;
  std::shared_ptr<const image::Image> image;

  Recurrent() {
    in = net.input("in", 20);
    hidden = net.population("hidden", 30, 15);
    net.state(hidden, "v", 16, {0}, 8);
    std::vector<int32_t> init;
    for (int i = 0; i < 30; ++i)
      init.push_back(i - 15);
    net.state(hidden, "u", 8, init);
    net.port(hidden, "in", 16, 3);
    net.port(hidden, "back", 32, 2);
    net.modulator("gain", 3);
    net.driven("rate", hidden, true, 2);
    net.program(hidden, R"(
      ld r0, {v}
      ldp r1, {in}
      ldp r2, {back}
      lid r3
      rand r4, r3, stream=77, sh=28
      mac r0, r0, 0x7000, r1, sh=15, rnd=stochastic, sat
      add r0, r0, r2, sat
      add r0, r0, r4
      ldm r5, mod=0
      ld r6, {u}
      add r6, r6, r5
      st r6, {u}
      cgt r7, r0, 200
      cle r8, r0, 200
      sel r0, r8, r0, 0
      st r0, {v}
      emit r7, 1)");
    testing::TinyRandom random(3);
    std::vector<testing::TinySynapse> to, back;
    for (int i = 0; i < 200; ++i)
      to.push_back({random() % 20, random() % 30, int32_t(random() % 100),
                    1 + random() % 7});
    for (int i = 0; i < 100; ++i)
      back.push_back({random() % 30, random() % 30, int32_t(random() % 64) - 32,
                      1 + random() % 3});
    net.sparse(in, hidden, 0, to);
    net.sparse(hidden, hidden, 1, back);
    image = net.shared();
  }

  void drive(RefEngine &engine) const {
    testing::TinyRandom random(uint32_t(engine.stepCount()) * 13 + 1);
    for (uint32_t i = 0; i < 20; ++i)
      if (random() % 2)
        engine.inject(in, i, 1);
    engine.step();
  }
};

/// The manual's sum, a term at a time.
uint64_t digestByTheManual(RefEngine &engine) {
  const image::Image &image = engine.image();
  auto H = [](uint64_t object, uint64_t variable, uint64_t index,
              int64_t value) {
    auto mix = [](uint64_t z) {
      z ^= z >> 30;
      z *= 0xbf58476d1ce4e5b9;
      z ^= z >> 27;
      z *= 0x94d049bb133111eb;
      return z ^ z >> 31;
    };
    const uint64_t G = 0x9e3779b97f4a7c15;
    return mix(mix(mix(((object << 32) | variable) + G) ^ (index + G)) ^
               (uint64_t(value) + G));
  };
  uint64_t sum = image.weightsDigest;
  for (uint32_t p = 0; p < image.populations.size(); ++p) {
    const image::Population &population = image.populations[p];
    for (uint32_t i = 0; i < population.size; ++i) {
      for (uint32_t v = 0; v < population.states.size(); ++v)
        sum += H(p, v, i, engine.readState(p, v)[i]);
      for (uint32_t q = 0; q < population.ports.size(); ++q)
        for (uint32_t d = 0; d < population.ports[q].maxDelay; ++d)
          sum += H(p, 0x1000 + q, (uint64_t(d) << 32) + i,
                   engine.readPort(p, q, d)[i]);
    }
  }
  for (const runtime::Event &e : engine.events())
    sum += H(e.population, 0x2000, e.index, e.payload);
  for (uint32_t m = 0; m < image.modulators.size(); ++m)
    sum += H(0x20000, m, 0, engine.readModulator(m));
  for (uint32_t m = 0; m < image.modulators.size(); ++m)
    if (image.modulators[m].driver >= 0)
      sum += H(0x20003, m, 0, engine.isSet(m));
  return sum + H(0x20001, 0, 0, int64_t(engine.stepCount()));
}

TEST(Engine, DigestIsTheManuals) {
  Recurrent r;
  RefEngine engine(r.image);
  EXPECT_EQ(engine.digest(), digestByTheManual(engine));
  bool emitted = false;
  for (int t = 0; t < 20; ++t) {
    r.drive(engine);
    ASSERT_EQ(engine.digest(), digestByTheManual(engine));
    for (const runtime::Event &e : engine.events())
      emitted |= e.population == r.hidden;
  }
  EXPECT_TRUE(emitted);
}

TEST(Engine, DigestDoesNotDependOnThePlaceOfThings) {
  // The same network, its planes and ports moved by an unused neighbour.
  auto build = [](bool moved) {
    TinyNetwork net;
    uint32_t in = net.input("in", 3);
    uint32_t p = net.population("n", 9, moved ? 3 : 9);
    if (moved) {
      net.param(p, "unused", 8, {5});
      net.made.name = "moved";
    }
    net.state(p, "v", 16);
    net.port(p, "in", moved ? 32 : 16, moved ? 2 : 1);
    net.program(p, "ldp r0, {in}\nld r1, {v}\nadd r1, r1, r0\nst r1, {v}\n"
                   "emit r0, 1");
    net.sparse(in, p, 0, {{0, 1, 3, 1}, {1, 8, -4, 1}, {2, 4, 9, 1}});
    return net.shared();
  };
  RefEngine a(build(false)), b(build(true));
  for (int t = 0; t < 6; ++t) {
    for (RefEngine *engine : {&a, &b}) {
      engine->inject(0, uint32_t(t) % 3, 1);
      engine->step();
    }
    EXPECT_EQ(a.digest(), b.digest());
    EXPECT_EQ(a.events(), b.events());
  }
}

TEST(Engine, DigestSeesEveryPart) {
  Recurrent r;
  RefEngine engine(r.image);
  for (int t = 0; t < 5; ++t)
    r.drive(engine);
  uint64_t before = engine.digest();
  auto v = engine.readState(r.hidden, 0);
  v[17] += 1;
  engine.writeState(r.hidden, 0, v);
  EXPECT_NE(engine.digest(), before);
  v[17] -= 1;
  engine.writeState(r.hidden, 0, v);
  EXPECT_EQ(engine.digest(), before);
  engine.setModulator(0, 4);
  EXPECT_NE(engine.digest(), before);
}

TEST(Engine, RestoreContinuesAsIfNothingHappened) {
  Recurrent r;
  RefEngine whole(r.image), first(r.image), second(r.image);
  for (int t = 0; t < 30; ++t)
    r.drive(whole);
  for (int t = 0; t < 11; ++t)
    r.drive(first);
  first.inject(r.in, 4, 1);
  auto saved = first.save();
  second.restore(saved);
  EXPECT_EQ(second.digest(), first.digest());
  EXPECT_EQ(second.events(), first.events());
  first.step();
  second.step();
  EXPECT_EQ(second.digest(), first.digest());

  RefEngine third(r.image);
  for (int t = 0; t < 11; ++t)
    r.drive(third);
  saved = third.save();
  second.restore(saved);
  for (int t = 11; t < 30; ++t)
    r.drive(second);
  EXPECT_EQ(second.digest(), whole.digest());
  EXPECT_EQ(second.counters().cycles, whole.counters().cycles);
  EXPECT_EQ(second.counters().synapticOps, whole.counters().synapticOps);
}

TEST(Engine, RestoreRefusesWhatIsNotItsState) {
  Recurrent r;
  RefEngine engine(r.image);
  auto saved = engine.save();
  r.net.made.name = "another";
  RefEngine other(r.net.shared());
  EXPECT_THROW(other.restore(saved), Error);
  for (size_t n = 0; n < saved.size(); n += 1 + n / 7) {
    std::vector<uint8_t> cut(saved.begin(), saved.begin() + long(n));
    EXPECT_THROW(engine.restore(cut), Error);
  }
  engine.restore(saved);
}

TEST(Engine, ResetPopulationKeepsTheStepCounter) {
  Recurrent r;
  RefEngine engine(r.image);
  for (int t = 0; t < 7; ++t)
    r.drive(engine);
  engine.resetPopulation(r.hidden);
  EXPECT_EQ(engine.stepCount(), 7u);
  EXPECT_EQ(engine.readState(r.hidden, 1)[3], 3 - 15);
  for (uint32_t d = 0; d < 7; ++d)
    EXPECT_EQ(engine.readPort(r.hidden, 0, d), std::vector<int64_t>(30, 0));
  engine.reset();
  EXPECT_EQ(engine.stepCount(), 0u);
  RefEngine fresh(r.image);
  EXPECT_EQ(engine.digest(), fresh.digest());
}

TEST(Engine, ArgumentsAreChecked) {
  Recurrent r;
  RefEngine engine(r.image);
  EXPECT_THROW(engine.inject(9, 0, 1), Error);
  EXPECT_THROW(engine.inject(r.in, 20, 1), Error);
  EXPECT_THROW(engine.inject(r.in, 0, 2), Error);
  engine.inject(r.in, 0, 1);
  EXPECT_THROW(engine.inject(r.in, 0, 1), Error);
  EXPECT_THROW(engine.setModulator(1, 0), Error);
  EXPECT_THROW(engine.setModulator(2, 0), Error);
  EXPECT_THROW(engine.readState(r.hidden, 2), Error);
  EXPECT_THROW(engine.readPort(r.hidden, 0, 8), Error);
  EXPECT_THROW(engine.writeState(r.hidden, 1, {128}), Error);
  EXPECT_THROW(engine.writeState(r.hidden, 1, {1, 2}), Error);
}

TEST(Engine, NamesTheInstructionThatWroteAVariable) {
  Recurrent r;
  RefEngine engine(r.image);
  auto writer = engine.lastWriter(r.hidden, 0, 12);
  ASSERT_TRUE(writer.found);
  EXPECT_EQ(writer.pc, 15u);
  EXPECT_EQ(writer.instruction.substr(0, 6), "st   r");
  EXPECT_EQ(writer.location, "hidden.s:17:1 (neuron @hidden)");
  EXPECT_EQ(engine.emitter(r.hidden).pc, 16u);
  EXPECT_FALSE(engine.emitter(r.in).found);
}

TEST(Engine, RealUnits) {
  Recurrent r;
  RefEngine engine(r.image);
  engine.writeState(r.hidden, 0, {384});
  EXPECT_EQ(engine.readStateReal(r.hidden, 0)[0], 1.5);
}

} // namespace
} // namespace snnc
