//===----------------------------------------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_CORE_COREOPS_TD
#define SNNC_DIALECTS_CORE_COREOPS_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpBase.td"
include "mlir/IR/RegionKindInterface.td"
include "mlir/IR/SymbolInterfaces.td"

def Core_Dialect : Dialect {
  let name = "core";
  let cppNamespace = "::snnc::core";
  let summary = "The placed network: where everything lies on the chip";
  let useDefaultAttributePrinterParser = 1;
}

def Core_TargetAttr : AttrDef<Core_Dialect, "Target"> {
  let mnemonic = "target";
  let summary = "The limits of a target description (targets/*.json)";
  let parameters = (ins StringRefParameter<>:$name, "uint32_t":$version, "uint32_t":$lanes,
                        "uint32_t":$groups, "uint32_t":$descriptors, "uint32_t":$blocks,
                        "uint32_t":$programWords, "uint32_t":$stateRows,
                        "uint32_t":$accumulatorRows, "uint32_t":$synapseRows,
                        "uint32_t":$axons, "uint32_t":$tableWords, "uint32_t":$eventRecords,
                        "uint32_t":$modulators, "uint32_t":$maxSlots, "uint32_t":$learnEntries,
                        DefaultValuedParameter<"uint32_t", "1">:$meshColumns,
                        DefaultValuedParameter<"uint32_t", "1">:$meshRows,
                        DefaultValuedParameter<"uint32_t", "256">:$sources);
  let assemblyFormat = "`<` struct(params) `>`";
}

def Core_PlaneKind : I32EnumAttr<"PlaneKind", "what a plane holds", [
    I32EnumAttrCase<"State", 0, "state">, I32EnumAttrCase<"Param", 1, "param">,
    I32EnumAttrCase<"Index", 2, "index">, I32EnumAttrCase<"Trace", 3, "trace">,
    I32EnumAttrCase<"Common", 4, "common">, I32EnumAttrCase<"Condition", 5, "condition">]> {
  let cppNamespace = "::snnc::core";
}

def Core_RowFormat : I32EnumAttr<"RowFormat", "how the units of a row are laid out", [
    I32EnumAttrCase<"Dense", 0, "dense">, I32EnumAttrCase<"Indexed", 1, "indexed">]> {
  let cppNamespace = "::snnc::core";
}

def Core_Over : I32EnumAttr<"Over", "what a step of a rule runs over", [
    I32EnumAttrCase<"Sources", 0, "sources">, I32EnumAttrCase<"Targets", 1, "targets">,
    I32EnumAttrCase<"Synapses", 2, "synapses">, I32EnumAttrCase<"Columns", 3, "columns">]> {
  let cppNamespace = "::snnc::core";
}

class Core_Op<string mnemonic, list<Trait> traits = []>
    : Op<Core_Dialect, mnemonic, traits>;

class Core_Count : ConfinedAttr<I64Attr, [IntNonNegative]>;
def Core_Number : Core_Count;
def Core_Positive : ConfinedAttr<I64Attr, [IntPositive]>;

def Core_SpreadOp : Core_Op<"spread", [NoTerminator, SingleBlock, NoRegionArguments,
                                       DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "How a network is spread over tiles";
  let description = [{
    The parts, whose order gives them their source numbers, on tiles that are numbered from 0. `places [...]`: where each tile lies,
    x + y * columns of the mesh; -1 where it has no place yet. `tiles [...]`: the tiles that were placed. `routed`: they have the trees that
    take the events of each part to the tiles it names; the verifier follows them.
  }];
  let arguments = (ins FlatSymbolRefAttr:$network, Core_TargetAttr:$target, DenseI64ArrayAttr:$places,
                       OptionalAttr<FlatSymbolRefArrayAttr>:$tiles, UnitAttr:$routed);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    `of` $network `target` qualified($target) `places` $places (`tiles` $tiles^)? (`routed` $routed^)?
    attr-dict-with-keyword $body
  }];
  let hasRegionVerifier = 1;
}

def Core_PartOp : Core_Op<"part", [HasParent<"SpreadOp">]> {
  let summary = "A run of a population's neurons on a tile";
  let description = [{
    `layout` is that of the population, `on` the tile that is their home; `to` the other tiles that take their events, in ascending order.
  }];
  let arguments = (ins FlatSymbolRefAttr:$population, Core_Number:$first, Core_Positive:$size,
                       Core_Positive:$inner, Core_Positive:$inner_pad, Core_Number:$tile, DefaultValuedAttr<DenseI64ArrayAttr, "{}">:$to);
  let assemblyFormat = [{
    $population `first` $first `size` $size `layout` `[` $inner `,` $inner_pad `]` `on` $tile
    (`to` $to^)? attr-dict
  }];
}

