//===- Registry.cpp - The dialects and passes of the tools ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "tools/Registry.h"

#include "compiler/codegen/Passes.h"
#include "compiler/mapping/Mapping.h"
#include "compiler/native/Passes.h"
#include "compiler/transforms/Passes.h"
#include "compiler/transforms/Pipelines.h"
#include "dialects/core/Core.h"
#include "dialects/fx/Fx.h"
#include "dialects/snn/Snn.h"
#include "dialects/ucode/Ucode.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

namespace snnc {

void registerDialects(DialectRegistry &registry) {
  registry.insert<arith::ArithDialect, math::MathDialect, core::CoreDialect,
                  fx::FxDialect, snn::SnnDialect, ucode::UcodeDialect>();
}

void registerPasses() {
  registerTransformsPasses();
  compiler::registerSnncTransformsPasses();
  compiler::registerPipelines();
  compiler::registerSnncCodegenPasses();
  compiler::registerCodegenPipeline();
  compiler::registerMappingPasses();
  compiler::registerSnncNativePasses();
}

} // namespace snnc
