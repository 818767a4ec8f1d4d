//===- Registry.cpp - The dialects and passes of the tools ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "tools/Registry.h"

#include "dialects/fx/Fx.h"
#include "dialects/snn/Snn.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

namespace snnc {

void registerDialects(DialectRegistry &registry) {
  registry.insert<arith::ArithDialect, math::MathDialect, fx::FxDialect,
                  snn::SnnDialect>();
}

void registerPasses() { registerTransformsPasses(); }

} // namespace snnc
