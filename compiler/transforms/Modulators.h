//===- Modulators.h - Formats of modulators ---------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_MODULATORS_H
#define SNNC_COMPILER_TRANSFORMS_MODULATORS_H

#include "compiler/transforms/NetworkFormats.h"

namespace snnc::compiler {

/// Gives every modulator the format that its range needs.
void setModulatorFormats(snn::NetworkOp network);

/// Gives driven modulators the format of their driver's payloads, which is
/// known; reports sums that leave the declared range or 32 bits.
mlir::LogicalResult setDrivenFormats(snn::NetworkOp network,
                                     NetworkFormats &formats);

/// The format that was given.
Format formatOf(snn::ModulatorOp modulator);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_MODULATORS_H
