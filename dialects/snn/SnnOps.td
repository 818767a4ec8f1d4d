//===----------------------------------------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_SNN_SNNOPS_TD
#define SNNC_DIALECTS_SNN_SNNOPS_TD

include "dialects/snn/SnnRules.td"
include "dialects/snn/SnnTrial.td"

//===----------------------------------------------------------------------===//
// Networks
//===----------------------------------------------------------------------===//

def Snn_NetworkOp : Snn_Op<"network", [IsolatedFromAbove, NoTerminator, SingleBlock,
                                       Symbol, SymbolTable, NoRegionArguments]> {
  let summary = "A network: inputs, populations, projections, outputs, probes";
  let description = [{
    `dt` is the time step in milliseconds. Populations (inputs are populations
    too) and projections are numbered in the order of the text.

    ```mlir
    snn.network @net dt 1.0 {
      snn.input @pixels size 64
      snn.population @out of @lif_delta size 10 params {tau_m = 10.0}
      snn.projection @w from @pixels to @out port @in #snn.dense
        weights dense<0.5> : tensor<64x10xf64> delay 1 bits 8
      snn.output @out
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, F64Attr:$dt);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$sym_name `dt` custom<Real>($dt) attr-dict-with-keyword $body";
  let hasVerifier = 1;
}

def Snn_InputOp : Snn_Op<"input", [Symbol, HasParent<"NetworkOp">]> {
  let summary = "A source of events that the host injects";
  let description = [{
    With `analog [low, high]` an event carries a real value in that range as its
    payload (a value a step into a port, through a projection); otherwise events
    are plain spikes. `payload_frac` and `payload_bits` are set by quantization.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, ConfinedAttr<I64Attr, [IntPositive]>:$size,
                       OptionalAttr<F64ArrayAttr>:$analog,
                       OptionalAttr<I64Attr>:$payload_bits,
                       OptionalAttr<I64Attr>:$payload_frac);
  let assemblyFormat = "$sym_name `size` $size (`analog` custom<Range>($analog)^)? attr-dict";
  let hasVerifier = 1;
}

def Snn_PopulationOp : Snn_Op<"population", [Symbol, HasParent<"NetworkOp">,
                                             DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "Neurons of one model";
  let description = [{
    `params` sets parameters of the model: a number for all neurons, or elements
    (or a blob) of shape [size] for one each; likewise `init` for state variables.
    `skew`, which snn-retime sets, is how many steps late the population runs: what it does in step t + skew is step t of the
    network, and so it is recorded.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, FlatSymbolRefAttr:$neuron,
                       ConfinedAttr<I64Attr, [IntPositive]>:$size,
                       OptionalAttr<DictionaryAttr>:$params,
                       OptionalAttr<DictionaryAttr>:$init,
                       OptionalAttr<ConfinedAttr<I64Attr, [IntNonNegative]>>:$skew,
                       OptionalAttr<I64Attr>:$payload_bits,
                       OptionalAttr<I64Attr>:$payload_frac);
  let hasVerifier = 1;
  let assemblyFormat = [{
    $sym_name `of` $neuron `size` $size (`params` custom<Settings>($params)^)?
    (`init` custom<Settings>($init)^)? attr-dict
  }];
}

def Snn_ProjectionOp : Snn_Op<"projection", [Symbol, HasParent<"NetworkOp">,
                                             DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "Synapses from one population (or input) to a port of another";
  let description = [{
    `weights`: a float (all synapses), elements or a `#snn.blob` (see the
    connectivity for the shape), `#snn.uniform` or `#snn.normal`. `delay`: an
    integer is steps, a float is milliseconds; elements of either give one per
    synapse. `bits` is the weight width: 1, 2, 4, 8 or 16. Quantization sets
    `weight_frac` and `shift`: a weight is code * 2^-weight_frac, and
    (code * payload) << shift is in the port's format. `learn` names the rule by
    which the weights change and sets its parameters; plastic weights have 8 or 16 bits.
    `lead` says by how many steps the target wants events earlier than the delay has them: `delay 1` with a lead of 1 is what a framework does
    whose layers see the spikes of the layer before in the same step. snn-retime makes it up.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, FlatSymbolRefAttr:$source,
                       FlatSymbolRefAttr:$target, FlatSymbolRefAttr:$port,
                       AnyAttr:$connectivity, AnyAttr:$weights,
                       OptionalAttr<AnyAttr>:$delay, OptionalAttr<I64Attr>:$bits,
                       OptionalAttr<I64Attr>:$weight_frac, OptionalAttr<I64Attr>:$shift,
                       OptionalAttr<FlatSymbolRefAttr>:$rule, OptionalAttr<DictionaryAttr>:$params,
                       OptionalAttr<ConfinedAttr<I64Attr, [IntNonNegative]>>:$lead);
  let hasVerifier = 1;
  let assemblyFormat = [{
    $sym_name `from` $source `to` $target `port` $port $connectivity
    `weights` custom<Value>($weights) (`delay` custom<Value>($delay)^)? (`bits` $bits^)?
    (`learn` $rule^ (`params` custom<Settings>($params)^)?)? attr-dict
  }];
}

