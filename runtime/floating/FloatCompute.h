//===- FloatCompute.h - Programs in double precision ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_FLOATING_FLOATCOMPUTE_H
#define SNNC_RUNTIME_FLOATING_FLOATCOMPUTE_H

#include "image/FloatNetwork.h"

#include <algorithm>

namespace snnc::runtime {

/// Lanes that a program runs on at once.
constexpr uint32_t kFloatChunk = 64;

/// The result of an operation on values; 0.0 for any other.
double computeFloat(image::FloatOp op, double a, double b, double c);

enum class FloatRole { Source, Value, Effect };
FloatRole roleOf(image::FloatOp op);

/// Runs what a program computes, for `count` lanes: values[i * kFloatChunk + n]
/// is operation i of lane n. `load(instr, to)` reads a source; effects are left
/// to the caller, as a program's reads come before its writes.
template <typename Load>
void computeProgram(const std::vector<image::FloatInstr> &program,
                    uint32_t count, std::vector<double> &values, Load load) {
  values.resize(std::max(values.size(), program.size() * kFloatChunk));
  for (size_t i = 0; i < program.size(); ++i) {
    const image::FloatInstr &in = program[i];
    double *to = &values[i * kFloatChunk];
    FloatRole role = roleOf(in.op);
    if (in.op == image::FloatOp::Const)
      std::fill_n(to, count, in.imm);
    else if (role == FloatRole::Source)
      load(in, to);
    if (role != FloatRole::Value)
      continue;
    const double *a = &values[size_t(in.a) * kFloatChunk];
    const double *b = &values[size_t(in.b) * kFloatChunk];
    const double *c = &values[size_t(in.c) * kFloatChunk];
    for (uint32_t n = 0; n < count; ++n)
      to[n] = computeFloat(in.op, a[n], b[n], c[n]);
  }
}

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_FLOATING_FLOATCOMPUTE_H
