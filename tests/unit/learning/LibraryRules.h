//===- LibraryRules.h - Networks for the rules of the library ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_LEARNING_LIBRARYRULES_H
#define SNNC_TESTS_UNIT_LEARNING_LIBRARYRULES_H

#include <string>

namespace snnc::test {

/// A rule and what it needs of a network.
struct LibraryRule {
  const char *rule, *neuron, *port, *modulator;
  /// Port of the neurons that the learning signal comes into.
  const char *signal;
};

constexpr LibraryRule libraryRules[] = {
    {"stdp_pair_additive", "lif_delta_traced", "in", "", ""},
    {"stdp_pair_multiplicative", "lif_delta_traced", "in", "", ""},
    {"stdp_triplet", "lif_delta_two_traces", "in", "", ""},
    {"stdp_normalised", "lif_normalised", "in", "", ""},
    {"stdp_metaplastic", "lif_delta_traced", "in", "", ""},
    {"stdp_reward", "lif_delta_traced", "in", "dopamine", ""},
    {"sdsp", "lif_delta_two_traces", "in", "", ""},
    {"loihi_stdp", "lif_delta_traced", "in", "", ""},
    {"oja", "lif_delta_traced", "in", "", ""},
    {"bcm", "lif_bcm", "in", "", ""},
    {"pes", "readout_error", "in", "", "error"},
    {"delta_rule", "readout_taught", "in", "learn", "teach"},
    {"feedback_mirror", "lif_surrogate", "error", "learn", "in"},
    {"surrogate_gradient", "lif_surrogate", "in", "", "error"},
    {"eprop_lif", "lif_eprop", "in", "", "learn"},
    {"eprop_alif", "alif_eprop", "in", "", "learn"}};

/// Eleven inputs to thirteen neurons, with weights of `bits`, that learn.
inline std::string networkFor(const LibraryRule &p, unsigned bits) {
  std::string modulator = p.modulator;
  if (!modulator.empty())
    modulator = "snn.modulator @" + modulator + " = 0.0 range [-1.0, 1.0]\n";
  std::string signal = p.signal;
  if (!signal.empty())
    signal = "snn.input @s size 13 analog [-1.0, 1.0]\n"
             "snn.projection @signal from @s to @cells port @" +
             signal + " #snn.one_to_one weights 1.0 : f64 bits 8\n";
  return "snn.network @net dt 1.0 {\n" + modulator +
         "snn.input @x size 11 analog [-1.0, 1.0]\n"
         "snn.population @cells of @" +
         p.neuron +
         " size 13\n"
         "snn.projection @p from @x to @cells port @" +
         p.port +
         " #snn.dense weights #snn.uniform<0.1, 0.6, seed = 1> "
         "delay 1 bits " +
         std::to_string(bits) + " learn @" + p.rule + "\n" + signal + "}\n";
}

} // namespace snnc::test

#endif // SNNC_TESTS_UNIT_LEARNING_LIBRARYRULES_H
