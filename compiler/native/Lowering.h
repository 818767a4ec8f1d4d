//===- Lowering.h - Programs as functions -----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NATIVE_LOWERING_H
#define SNNC_COMPILER_NATIVE_LOWERING_H

#include "compiler/native/LaneBody.h"

namespace snnc::compiler {

/// The module that snn-to-native makes.
constexpr llvm::StringLiteral kNativeModule = "native";

/// Names of functions, by the numbers of populations and projections.
std::string updateName(unsigned population);

/// Adds the update of a population's neurons, an UpdateFunction, at the
/// builder's place.
mlir::LogicalResult lowerUpdate(snn::PopulationOp population,
                                llvm::StringRef name, unsigned lanes,
                                mlir::OpBuilder &builder,
                                VectorMath::Counts &counts);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_NATIVE_LOWERING_H
