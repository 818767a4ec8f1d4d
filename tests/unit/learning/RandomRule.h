//===- RandomRule.h - Random networks that learn ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_LEARNING_RANDOMRULE_H
#define SNNC_TESTS_UNIT_LEARNING_RANDOMRULE_H

#include <cstdint>
#include <string>

namespace snnc::test {

/// A network in real numbers with projections that learn by random rules: all
/// triggers, conditions of all sides, draws, deposits, several connectivities.
std::string randomNetwork(uint64_t seed);

} // namespace snnc::test

#endif // SNNC_TESTS_UNIT_LEARNING_RANDOMRULE_H
