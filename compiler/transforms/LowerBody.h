//===- LowerBody.h - Update regions in fixed point --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_LOWERBODY_H
#define SNNC_COMPILER_TRANSFORMS_LOWERBODY_H

#include "compiler/transforms/BodyPlan.h"

namespace snnc::compiler {

/// Replaces the real body by fx ops, and the types and values of states,
/// parameters and ports by those of the plan.
mlir::LogicalResult lowerBody(BodyPlan &plan, QuantizationReport &report);

/// Reports how each state decays, and refuses decays that 16 or 32 bits cannot
/// say (diagnostics at the write).
mlir::LogicalResult checkDecays(BodyPlan &plan, QuantizationReport &report);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_LOWERBODY_H
