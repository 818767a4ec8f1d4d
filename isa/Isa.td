//===- Isa.td - The one source of the instruction set ------*- tablegen -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Opcode numbers, fields, legality, costs and the text of the semantics. From
// here come the C++ tables, the SystemVerilog package and the manual (by
// snnc-isa-tblgen) and the ops of the ucode dialect (dialects/ucode). A bit
// of the word that no operand of an instruction covers must be zero.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_ISA_ISA
#define SNNC_ISA_ISA

/// A run of bits of the instruction word.
class Field<string fieldName, int msb, int lsb> {
  string name = fieldName;
  int hi = msb;
  int lo = lsb;
  string summary = "";
}

def OpField  : Field<"op", 63, 58> { let summary = "opcode"; }
def RdField  : Field<"rd", 57, 54> { let summary = "destination register"; }
def RaField  : Field<"ra", 53, 50> { let summary = "first source register"; }
def RbField  : Field<"rb", 49, 46> { let summary = "register of operand B"; }
def RcField  : Field<"rc", 45, 42> { let summary = "third source register"; }
def BimmField : Field<"bimm", 41, 41> {
  let summary = "operand B is the immediate instead of r[rb]";
}
def RndField : Field<"rnd", 40, 39> { let summary = "rounding of a right shift"; }
def ShField  : Field<"sh", 38, 34> { let summary = "shift amount"; }
def SatField : Field<"sat", 33, 33> {
  let summary = "saturate to 32 bits instead of wrapping";
}
def LastField : Field<"last", 32, 32> {
  let summary = "the program ends after this instruction; in programs of Learn";
}
def ImmField : Field<"imm", 31, 0> { let summary = "immediate, or the fields of a memory access"; }

/// An operand of an instruction as the assembler writes it: the bits that hold
/// it and the values that are legal there.
class Operand<string operandName, Field operandField, int msb, int lsb,
              int least, int most> {
  string name = operandName;
  Field inField = operandField;
  int hi = msb;
  int lo = lsb;
  int min = least;
  int max = most;
  /// How the assembler writes it: "reg", "b", "value" (name=value), "flag".
  string kind = ?;
  /// Names of the values from `min` on; empty: a number.
  list<string> values = [];
  /// Left out of the text when zero.
  bit optional = 0;
}

class Register<string operandName, Field f>
    : Operand<operandName, f, f.hi, f.lo, 0, 15> {
  let kind = "reg";
}
def Rd : Register<"rd", RdField>;
def Ra : Register<"ra", RaField>;
def Rb : Register<"rb", RbField>;
def Rc : Register<"rc", RcField>;

/// Operand B: register rb, or an immediate of `width` bits.
class OperandB<int width, bit isSigned> : Operand<"b", ImmField, !sub(width, 1), 0, 0, 0> {
  let kind = "b";
  int immBits = width;
  bit signed = isSigned;
}
def B32 : OperandB<32, 1>;
def B16 : OperandB<16, 1>;
def B5  : OperandB<5, 0>;

class Shift<int most> : Operand<"sh", ShField, 38, 34, 0, most> {
  let kind = "value";
  let optional = 1;
}
def Sh30 : Shift<30>;
def Sh14 : Shift<14>;

def Rnd : Operand<"rnd", RndField, 40, 39, 0, 2> {
  let kind = "value";
  let values = ["floor", "even", "stochastic"];
  let optional = 1;
}
def Sat : Operand<"sat", SatField, 33, 33, 0, 1> {
  let kind = "flag";
  let optional = 1;
}

/// Bits of the immediate of a memory access.
class Part<string operandName, int msb, int lsb, int least, int most>
    : Operand<operandName, ImmField, msb, lsb, least, most> {
  let kind = "value";
}
def Base   : Part<"base", 15, 0, 0, 65535>;
def Width  : Part<"width", 17, 16, 0, 2> { let values = ["8", "16", "32"]; }
def Slots  : Part<"slots", 18, 16, 0, 7> {
  let values = ["1", "2", "4", "8", "16", "32", "64", "128"];
}
def Wide   : Part<"wide", 20, 20, 0, 1> {
  let kind = "flag";
  let optional = 1;
}
def Len    : Part<"len", 31, 16, 1, 65535>;
/// Planes of the synapses and common values of a row, see docs/tile.md.
def Plane  : Part<"plane", 20, 18, 0, 7>;
def Com    : Part<"com", 23, 21, 0, 7>;
def RCom   : Part<"rcom", 26, 24, 0, 7>;
def Mod    : Part<"mod", 2, 0, 0, 7>;
/// All 32 bits; written in hexadecimal.
def Stream : Part<"stream", 31, 0, 0, -1>;

