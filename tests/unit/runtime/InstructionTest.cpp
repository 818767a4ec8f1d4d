//===- InstructionTest.cpp - Every instruction against its definition -*- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Expected values come from definitions written again here, in __int128 and
// division, not from the engine's own arithmetic.
//
//===----------------------------------------------------------------------===//

#include "runtime/RefEngine.h"
#include "tests/unit/runtime/TinyNetwork.h"

#include <gtest/gtest.h>

#include <functional>

namespace snnc {
namespace {

using Wide = __int128;
using testing::TinyNetwork;

const int32_t kEdges[] = {0,          1,          -1,
                          2,          -2,         3,
                          -3,         5,          127,
                          -128,       255,        32767,
                          -32768,     32768,      65535,
                          65536,      -65537,     1 << 30,
                          INT32_MAX,  INT32_MIN,  INT32_MIN + 1,
                          0x55555555, -0x12345678};

Wide power(unsigned s) { return Wide(1) << s; }

Wide floorDivide(Wide x, Wide by) {
  Wide q = x / by;
  return q * by > x ? q - 1 : q;
}

Wide nearestEven(Wide x, unsigned s) {
  Wide by = power(s), q = floorDivide(x, by), twice = 2 * (x - q * by);
  if (twice > by || (twice == by && q % 2 != 0))
    return q + 1;
  return q;
}

int32_t saturate(Wide x) {
  return x > INT32_MAX ? INT32_MAX : x < INT32_MIN ? INT32_MIN : int32_t(x);
}

int32_t wrap(Wide x) {
  Wide low = x - floorDivide(x, power(32)) * power(32);
  return int32_t(low >= power(31) ? low - power(32) : low);
}

Wide low16(int32_t b) {
  int32_t low = b & 0xffff;
  return low >= 32768 ? low - 65536 : low;
}

using Expect = std::function<int32_t(int32_t a, int32_t b, int32_t c)>;

/// Runs `instruction` (r3 from r0 = a, r1 = b, r2 = c) on many operands.
void check(const std::string &instruction, const Expect &expect) {
  std::vector<int32_t> a, b, c;
  testing::TinyRandom random(7);
  for (int32_t x : kEdges)
    for (int32_t y : kEdges) {
      a.push_back(x);
      b.push_back(y);
      c.push_back(int32_t(random()) >> (random() % 32));
    }
  while (a.size() < 900) {
    a.push_back(int32_t(random()) >> (random() % 32));
    b.push_back(int32_t(random()) >> (random() % 32));
    c.push_back(a.size() % 3 ? 0 : int32_t(random()));
  }
  TinyNetwork net("ops", image::findTarget("tile"));
  uint32_t p = net.population("n", uint32_t(a.size()));
  net.state(p, "r", 32);
  net.param(p, "a", 32, a);
  net.param(p, "b", 32, b);
  net.param(p, "c", 32, c);
  net.program(p, "ld r0, {a}\nld r1, {b}\nld r2, {c}\n" + instruction +
                     "\nst r3, {r}");
  runtime::RefEngine engine(net.shared());
  engine.step();
  auto result = engine.readState(p, 0);
  for (size_t i = 0; i < a.size(); ++i)
    ASSERT_EQ(result[i], expect(a[i], b[i], c[i]))
        << instruction << " of " << a[i] << ", " << b[i] << ", " << c[i];
}

TEST(Instruction, AddSubtract) {
  check("add r3, r0, r1", [](Wide a, Wide b, Wide) { return wrap(a + b); });
  check("add r3, r0, r1, sat",
        [](Wide a, Wide b, Wide) { return saturate(a + b); });
  check("add r3, r0, -7, sat",
        [](Wide a, Wide, Wide) { return saturate(a - 7); });
  check("sub r3, r0, r1", [](Wide a, Wide b, Wide) { return wrap(a - b); });
  check("sub r3, r0, r1, sat",
        [](Wide a, Wide b, Wide) { return saturate(a - b); });
  check("rsub r3, r0, r1", [](Wide a, Wide b, Wide) { return wrap(b - a); });
  check("rsub r3, r0, 100, sat",
        [](Wide a, Wide, Wide) { return saturate(100 - a); });
}

TEST(Instruction, Multiply) {
  for (unsigned sh : {0u, 1u, 7u, 15u, 16u, 30u}) {
    std::string tail = ", sh=" + std::to_string(sh);
    check("mul r3, r0, r1" + tail, [=](int32_t a, int32_t b, int32_t) {
      return wrap(floorDivide(Wide(a) * low16(b), power(sh)));
    });
    check("mul r3, r0, r1" + tail + ", sat, rnd=even",
          [=](int32_t a, int32_t b, int32_t) {
            return saturate(nearestEven(Wide(a) * low16(b), sh));
          });
    check("mac r3, r0, r1, r2" + tail + ", rnd=even",
          [=](int32_t a, int32_t b, int32_t c) {
            return wrap(c + nearestEven(Wide(a) * low16(b), sh));
          });
    check("mac r3, r0, -3, r2" + tail + ", sat",
          [=](int32_t a, int32_t, int32_t c) {
            return saturate(c + floorDivide(Wide(a) * -3, power(sh)));
          });
  }
}

TEST(Instruction, Shifts) {
  check("shl r3, r0, r1", [](int32_t a, int32_t b, int32_t) {
    return wrap(Wide(a) * power(unsigned(b) % 32));
  });
  check("shl r3, r0, r1, sat", [](int32_t a, int32_t b, int32_t) {
    return saturate(Wide(a) * power(unsigned(b) % 32));
  });
  check("shl r3, r0, 31, sat", [](int32_t a, int32_t, int32_t) {
    return saturate(Wide(a) * power(31));
  });
  check("shr r3, r0, r1", [](int32_t a, int32_t b, int32_t) {
    unsigned s = unsigned(b) % 32;
    return wrap(floorDivide(a, power(s > 30 ? 30 : s)));
  });
  check("shr r3, r0, r1, rnd=even", [](int32_t a, int32_t b, int32_t) {
    unsigned s = unsigned(b) % 32;
    return wrap(nearestEven(a, s > 30 ? 30 : s));
  });
}

TEST(Instruction, LogicAndOrder) {
  check("mov r3, r1", [](int32_t, int32_t b, int32_t) { return b; });
  check("mov r3, -2147483648",
        [](int32_t, int32_t, int32_t) { return INT32_MIN; });
  check("and r3, r0, r1", [](int32_t a, int32_t b, int32_t) { return a & b; });
  check("or r3, r0, r1", [](int32_t a, int32_t b, int32_t) { return a | b; });
  check("xor r3, r0, r1", [](int32_t a, int32_t b, int32_t) { return a ^ b; });
  check("min r3, r0, r1",
        [](int32_t a, int32_t b, int32_t) { return std::min(a, b); });
  check("max r3, r0, r1",
        [](int32_t a, int32_t b, int32_t) { return std::max(a, b); });
  check("ceq r3, r0, r1", [](int32_t a, int32_t b, int32_t) { return a == b; });
  check("cne r3, r0, r1", [](int32_t a, int32_t b, int32_t) { return a != b; });
  check("clt r3, r0, r1", [](int32_t a, int32_t b, int32_t) { return a < b; });
  check("cle r3, r0, r1", [](int32_t a, int32_t b, int32_t) { return a <= b; });
  check("cgt r3, r0, r1", [](int32_t a, int32_t b, int32_t) { return a > b; });
  check("cge r3, r0, r1", [](int32_t a, int32_t b, int32_t) { return a >= b; });
  check("sel r3, r2, r0, r1",
        [](int32_t a, int32_t b, int32_t c) { return c != 0 ? a : b; });
  // Destination and source in one register.
  check("add r0, r0, r0\nmov r3, r0",
        [](Wide a, Wide, Wide) { return wrap(a + a); });
}

TEST(Instruction, LogicalIndexAndModulator) {
  TinyNetwork net;
  uint32_t p = net.population("n", 30, 10);
  net.state(p, "i", 16);
  net.state(p, "m", 16);
  net.modulator("first", 5);
  net.modulator("second", -300);
  net.program(p, "lid r0\nst r0, {i}\nldm r1, mod=1\nst r1, {m}");
  runtime::RefEngine engine(net.shared());
  engine.step();
  auto index = engine.readState(p, 0);
  for (int64_t i = 0; i < 30; ++i)
    EXPECT_EQ(index[size_t(i)], i);
  EXPECT_EQ(engine.readState(p, 1), std::vector<int64_t>(30, -300));
  engine.setModulator(1, 12);
  engine.step();
  EXPECT_EQ(engine.readState(p, 1), std::vector<int64_t>(30, 12));
}

TEST(Instruction, LoadAndStoreOfEachWidth) {
  for (unsigned bits : {8u, 16u, 32u}) {
    TinyNetwork net;
    uint32_t p = net.population("n", 44);
    // A plane before it, so that units begin inside a word.
    net.state(p, "other", 8, {-1});
    std::vector<int32_t> init;
    int32_t least = bits == 32 ? INT32_MIN : -(1 << (bits - 1));
    for (int i = 0; i < 44; ++i)
      init.push_back(i % 3 == 0 ? least + i : i % 3 == 1 ? -1 - least - i : -i);
    net.state(p, "v", uint8_t(bits), init);
    net.state(p, "shifted", 32);
    net.state(p, "wrapped", 32);
    net.program(p, "ld r0, {v}, sh=14, sat\nst r0, {shifted}\n"
                   "ld r1, {v}, sh=14\nst r1, {wrapped}\n"
                   "ld r2, {v}\nadd r2, r2, 1, sat\nst r2, {v}");
    runtime::RefEngine engine(net.shared());
    engine.step();
    auto v = engine.readState(p, 1);
    uint64_t clamped = 0;
    for (size_t i = 0; i < 44; ++i) {
      EXPECT_EQ(engine.readState(p, 2)[i], saturate(Wide(init[i]) * power(14)));
      EXPECT_EQ(engine.readState(p, 3)[i], wrap(Wide(init[i]) * power(14)));
      Wide next = Wide(init[i]) + 1;
      bool clamps = next > -1 - Wide(least);
      clamped += clamps && bits < 32;
      EXPECT_EQ(v[i], int64_t(clamps ? -1 - Wide(least) : next));
    }
    EXPECT_EQ(engine.counters().saturations, clamped);
    EXPECT_EQ(engine.readState(p, 0), std::vector<int64_t>(44, -1));
  }
}

TEST(Instruction, StoreShiftsRoundsAndCountsPerStore) {
  TinyNetwork net;
  uint32_t p = net.population("n", 5);
  net.state(p, "r", 8);
  net.param(p, "a", 32, {24, 40, -24, 4000, -4000});
  net.program(p, "ld r0, {a}\nst r0, {r}, sh=4, rnd=even");
  runtime::RefEngine engine(net.shared());
  engine.step();
  // 1.5 -> 2, 2.5 -> 2, -1.5 -> -2, and two clamps.
  EXPECT_EQ(engine.readState(p, 0),
            (std::vector<int64_t>{2, 2, -2, 127, -128}));
  engine.step();
  auto report = engine.saturationReport();
  ASSERT_EQ(report.size(), 1u);
  EXPECT_EQ(report[0].count, 4u);
  EXPECT_EQ(report[0].variable, "n.r");
  EXPECT_EQ(report[0].store.location, "n.s:2:1 (neuron @n)");
}

TEST(Instruction, TableLookupClampsItsIndex) {
  TinyNetwork net;
  uint32_t p = net.population("n", 6);
  net.table({99});
  uint32_t base = net.table({10, -20, 30});
  net.state(p, "r", 16);
  net.param(p, "a", 16, {-5, 0, 3, 4, 11, 1000});
  net.program(p, "ld r0, {a}\nlut r1, r0, base=" + std::to_string(base) +
                     ", len=3, sh=2\nst r1, {r}");
  runtime::RefEngine engine(net.shared());
  engine.step();
  EXPECT_EQ(engine.readState(p, 0),
            (std::vector<int64_t>{10, 10, 10, -20, 30, 30}));
}

/// Threefry written again from its paper, a round at a time.
uint32_t threefryAgain(uint32_t k0, uint32_t k1, uint32_t c0) {
  const int turns[] = {13, 15, 26, 6, 17, 29, 16, 24};
  uint32_t k[3] = {k0, k1, 0x1BD11BDA ^ k0 ^ k1};
  uint32_t x[2] = {c0 + k[0], k[1]};
  for (uint32_t r = 0; r < 16; ++r) {
    x[0] = x[0] + x[1];
    x[1] = (x[1] << turns[r % 8] | x[1] >> (32 - turns[r % 8])) ^ x[0];
    if ((r + 1) % 4 == 0) {
      uint32_t j = (r + 1) / 4;
      x[0] += k[j % 3];
      x[1] += k[(j + 1) % 3] + j;
    }
  }
  return x[0];
}

TEST(Instruction, RandomNumbersAndStochasticRounding) {
  TinyNetwork net;
  uint32_t p = net.population("n", 40);
  net.state(p, "w", 32);
  net.state(p, "r", 32);
  net.program(p, "lid r0\nrand r1, r0, stream=0xdeadbeef, sh=3\nst r1, {w}\n"
                 "mov r2, -1000\nshr r3, r2, 5, rnd=stochastic\nst r3, {r}");
  runtime::RefEngine engine(net.shared());
  for (uint32_t t = 0; t < 5; ++t) {
    engine.step();
    for (uint32_t i = 0; i < 40; ++i) {
      uint32_t word = threefryAgain(0xdeadbeef, t, i);
      EXPECT_EQ(uint32_t(engine.readState(p, 0)[i]), word >> 3);
      EXPECT_EQ(engine.readState(p, 1)[i],
                int64_t(floorDivide(-1000 + Wide(word % 32), 32)));
    }
  }
}

TEST(Instruction, EmitsWithPayloadOfValidLanesOnly) {
  TinyNetwork net;
  uint32_t p = net.population("n", 26, 13);
  net.payload(p, -32768, 32767);
  net.param(p, "a", 32, {70000});
  net.program(p, "lid r0\nld r1, {a}\nadd r1, r1, r0\nand r2, r0, 1\n"
                 "emit r2, r1");
  runtime::RefEngine engine(net.shared());
  engine.step();
  ASSERT_EQ(engine.events().size(), 13u);
  for (const runtime::Event &e : engine.events()) {
    EXPECT_EQ(e.index % 2, 1u);
    EXPECT_EQ(e.payload, int64_t(low16(70000 + int32_t(e.index))));
  }
  EXPECT_EQ(engine.counters().events, 13u);
}

TEST(Instruction, FaultsNameTheInstruction) {
  auto messageOf = [](const std::vector<uint64_t> &words) -> std::string {
    TinyNetwork net;
    uint32_t p = net.population("n", 8);
    net.words(p, words);
    runtime::RefEngine engine(net.shared());
    try {
      engine.step();
    } catch (const Error &e) {
      EXPECT_THROW(engine.step(), Error);
      engine.reset();
      EXPECT_EQ(engine.stepCount(), 0u);
      return e.what();
    }
    return "no error";
  };
  auto word = [](const std::string &text) {
    return isa::assemble(text, false).words.at(0);
  };
  uint64_t end = word("end");
  EXPECT_NE(messageOf({word("mov r0, 1"), 0, end})
                .find("illegal instruction "
                      "at program address 1 "
                      "of population 'n', "
                      "n.s:0:1"),
            std::string::npos);
  // What only programs of Learn may hold.
  for (const char *text : {"fired r0", "mov r0, 1, last"})
    EXPECT_NE(messageOf({word(text), end}).find("illegal instruction"),
              std::string::npos)
        << text;
  EXPECT_NE(messageOf(std::vector<uint64_t>(512, word("mov r0, 1")))
                .find("past the end of program memory"),
            std::string::npos);
  EXPECT_NE(messageOf({word("ld r0, base=60000, width=16"), end})
                .find("outside the state memory"),
            std::string::npos);
  EXPECT_NE(messageOf({word("mov r0, 1"), word("emit r0, 1"),
                       word("emit r0, 1"), end})
                .find("emitted twice"),
            std::string::npos);
}

} // namespace
} // namespace snnc
