//===- RandomStream.cpp - Draws of the contract as a stream of words ------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Writes the words that networks draw to standard output, without end, in an
// order in which neighbours are what a network would notice if they were alike:
// the neurons of a step, the steps of a neuron, the streams of a neuron and
// step, the synapses of a source. bench/random reads it.
//
//===----------------------------------------------------------------------===//

#include "image/Threefry.h"

#include <cstdio>
#include <cstring>
#include <vector>

using snnc::image::threefry;

namespace {

/// Stream, step, neuron (or source) and target of draw number n.
struct Draw {
  uint32_t stream, step, first, second;
};

using Order = Draw (*)(uint64_t n);

constexpr struct {
  const char *name;
  Order order;
} kOrders[] = {{"neurons",
                [](uint64_t n) {
                  return Draw{1, uint32_t(n >> 14), uint32_t(n & 0x3fff), 0};
                }},
               {"steps",
                [](uint64_t n) {
                  return Draw{1, uint32_t(n & 0xfffff), uint32_t(n >> 20), 0};
                }},
               {"streams",
                [](uint64_t n) {
                  return Draw{uint32_t(n & 7), uint32_t(n >> 13),
                              uint32_t(n >> 3 & 0x3ff), 0};
                }},
               {"synapses", [](uint64_t n) {
                  return Draw{1, uint32_t(n >> 22), uint32_t(n >> 11 & 0x7ff),
                              uint32_t(n & 0x7ff)};
                }}};

} // namespace

int main(int argc, char **argv) {
  Order order = nullptr;
  for (const auto &known : kOrders)
    if (argc == 2 && std::strcmp(argv[1], known.name) == 0)
      order = known.order;
  if (!order) {
    std::fprintf(stderr, "usage: snnc-random-stream neurons|steps|streams|"
                         "synapses\n");
    return 2;
  }
  std::vector<uint32_t> words(1 << 14);
  for (uint64_t n = 0;;) {
    for (uint32_t &word : words) {
      Draw d = order(n++);
      word = threefry(d.stream, d.step, d.first, d.second).first;
    }
    if (std::fwrite(words.data(), sizeof(uint32_t), words.size(), stdout) !=
        words.size())
      return 0; // The reader has had enough.
  }
}
