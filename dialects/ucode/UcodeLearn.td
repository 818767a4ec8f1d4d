//===- UcodeLearn.td - The steps of a learning rule --------*- tablegen -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A rule becomes several programs. These ops say in which order they run, when,
// and what they hand to each other.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_UCODE_UCODELEARN_TD
#define SNNC_DIALECTS_UCODE_UCODELEARN_TD

include "dialects/ucode/UcodeDialect.td"
include "mlir/IR/CommonAttrConstraints.td"
include "mlir/IR/SymbolInterfaces.td"

def Ucode_Over : I32EnumAttr<"Over", "what a step of a rule runs over", [
    I32EnumAttrCase<"Sources", 0, "sources">, I32EnumAttrCase<"Targets", 1, "targets">,
    I32EnumAttrCase<"Synapses", 2, "synapses">, I32EnumAttrCase<"Columns", 3, "columns">]> {
  let cppNamespace = "::snnc::ucode";
}

def Ucode_LearnOp : Op<Ucode_Dialect, "learn", [IsolatedFromAbove, NoTerminator, SingleBlock,
                                                SymbolTable, NoRegionArguments]> {
  let summary = "A learning rule as programs";
  let description = [{
    Temporaries, then steps in the order in which they run.
  }];
  let arguments = (ins FlatSymbolRefAttr:$rule);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$rule attr-dict-with-keyword $body";
  let hasRegionVerifier = 1;
}

def Ucode_TemporaryOp : Op<Ucode_Dialect, "temporary", [HasParent<"LearnOp">, Symbol]> {
  let summary = "A value that one program of a rule hands to the next";
  let description = [{
    One for each source, or for each target. `index` is the logical index of the neuron: constant, so that no program writes it,
    and as wide as the population needs.
  }];
  let arguments = (ins Ucode_Over:$over, UnitAttr:$index, SymbolNameAttr:$sym_name, I32Attr:$bits);
  let assemblyFormat = "$over (`index` $index^)? $sym_name `bits` $bits attr-dict";
  let hasVerifier = 1;
}

def Ucode_StepOp : Op<Ucode_Dialect, "step", [HasParent<"LearnOp">]> {
  let summary = "A program of a rule, and when it runs";
  let description = [{
    Runs in every step, where the step's number is a multiple of `every`, or where `signal` was set. `synaptic`: not while learning is off. A
    `gate` opens where one of its lanes is due; the `gated` ones after it run only then. `synapses` are those of the sources that the
    step before recorded, `columns` those of the targets that the gate before recorded (`records`). Over either, `planes` are the
    variables of the synapse, the weight first, and `commons` what the source hands to them.
  }];
  let arguments = (ins Ucode_Over:$over, FlatSymbolRefAttr:$program, OptionalAttr<I64Attr>:$every,
                       OptionalAttr<FlatSymbolRefAttr>:$signal, UnitAttr:$synaptic, UnitAttr:$gate,
                       UnitAttr:$records, UnitAttr:$gated, OptionalAttr<FlatSymbolRefArrayAttr>:$planes,
                       OptionalAttr<FlatSymbolRefArrayAttr>:$commons);
  let assemblyFormat = [{
    $over $program (`every` $every^)? (`signal` $signal^)? (`synaptic` $synaptic^)? (`gate` $gate^)?
    (`records` $records^)? (`gated` $gated^)? (`planes` $planes^)? (`commons` $commons^)? attr-dict
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// Whether it runs over synapses, by their sources or by their targets.
    bool isWalk() { return getOver() == Over::Synapses || getOver() == Over::Columns; }
  }];
}

#endif // SNNC_DIALECTS_UCODE_UCODELEARN_TD
