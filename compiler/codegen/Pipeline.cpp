//===- Pipeline.cpp - The passes of code generation in order ----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/Codegen.h"
#include "compiler/codegen/Passes.h"

#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

namespace snnc::compiler {

void buildCodegenPipeline(OpPassManager &pm) {
  pm.addPass(createSnnToUcode());
  OpPassManager &programs = pm.nest<ucode::ProgramOp>();
  programs.addPass(createCSEPass());
  programs.addPass(createUcodeSchedule());
  programs.addPass(createUcodeAllocate());
}

void registerCodegenPipeline() {
  PassPipelineRegistration<>(
      "snnc-codegen", "Quantized neurons and rules to allocated microcode",
      [](OpPassManager &pm) { buildCodegenPipeline(pm); });
}

ucode::ProgramOp findProgram(ModuleOp module, StringRef neuron) {
  for (auto program : module.getOps<ucode::ProgramOp>())
    if (program.getKind() == ucode::ProgramKind::Update &&
        program.getModel() == neuron)
      return program;
  return {};
}

ucode::LearnOp findLearn(ModuleOp module, StringRef rule) {
  for (auto learn : module.getOps<ucode::LearnOp>())
    if (learn.getRule() == rule)
      return learn;
  return {};
}

} // namespace snnc::compiler