def Core_TileOp : Core_Op<"tile", [IsolatedFromAbove, NoTerminator, SingleBlock, Symbol,
                                   SymbolTable, NoRegionArguments]> {
  let summary = "A tile with a network, or a part of one, on it";
  let description = [{
    Groups in the order of the network's inputs and populations, rows in the order of its
    projections, then what the projections learn by, then routes. The verifier holds every capacity of `target`, and that nothing overlaps.
    `at [x, y]`: its place on the mesh, the corner if it is left out. `modulators` counts those of the network.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, FlatSymbolRefAttr:$network,
                       Core_TargetAttr:$target, OptionalAttr<DenseI64ArrayAttr>:$place, Core_Number:$modulators);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    $sym_name `of` $network `target` qualified($target) (`at` $place^)? `modulators` $modulators
    attr-dict-with-keyword $body
  }];
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
  let extraClassDeclaration = [{
    int64_t x() { return getPlace() ? (*getPlace())[0] : 0; }
    int64_t y() { return getPlace() ? (*getPlace())[1] : 0; }
    /// x + y * columns of the mesh.
    int64_t index() { return x() + y() * getTarget().getMeshColumns(); }
  }];
}

def Core_GroupOp : Core_Op<"group", [HasParent<"TileOp">, NoTerminator, SingleBlock, Symbol,
                                     SymbolTable, NoRegionArguments]> {
  let summary = "A population's place, or a window on one";
  let description = [{
    `window of @p`: stands for sources of @p that live on other tiles; `kept`: what arrives is marked for Learn. `from [i, b]`: the
    first of the population's neurons that the group has, and the block in which it lies; the first of all if it is left out.
    `layout [inner, pad]`: neuron i of the group lies at physical index (i / inner) * pad + i mod inner.
    `blocks N at B`: blocks of lanes, the first in the tile's numbering. `axons S stride T at A`: the
    entry of physical index p for outgoing sub-projection j < S is A + j * T + p.
    `program @p words N at A`: the update program; inputs and windows have none. `drives M`: its events set the network's modulator
    number M, those of all homes of a population together.

    A group whose neurons lie in a window on the same population has a run of the window's axon entries and, if it is kept, blocks.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, OptionalAttr<FlatSymbolRefAttr>:$window, UnitAttr:$kept,
                       Core_Positive:$size, OptionalAttr<Core_Number>:$first,
                       OptionalAttr<Core_Number>:$first_block, Core_Positive:$inner,
                       Core_Positive:$inner_pad, Core_Positive:$blocks, Core_Number:$block_base,
                       Core_Number:$axon_subs, Core_Number:$axon_stride, Core_Number:$axon_base,
                       OptionalAttr<FlatSymbolRefAttr>:$program,
                       OptionalAttr<Core_Positive>:$program_words,
                       OptionalAttr<Core_Number>:$program_base,
                       OptionalAttr<Core_Number>:$drives);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    $sym_name (`window` `of` $window^)? (`kept` $kept^)? `size` $size
    (`from` `[` $first^ `,` $first_block `]`)? `layout` `[` $inner `,` $inner_pad `]` `blocks` $blocks `at` $block_base
    `axons` $axon_subs `stride` $axon_stride `at` $axon_base
    (`program` $program^ `words` $program_words `at` $program_base)? (`drives` $drives^)?
    attr-dict-with-keyword $body
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// Physical index of a logical one.
    uint64_t physical(uint64_t logical) {
      return logical / getInner() * getInnerPad() + logical % getInner();
    }
    /// Physical indices, padding included.
    uint64_t physicalSize() { return getSize() / getInner() * getInnerPad(); }
    /// The population whose neurons these are.
    ::llvm::StringRef population() { return getWindow().value_or(getSymName()); }
    uint64_t firstNeuron() { return getFirst().value_or(0); }
    uint64_t firstBlock() { return getFirstBlock().value_or(0); }
  }];
}

def Core_PlaneOp : Core_Op<"plane", [ParentOneOf<["GroupOp", "LearningOp"]>, Symbol]> {
  let summary = "Numbers of the neurons of a group in state memory";
  let description = [{
    `at` is in units of `bits` a lane; a plane has a unit a block. Of a group: its states, per-neuron parameters and, where a rule
    draws for each synapse, the logical indices of its neurons. Of a rule: over the blocks of its source the traces and what a source
    hands to its synapses (`common`), over those of its target what a mask needs (`condition`).
  }];
  let arguments = (ins Core_PlaneKind:$kind, SymbolNameAttr:$sym_name, Core_Positive:$bits,
                       Core_Number:$base);
  let assemblyFormat = "$kind $sym_name `bits` $bits `at` $base attr-dict";
  let hasVerifier = 1;
}

