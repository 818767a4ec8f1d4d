//===----------------------------------------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_SNN_SNNINTERFACES_TD
#define SNNC_DIALECTS_SNN_SNNINTERFACES_TD

include "mlir/IR/OpBase.td"

def Snn_ModelInterface : OpInterface<"ModelOp"> {
  let cppNamespace = "::snnc::snn";
  let description = [{
    A definition that populations or projections name: a neuron model or a
    learning rule, seen as declarations and programs.
  }];
  let methods = [
    InterfaceMethod<"Its name.", "::llvm::StringRef", "getSymName">,
    InterfaceMethod<"Declarations and programs.", "::mlir::Region &", "getBody">,
  ];
  let extraClassDeclaration = [{
    /// The declaration named `symbol`; null if none is an OpT.
    template <typename OpT> OpT lookup(::llvm::StringRef symbol) {
      return ::llvm::dyn_cast_or_null<OpT>(
          ::mlir::SymbolTable::lookupSymbolIn(getOperation(), symbol));
    }
  }];
}

def Snn_ProgramInterface : OpInterface<"ProgramOp"> {
  let cppNamespace = "::snnc::snn";
  let description = [{
    A straight-line region that a lane runs: of a neuron, of a source's traces, or of a synapse.
  }];
  let methods = [InterfaceMethod<"The operations.", "::mlir::Region &", "getBody">];
  let verify = "return ::snnc::snn::verifyProgram($_op);";
  let extraClassDeclaration = [{
    ::snnc::snn::ModelOp getModel();
    /// Does it run for each synapse?
    bool isSynaptic();
    /// Does it run for each source, on traces?
    bool isTrace();
  }];
}

#endif // SNNC_DIALECTS_SNN_SNNINTERFACES_TD
