//===- Native.h - Native code of a quantized network ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NATIVE_NATIVE_H
#define SNNC_COMPILER_NATIVE_NATIVE_H

#include "image/Native.h"

#include "mlir/IR/BuiltinOps.h"

#include <string>

namespace snnc::compiler {

/// Kinds of processor that there is code for, the most capable first.
llvm::ArrayRef<llvm::StringLiteral> nativeCpus();

/// The first of nativeCpus() that this machine is.
std::string hostCpu();

/// Programs of the network in `module`, which is quantized, for each of `cpus`.
/// The module stays as it is. Connectivity is left out.
mlir::FailureOr<image::Native>
generateNative(mlir::ModuleOp module, llvm::ArrayRef<llvm::StringRef> cpus);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_NATIVE_NATIVE_H
