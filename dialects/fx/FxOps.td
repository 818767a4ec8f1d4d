//===----------------------------------------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_FX_FXOPS_TD
#define SNNC_DIALECTS_FX_FXOPS_TD

include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"
include "mlir/IR/OpBase.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Fx_Dialect : Dialect {
  let name = "fx";
  let cppNamespace = "::snnc::fx";
  let summary = "Fixed-point arithmetic that maps one to one to microcode";
  let description = [{
    Values of `!fx.q<bits, frac>` live in 32-bit registers; the real value is the
    integer times 2^-frac. Every op is one microcode instruction (`fx.rescale` none or
    one), and no op mixes scales in silence. `docs/machine.md` defines the
    arithmetic to the bit, `docs/fx-rationale.md` says why it is so.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect"];
  let useDefaultTypePrinterParser = 1;
  let hasConstantMaterializer = 1;
  let extraClassDeclaration = [{
    void registerTypes();
  }];
}

def Fx_QType : TypeDef<Fx_Dialect, "Q"> {
  let mnemonic = "q";
  let summary = "A two's complement number of `bits` bits, real value = integer * 2^-frac";
  let description = [{
    Values live in 32-bit registers; `bits` (1 .. 32) says that the value fits so many
    bits, `frac` may be negative or exceed `bits`.
  }];
  let parameters = (ins "unsigned":$bits, "int":$frac);
  let assemblyFormat = "`<` $bits `,` $frac `>`";
  let genVerifyDecl = 1;
}

def Fx_Rounding : I32EnumAttr<"Rounding", "how a right shift rounds", [
    I32EnumAttrCase<"Floor", 0, "floor">, I32EnumAttrCase<"Even", 1, "even">,
    I32EnumAttrCase<"Stochastic", 2, "stochastic">]> {
  let cppNamespace = "::snnc::fx";
}
def Fx_Overflow : I32EnumAttr<"Overflow", "what happens beyond 32 bits", [
    I32EnumAttrCase<"Wrap", 0, "wrap">, I32EnumAttrCase<"Saturate", 1, "saturate">]> {
  let cppNamespace = "::snnc::fx";
}
def Fx_Predicate : I32EnumAttr<"Predicate", "signed comparison", [
    I32EnumAttrCase<"Eq", 0, "eq">, I32EnumAttrCase<"Ne", 1, "ne">,
    I32EnumAttrCase<"Lt", 2, "lt">, I32EnumAttrCase<"Le", 3, "le">,
    I32EnumAttrCase<"Gt", 4, "gt">, I32EnumAttrCase<"Ge", 5, "ge">]> {
  let cppNamespace = "::snnc::fx";
}

class Fx_Op<string mnemonic, list<Trait> traits = []>
    : Op<Fx_Dialect, mnemonic, traits>;

def Fx_ConstantOp : Fx_Op<"constant", [Pure, ConstantLike]> {
  let summary = "An integer constant in the result's format";
  let arguments = (ins I32Attr:$value);
  let results = (outs Fx_QType:$result);
  let assemblyFormat = "$value attr-dict `:` qualified(type($result))";
  let hasFolder = 1;
  let hasVerifier = 1;
}

class Fx_SameScaleOp<string mnemonic, list<Trait> traits = []>
    : Fx_Op<mnemonic, !listconcat([Pure], traits)> {
  let hasFolder = 1;
  let arguments = (ins Fx_QType:$lhs, Fx_QType:$rhs);
  let results = (outs Fx_QType:$result);
  let assemblyFormat = [{
    $lhs `,` $rhs attr-dict
    `:` qualified(type($lhs)) `,` qualified(type($rhs)) `->` qualified(type($result))
  }];
  let hasVerifier = 1;
}

class Fx_OverflowOp<string mnemonic, list<Trait> traits = []>
    : Fx_SameScaleOp<mnemonic, traits> {
  let arguments = (ins Fx_QType:$lhs, Fx_QType:$rhs,
                       DefaultValuedAttr<Fx_Overflow, "Overflow::Wrap">:$overflow);
  let assemblyFormat = [{
    $lhs `,` $rhs (`overflow` $overflow^)? attr-dict `:` qualified(type($lhs)) `,` qualified(type($rhs)) `->` qualified(type($result))
  }];
}

def Fx_AddOp : Fx_OverflowOp<"add", [Commutative]> { let summary = "Sum; one scale"; }
def Fx_SubOp : Fx_OverflowOp<"sub"> { let summary = "Difference; one scale"; }
def Fx_MinOp : Fx_SameScaleOp<"min", [Commutative]> { let summary = "The smaller; one scale"; }
def Fx_MaxOp : Fx_SameScaleOp<"max", [Commutative]> { let summary = "The larger; one scale"; }

def Fx_MulOp : Fx_Op<"mul", [DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let hasFolder = 1;
  let summary = "Product, rounded to the result's scale";
  let description = [{
    The exact 48-bit product of `lhs` (32 bits) and `rhs` (at most 16 bits) has
    frac lhs.frac + rhs.frac; it is shifted right by that minus the result's frac, which
    must be 0 to 30.
  }];
  let arguments = (ins Fx_QType:$lhs, Fx_QType:$rhs,
                       DefaultValuedAttr<Fx_Rounding, "Rounding::Even">:$rounding,
                       DefaultValuedAttr<Fx_Overflow, "Overflow::Wrap">:$overflow);
  let results = (outs Fx_QType:$result);
  let assemblyFormat = [{
    $lhs `,` $rhs (`round` $rounding^)? (`overflow` $overflow^)? attr-dict
    `:` qualified(type($lhs)) `,` qualified(type($rhs)) `->` qualified(type($result))
  }];
  let hasVerifier = 1;
}

def Fx_RescaleOp : Fx_Op<"rescale", [DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let hasCanonicalizer = 1;
  let summary = "The same real number in another format";
  let description = [{
    A smaller frac shifts right with `round`, a larger one shifts left
    (`overflow`). Shifts are at most 30.
  }];
  let arguments = (ins Fx_QType:$value,
                       DefaultValuedAttr<Fx_Rounding, "Rounding::Even">:$rounding,
                       DefaultValuedAttr<Fx_Overflow, "Overflow::Wrap">:$overflow);
  let results = (outs Fx_QType:$result);
  let assemblyFormat = [{
    $value (`round` $rounding^)? (`overflow` $overflow^)? attr-dict
    `:` qualified(type($value)) `->` qualified(type($result))
  }];
  let hasFolder = 1;
  let hasVerifier = 1;
}

def Fx_CompareOp : Fx_Op<"cmp", [Pure]> {
  let hasFolder = 1;
  let summary = "Signed comparison; one scale";
  let arguments = (ins Fx_Predicate:$predicate, Fx_QType:$lhs, Fx_QType:$rhs);
  let results = (outs I1:$result);
  let assemblyFormat = "$predicate $lhs `,` $rhs attr-dict `:` qualified(type($lhs)) `,` qualified(type($rhs))";
  let hasVerifier = 1;
}

def Fx_SelectOp : Fx_Op<"select", [Pure]> {
  let hasFolder = 1;
  let summary = "condition ? lhs : rhs; one scale";
  let arguments = (ins I1:$condition, Fx_QType:$lhs, Fx_QType:$rhs);
  let results = (outs Fx_QType:$result);
  let assemblyFormat = [{
    $condition `,` $lhs `,` $rhs attr-dict `:` qualified(type($lhs)) `,` qualified(type($rhs)) `->` qualified(type($result))
  }];
  let hasVerifier = 1;
}

def Fx_AndOp : Fx_SameScaleOp<"and", [Commutative]> {
  let summary = "Bits of both; with a constant 2^n - 1, the fraction for interpolation";
}

def Fx_TableOp : Fx_Op<"table", [Symbol]> {
  let summary = "A lookup table: 32-bit integers in the format of `type`";
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttr:$type, I32ElementsAttr:$values);
  let assemblyFormat = "$sym_name `:` $type `=` $values attr-dict";
  let hasVerifier = 1;
}

def Fx_LookupOp : Fx_Op<"lookup", [Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "table[clamp((index >> shift) + offset, 0, entries - 1)]";
  let description = [{
    `shift` rounds down. `offset` 1 reads the entry above, for linear interpolation: it is the sub-table that
    begins one entry later and is one shorter.
  }];
  let arguments = (ins FlatSymbolRefAttr:$table, Fx_QType:$index, I64Attr:$shift,
                       DefaultValuedAttr<I64Attr, "0">:$offset);
  let results = (outs Fx_QType:$result);
  let assemblyFormat = [{
    $table `[` $index `shift` $shift (`offset` $offset^)? `]` attr-dict `:` qualified(type($index)) `->` qualified(type($result))
  }];
  let hasVerifier = 1;
}

#endif // SNNC_DIALECTS_FX_FXOPS_TD
