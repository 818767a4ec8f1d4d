//===- Declarations.h - What programs name ----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NATIVE_DECLARATIONS_H
#define SNNC_COMPILER_NATIVE_DECLARATIONS_H

#include "dialects/fx/Fx.h"
#include "dialects/snn/Snn.h"

namespace snnc::compiler {

/// The type of a variable, parameter or port; null if it is not quantized.
fx::QType formatOf(mlir::Operation *declaration);

/// The declaration that an operation of a program names.
mlir::Operation *declarationOf(mlir::Operation *op,
                               mlir::FlatSymbolRefAttr name);

/// The place of a declaration among those of its kind.
size_t numberOf(mlir::Operation *declaration);

/// The number of a modulator of the network; reports if there is none.
mlir::FailureOr<unsigned> modulatorNumber(mlir::Operation *from,
                                          mlir::FlatSymbolRefAttr name);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_NATIVE_DECLARATIONS_H
