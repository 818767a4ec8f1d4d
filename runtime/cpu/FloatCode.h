//===- FloatCode.h - Links the float engine's native code -------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_FLOATCODE_H
#define SNNC_RUNTIME_CPU_FLOATCODE_H

#include "image/FloatNetwork.h"
#include "runtime/floating/FloatCode.h"

namespace snnc::runtime::cpu {

/// The functions of the network's object; none if it has none.
FloatCode linkFloatCode(const image::FloatNetwork &network);

} // namespace snnc::runtime::cpu

#endif // SNNC_RUNTIME_CPU_FLOATCODE_H
