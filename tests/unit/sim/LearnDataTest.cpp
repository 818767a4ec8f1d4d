//===- LearnDataTest.cpp - Every bit that Learn moves -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/runtime/LearnNetwork.h"
#include "tests/unit/sim/Lockstep.h"

namespace snnc {
namespace {

using testing::LearnNetwork;
using testing::lockstep;
using testing::TinyRandom;
using testing::TinySynapse;

using Codes = std::vector<int64_t>;

image::Target tile() { return image::findTarget("tile"); }

Codes randomCodes(TinyRandom &random, size_t count, unsigned bits) {
  Codes codes(count);
  for (int64_t &code : codes)
    code = int32_t(random()) >> (32 - bits);
  return codes;
}

/// Random values in all that a rule reads and writes, events of a part of the
/// sources and targets.
testing::Stimulus shuffle(const image::Image &image, unsigned oneIn = 2) {
  return [&image, oneIn](runtime::Engine &engine, uint64_t t) {
    TinyRandom random(uint32_t(t) * 131 + 3);
    const auto j = uint32_t(image.projections.size() - 1);
    const image::Projection &p = image.projections[j];
    const image::Plasticity &plastic = *p.plastic;
    engine.writeWeights(j, randomCodes(random, p.synapses, p.weightBits));
    for (uint32_t v = 0; v < plastic.variables.size(); ++v)
      engine.writeSynapseVariable(
          j, v, randomCodes(random, p.synapses, plastic.variables[v].bits));
    for (uint32_t v = 0; v < plastic.traces.size(); ++v)
      engine.writeTrace(j, v,
                        randomCodes(random, image.populations[p.source].size,
                                    plastic.traces[v].bits));
    const image::Population &to = image.populations[p.target];
    for (uint32_t v = 0; v < to.states.size(); ++v)
      engine.writeState(p.target, v,
                        randomCodes(random, to.size, to.states[v].bits));
    for (uint32_t of : {p.source, p.target})
      for (uint32_t i = 0; i < image.populations[of].size; ++i)
        if (random() % oneIn == 0)
          engine.inject(of, i, image.populations[of].payloadMin);
  };
}

struct Walk {
  bool columns;
  bool dense;
  unsigned weightLog2;
  /// Behind what fills most of every memory.
  bool far = false;
};

/// What `wideNetwork` leaves of the memories. The filler is at rest.
void fill(LearnNetwork &net, uint32_t synapseRows) {
  const image::Target &t = net.made.target;
  const uint32_t size = (t.blocks - 36) * t.lanes;
  uint32_t p = net.population("filler", size);
  for (unsigned i = 0; i < 7; ++i)
    net.state(p, "s" + std::to_string(i), 32);
  net.state(p, "short", 16);
  net.port(p, "port", 32, 2);
  net.port(p, "more", 32, 2);
  net.made.tiles[0].program.resize(700);
  net.made.tiles[0].programLocations.resize(700, -1);
  net.program(p, "ldp r0, {port}\nldp r0, {more}");
  for (unsigned i = 0; i < 4; ++i)
    net.sparse(p, p, 0, {{i, i, 1, 1}});
  net.made.tiles[0].synapses.resize(size_t(t.synapseRows - synapseRows) *
                                    t.lanes);
}

/// `n` sources with eight traces of 8 to 32 bits, whose events weigh nothing,
/// 21 targets with states of all widths, seven variables of all widths.
LearnNetwork wideNetwork(const Walk &walk, uint32_t n, uint8_t accBits = 32,
                         uint8_t slotsLog2 = 1) {
  LearnNetwork net("data", tile());
  net.made.target.maxSlots = 128;
  const uint32_t m = 21;
  if (walk.far)
    fill(net, n > 20 ? 976 : 840);
  net.skewed = walk.columns;
  uint32_t in = net.input("in", n, 0, 0), out = net.population("out", m);
  for (unsigned bits : {32, 16, 8})
    net.state(out, "y" + std::to_string(bits), uint8_t(bits));
  net.port(out, "in", accBits, slotsLog2);
  net.program(out, "ldp r0, {in}");
  if (walk.dense) {
    net.dense(in, out, 0, std::vector<int32_t>(n * m, 0), walk.weightLog2);
  } else {
    std::vector<TinySynapse> list;
    for (uint32_t s = 0; s < n; ++s)
      for (uint32_t d = 0; d < m; ++d)
        if ((s * 7 + d * 5) % 3 == 0)
          list.push_back({s, d, 0, 1});
    net.leastIndexBits = walk.far ? 16 : 1;
    net.sparse(in, out, 0, list, walk.weightLog2);
  }
  uint32_t p = net.plastic();
  for (unsigned k = 1; k < 8; ++k) {
    net.variable(p, "e" + std::to_string(k), uint8_t(8 << k % 3));
    // Some in the filler's part of the memory, before the weights.
    if (walk.far && k > 4)
      net.made.projections[p].parts[0].variables.back() =
          (k - 4) * 2048 * (32 / (8u << k % 3));
  }
  for (unsigned k = 0; k < 8; ++k)
    net.trace(p, "x" + std::to_string(k),
              k == 0 ? uint8_t(8 << (walk.weightLog2 - 3))
                     : uint8_t(8 << k % 3));
  return net;
}

std::vector<std::string> allTraces() {
  std::vector<std::string> names;
  for (unsigned k = 0; k < 8; ++k)
    names.push_back("x" + std::to_string(k));
  return names;
}

/// The program is walked over what events are due, rows or columns.
void walkEvents(LearnNetwork &net, const Walk &walk, const std::string &text) {
  const auto j = uint32_t(net.made.projections.size() - 1);
  const image::Projection &p = net.made.projections[j];
  if (walk.columns) {
    net.blocks(p.target, "fired r0\n due r0");
    net.columns(j, text, allTraces());
  } else {
    net.blocks(p.source, "fired r0\n due r0");
    net.rows(j, text, allTraces());
  }
}

const Walk walks[] = {{false, true, 3},        {false, true, 4, true},
                      {false, false, 3, true}, {false, false, 4},
                      {true, true, 3, true},   {true, true, 4},
                      {true, false, 3, true},  {true, false, 4, true}};

class RtlLearnData : public ::testing::TestWithParam<Walk> {};

TEST_P(RtlLearnData, PlanesCommonsAndStates) {
  // Each plane takes the bits of a common value and of a state.
  LearnNetwork net = wideNetwork(GetParam(), 29);
  std::string text;
  for (unsigned k = 0; k < 8; ++k) {
    std::string plane = std::to_string(k);
    std::string bits =
        std::to_string(k == 0 ? 1u << GetParam().weightLog2 : 8u << k % 3);
    text += "ldc r1, com=" + plane + "\n lds r2, plane=" + plane +
            "\n ld r3, {y" + bits + "}\n xor r2, r2, r1\n xor r2, r2, r3\n";
    text += "sts r2, plane=" + plane + (k == 7 ? ", last" : "\n");
  }
  walkEvents(net, GetParam(), text);
  auto image = net.shared();
  lockstep(image, 4, shuffle(*image));
}

TEST_P(RtlLearnData, RoundingTakesEveryBitOfADraw) {
  LearnNetwork net = wideNetwork(GetParam(), 13);
  std::string text = "lds r1, plane=2\n lds r2, plane=5\n";
  for (unsigned sh = 1; sh <= 30; ++sh)
    text += "ldd r0, com=" + std::to_string(sh % 2 ? 2 : 5) +
            "\n xor r1, r1, r0\n" + "shr r3, r1, " + std::to_string(sh) +
            ", rnd=stochastic\n" + "add r2, r2, r3\n";
  text += "rand2 r3, r1, r2, stream=0xabcd1234\n sts r3, plane=5\n"
          "sts r2, plane=2, last";
  walkEvents(net, GetParam(), text);
  auto image = net.shared();
  lockstep(image, 3, shuffle(*image));
}

TEST_P(RtlLearnData, StoresClampToTheirWidth) {
  LearnNetwork net = wideNetwork(GetParam(), 13);
  std::string text;
  for (unsigned k = 0; k < 8; ++k) {
    std::string plane = std::to_string(k);
    text += "ldc r1, com=2\n lds r2, plane=" + plane +
            ", sh=" + std::to_string(k) +
            "\n add r2, r2, r1, sat\n sts r2, plane=" + plane +
            ", sh=" + std::to_string(3 * k) + ", rnd=even" +
            (k == 7 ? ", last" : "\n");
  }
  walkEvents(net, GetParam(), text);
  auto image = net.shared();
  lockstep(image, 3, shuffle(*image));
}

TEST_P(RtlLearnData, MasksAreOfTheUnitAlone) {
  LearnNetwork net = wideNetwork(GetParam(), 29);
  walkEvents(
      net, GetParam(),
      "ldc r0, com=1\n lds r1, plane=3\n xor r0, r0, r1\n and r0, r0, 3\n"
      "mask r0\n lds r2, plane=1\n add r2, r2, 1\n sts r2, plane=1\n"
      "and r0, r2, 4\n mask r0\n sts r1, plane=0\n mask r1, last");
  auto image = net.shared();
  lockstep(image, 4, shuffle(*image));
}

INSTANTIATE_TEST_SUITE_P(Walks, RtlLearnData, ::testing::ValuesIn(walks));

TEST(RtlLearnDelta, EveryPlaneFactorAndShift) {
  for (const Walk &walk : walks) {
    if (walk.columns)
      continue;
    LearnNetwork net = wideNetwork(walk, 19);
    std::string text;
    const char *const modes[] = {"floor", "even", "stochastic"};
    for (unsigned i = 0; i < 32; ++i) {
      unsigned bits = 8u << i % 3;
      text += "dlt plane=" + std::to_string(i % 8) +
              ", com=" + std::to_string((i * 3 + 1) % 8) +
              ", rcom=" + std::to_string((i * 5) % 2 ? 2 : 5) + ", {y" +
              std::to_string(bits) + "}, sh=" + std::to_string(i * 7 % 31) +
              ", rnd=" + modes[i % 4 ? 2 : i / 4 % 2] + "\n";
    }
    text += "dlt plane=2, com=0, rcom=2, {y32}, sh=30, rnd=stochastic\n"
            "dlt plane=5, com=3, rcom=5, {y32}, sh=29, rnd=stochastic, last";
    walkEvents(net, walk, text);
    auto image = net.shared();
    lockstep(image, 4, shuffle(*image));
  }
}

TEST(RtlLearnDeposit, EverySlotAndWidth) {
  for (uint8_t accBits : {16, 32})
    for (uint8_t slotsLog2 : {1, 2, 3, 4, 7})
      for (bool dense : {false, true}) {
        if (slotsLog2 == 7 && dense == (accBits == 16))
          continue;
        LearnNetwork net =
            wideNetwork({false, dense, 4}, 5, accBits, slotsLog2);
        std::string text = "ldc r0, com=0\n lds r1, plane=4\n xor r0, r0, r1\n";
        // Sums of five sources of two deposits each.
        text += accBits == 16 ? "shr r0, r0, 21, rnd=floor\n"
                                "addp r0, {in}\n addp r0, {in}, sh=1, last"
                              : "shr r0, r0, 8, rnd=floor\n"
                                "addp r0, {in}, sh=4\n addp r0, {in}, last";
        walkEvents(net, {false, dense, 4}, text);
        auto image = net.shared();
        lockstep(image, (1u << slotsLog2) + 1, shuffle(*image));
      }
}

TEST(RtlLearnDeposit, EveryShift) {
  // A source of its own for each shift, one a step.
  LearnNetwork net("shift", tile());
  const uint32_t n = 31;
  uint32_t in = net.input("in", n, 0, 0), out = net.population("out", 24);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  net.dense(in, out, 0, std::vector<int32_t>(n * 24, 0), 4);
  uint32_t p = net.plastic();
  net.trace(p, "x", 32);
  for (uint32_t sh = 0; sh < n; ++sh) {
    std::string shift = std::to_string(sh);
    net.blocks(in, "lid r0\n ceq r0, r0, " + shift +
                       "\n fired r1\n and r0, r0, r1\n due r0");
    net.rows(p,
             "ldc r0, com=0\n lds r1, plane=0\n xor r0, r0, r1\n shr r0, r0, " +
                 shift + ", rnd=floor\n addp r0, base=0, slots=2, wide, sh=" +
                 shift + ", last",
             {"x"});
  }
  auto image = net.shared();
  lockstep(image, n, [&](runtime::Engine &engine, uint64_t t) {
    TinyRandom random{uint32_t(t)};
    engine.writeTrace(0, 0, randomCodes(random, n, 32));
    engine.writeWeights(0, randomCodes(random, n * 24, 16));
    engine.inject(0, uint32_t(t % n), 0);
  });
}

TEST(RtlLearn, SourcesOfEveryBlockAreDue) {
  // Each with one synapse, of 200 blocks to 24.
  LearnNetwork net("due", tile());
  const uint32_t n = 1600, m = 192;
  uint32_t in = net.input("in", n), out = net.population("out", m);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  net.skewed = true;
  std::vector<TinySynapse> list;
  for (uint32_t s = 0; s < n; ++s)
    list.push_back({s, s * 7 % m, int32_t(s % 200) - 100, 1});
  net.sparse(in, out, 0, list);
  uint32_t p = net.plastic();
  net.trace(p, "x", 16);
  net.blocks(in, "fired r0\n due r0");
  net.rows(p,
           "ldc r0, com=0\n lds r1, plane=0\n xor r0, r0, r1\n"
           "and r0, r0, 127\n sts r0, plane=0, last",
           {"x"});
  net.blocks(out, "fired r0\n due r0");
  net.columns(p,
              "ldc r0, com=0\n lds r1, plane=0\n add r0, r0, r1\n"
              "and r0, r0, 127\n sts r0, plane=0, last",
              {"x"});
  lockstep(net.shared(), 3, [&](runtime::Engine &engine, uint64_t t) {
    TinyRandom random(uint32_t(t) + 9);
    engine.writeTrace(0, 0, randomCodes(random, n, 16));
    for (uint32_t i = 0; i < n; ++i)
      if (random() % 12 == 0)
        engine.inject(in, i, 1);
    for (uint32_t i = 0; i < m; ++i)
      if (random() % 4 == 0)
        engine.inject(out, i, 1);
  });
}

TEST(RtlLearn, EventsOfEveryBlock) {
  // Nearly all blocks of the tile; payloads of all bits, forgotten after the
  // step.
  LearnNetwork net("all", tile());
  const uint32_t size = (net.made.target.blocks - 1) * net.made.target.lanes;
  uint32_t in = net.input("in", size, -32768, 32767);
  uint32_t out = net.population("out", 8);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  net.sparse(in, out, 0, {{5, 1, 1, 1}});
  uint32_t p = net.plastic();
  net.trace(p, "count", 8);
  net.trace(p, "payload", 16);
  net.blocks(in,
             "fired r0\n ld r1, {count}\n add r0, r0, r1\n st r0, {count}\n"
             "pay r2\n st r2, {payload}",
             false);
  lockstep(net.shared(), 4, [&](runtime::Engine &engine, uint64_t t) {
    TinyRandom random(uint32_t(t) + 1);
    for (uint32_t i = 0; i < size; ++i)
      if (random() % (t == 3 ? 40 : 2) == 0)
        engine.inject(in, i, int16_t(random()));
  });
}

} // namespace
} // namespace snnc
