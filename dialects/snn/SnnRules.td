//===----------------------------------------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_SNN_SNNRULES_TD
#define SNNC_DIALECTS_SNN_SNNRULES_TD

include "dialects/snn/SnnOpBase.td"

//===----------------------------------------------------------------------===//
// Learning rules: declarations
//===----------------------------------------------------------------------===//

def Snn_LearningRuleOp : Snn_ModelOp<"learning_rule"> {
  let summary = "A learning rule: what a synapse keeps, and when and how it changes";
  let description = [{
    A rule declares one `snn.weight`, further variables of the synapse (`snn.state`), traces of the source
    (`snn.trace`) and the variables of the target neuron that it reads (`snn.target`). Each step, in the contract's order whatever
    the order of the text: `snn.pre` on the traces, then at every synapse where they are due `snn.on_pre`, `snn.on_post`,
    `snn.every`, `snn.on_signal`, then `snn.post` on the traces.

    ```mlir
    snn.learning_rule @delta {
      snn.weight @w range [-0.125, 0.125] round stochastic per row
      snn.trace @x : f64 = 0.0 range [0.0, 127.0] bits 8
      snn.target @m : f64
      snn.on_signal @update {
        %w = snn.read @w : f64
        %x = snn.read @x : f64
        %m = snn.read @m : f64
        %change = arith.mulf %m, %x : f64
        %new = arith.addf %w, %change : f64
        snn.write @w, %new : f64
      }
    }
    ```
  }];
  let extraClassDeclaration = [{
    /// The weight; null only in a rule that does not verify.
    ::snnc::snn::WeightOp getWeight();
    /// The programs in the order in which they run: pre, on_pre, on_post,
    /// every (by N), on_signal (by place in the text), post.
    ::llvm::SmallVector<::snnc::snn::ProgramOp> getPrograms();
    template <typename OpT> OpT lookup(::llvm::StringRef symbol) {
      return ::llvm::dyn_cast_or_null<OpT>(
          ::mlir::SymbolTable::lookupSymbolIn(getOperation(), symbol));
    }
  }];
}

