//===----------------------------------------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_SNN_SNNOPBASE_TD
#define SNNC_DIALECTS_SNN_SNNOPBASE_TD

include "dialects/snn/SnnAttrs.td"
include "dialects/snn/SnnInterfaces.td"
include "mlir/IR/CommonAttrConstraints.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/RegionKindInterface.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class Snn_Op<string mnemonic, list<Trait> traits = []>
    : Op<Snn_Dialect, mnemonic, traits>;

/// A definition: declarations and programs.
class Snn_ModelOp<string mnemonic>
    : Snn_Op<mnemonic, [IsolatedFromAbove, NoTerminator, SingleBlock, Symbol,
                        SymbolTable, NoRegionArguments, Snn_ModelInterface]> {
  let arguments = (ins SymbolNameAttr:$sym_name);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$sym_name attr-dict-with-keyword $body";
  let hasVerifier = 1;
}

/// A straight-line region of a definition.
class Snn_ProgramOp<string mnemonic, string parent>
    : Snn_Op<mnemonic, [IsolatedFromAbove, HasParent<parent>, NoTerminator,
                        SingleBlock, NoRegionArguments, Snn_ProgramInterface]> {
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "attr-dict-with-keyword $body";
}

defvar Snn_TracePrograms = ["PreOp", "PostOp"];
defvar Snn_SynapsePrograms = ["OnPreOp", "OnPostOp", "EveryOp", "OnSignalOp"];
defvar Snn_RulePrograms = !listconcat(Snn_TracePrograms, Snn_SynapsePrograms);

/// An op of every program.
class Snn_BodyOp<string mnemonic, list<Trait> traits = []>
    : Snn_Op<mnemonic, !listconcat(traits, [ParentOneOf<!listconcat(["UpdateOp"], Snn_RulePrograms)>])>;

#endif // SNNC_DIALECTS_SNN_SNNOPBASE_TD