def Core_PortOp : Core_Op<"port", [HasParent<"GroupOp">, Symbol]> {
  let summary = "An input port's accumulators";
  let description = [{
    `at` is in units of `bits` a lane; a port has `slots` units a block. `delay` is the
    longest that arrives; slots are a power of two of at least delay + 1.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, Core_Positive:$bits, Core_Positive:$slots,
                       Core_Number:$base, Core_Positive:$delay);
  let assemblyFormat = "$sym_name `bits` $bits `slots` $slots `at` $base `delay` $delay attr-dict";
  let hasVerifier = 1;
}

def Core_TableOp : Core_Op<"table", [ParentOneOf<["GroupOp", "LearningOp"]>, Symbol]> {
  let summary = "A lookup table's place in table memory";
  let arguments = (ins SymbolNameAttr:$sym_name, Core_Positive:$words, Core_Number:$base);
  let assemblyFormat = "$sym_name `words` $words `at` $base attr-dict";
}

def Core_RowsOp : Core_Op<"rows", [HasParent<"TileOp">, Symbol]> {
  let summary = "The synapses of a projection: format and place of its rows";
  let description = [{
    An entry takes `entry` bits of a lane: `weight` bits of weight and, in indexed rows,
    `index` bits of block and `delays [least, bits]` bits of delay beyond the least. The
    product is shifted left by `shift`. `units N rows R at A`: entries a lane and the synapse
    memory they fill. `subs N at J`: axon entries a source, the first among the source's. `skewed`: rows that can be walked by columns
    (docs/tile.md), in squares where they are dense.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, FlatSymbolRefAttr:$source,
                       FlatSymbolRefAttr:$target, FlatSymbolRefAttr:$port,
                       Core_RowFormat:$format, Core_Positive:$weight_bits,
                       Core_Positive:$entry_bits, Core_Number:$index_bits,
                       Core_Positive:$delay, Core_Number:$delay_bits, Core_Number:$shift,
                       Core_Number:$synapses, Core_Number:$units, Core_Number:$rows,
                       Core_Number:$base, Core_Positive:$subs, Core_Number:$first_sub,
                       UnitAttr:$skewed);
  let assemblyFormat = [{
    $sym_name `from` $source `to` $target `port` $port $format `weight` $weight_bits
    `entry` $entry_bits `index` $index_bits `delays` `[` $delay `,` $delay_bits `]`
    `shift` $shift `synapses` $synapses `units` $units `rows` $rows `at` $base
    `subs` $subs `at` $first_sub (`skewed` $skewed^)? attr-dict
  }];
  let hasVerifier = 1;
}

def Core_LearningOp : Core_Op<"learning", [HasParent<"TileOp">, NoTerminator, SingleBlock,
                                           SymbolTable, NoRegionArguments]> {
  let summary = "What the synapses of some rows learn by, placed";
  let description = [{
    Planes, synapse variables and tables, then the steps of the Learn phase in their order. `index rows R at A axons at J`: the second index of
    skewed indexed rows in synapse memory, and the axon entry of the target with physical index 0.
  }];
  let arguments = (ins FlatSymbolRefAttr:$of, FlatSymbolRefAttr:$rule, OptionalAttr<Core_Number>:$index_rows,
                       OptionalAttr<Core_Number>:$index_base, OptionalAttr<Core_Number>:$column_base);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    `of` $of `rule` $rule (`index` `rows` $index_rows^ `at` $index_base `axons` `at` $column_base)?
    attr-dict-with-keyword $body
  }];
  let hasVerifier = 1;
}

def Core_VariableOp : Core_Op<"variable", [HasParent<"LearningOp">, Symbol]> {
  let summary = "A variable of every synapse in synapse memory";
  let description = [{
    Unit k belongs to row unit k of the projection; `at` is in units of `bits` a lane, `rows` is the memory they fill.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, Core_Positive:$bits, Core_Number:$rows,
                       Core_Number:$base);
  let assemblyFormat = "$sym_name `bits` $bits `rows` $rows `at` $base attr-dict";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The first row of synapse memory.
    uint64_t firstRow() { return getBase() * getBits() / 32; }
  }];
}

def Core_StepOp : Core_Op<"step", [HasParent<"LearningOp">]> {
  let summary = "A program of Learn, where it lies, and when it runs";
  let description = [{
    As `ucode.step`, whose program is encoded for the addresses here. `commons` are planes of the rule, or the indices of its source.
  }];
  let arguments = (ins Core_Over:$over, FlatSymbolRefAttr:$program, Core_Number:$words, Core_Number:$base,
                       OptionalAttr<Core_Positive>:$every, OptionalAttr<FlatSymbolRefAttr>:$signal,
                       UnitAttr:$synaptic, UnitAttr:$gate, UnitAttr:$records, UnitAttr:$gated,
                       OptionalAttr<FlatSymbolRefArrayAttr>:$commons);
  let assemblyFormat = [{
    $over $program `words` $words `at` $base (`every` $every^)? (`signal` $signal^)?
    (`synaptic` $synaptic^)? (`gate` $gate^)? (`records` $records^)? (`gated` $gated^)? (`commons` $commons^)? attr-dict
  }];
}

def Core_RouteOp : Core_Op<"route", [HasParent<"TileOp">]> {
  let summary = "What a tile does with the events of a part";
  let description = [{
    By source number: to which neighbours they go on, x before y, and the window that they are delivered from here.
  }];
  let arguments = (ins Core_Number:$source, UnitAttr:$east, UnitAttr:$west, UnitAttr:$north,
                       UnitAttr:$south, OptionalAttr<FlatSymbolRefAttr>:$window);
  let assemblyFormat = [{
    $source (`east` $east^)? (`west` $west^)? (`north` $north^)? (`south` $south^)? (`to` $window^)? attr-dict
  }];
}

#endif // SNNC_DIALECTS_CORE_COREOPS_TD