/// What else than its operands an instruction touches.
class Effect<string effectName> { string name = effectName; }
def PureEffect : Effect<"pure">;
def ReadPlane  : Effect<"read">;
def WritePlane : Effect<"write">;
def ClearPort  : Effect<"read and clear">;
def EmitEvent  : Effect<"emit">;
def EndProgram : Effect<"end">;
def ReadSynapse : Effect<"read synapse">;
def WriteSynapse : Effect<"write synapse">;
def RecordDue  : Effect<"record">;
def MaskLanes  : Effect<"mask">;
def AddToPort  : Effect<"add to port">;

/// A program that may hold the instruction.
class ProgramKind<string kindName> { string name = kindName; }
/// Of a block of neurons, in Update.
def UpdateKind : ProgramKind<"Update">;
/// Of a block of neurons, in Learn.
def BlocksKind : ProgramKind<"Blocks">;
/// Of a unit of synapses, in Learn.
def RowsKind   : ProgramKind<"Rows">;
/// Of a unit of synapses of one target, in Learn.
def ColumnsKind : ProgramKind<"Columns">;

class Instruction<bits<6> number, string mnem, list<Operand> ops, string text> {
  bits<6> opcode = number;
  string mnemonic = mnem;
  list<Operand> operands = ops;
  string semantics = text;
  Effect effect = PureEffect;
  list<ProgramKind> kinds = [UpdateKind, BlocksKind, RowsKind, ColumnsKind];
  /// Slots of the round it takes; a slot is one cycle for each of its blocks.
  int slots = 1;
  /// ra and B may change places.
  bit commutative = 0;
  /// Writes DR, the lane's last random word.
  bit draws = 0;

  bit rounds = !not(!empty(!filter(o, ops, !eq(o.name, "rnd"))));
}

defset list<Instruction> AllInstructions = {
  // Opcode 0 is illegal, so that zeroed memory traps.
  def End : Instruction<1, "end", [], "the program of this round ends"> {
    let effect = EndProgram;
  }

  // Memory.
  def Ld : Instruction<2, "ld", [Rd, Base, Width, Sh14, Sat],
      "rd = fit32(plane << sh)"> {
    let effect = ReadPlane;
  }
  def St : Instruction<3, "st", [Ra, Base, Width, Sh30, Rnd],
      "plane = clamp to width of rshift(ra, sh, rnd); each valid lane that clamps counts one saturation; padding lanes store too"> {
    let kinds = [UpdateKind, BlocksKind];
    let effect = WritePlane;
  }
  def Ldp : Instruction<4, "ldp", [Rd, Base, Slots, Wide, Sh14, Sat],
      "rd = fit32(port sum of this step << sh); the slot is cleared in all lanes"> {
    let effect = ClearPort;
    let kinds = [UpdateKind];
  }
  def Ldm : Instruction<5, "ldm", [Rd, Mod], "rd = modulator mod">;
  def Lid : Instruction<6, "lid", [Rd], "rd = logical index of the lane's neuron"> {
    let kinds = [UpdateKind, BlocksKind];
  }

  // Moves and arithmetic.
  def Mov : Instruction<7, "mov", [Rd, B32], "rd = B">;
  def Add : Instruction<8, "add", [Rd, Ra, B32, Sat], "rd = fit32(ra + B)"> {
    let commutative = 1;
  }
  def Sub : Instruction<9, "sub", [Rd, Ra, B32, Sat], "rd = fit32(ra - B)">;
  def Rsub : Instruction<10, "rsub", [Rd, Ra, B32, Sat], "rd = fit32(B - ra)">;
  def Mul : Instruction<11, "mul", [Rd, Ra, B16, Sh30, Rnd, Sat],
      "rd = fit32(rshift(ra * sext16(B), sh, rnd)), the product exact">;
  def Mac : Instruction<12, "mac", [Rd, Ra, B16, Rc, Sh30, Rnd, Sat],
      "rd = fit32(rc + rshift(ra * sext16(B), sh, rnd)), product and sum exact">;
  def Shl : Instruction<13, "shl", [Rd, Ra, B5, Sat],
      "rd = fit32(ra << (B & 31)), the shifted value exact">;
  def Shr : Instruction<14, "shr", [Rd, Ra, B5, Rnd],
      "rd = rshift(ra, min(B & 31, 30), rnd)">;

  // Logic and order.
  def And : Instruction<15, "and", [Rd, Ra, B32], "rd = ra & B"> { let commutative = 1; }
  def Or  : Instruction<16, "or", [Rd, Ra, B32], "rd = ra | B"> { let commutative = 1; }
  def Xor : Instruction<17, "xor", [Rd, Ra, B32], "rd = ra ^ B"> { let commutative = 1; }
  def Min : Instruction<18, "min", [Rd, Ra, B32], "rd = ra < B ? ra : B, signed"> {
    let commutative = 1;
  }
  def Max : Instruction<19, "max", [Rd, Ra, B32], "rd = ra > B ? ra : B, signed"> {
    let commutative = 1;
  }
  def Ceq : Instruction<20, "ceq", [Rd, Ra, B32], "rd = ra == B ? 1 : 0"> { let commutative = 1; }
  def Cne : Instruction<21, "cne", [Rd, Ra, B32], "rd = ra != B ? 1 : 0"> { let commutative = 1; }
  def Clt : Instruction<22, "clt", [Rd, Ra, B32], "rd = ra < B ? 1 : 0, signed">;
  def Cle : Instruction<23, "cle", [Rd, Ra, B32], "rd = ra <= B ? 1 : 0, signed">;
  def Cgt : Instruction<24, "cgt", [Rd, Ra, B32], "rd = ra > B ? 1 : 0, signed">;
  def Cge : Instruction<25, "cge", [Rd, Ra, B32], "rd = ra >= B ? 1 : 0, signed">;
  def Sel : Instruction<26, "sel", [Rd, Rc, Ra, B32], "rd = rc != 0 ? ra : B">;

  // Tables, random numbers, events.
  def Lut : Instruction<27, "lut", [Rd, Ra, Base, Len, Sh30],
      "rd = table[base + clamp(ra >> sh, 0, len - 1)], the shift floor">;
  def Rand : Instruction<28, "rand", [Rd, Ra, Stream, Sh30],
      "DR = word 0 of threefry(key = (stream, t mod 2^32), counter = (ra, 0)); rd = DR >> sh, logical"> {
    let slots = 4;
    let draws = 1;
  }
  def Emit : Instruction<29, "emit", [Ra, B16],
      "lanes with ra != 0 that are neurons: event with payload sext16(B)"> {
    let effect = EmitEvent;
    let kinds = [UpdateKind];
  }
}

