//===- UcodeOps.td - Ops of the ucode dialect --------------*- tablegen -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The instructions are made from the records of isa/Isa.td: this file only says
// how an operand of the ISA looks in MLIR.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_UCODE_UCODEOPS_TD
#define SNNC_DIALECTS_UCODE_UCODEOPS_TD

include "dialects/ucode/UcodeDialect.td"
include "dialects/ucode/UcodeInterfaces.td"
include "dialects/ucode/UcodeLearn.td"
include "isa/Isa.td"
include "mlir/IR/CommonAttrConstraints.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Ucode_ProgramOp : Op<Ucode_Dialect, "program",
                         [IsolatedFromAbove, SingleBlock, NoRegionArguments, Symbol]> {
  let summary = "What the lanes run: for a block of neurons or a unit of synapses";
  let description = [{
    Instructions in order, the last one `ucode.end`, which programs of Learn encode as a flag of the instruction before it. Made for
    the definition `model`. `kind` says where it runs and so what it may hold. Once registers are chosen all results have one, and the
    verifier follows them: each operand must still lie in its register where it is used, and stochastic
    rounding must follow its draw with no other draw between them.
  }];
  let arguments = (ins DefaultValuedAttr<Ucode_ProgramKind, "ProgramKind::Update">:$kind,
                       SymbolNameAttr:$sym_name, OptionalAttr<FlatSymbolRefAttr>:$model);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "($kind^)? $sym_name (`of` $model^)? attr-dict-with-keyword $body";
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// Registers have been chosen.
    bool isAllocated();
  }];
}

class Ucode_Has<Instruction i, string operand> {
  bit value = !not(!empty(!filter(o, i.operands, !eq(o.name, operand))));
}

/// An operand of the ISA as arguments of the op. Where a common value serves as
/// the draw, no register does.
class Ucode_Arguments<Instruction i, Operand o> {
  dag args = !cond(
    !eq(o.name, "rd") : (ins OptionalAttr<I32Attr>:$rd),
    !eq(o.name, "ra") : (ins Ucode_Reg:$a),
    !eq(o.name, "rb") : (ins Ucode_Reg:$b),
    !eq(o.name, "rc") : (ins Ucode_Reg:$c),
    !eq(o.name, "b") : (ins Optional<Ucode_Reg>:$b, OptionalAttr<I32Attr>:$imm),
    !eq(o.name, "sh") : (ins DefaultValuedAttr<I32Attr, "0">:$sh),
    !eq(o.name, "rnd") : !con((ins DefaultValuedAttr<Ucode_Rounding, "Rounding::Floor">:$rnd),
                              !if(Ucode_Has<i, "rcom">.value, (ins), (ins Optional<Ucode_Reg>:$random))),
    !eq(o.name, "sat") : (ins UnitAttr:$sat),
    !eq(o.name, "base") : (ins FlatSymbolRefAttr:$memory),
    !eq(o.name, "mod") : (ins FlatSymbolRefAttr:$memory),
    !eq(o.name, "plane") : (ins FlatSymbolRefAttr:$plane),
    !eq(o.name, "com") : (ins FlatSymbolRefAttr:$common),
    !eq(o.name, "rcom") : (ins OptionalAttr<FlatSymbolRefAttr>:$draw),
    !eq(o.name, "len") : (ins DefaultValuedAttr<I32Attr, "0">:$offset),
    !eq(o.name, "stream") : (ins I64Attr:$stream),
    // Widths and slots of a memory are known where it is placed.
    true : (ins));
}

/// What stands in the text for an operand that is always there.
class Ucode_Text<Operand o> {
  list<string> text = !cond(
    !eq(o.name, "ra") : ["$a"],
    !eq(o.name, "rb") : ["$b"],
    !eq(o.name, "rc") : ["$c"],
    !eq(o.name, "b") : ["custom<OperandB>($b, $imm)"],
    !eq(o.name, "base") : ["$memory"],
    !eq(o.name, "mod") : ["$memory"],
    !eq(o.name, "plane") : ["$plane"],
    !eq(o.name, "com") : ["$common"],
    !eq(o.name, "stream") : ["`stream` `=` custom<Stream>($stream)"],
    true : []);
}

/// What follows where it is not zero.
class Ucode_Suffix<Instruction i, Operand o> {
  string text = !cond(
    !eq(o.name, "sh") : " (`sh` `=` $sh^)?",
    !eq(o.name, "rnd") : " (`rnd` `=` $rnd^)? (`by` " # !if(Ucode_Has<i, "rcom">.value, "$draw", "$random") # "^)?",
    !eq(o.name, "sat") : " (`sat` $sat^)?",
    !eq(o.name, "len") : " (`offset` `=` $offset^)?",
    true : "");
}

