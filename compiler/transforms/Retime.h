//===- Retime.h - What retiming asks of models ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_RETIME_H
#define SNNC_COMPILER_TRANSFORMS_RETIME_H

namespace snnc::compiler {

/// The state of a model that would not rest before its first step: it counts
/// down the steps that are left, and retiming adds the skew to its initial
/// value.
constexpr const char *kStartState = "start";

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_RETIME_H