def Snn_WeightOp : Snn_Op<"weight", [Symbol, HasParent<"LearningRuleOp">]> {
  let summary = "The weight of a plastic synapse";
  let description = [{
    Writes clamp to `range`. `round` says how a write meets the stored width: to the nearest (default), `stochastic`, or
    `stochastic per row`, where the synapses of a source share one draw. The width is `bits` of the projection, its initial value
    the projection's weights.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttr:$type, F64ArrayAttr:$range,
                       OptionalAttr<Snn_StoreRounding>:$round);
  let assemblyFormat = [{
    $sym_name custom<WeightType>($type) `range` custom<Range>($range) (`round` custom<StoreRounding>($round)^)? attr-dict
  }];
  let hasVerifier = 1;
}

def Snn_TraceOp : Snn_Op<"trace", [Symbol, HasParent<"LearningRuleOp">]> {
  let summary = "A variable of the source: one value for all synapses of a row";
  let description = [{
    Written by `snn.pre` and `snn.post`, read by all programs of the rule. A store outside `range` clamps; `bits` is the stored
    width: 8, 16 (default) or 32.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttr:$type, AnyAttr:$init,
                       OptionalAttr<F64ArrayAttr>:$range, OptionalAttr<StrAttr>:$unit,
                       OptionalAttr<I64Attr>:$bits, OptionalAttr<Snn_StoreRounding>:$round);
  let assemblyFormat = [{
    $sym_name `:` $type `=` custom<Value>($init) (`range` custom<Range>($range)^)? (`unit` $unit^)? (`bits` $bits^)?
    (`round` custom<StoreRounding>($round)^)? attr-dict
  }];
  let hasVerifier = 1;
}

def Snn_TargetOp : Snn_Op<"target", [Symbol, HasParent<"LearningRuleOp">]> {
  let summary = "A state variable of the target neuron, as of the end of Update";
  let description = [{
    `snn.target @y : f64` is the state `@y` of the target's neuron model; `snn.target @y state @other : f64` is its state
    `@other`. Rules read it and cannot write it. Quantization sets type and range to those of the state.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, OptionalAttr<FlatSymbolRefAttr>:$state, TypeAttr:$type,
                       OptionalAttr<F64ArrayAttr>:$range);
  let assemblyFormat = "$sym_name (`state` $state^)? `:` $type (`range` custom<Range>($range)^)? attr-dict";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The name of the state in the target's neuron.
    ::llvm::StringRef getVariable() { return getState().value_or(getSymName()); }
  }];
}

//===----------------------------------------------------------------------===//
// Learning rules: programs
//===----------------------------------------------------------------------===//

def Snn_PreOp : Snn_ProgramOp<"pre", "LearningRuleOp"> {
  let summary = "What a source's traces do in a step, before its synapses";
}
def Snn_PostOp : Snn_ProgramOp<"post", "LearningRuleOp"> {
  let summary = "What a source's traces do in a step, after its synapses";
}
def Snn_OnPreOp : Snn_ProgramOp<"on_pre", "LearningRuleOp"> {
  let summary = "What a synapse does in a step in which its source emitted";
}
def Snn_OnPostOp : Snn_ProgramOp<"on_post", "LearningRuleOp"> {
  let summary = "What a synapse does in a step in which its target emitted";
}
def Snn_EveryOp : Snn_ProgramOp<"every", "LearningRuleOp"> {
  let summary = "What a synapse does in steps t with t mod `steps` = 0";
  let arguments = (ins I64Attr:$steps);
  let assemblyFormat = "$steps attr-dict-with-keyword $body";
  let hasVerifier = 1;
}
def Snn_OnSignalOp : Snn_ProgramOp<"on_signal", "LearningRuleOp"> {
  let summary = "What a synapse does in a step for which a modulator was set";
  let arguments = (ins FlatSymbolRefAttr:$modulator);
  let assemblyFormat = "$modulator attr-dict-with-keyword $body";
}

//===----------------------------------------------------------------------===//
// Learning rules: operations of programs
//===----------------------------------------------------------------------===//

class Snn_RuleBodyOp<string mnemonic, list<Trait> traits = []>
    : Snn_Op<mnemonic, !listconcat(traits, [ParentOneOf<Snn_RulePrograms>])>;
class Snn_SynapseBodyOp<string mnemonic, list<Trait> traits = []>
    : Snn_Op<mnemonic, !listconcat(traits, [ParentOneOf<Snn_SynapsePrograms>])>;

def Snn_FiredOp : Snn_RuleBodyOp<"fired", [MemoryEffects<[MemRead]>,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "Did the source emit in this step?";
  let results = (outs I1:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
}

def Snn_TargetFiredOp : Snn_SynapseBodyOp<"target_fired", [MemoryEffects<[MemRead]>,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "Did the target emit in this step?";
  let results = (outs I1:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
}

def Snn_PayloadOp : Snn_RuleBodyOp<"payload", [MemoryEffects<[MemRead]>,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "The payload of the source's event in this step, 0 without one";
  let results = (outs AnyType:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def Snn_SignalledOp : Snn_RuleBodyOp<"signalled", [MemoryEffects<[MemRead]>,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "Was the modulator set for this step (to an equal value, too)?";
  let arguments = (ins FlatSymbolRefAttr:$modulator);
  let results = (outs I1:$result);
  let assemblyFormat = "$modulator attr-dict `:` type($result)";
}

def Snn_RequireOp : Snn_SynapseBodyOp<"require", [MemoryEffects<[MemWrite]>]> {
  let summary = "The program acts at a synapse only where all its conditions hold";
  let arguments = (ins I1:$condition);
  let assemblyFormat = "$condition attr-dict";
}

def Snn_DepositOp : Snn_SynapseBodyOp<"deposit", [MemoryEffects<[MemWrite]>]> {
  let summary = "Adds a value to a port of the target for the next step";
  let description = [{
    The value counts in the port's bound with all that its range allows, once for each synapse of the worst target.
  }];
  let arguments = (ins FlatSymbolRefAttr:$port, AnyType:$value);
  let assemblyFormat = "$port `,` $value attr-dict `:` type($value)";
  let hasVerifier = 1;
}

#endif // SNNC_DIALECTS_SNN_SNNRULES_TD