def Snn_OutputOp : Snn_Op<"output", [HasParent<"NetworkOp">,
                                     DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "Events of this population leave the machine";
  let arguments = (ins FlatSymbolRefAttr:$population);
  let assemblyFormat = "$population attr-dict";
}

def Snn_ProbeOp : Snn_Op<"probe", [Symbol, HasParent<"NetworkOp">,
                                   DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "A state variable (or the events) of a population, recorded each step";
  let arguments = (ins SymbolNameAttr:$sym_name, FlatSymbolRefAttr:$population,
                       OptionalAttr<FlatSymbolRefAttr>:$state);
  let assemblyFormat = "$sym_name `of` $population (`state` $state^)? attr-dict";
}

def Snn_ModulatorOp : Snn_Op<"modulator", [Symbol, HasParent<"NetworkOp">,
                                           DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "A global number that the host sets between steps, or a population";
  let description = [{
    `driven by @p`: after a step with events of @p, a population or an input, the modulator is the sum of their payloads (a plain
    spike has payload 1) and counts as set for the next step; after one without, it `holds` its value or `falls` to 0. The host
    cannot set it. A population drives one modulator at most.

    Quantization sets `frac` and `bits`. A driven modulator has the format of its driver's payloads; that their
    sum lies in `range` is proven.

    ```mlir
    snn.modulator @dopamine = 0.0 range [0.0, 10.0] driven by @neurons falls
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, F64Attr:$init,
                       OptionalAttr<F64ArrayAttr>:$range,
                       OptionalAttr<FlatSymbolRefAttr>:$driver, UnitAttr:$falls,
                       OptionalAttr<I64Attr>:$frac, OptionalAttr<I64Attr>:$bits);
  let assemblyFormat = [{
    $sym_name `=` custom<Real>($init) (`range` custom<Range>($range)^)?
    (`driven` `by` $driver^ (`falls` $falls^) : (`holds`)?)? attr-dict
  }];
  let hasVerifier = 1;
}

//===----------------------------------------------------------------------===//
// Neuron models
//===----------------------------------------------------------------------===//

def Snn_NeuronOp : Snn_ModelOp<"neuron"> {
  let summary = "A neuron model: parameters, state, ports and an update";
  let description = [{
    A neuron has one `snn.update`. A port that the update does not receive is
    cleared in every step all the same. `fx.table` ops appear with quantization.
  }];
  let extraClassDeclaration = [{
    /// The update; null only in a neuron that does not verify.
    ::snnc::snn::UpdateOp getUpdate();
    /// The param, state, port or table named `symbol`; null if none is an OpT.
    template <typename OpT>
    OpT lookup(::llvm::StringRef symbol) {
      return ::llvm::dyn_cast_or_null<OpT>(
          ::mlir::SymbolTable::lookupSymbolIn(getOperation(), symbol));
    }
  }];
}

def Snn_ParamOp : Snn_Op<"param", [Symbol, ParentOneOf<["NeuronOp", "LearningRuleOp"]>]> {
  let summary = "A parameter and its default";
  let description = [{
    Real: `snn.param @tau : f64 = 20.0 unit "ms"`. After discretization only parameters
    with a value per neuron remain (elements); after quantization the type is
    `!fx.q` and the elements are integers.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttr:$type, AnyAttr:$value,
                       OptionalAttr<StrAttr>:$unit, OptionalAttr<I64Attr>:$bits);
  let assemblyFormat = "$sym_name `:` $type `=` custom<Value>($value) (`unit` $unit^)? (`bits` $bits^)? attr-dict";
  let hasVerifier = 1;
}

def Snn_StateOp : Snn_Op<"state", [Symbol, ParentOneOf<["NeuronOp", "LearningRuleOp"]>]> {
  let summary = "A state variable: initial value, range, and stored width";
  let description = [{
    A store outside `range` saturates, and is counted. `bits` is the stored
    width: 8, 16 (default) or 32. In a learning rule it is a variable of the synapse, and `round` says how a write
    meets the stored width (see `snn.weight`).
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

def Snn_PortOp : Snn_Op<"port", [Symbol, HasParent<"NeuronOp">]> {
  let summary = "An input port: the sum of what arrives in a step";
  let description = [{
    With `range` the value read is clamped to it (a saturating port). Quantization
    sets `acc_bits` (16 or 32) and `bound`, the proven bound of |sum|.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttr:$type,
                       OptionalAttr<F64ArrayAttr>:$range, OptionalAttr<StrAttr>:$unit,
                       OptionalAttr<I64Attr>:$acc_bits, OptionalAttr<I64Attr>:$bound);
  let assemblyFormat = "$sym_name `:` $type (`range` custom<Range>($range)^)? (`unit` $unit^)? attr-dict";
  let hasVerifier = 1;
}

def Snn_UpdateOp : Snn_ProgramOp<"update", "NeuronOp"> {
  let summary = "What a neuron does in a step: straight-line, no control flow";
  let description = [{
    Reads see the values from before the step. Real bodies hold `arith` and
    `math` ops on f64 and i1; quantized bodies hold `fx` ops and `arith` on i1.
  }];
}

class Snn_UpdateBodyOp<string mnemonic, list<Trait> traits = []>
    : Snn_Op<mnemonic, !listconcat(traits, [ParentOneOf<["UpdateOp"]>])>;

def Snn_DtOp : Snn_BodyOp<"dt", [Pure, DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "The time step in milliseconds";
  let results = (outs F64:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
}

def Snn_GetOp : Snn_BodyOp<"get", [Pure, DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "The value of a parameter";
  let arguments = (ins FlatSymbolRefAttr:$param);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$param attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def Snn_ReadOp : Snn_BodyOp<"read", [MemoryEffects<[MemRead]>,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "A variable's value from before the program runs";
  let arguments = (ins FlatSymbolRefAttr:$state);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$state attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def Snn_ReceiveOp : Snn_UpdateBodyOp<"receive", [MemoryEffects<[MemRead]>,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "What arrived at a port for this step";
  let arguments = (ins FlatSymbolRefAttr:$port);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$port attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def Snn_ModulationOp : Snn_BodyOp<"modulation", [MemoryEffects<[MemRead]>,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "The value of a modulator of the network";
  let arguments = (ins FlatSymbolRefAttr:$modulator);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$modulator attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def Snn_RandomOp : Snn_BodyOp<"random", [MemoryEffects<[MemRead, MemWrite]>]> {
  let summary = "A uniform random number in [0, 1) for each lane and step";
  let description = [{
    One a neuron, a source or a synapse, as the program runs; with `per row`, in a program of synapses, one that the synapses of a source
    share. `stream` is the compile-time word of the contract, set by discretization from (seed, object, program, draw number).
  }];
  let arguments = (ins UnitAttr:$per_row, OptionalAttr<I64Attr>:$stream);
  let results = (outs AnyType:$result);
  let assemblyFormat = "(`per` `row` $per_row^)? (`stream` $stream^)? attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def Snn_WriteOp : Snn_BodyOp<"write", [MemoryEffects<[MemWrite]>]> {
  let summary = "Sets a variable, clamped to its range";
  let description = [{
    `stream`, set by discretization where the variable rounds stochastically, is the word of that draw; quantization moves it to a
    `snn.random`.
  }];
  let arguments = (ins FlatSymbolRefAttr:$state, AnyType:$value, OptionalAttr<I64Attr>:$stream);
  let assemblyFormat = "$state `,` $value (`stream` $stream^)? attr-dict `:` type($value)";
  let hasCanonicalizer = 1;
  let hasVerifier = 1;
}

def Snn_EmitOp : Snn_UpdateBodyOp<"emit", [MemoryEffects<[MemWrite]>]> {
  let summary = "Emits an event where the condition holds; at most one in an update";
  let description = [{
    Without a payload the event is a plain spike (payload 1). With one, `range` declares the payload's
    least and greatest value; the compiler proves that they hold or refuses.
  }];
  let arguments = (ins I1:$condition, Optional<AnyType>:$payload,
                       OptionalAttr<F64ArrayAttr>:$range);
  let assemblyFormat = [{
    $condition (`payload` $payload^ `:` type($payload))? (`range` custom<Range>($range)^)? attr-dict
  }];
  let hasVerifier = 1;
}

#endif // SNNC_DIALECTS_SNN_SNNOPS_TD
