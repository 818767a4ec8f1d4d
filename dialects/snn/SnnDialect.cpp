//===- SnnDialect.cpp - Registration of the snn dialect -------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Snn.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/Interfaces/FoldInterfaces.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace snnc::snn;

#include "dialects/snn/SnnDialect.cpp.inc"

#include "dialects/snn/SnnEnums.cpp.inc"
#include "dialects/snn/SnnInterfaces.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/snn/SnnAttrs.cpp.inc"

#define GET_OP_CLASSES
#include "dialects/snn/SnnOps.cpp.inc"

namespace {

/// Folded constants belong into the program: a model's body holds declarations.
struct FoldIntoPrograms : DialectFoldInterface {
  using DialectFoldInterface::DialectFoldInterface;

  bool shouldMaterializeInto(Region *region) const final {
    return isa<ProgramOp>(region->getParentOp());
  }
};

} // namespace

void SnnDialect::registerAttributes() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialects/snn/SnnAttrs.cpp.inc"
      >();
}

void SnnDialect::initialize() {
  registerAttributes();
  addInterfaces<FoldIntoPrograms>();
  addOperations<
#define GET_OP_LIST
#include "dialects/snn/SnnOps.cpp.inc"
      >();
}
