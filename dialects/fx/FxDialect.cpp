//===- FxDialect.cpp - Registration of the fx dialect ---------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/fx/Fx.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace snnc::fx;

#include "dialects/fx/FxDialect.cpp.inc"
#include "dialects/fx/FxEnums.cpp.inc"

#define GET_TYPEDEF_CLASSES
#include "dialects/fx/FxTypes.cpp.inc"

#define GET_OP_CLASSES
#include "dialects/fx/FxOps.cpp.inc"

void FxDialect::registerTypes() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "dialects/fx/FxTypes.cpp.inc"
      >();
}

void FxDialect::initialize() {
  registerTypes();
  addOperations<
#define GET_OP_LIST
#include "dialects/fx/FxOps.cpp.inc"
      >();
}

Operation *FxDialect::materializeConstant(OpBuilder &builder, Attribute value,
                                          Type type, Location loc) {
  if (type.isInteger(1))
    return arith::ConstantOp::materialize(builder, value, type, loc);
  auto integer = dyn_cast<IntegerAttr>(value);
  if (!integer || !isa<QType>(type) || !integer.getType().isInteger(32))
    return nullptr;
  return ConstantOp::create(builder, loc, type, integer);
}
