//===- UcodeDialect.td - The ucode dialect -----------------*- tablegen -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_UCODE_UCODEDIALECT_TD
#define SNNC_DIALECTS_UCODE_UCODEDIALECT_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpBase.td"

def Ucode_Dialect : Dialect {
  let name = "ucode";
  let cppNamespace = "::snnc::ucode";
  let summary = "Microcode: one op an instruction";
  let description = [{
    A `ucode.program` is the straight line that a block of neurons runs in a
    step, or a unit of synapses where it learns. Its ops come from `isa/Isa.td`, one for each instruction. Values are lane
    registers: in SSA form first, then with a register number each (`-> r3`).
    Memories are named by symbol; where they lie is known when the program is encoded.
    `docs/ucode-rationale.md` says why.
  }];
  let useDefaultTypePrinterParser = 1;
  let extraClassDeclaration = [{
    void registerTypes();
  }];
}

def Ucode_RegType : TypeDef<Ucode_Dialect, "Reg"> {
  let mnemonic = "reg";
  let summary = "A 32-bit register of each lane";
}
def Ucode_Reg : Type<Ucode_RegType.predicate, Ucode_RegType.summary, "::snnc::ucode::RegType">,
                BuildableType<"::snnc::ucode::RegType::get($_builder.getContext())">;

def Ucode_Rounding : I32EnumAttr<"Rounding", "how a right shift rounds", [
    I32EnumAttrCase<"Floor", 0, "floor">, I32EnumAttrCase<"Even", 1, "even">,
    I32EnumAttrCase<"Stochastic", 2, "stochastic">]> {
  let cppNamespace = "::snnc::ucode";
}

def Ucode_ProgramKind : I32EnumAttr<"ProgramKind", "where a program runs", [
    I32EnumAttrCase<"Update", 1, "update">, I32EnumAttrCase<"Blocks", 2, "blocks">,
    I32EnumAttrCase<"Rows", 4, "rows">, I32EnumAttrCase<"Columns", 8, "columns">]> {
  let cppNamespace = "::snnc::ucode";
}

#endif // SNNC_DIALECTS_UCODE_UCODEDIALECT_TD
