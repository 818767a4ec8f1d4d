//===- Passes.td - Passes of native code generation --------*- tablegen -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NATIVE_PASSES
#define SNNC_COMPILER_NATIVE_PASSES

include "mlir/Pass/PassBase.td"

def SnnToNative : Pass<"snn-to-native", "::mlir::ModuleOp"> {
  let summary = "Quantized programs as loops over vectors";
  let description = [{
    Adds a module `@native` with a function for the update of each population (`update_P`, P its number) and for each program of the rules by
    which projections learn (`rule_P_pre`, `rule_P_on_pre`, `rule_P_every_N`, `rule_P_on_signal_M` and so on), called as `image/NativeAbi.h` says. What a program requires of
    its source or its target alone is a function as well (`..._source`, `..._target`). A function is one loop whose body does the program's operations on vectors of `lanes` elements;
    variables keep their stored width in memory and have 32 bits in between. What ranges prove decides how: products that fit 32 bits
    are computed there, others are the upper half of a product of factors shifted left; a store that cannot saturate is neither clamped nor
    counted.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect", "::mlir::LLVM::LLVMDialect",
                           "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"];
  let options = [
    Option<"lanes", "lanes", "unsigned", "16", "Elements of a vector of neurons: 8, 16, 32 or 64">,
    ListOption<"synapseLanes", "synapse-lanes", "unsigned",
               "Likewise of synapses, longest first: each takes what is left of the one before (16)">,
    Option<"masks", "masks", "bool", "false",
           "The last loop over synapses has masked loads and stores; without masks they go on one by one">,
  ];
  let statistics = [
    Statistic<"numFunctions", "functions", "Functions made">,
    Statistic<"numNarrow", "narrow-products", "Products of 32 bits">,
    Statistic<"numDouble", "double-products", "Products that double precision holds exactly, and rounds">,
    Statistic<"numHigh", "high-products", "Products of which the upper 32 bits are the result">,
    Statistic<"numWide", "wide-products", "Products and their shifts in 64 bits">,
  ];
}

#endif // SNNC_COMPILER_NATIVE_PASSES