class Ucode_InstructionOp<Instruction i> : Op<Ucode_Dialect, i.mnemonic,
    !listconcat([HasParent<"ProgramOp">, Ucode_InstructionInterface],
      !cond(!eq(i.effect.name, "pure") : [NoMemoryEffect, AlwaysSpeculatable],
            !eq(i.effect.name, "read") : [MemoryEffects<[MemRead]>],
            !eq(i.effect.name, "write") : [MemoryEffects<[MemWrite]>],
            !eq(i.effect.name, "emit") : [MemoryEffects<[MemWrite]>],
            !eq(i.effect.name, "read and clear") : [MemoryEffects<[MemRead, MemWrite]>],
            !eq(i.effect.name, "read synapse") : [MemoryEffects<[MemRead]>],
            !eq(i.effect.name, "write synapse") : [MemoryEffects<[MemRead, MemWrite]>],
            !eq(i.effect.name, "add to port") : [MemoryEffects<[MemRead, MemWrite]>],
            !eq(i.effect.name, "record") : [MemoryEffects<[MemWrite]>],
            !eq(i.effect.name, "mask") : [MemoryEffects<[MemWrite]>],
            !eq(i.effect.name, "end") : [Terminator]),
      !if(i.commutative, [Commutative], []<Trait>),
      !if(!and(Ucode_Has<i, "b">.value, Ucode_Has<i, "rnd">.value),
          [AttrSizedOperandSegments], []<Trait>))> {
  bit hasRd = Ucode_Has<i, "rd">.value;
  bit hasB = Ucode_Has<i, "b">.value;
  bit hasRnd = Ucode_Has<i, "rnd">.value;
  bit hasDraw = Ucode_Has<i, "rcom">.value;

  let summary = i.semantics;
  let arguments = !foldl((ins), i.operands, all, o, !con(all, Ucode_Arguments<i, o>.args));
  let results = !if(hasRd, (outs Ucode_Reg:$result), (outs));
  let assemblyFormat = !interleave(
      !foldl([]<string>, i.operands, all, o, !listconcat(all, Ucode_Text<o>.text)), " `,` ")
    # !foldl("", i.operands, all, o, all # Ucode_Suffix<i, o>.text)
    # !if(hasRd, " (`->` custom<Register>($rd)^)?", "") # " attr-dict";

  let extraClassDeclaration = [{
    static constexpr uint8_t opcode() { return }] # !cast<int>(i.opcode) # [{; }
    ::mlir::Value operandA() { return }] # !if(Ucode_Has<i, "ra">.value, "getA()", "{}") # [{; }
    ::mlir::Value operandC() { return }] # !if(Ucode_Has<i, "rc">.value, "getC()", "{}") # [{; }
    ::mlir::Value operandB() {
      return }] # !if(!or(hasB, Ucode_Has<i, "rb">.value), "getB()", "{}") # [{;
    }
    ::std::optional<int32_t> immediate() { return }] # !if(hasB, "getImm()", "{}") # [{; }
    ::mlir::Value randomSource() { return }] # !if(!and(hasRnd, !not(hasDraw)), "getRandom()", "{}") # [{; }
    static constexpr bool draws() { return }] # !if(!or(i.draws, hasDraw), "true", "false") # [{; }
    ::mlir::FlatSymbolRefAttr drawSymbol() { return }] # !if(hasDraw, "getDrawAttr()", "{}") # [{; }
    ::mlir::FlatSymbolRefAttr plane() { return }] # !if(Ucode_Has<i, "plane">.value, "getPlaneAttr()", "{}") # [{; }
    ::mlir::FlatSymbolRefAttr common() { return }] # !if(Ucode_Has<i, "com">.value, "getCommonAttr()", "{}") # [{; }
    Rounding rounding() { return }] # !if(hasRnd, "getRnd()", "Rounding::Floor") # [{; }
    uint32_t shift() { return }] # !if(Ucode_Has<i, "sh">.value, "getSh()", "0") # [{; }
    bool saturates() { return }] # !if(Ucode_Has<i, "sat">.value, "getSat()", "false") # [{; }
    ::mlir::FlatSymbolRefAttr memory() { return }] #
      !if(!or(Ucode_Has<i, "base">.value, Ucode_Has<i, "mod">.value), "getMemoryAttr()", "{}") # [{; }
    ::mlir::Value definition() { return }] # !if(hasRd, "getResult()", "{}") # [{; }
    ::std::optional<uint32_t> physicalRegister() {
      return }] # !if(hasRd, "getRd()", "{}") # [{;
    }
    void setPhysicalRegister(uint32_t number) {
      }] # !if(hasRd, "setRd(number);", "(void)number;") # [{
    }
  }];
}

foreach i = !listconcat(AllInstructions, LearnInstructions) in
def Ucode_ # i # Op : Ucode_InstructionOp<i>;

#endif // SNNC_DIALECTS_UCODE_UCODEOPS_TD
