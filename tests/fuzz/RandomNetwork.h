//===- RandomNetwork.h - Networks as text -----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_FUZZ_RANDOMNETWORK_H
#define SNNC_TESTS_FUZZ_RANDOMNETWORK_H

#include <cstdint>
#include <string>
#include <vector>

namespace snnc::fuzz {

/// A model of the library, as far as a network needs to know it.
struct Model {
  std::string name;
  std::vector<std::string> ports;
  std::vector<std::string> params;
  /// Its events carry payloads.
  bool graded = false;
};

/// Reads names, ports and parameters of all *.mlir files of a folder, by name.
/// Throws snnc::Error if there are none.
std::vector<Model> readModels(const std::string &folder);

/// Text of a network over the models: random populations, projections of every
/// connectivity, weight widths, delays and sizes; in half of them modulators,
/// neurons that read them and synapses that learn by them. A function of the
/// seed.
std::string randomNetwork(uint64_t seed, const std::vector<Model> &models);

} // namespace snnc::fuzz

#endif // SNNC_TESTS_FUZZ_RANDOMNETWORK_H
