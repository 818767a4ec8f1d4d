//===- SimplifyReal.h - Algebra on real bodies ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_SIMPLIFYREAL_H
#define SNNC_COMPILER_TRANSFORMS_SIMPLIFYREAL_H

#include "dialects/snn/Snn.h"

namespace snnc::compiler {

/// Rewrites real bodies into fewer operations, as algebra allows and not as
/// floating point does: chains of constants merge, subtraction of a scaled
/// value becomes addition (which the machine fuses with the product), and a
/// product with a condition becomes a selection.
mlir::LogicalResult simplifyReal(snn::ProgramOp program);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_SIMPLIFYREAL_H
