//===- LowerBody.h - Programs in fixed point --------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_LOWERBODY_H
#define SNNC_COMPILER_TRANSFORMS_LOWERBODY_H

#include "compiler/transforms/BodyPlan.h"

namespace snnc::compiler {

/// Replaces the real programs by fx ops, and the types and values of variables,
/// parameters and ports by those of the plan. All programs are planned.
mlir::LogicalResult lowerModel(ModelPlan &plan, QuantizationReport &report);

/// Reports how each variable decays, and refuses decays that 16 or 32 bits
/// cannot say (diagnostics at the write).
mlir::LogicalResult checkDecays(BodyPlan &plan, QuantizationReport &report);

/// Warns of a rule whose changes of a variable vanish in its format, or all go
/// one way.
void checkIncrements(ModelPlan &plan);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_LOWERBODY_H
