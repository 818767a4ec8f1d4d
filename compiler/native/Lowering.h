//===- Lowering.h - Programs as functions -----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NATIVE_LOWERING_H
#define SNNC_COMPILER_NATIVE_LOWERING_H

#include "compiler/native/RuleProgram.h"
#include "compiler/native/VectorMath.h"

namespace snnc::compiler {

/// The module that snn-to-native makes.
constexpr llvm::StringLiteral kNativeModule = "native";

/// What the code is for.
struct Vectors {
  /// Elements of a vector of neurons: 8, 16, 32 or 64.
  unsigned lanes = 16;
  /// Likewise of synapses, longest first: each takes what is left of the last.
  llvm::SmallVector<unsigned> synapseLanes = {16};
  /// Loads and stores of some lanes cost no more than of all.
  bool masks = false;
};

/// The name of the update of a population, by its number.
std::string updateName(unsigned population);

// Each adds functions at the builder's place.

/// The update of a population's neurons, an UpdateFunction.
mlir::LogicalResult lowerUpdate(snn::PopulationOp population,
                                llvm::StringRef name, const Vectors &vectors,
                                mlir::OpBuilder &builder,
                                VectorMath::Counts &counts);
/// A program of traces, a TraceFunction.
mlir::LogicalResult lowerTraces(const RuleProgram &rule, const Vectors &vectors,
                                mlir::OpBuilder &builder,
                                VectorMath::Counts &counts);
/// A program of synapses, a SynapseFunction.
mlir::LogicalResult lowerSynapses(const RuleProgram &rule,
                                  snn::ProjectionOp projection,
                                  const Vectors &vectors,
                                  mlir::OpBuilder &builder,
                                  VectorMath::Counts &counts);
/// Its guards, each a GuardFunction.
mlir::LogicalResult lowerGuards(const RuleProgram &rule, const Vectors &vectors,
                                mlir::OpBuilder &builder,
                                VectorMath::Counts &counts);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_NATIVE_LOWERING_H
