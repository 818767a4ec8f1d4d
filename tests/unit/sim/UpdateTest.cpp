//===- UpdateTest.cpp - Instructions of the chip ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Threefry.h"
#include "isa/RandomProgram.h"
#include "sim/TileDriver.h"
#include "tests/unit/sim/Lockstep.h"

namespace snnc {
namespace {

using testing::lockstep;
using testing::TinyNetwork;
using testing::TinyRandom;

std::vector<int32_t> operands(size_t count, uint32_t seed, unsigned bits = 32) {
  const int32_t edges[] = {
      0,   1,    -1,        2,         32767,   -32768, 65535,
      127, -128, INT32_MAX, INT32_MIN, 1 << 30, -65537, INT32_MIN + 1};
  TinyRandom random(seed);
  std::vector<int32_t> values;
  while (values.size() < count) {
    int32_t v = random() % 3 == 0 ? edges[random() % std::size(edges)]
                                  : int32_t(random()) >> (random() % 32);
    values.push_back(
        bits == 32 ? v : int32_t(uint32_t(v) << (32 - bits)) >> (32 - bits));
  }
  return values;
}

/// r3 = f(r0, r1, r2) for random operands, on the chip as on the model, for
/// each of these instructions one after the other.
void check(const std::vector<std::string> &instructions, uint32_t seed = 1) {
  TinyNetwork net("ops", image::findTarget("tile"));
  uint32_t p = net.population("n", 203);
  net.param(p, "a", 32, operands(203, seed));
  net.param(p, "b", 32, operands(203, seed + 1));
  net.param(p, "c", 32, operands(203, seed + 2));
  net.table(operands(1024, seed + 3));
  net.modulator("m", -12345);
  std::string text = "ld r0, {a}\nld r1, {b}\nld r2, {c}\n", names;
  for (size_t i = 0; i < instructions.size(); ++i) {
    std::string number = std::to_string(i);
    net.state(p, "r" + number, 32);
    net.state(p, "narrow" + number, 16);
    text += "rand r4, r0, stream=0x1234, sh=3\n" + instructions[i] +
            "\nst r3, {r" + number + "}\nst r3, {narrow" + number +
            "}, sh=7, rnd=even\n";
    names += instructions[i] + "\n";
  }
  SCOPED_TRACE(names);
  net.program(p, text);
  lockstep(net.shared(), 2);
}

TEST(RtlUpdate, PlainOperations) {
  std::vector<std::string> sums, neighbours,
      others = {"mov r3, r1",
                "mov r3, -77",
                "and r5, r2, 1\nsel r3, r5, r0, r1",
                "sel r3, r2, r0, r1",
                "lid r3",
                "ldm r3, mod=0"};
  for (const char *op : {"add", "sub", "rsub", "shl"})
    for (const char *tail : {"", ", sat"}) {
      sums.push_back(std::string(op) + " r3, r0, r1" + tail);
      sums.push_back(std::string(op) + " r3, r0, 17" + tail);
    }
  for (const char *op : {"and", "or", "xor", "min", "max", "ceq", "cne", "clt",
                         "cle", "cgt", "cge"}) {
    others.push_back(std::string(op) + " r3, r0, r1");
    others.push_back(std::string(op) + " r3, r0, r0");
    others.push_back(std::string(op) + " r3, r0, -1");
  }
  // Neighbours, and all but one bit equal.
  for (const char *op : {"ceq", "cne", "clt", "cle", "cgt", "cge", "min"})
    for (const char *other :
         {"add r4, r0, 1", "sub r4, r0, 1", "xor r4, r0, 1", "shl r4, r0, 31"})
      neighbours.push_back(std::string(other) + "\n" + op + " r3, r0, r4");
  for (uint32_t seed : {1, 2, 3}) {
    check(sums, seed);
    check(others, seed);
    check(neighbours, seed);
  }
}

TEST(RtlUpdate, MultiplyAndShift) {
  for (unsigned sh : {0u, 1u, 7u, 15u, 16u, 29u, 30u}) {
    std::vector<std::string> products;
    for (const char *rnd : {"floor", "even", "stochastic"})
      for (const char *sat : {"", ", sat"}) {
        std::string tail = ", sh=" + std::to_string(sh) + ", rnd=" + rnd + sat;
        products.push_back("mul r3, r0, r1" + tail);
        products.push_back("mac r3, r0, r1, r2" + tail);
      }
    check(products, sh);
  }
  std::vector<std::string> shifts;
  for (const char *rnd : {"floor", "even", "stochastic"}) {
    shifts.push_back("shr r3, r0, r1, rnd=" + std::string(rnd));
    shifts.push_back("shr r3, r0, 13, rnd=" + std::string(rnd));
  }
  check(shifts);
  // Every bit of the random number decides at some distance.
  std::vector<std::string> draws;
  for (int sh = 1; sh <= 30; ++sh)
    draws.push_back("mul r3, r0, r1, rnd=stochastic, sh=" + std::to_string(sh));
  check(draws, 77);
}

TEST(RtlUpdate, EveryBitMakesACondition) {
  // Each of 32 bits in each lane, and none.
  TinyNetwork net("bits", image::findTarget("tile"));
  std::vector<int32_t> bits(33 * 8);
  for (uint32_t i = 0; i < 32 * 8; ++i)
    bits[i] = int32_t(1u << (i / 8));
  uint32_t p = net.population("n", 33 * 8);
  net.payload(p, -3, 3);
  net.param(p, "c", 32, bits);
  net.state(p, "x", 32);
  net.program(p, "ld r0, {c}\nmov r1, 5\nmov r2, -6\nsel r3, r0, r1, r2\n"
                 "st r3, {x}\nemit r0, 3");
  lockstep(net.shared(), 2);
}

TEST(RtlUpdate, SumsOfPortsAreClamped) {
  for (uint8_t accBits : {16, 32})
    for (const char *tail : {"sh=14", "sh=14, sat", "sh=7, sat", "sh=0, sat"}) {
      TinyNetwork net("ports", image::findTarget("tile"));
      uint32_t in = net.input("in", 4, -20000, 20000);
      uint32_t out = net.population("out", 40);
      net.state(out, "a", 32);
      net.port(out, "in", accBits, 1);
      net.program(out, "ldp r0, {in}, " + std::string(tail) + "\nst r0, {a}");
      std::vector<int32_t> weights(4 * 40, 1);
      net.dense(in, out, 0, weights, 1, accBits == 32 ? 4 : 0);
      lockstep(net.shared(), 8, [](runtime::Engine &engine, uint64_t t) {
        engine.inject(0, 0, int32_t(t % 2 ? -1 : 1) * (1 << (2 * t)));
      });
    }
}

TEST(RtlUpdate, TablesAndRandomNumbers) {
  check({"lut r3, r0, base=3, len=97, sh=0",
         "lut r3, r0, base=0, len=64, sh=20",
         "lut r3, r1, base=0, len=1024, sh=0",
         "lut r3, r2, base=0, len=1024, sh=21",
         "lut r3, r0, base=512, len=512, sh=5",
         "lut r3, r1, base=1, len=1023, sh=9",
         "lut r3, r0, base=1023, len=1, sh=0",
         "lut r3, r2, base=682, len=341, sh=30"});
  check({"rand r3, r1, stream=0xdeadbeef",
         "rand r3, r4, stream=7, sh=30\nrand r5, r3, stream=8\n"
         "add r3, r3, r5"});
  std::vector<std::string> draws;
  for (int sh = 0; sh < 31; sh += 3)
    draws.push_back("rand r3, r2, stream=0x5a5a, sh=" + std::to_string(sh));
  check(draws);
}

TEST(RtlUpdate, RandomNumbersOfAnyStep) {
  TinyNetwork net("draws", image::findTarget("tile"));
  uint32_t p = net.population("n", 40);
  net.state(p, "r", 32);
  net.program(p, "lid r0\nrand r1, r0, stream=0x9abcdef0\nst r1, {r}");
  auto image = net.shared();
  const uint32_t base = image->populations[p].parts[0].states[0];
  sim::TileDriver driver(sim::makeFastTile(), image->target, false);
  driver.load(image->tiles[0]);
  for (uint64_t t : {0xffffffffull, 0x123456789abcdef0ull, 0x5a5a5a5aull,
                     0x8000000000000000ull, 0xa5a5a5a5ffull}) {
    driver.writeStep(t);
    std::vector<sim::StreamEvent> events;
    ASSERT_TRUE(driver.step(100000, events));
    std::vector<uint32_t> row(driver.lanes());
    for (uint32_t i = 0; i < 40; ++i) {
      if (i % driver.lanes() == 0)
        driver.readStateRow(base + i / driver.lanes(), row.data());
      EXPECT_EQ(row[i % driver.lanes()],
                image::threefry(0x9abcdef0, uint32_t(t), i, 0).first);
    }
    EXPECT_EQ(driver.read(sim::StepRegister), uint32_t(t + 1));
    EXPECT_EQ(driver.read(sim::StepRegister + 1), uint32_t((t + 1) >> 32));
  }
}

TEST(RtlUpdate, PlanesOfEveryWidth) {
  for (unsigned bits : {8u, 16u, 32u})
    for (const char *rnd : {"floor", "even", "stochastic"}) {
      TinyNetwork net("planes", image::findTarget("tile"));
      uint32_t p = net.population("n", 150);
      net.state(p, "pad", 8);
      net.state(p, "x", uint8_t(bits), operands(150, bits, bits));
      net.state(p, "y", uint8_t(bits), operands(150, bits + 1, bits));
      net.program(p, "ld r0, {x}, sh=5, sat\nld r1, {y}, sh=14\n"
                     "rand r2, r0, stream=3\nadd r3, r0, r1\n"
                     "st r3, {x}, sh=6, rnd=" +
                         std::string(rnd) + "\nst r2, {y}, sh=3, rnd=" + rnd);
      lockstep(net.shared(), 4);
    }
}

TEST(RtlUpdate, PaddingAndSeveralGroups) {
  TinyNetwork net("groups");
  for (uint32_t size : {1u, 5u, 8u, 33u, 64u}) {
    uint32_t p = net.population("n" + std::to_string(size), size);
    net.payload(p, -9, 9);
    net.state(p, "x", 16, {3});
    net.program(p, "ld r0, {x}\nlid r1\nadd r0, r0, r1\nst r0, {x}\n"
                   "and r2, r0, 1\nemit r2, r1");
  }
  uint32_t p = net.population("rows", 6 * 11, 11);
  net.state(p, "x", 32, {0});
  net.program(p, "lid r1\nld r0, {x}\nadd r0, r0, r1\nst r0, {x}\n"
                 "emit r1, -5");
  lockstep(net.shared(), 5);
}

TEST(RtlUpdate, AsManyGroupsAsThereAre) {
  TinyNetwork net("groups", image::findTarget("tile"));
  const uint32_t groups = net.made.target.groups;
  for (uint32_t g = 0; g < groups; ++g) {
    uint32_t size = 1 + g * 37 % 70;
    if (g % 5 == 3) {
      net.input("in" + std::to_string(g), size, -300, 300);
      continue;
    }
    uint32_t p = net.population("n" + std::to_string(g), size);
    net.payload(p, -300, 300);
    net.state(p, "x", 16, {int32_t(g)});
    net.port(p, "in");
    net.program(p, "ld r0, {x}\nlid r1\nldp r2, {in}\nadd r0, r0, r2\n"
                   "add r0, r0, r1\nst r0, {x}\nand r2, r0, 3\nemit r2, r1");
  }
  TinyRandom random(11);
  for (uint32_t g = 0; g < groups; ++g) {
    uint32_t target = (g + 7) % groups;
    if (net.made.populations[target].isInput)
      continue;
    std::vector<testing::TinySynapse> synapses;
    for (int i = 0; i < 30; ++i)
      synapses.push_back({random() % net.made.populations[g].size,
                          random() % net.made.populations[target].size,
                          int32_t(random() % 200) - 100, 1});
    net.sparse(g, target, 0, synapses);
  }
  lockstep(net.shared(), 6, [&](runtime::Engine &engine, uint64_t t) {
    for (uint32_t g = 3; g < groups; g += 5)
      engine.inject(g, 0, int32_t(t * g) - 90);
  });
}

TEST(RtlUpdate, RandomPrograms) {
  for (uint32_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    TinyRandom random(seed);
    TinyNetwork net("random", image::findTarget("tile"));
    for (uint32_t g = 0; g < 3; ++g) {
      uint32_t size = 1 + random() % 90;
      uint32_t p = net.population("n" + std::to_string(g), size);
      net.payload(p, -200, 200);
      isa::RandomProgramSpec spec;
      for (unsigned bits : {8u, 16u, 32u}) {
        std::string name = "s" + std::to_string(bits);
        net.state(p, name, uint8_t(bits), operands(size, seed + bits, bits));
        spec.planes.push_back(
            {net.part(p).states.back(), uint8_t(bits / 16), true});
      }
      bool wide = random() % 2;
      auto slots = uint8_t(1 + random() % 4);
      net.port(p, "in", wide ? 32 : 16, slots);
      spec.ports.push_back({net.part(p).ports.back(), slots, wide});
      spec.tables.push_back({net.table(operands(30, seed)), 30});
      spec.length = 5 + random() % 40;
      spec.payloadMin = -200;
      spec.payloadMax = 200;
      net.words(p, isa::randomProgram(seed * 8 + g, spec));
    }
    lockstep(net.shared(), 6);
    if (HasFailure())
      return;
  }
}

} // namespace
} // namespace snnc
