//===- FloatCompute.cpp - Programs in double precision --------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "runtime/floating/FloatCompute.h"

#include <cmath>

namespace snnc::runtime {

using image::FloatOp;

double computeFloat(FloatOp op, double a, double b, double c) {
  switch (op) {
  case FloatOp::Add:
    return a + b;
  case FloatOp::Sub:
    return a - b;
  case FloatOp::Mul:
    return a * b;
  case FloatOp::Div:
    return a / b;
  case FloatOp::Neg:
    return -a;
  case FloatOp::Abs:
    return std::fabs(a);
  case FloatOp::Sqrt:
    return std::sqrt(a);
  case FloatOp::Min:
    return std::min(a, b);
  case FloatOp::Max:
    return std::max(a, b);
  case FloatOp::Exp:
    return std::exp(a);
  case FloatOp::Log:
    return std::log(a);
  case FloatOp::Tanh:
    return std::tanh(a);
  case FloatOp::Sigmoid:
    return 1.0 / (1.0 + std::exp(-a));
  case FloatOp::Sin:
    return std::sin(a);
  case FloatOp::Cos:
    return std::cos(a);
  case FloatOp::Floor:
    return std::floor(a);
  case FloatOp::Round:
    return std::nearbyint(a);
  case FloatOp::CmpEq:
    return a == b;
  case FloatOp::CmpNe:
    return a != b;
  case FloatOp::CmpLt:
    return a < b;
  case FloatOp::CmpLe:
    return a <= b;
  case FloatOp::And:
    return a != 0.0 && b != 0.0;
  case FloatOp::Or:
    return a != 0.0 || b != 0.0;
  case FloatOp::Xor:
    return (a != 0.0) != (b != 0.0);
  case FloatOp::Select:
    return a != 0.0 ? b : c;
  default:
    return 0.0;
  }
}

FloatRole roleOf(FloatOp op) {
  switch (op) {
  case FloatOp::Const:
  case FloatOp::State:
  case FloatOp::Param:
  case FloatOp::Port:
  case FloatOp::Modulator:
  case FloatOp::Rand:
  case FloatOp::Weight:
  case FloatOp::Synapse:
  case FloatOp::Trace:
  case FloatOp::Target:
  case FloatOp::Fired:
  case FloatOp::TargetFired:
  case FloatOp::Payload:
  case FloatOp::Signalled:
  case FloatOp::RowRand:
    return FloatRole::Source;
  case FloatOp::WriteState:
  case FloatOp::Emit:
  case FloatOp::Require:
  case FloatOp::Deposit:
  case FloatOp::WriteWeight:
  case FloatOp::WriteSynapse:
  case FloatOp::WriteTrace:
    return FloatRole::Effect;
  default:
    return FloatRole::Value;
  }
}

} // namespace snnc::runtime
