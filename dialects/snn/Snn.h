//===- Snn.h - The snn dialect ----------------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Networks and neuron models: everything generated from SnnOps.td, in namespace
// snnc::snn. Weights.h reads the numbers that attributes stand for.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_SNN_SNN_H
#define SNNC_DIALECTS_SNN_SNN_H

#include "dialects/fx/Fx.h"
#include "dialects/snn/Syntax.h"
#include "image/Numbers.h"

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/RegionKindInterface.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialects/snn/SnnDialect.h.inc"
#include "dialects/snn/SnnEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/snn/SnnAttrs.h.inc"

namespace snnc::snn {
class ModelOp;
class NeuronOp;
class PopulationOp;
class ProgramOp;
class UpdateOp;
class WeightOp;

/// The checks that all programs share.
mlir::LogicalResult verifyProgram(mlir::Operation *program);
} // namespace snnc::snn

#include "dialects/snn/SnnInterfaces.h.inc"

#define GET_OP_CLASSES
#include "dialects/snn/SnnOps.h.inc"

#endif // SNNC_DIALECTS_SNN_SNN_H