/// Instructions of the Learn phase alone.
defset list<Instruction> LearnInstructions = {
  let kinds = [RowsKind, ColumnsKind] in {
    def Lds : Instruction<32, "lds", [Rd, Plane, Sh14, Sat],
        "rd = fit32(synapse plane << sh)"> {
      let effect = ReadSynapse;
    }
    def Sts : Instruction<33, "sts", [Ra, Plane, Sh30, Rnd],
        "synapse plane = clamp to width of rshift(ra, sh, rnd), in lanes that hold a synapse and are not masked; each of them that clamps counts one saturation"> {
      let effect = WriteSynapse;
    }
    def Ldc : Instruction<34, "ldc", [Rd, Com], "rd = common value com of the source">;
    def Ldd : Instruction<35, "ldd", [Rd, Com],
        "DR = common value com of the source; rd = DR"> {
      let draws = 1;
    }
  }
  let kinds = [BlocksKind] in {
    def Fired : Instruction<36, "fired", [Rd],
        "rd = 1 if the lane's neuron emitted in this step, else 0">;
    def Pay : Instruction<37, "pay", [Rd],
        "rd = payload of the event that the lane's neuron emitted in this step, 0 without one">;
  }
  let kinds = [BlocksKind, RowsKind, ColumnsKind] in
  def Sig : Instruction<38, "sig", [Rd, Mod],
      "rd = 1 if modulator mod was set for this step, else 0">;
  let kinds = [BlocksKind] in
  def Due : Instruction<39, "due", [Ra],
      "lanes with ra != 0 that are neurons are recorded for the walk that follows; in a gate one of them opens it, and they are recorded only if the entry says so"> {
    let effect = RecordDue;
  }
  let kinds = [RowsKind, ColumnsKind] in
  def Mask : Instruction<40, "mask", [Ra],
      "lanes with ra = 0 take no part in the sts, addp and dlt that follow"> {
    let effect = MaskLanes;
  }
  let kinds = [RowsKind] in
  def Addp : Instruction<41, "addp", [Ra, Base, Slots, Wide, Sh30],
      "port sum of step t + 1 of the lane's target += ra << sh, exact, in lanes that hold a synapse and are not masked; beyond the sum's width is an error as in Deliver"> {
    let effect = AddToPort;
  }
  let kinds = [BlocksKind, RowsKind, ColumnsKind] in
  def Rand2 : Instruction<42, "rand2", [Rd, Ra, Rb, Stream, Sh30],
      "DR = word 0 of threefry(key = (stream, t mod 2^32), counter = (ra, rb)); rd = DR >> sh, logical"> {
    let slots = 4;
    let draws = 1;
  }
  let kinds = [RowsKind] in
  def Dlt : Instruction<43, "dlt", [Plane, Com, RCom, Base, Width, Sh30, Rnd],
      "synapse plane = clamp to its width of plane + rshift(state * sext16(common value com), sh, rnd), state of the lane's target at base, DR = common value rcom, product and sum exact; lanes and saturations as of sts"> {
    let effect = WriteSynapse;
  }
}

#endif // SNNC_ISA_ISA
