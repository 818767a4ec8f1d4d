//===- Declarations.cpp - What programs name --------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/native/Declarations.h"

#include "mlir/IR/BuiltinOps.h"

using namespace mlir;

namespace snnc::compiler {

fx::QType formatOf(Operation *declaration) {
  auto type = declaration->getAttrOfType<TypeAttr>("type");
  return type ? dyn_cast<fx::QType>(type.getValue()) : fx::QType();
}

Operation *declarationOf(Operation *op, FlatSymbolRefAttr name) {
  return SymbolTable::lookupSymbolIn(op->getParentOfType<snn::ModelOp>(),
                                     name.getAttr());
}

size_t numberOf(Operation *declaration) {
  size_t number = 0;
  for (Operation &op : *declaration->getBlock()) {
    if (&op == declaration)
      break;
    number += op.getName() == declaration->getName();
  }
  return number;
}

FailureOr<unsigned> modulatorNumber(Operation *from, FlatSymbolRefAttr name) {
  for (auto network :
       from->getParentOfType<ModuleOp>().getOps<snn::NetworkOp>())
    if (auto found = dyn_cast_or_null<snn::ModulatorOp>(
            SymbolTable::lookupSymbolIn(network, name.getAttr())))
      return unsigned(numberOf(found));
  return from->emitOpError("no modulator ") << name << " in the network";
}

} // namespace snnc::compiler
