//===- RandomUpdate.h - Random quantized neurons ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_CODEGEN_RANDOMUPDATE_H
#define SNNC_TESTS_UNIT_CODEGEN_RANDOMUPDATE_H

#include <cstdint>
#include <string>

namespace snnc::test {

/// Text of a quantized neuron @n whose types are true of their values: states
/// @s0 to @s3, a parameter @p0, ports @in0, @in1 and @idle, a table @t.
std::string randomNeuron(uint64_t seed, unsigned operations);

/// Bits of its variables, by the number in the name.
constexpr unsigned stateBits[] = {16, 32, 8, 16};
constexpr unsigned portBits = 16;
constexpr unsigned tableEntries = 8;

} // namespace snnc::test

#endif // SNNC_TESTS_UNIT_CODEGEN_RANDOMUPDATE_H
