//===- Codegen.h - From quantized models to instruction words ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_CODEGEN_CODEGEN_H
#define SNNC_COMPILER_CODEGEN_CODEGEN_H

#include "compiler/codegen/ProgramLayout.h"
#include "dialects/ucode/Ucode.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassManager.h"

#include <cstdint>
#include <vector>

namespace snnc::compiler {

/// Adds the passes that turn the neurons and rules of a quantized module into
/// allocated ucode.program ops beside them: snn-to-ucode, cse, ucode-schedule,
/// ucode-allocate.
void buildCodegenPipeline(mlir::OpPassManager &pm);

/// The update made for the definition `neuron`; null if there is none.
ucode::ProgramOp findProgram(mlir::ModuleOp module, llvm::StringRef neuron);
/// What was made of the learning rule `rule`; null if there is none.
ucode::LearnOp findLearn(mlir::ModuleOp module, llvm::StringRef rule);

/// Words that encodeProgram makes of it.
uint64_t wordsOf(ucode::ProgramOp program);

/// Encodes an allocated program. The last word is `end`, or in programs of
/// Learn one with the flag `last`; `locations` has the source location of each.
/// An error is a diagnostic at the instruction that names what the layout lacks
/// or what does not fit its field.
mlir::LogicalResult encodeProgram(ucode::ProgramOp program,
                                  const ProgramLayout &layout,
                                  std::vector<uint64_t> &words,
                                  std::vector<mlir::Location> &locations);

/// Prints a program with source locations as trailing comments.
void printProgram(ucode::ProgramOp program, llvm::raw_ostream &os);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_CODEGEN_CODEGEN_H
