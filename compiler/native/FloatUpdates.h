//===- FloatUpdates.h - Native code of real-valued updates ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NATIVE_FLOATUPDATES_H
#define SNNC_COMPILER_NATIVE_FLOATUPDATES_H

#include "image/FloatNetwork.h"

#include "mlir/IR/MLIRContext.h"

namespace snnc::compiler {

/// Functions of type image::FloatUpdateFunction for the populations of a float
/// network, in double precision, for `cpu` (one of nativeCpus()). Each does
/// what the float engine does one operation after the other, to the bit:
/// nothing is contracted or reordered, and exponentials and the like are those
/// of the C library.
mlir::FailureOr<std::vector<uint8_t>>
compileFloatUpdates(mlir::MLIRContext &context,
                    const image::FloatNetwork &network, llvm::StringRef cpu);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_NATIVE_FLOATUPDATES_H
