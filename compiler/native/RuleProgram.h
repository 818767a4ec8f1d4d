//===- RuleProgram.h - What a program of a rule is --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NATIVE_RULEPROGRAM_H
#define SNNC_COMPILER_NATIVE_RULEPROGRAM_H

#include "dialects/snn/Snn.h"
#include "image/Native.h"

#include "llvm/ADT/SmallVector.h"

#include <vector>

namespace snnc::compiler {

/// A program of a rule, with what image::NativeProgram says of it and the
/// conditions that its guards check.
struct RuleProgram {
  snn::ProgramOp op;
  image::NativeProgram made;
  llvm::SmallVector<mlir::Value> sourceConditions, targetConditions;

  mlir::Block &body() const { return snn::ProgramOp(op).getBody().front(); }
  mlir::Location loc() const { return snn::ProgramOp(op).getLoc(); }
  /// Whether it acts only where conditions hold.
  bool isConditional() const;
};

/// The programs of the rule by which projection `number` learns, in the order
/// in which they run; those that change nothing are left out.
mlir::FailureOr<std::vector<RuleProgram>>
rulePrograms(snn::ProjectionOp projection, unsigned number);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_NATIVE_RULEPROGRAM_H
