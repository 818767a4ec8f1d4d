//===- ModulatorText.h - Modulators in networks as text ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_FUZZ_MODULATORTEXT_H
#define SNNC_TESTS_FUZZ_MODULATORTEXT_H

#include "tests/fuzz/Dice.h"

#include <string>
#include <vector>

namespace snnc::fuzz {

/// What may drive a modulator: a population or input of the network.
struct Driver {
  std::string name;
  uint32_t size = 1;
  /// Payloads in [-1, 1] rather than spikes, or in a range that the text does
  /// not say.
  bool analog = false, graded = false;
};

/// Lines for the network and, behind it, the models they need.
struct ModulatorText {
  std::string lines, models;
};

/// One to three modulators, of the host or driven, which hold or fall; neurons
/// that read them; synapses that learn where one is set. A driver may be the
/// neurons themselves.
ModulatorText randomModulators(Dice &dice, std::vector<Driver> drivers);

} // namespace snnc::fuzz

#endif // SNNC_TESTS_FUZZ_MODULATORTEXT_H
