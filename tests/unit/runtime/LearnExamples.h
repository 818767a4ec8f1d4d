//===- LearnExamples.h - Small networks that learn --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Between them they use every instruction of Learn, both row formats, all
// widths and all conditions. Population 0 is the source, 1 the target, whose
// state 0 the test sets; projection 0 learns.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_RUNTIME_LEARNEXAMPLES_H
#define SNNC_TESTS_UNIT_RUNTIME_LEARNEXAMPLES_H

#include "tests/unit/runtime/LearnNetwork.h"

namespace snnc::testing {

/// 10 to 19 in dense rows of 8 bits. Source trace x, decay 1/4, 64 an event.
/// on_pre: w -= y >> 3; on_post: w += x >> 2, by masked rows or by columns.
inline LearnNetwork pairStdp(bool columns = false) {
  LearnNetwork net("pair");
  net.skewed = columns;
  const uint32_t n = 10, m = 19;
  uint32_t in = net.input("in", n), out = net.population("out", m);
  net.state(out, "y", 16);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  std::vector<int32_t> weights;
  for (uint32_t i = 0; i < n * m; ++i)
    weights.push_back(int32_t(i * 37 % 255) - 127);
  net.dense(in, out, 0, weights);
  uint32_t p = net.plastic();
  net.trace(p, "x", 8);
  net.temporary(out, "fired", 8);
  net.blocks(in,
             "ld r0, {x}\n shr r1, r0, 2, rnd=floor\n sub r0, r0, r1\n"
             "fired r2\n shl r2, r2, 6\n add r0, r0, r2\n st r0, {x}",
             false);
  net.blocks(in, "fired r0\n due r0");
  net.rows(p, "ld r0, {y}\n shr r0, r0, 3, rnd=floor\n lds r1, plane=0\n"
              "sub r1, r1, r0\n sts r1, plane=0, last");
  image::LearnEntry &gate = net.gate(out, "fired r0\n st r0, {fired}\n due r0");
  if (columns) {
    gate.records = true;
    net.columns(p,
                "ldc r1, com=0\n shr r1, r1, 2, rnd=floor\n lds r2, plane=0\n"
                "add r2, r2, r1\n sts r2, plane=0, last",
                {"x"});
    return net;
  }
  net.blocks(in, "mov r0, 1\n due r0").gated = true;
  net.rows(p,
           "ld r0, {fired}\n mask r0\n ldc r1, com=0\n"
           "shr r1, r1, 2, rnd=floor\n lds r2, plane=0\n add r2, r2, r1\n"
           "sts r2, plane=0, last",
           {"x"});
  return net;
}

/// 12 to 9 in dense rows of 16 bits. Trace: events counted; at modulator 0
/// w += (error * count + DR mod 64) >> 6 for sources that count, DR drawn by
/// row, stream 77; then the count begins anew. `fused`: one instruction.
inline LearnNetwork deltaRule(bool fused) {
  LearnNetwork net("delta");
  const uint32_t n = 12, m = 9;
  uint32_t in = net.input("in", n), out = net.population("out", m);
  net.modulator("update", 0);
  net.modulator("other", 7);
  net.state(out, "error", 16);
  net.port(out, "in");
  net.program(out, "ldp r0, {in}");
  std::vector<int32_t> weights;
  for (uint32_t i = 0; i < n * m; ++i)
    weights.push_back(int32_t(i * 911 % 65000) - 32500);
  net.dense(in, out, 0, weights, 4);
  uint32_t p = net.plastic();
  net.trace(p, "count", 8);
  net.temporary(in, "draw", 32);
  net.blocks(in, "ld r0, {count}\n fired r1\n add r0, r0, r1\n st r0, {count}",
             false);
  image::LearnEntry &due =
      net.blocks(in, "lid r1\n rand r2, r1, stream=77\n st r2, {draw}\n"
                     "ld r0, {count}\n due r0");
  due.when = image::LearnWhen::Signal;
  due.signals = 1;
  if (fused)
    net.rows(p,
             "dlt plane=0, com=0, rcom=1, {error}, sh=6, rnd=stochastic, last",
             {"count", "draw"});
  else
    net.rows(p,
             "ldd r3, com=1\n ld r0, {error}\n ldc r1, com=0\n"
             "lds r2, plane=0\n shl r2, r2, 6\n mac r2, r0, r1, r2\n"
             "sts r2, plane=0, sh=6, rnd=stochastic, last",
             {"count", "draw"});
  image::LearnEntry &post = net.blocks(
      in,
      "sig r0, mod=0\n ld r1, {count}\n ceq r0, r0, 0\n sel r1, r0, r1, 0\n"
      "st r1, {count}",
      false);
  post.when = image::LearnWhen::Always;
  return net;
}

/// 7 graded sources to 21 targets in indexed rows of 8 bits, `list` in the
/// order of synapses. Every 3 steps where the target's level is above 0:
/// a += payload, b += a * level, c -= b, w = (16 w + b + DR mod 16) >> 4, DR by
/// synapse, stream 9.
inline LearnNetwork sparseRule(std::vector<TinySynapse> &list) {
  LearnNetwork net("sparse");
  const uint32_t n = 7, m = 21;
  uint32_t in = net.input("in", n, -7, 7), out = net.population("out", m);
  net.state(out, "level", 8);
  std::vector<int32_t> numbers;
  for (uint32_t i = 0; i < m; ++i)
    numbers.push_back(int32_t(i));
  net.param(out, "index", 16, numbers);
  net.port(out, "in", 32, 3);
  net.program(out, "ldp r0, {in}");
  list.clear();
  for (uint32_t s = 0; s < n; ++s)
    for (uint32_t d = 0; d < m; ++d)
      if ((s * 5 + d * 3) % 4 == 0) {
        list.push_back({s, d, int32_t(s * 19 + d * 7) % 120 - 60, 1 + d % 3});
        // Two synapses of one pair.
        if ((s + d) % 5 == 0)
          list.push_back({s, d, int32_t(s + d), 4});
      }
  net.sparse(in, out, 0, list);
  uint32_t p = net.plastic();
  net.variable(p, "a", 8, -3);
  net.variable(p, "b", 16, 500);
  net.variable(p, "c", 32, 1 << 20);
  net.temporary(in, "payload", 16);
  net.temporary(in, "source", 16);
  image::LearnEntry &due = net.blocks(
      in, "pay r0\n st r0, {payload}\n lid r1\n st r1, {source}\n due r1\n"
          "ceq r1, r1, 0\n due r1");
  due.when = image::LearnWhen::Every;
  due.every = 3;
  net.rows(p,
           "ld r0, {level}\n cgt r1, r0, 0\n mask r1\n"
           "ldc r2, com=0\n lds r3, plane=1\n add r3, r3, r2\n"
           "sts r3, plane=1\n lds r3, plane=1\n"
           "lds r4, plane=2\n mac r4, r3, r0, r4\n sts r4, plane=2\n"
           "lds r4, plane=2\n lds r5, plane=3\n sub r5, r5, r4\n"
           "sts r5, plane=3\n"
           "ldc r6, com=1\n ld r7, {index}\n rand2 r8, r6, r7, stream=9\n"
           "lds r9, plane=0, sh=4\n add r9, r9, r4\n"
           "sts r9, plane=0, sh=4, rnd=stochastic, last",
           {"payload", "source"});
  return net;
}

/// 6 to 5, dense. Targets whose level is 1 get 4 times the sum of their
/// weights at their port in the next step; no other step walks a row.
inline LearnNetwork gatedDeposit() {
  LearnNetwork net("deposit");
  const uint32_t n = 6, m = 5;
  uint32_t in = net.input("in", n), out = net.population("out", m);
  net.state(out, "level", 8);
  net.port(out, "sum");
  net.program(out, "ldp r0, {sum}");
  std::vector<int32_t> weights;
  for (uint32_t i = 0; i < n * m; ++i)
    weights.push_back(int32_t(i * 23 % 200) - 100);
  net.dense(in, out, 0, weights);
  uint32_t p = net.plastic();
  net.gate(out, "ld r0, {level}\n due r0");
  net.blocks(in, "mov r0, 1\n due r0").gated = true;
  net.rows(p, "ld r0, {level}\n mask r0\n lds r1, plane=0\n addp r1, base=" +
                  std::to_string(net.part(out).ports[0]) +
                  ", slots=2, wide, sh=2, last");
  return net;
}

/// What a program over the synapses of a target can do, in rows or in columns,
/// dense or indexed: 3 runs of 5 sources to 21 targets, weights of 16 bits, two
/// synapses of one pair where they are indexed. At events of the target of
/// sources with an odd count: a += count, b += a * level, w = (w + 16 b + DR
/// mod 16) >> 1, DR by synapse, stream 9; then w += DR mod 2, DR by source.
inline LearnNetwork postRule(bool columns, bool dense) {
  LearnNetwork net("post");
  net.skewed = columns;
  const uint32_t n = 15, m = 21;
  uint32_t in = net.population("in", n, 5), out = net.population("out", m);
  net.state(in, "idle", 8);
  net.state(out, "level", 16);
  std::vector<int32_t> numbers;
  for (uint32_t i = 0; i < m; ++i)
    numbers.push_back(int32_t(i));
  net.param(out, "index", 16, numbers);
  net.port(in, "in");
  net.port(out, "in", 32, 3);
  net.program(in, "ldp r0, {in}");
  net.program(out, "ldp r0, {in}");
  if (dense) {
    std::vector<int32_t> weights;
    for (uint32_t i = 0; i < n * m; ++i)
      weights.push_back(int32_t(i * 911 % 65000) - 32500);
    net.dense(in, out, 0, weights, 4, 0, 2);
  } else {
    std::vector<TinySynapse> list;
    for (uint32_t s = 0; s < n; ++s)
      for (uint32_t d = 0; d < m; ++d)
        if ((s * 5 + d * 3) % 4 == 0 || d == 7) {
          list.push_back({s, d, int32_t(s * 1900 + d * 7), 1 + d % 3});
          if ((s + d) % 5 == 0)
            list.push_back({s, d, int32_t(s + d), 4});
        }
    net.sparse(in, out, 0, list, 4);
  }
  uint32_t p = net.plastic();
  net.variable(p, "a", 8, -3);
  net.variable(p, "b", 32, 1 << 20);
  net.trace(p, "count", 8);
  net.temporary(in, "odd", 8);
  net.temporary(in, "draw", 32);
  net.temporary(in, "source", 16);
  net.temporary(out, "fired", 8);
  net.blocks(in, "ld r0, {count}\n fired r1\n add r0, r0, r1\n st r0, {count}",
             false);
  image::LearnEntry &gate = net.gate(out, "fired r0\n st r0, {fired}\n due r0");
  gate.records = columns;
  net.blocks(in,
             std::string("lid r1\n st r1, {source}\n rand r2, r1, stream=77\n"
                         "st r2, {draw}\n ld r0, {count}\n and r0, r0, 1\n"
                         "st r0, {odd}") +
                 (columns ? "" : "\n due r0"))
      .gated = true;
  std::string rule =
      "ld r0, {level}\n ldc r1, com=1\n lds r2, plane=1\n add r2, r2, r1\n"
      "sts r2, plane=1\n lds r2, plane=1\n lds r3, plane=2\n"
      "mac r3, r2, r0, r3\n sts r3, plane=2\n lds r4, plane=0\n"
      "mac r4, r3, 16, r4, sat\n ldc r5, com=2\n ld r6, {index}\n"
      "rand2 r7, r5, r6, stream=9\n sts r4, plane=0, sh=1, rnd=stochastic\n"
      "lds r4, plane=0, sh=1\n ldd r7, com=3\n"
      "sts r4, plane=0, sh=1, rnd=stochastic, last";
  if (columns)
    net.columns(p, "ldc r0, com=0\n mask r0\n" + rule,
                {"odd", "count", "source", "draw"});
  else
    net.rows(p, "ld r0, {fired}\n mask r0\n" + rule,
             {"odd", "count", "source", "draw"});
  return net;
}

} // namespace snnc::testing

#endif // SNNC_TESTS_UNIT_RUNTIME_LEARNEXAMPLES_H
