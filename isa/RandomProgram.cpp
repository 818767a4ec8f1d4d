//===- RandomProgram.cpp - Legal programs for the fuzzer --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "isa/RandomProgram.h"

#include "isa/Isa.h"

#include <algorithm>
#include <cassert>
#include <string>

namespace snnc::isa {

namespace {

/// SplitMix64: the same numbers with every standard library.
class Source {
public:
  explicit Source(uint64_t seed) : state(seed) {}
  uint64_t next() {
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  /// 0 .. count-1; count is far below 2^32, so the bias does not matter.
  uint64_t below(uint64_t count) { return next() % count; }
  bool chance(unsigned oneIn) { return below(oneIn) == 0; }

private:
  uint64_t state;
};

class Generator {
public:
  Generator(uint64_t seed, const RandomProgramSpec &spec)
      : source(seed), spec(spec) {}

  std::vector<uint64_t> run() {
    if (spec.kind != UpdateProgram)
      return runLearn();
    seedRegisters();
    std::vector<unsigned> due = placePorts();
    uint64_t emitAt = spec.mayEmit && !source.chance(8)
                          ? source.below(spec.length + 1)
                          : spec.length + 1;
    size_t port = 0;
    for (uint64_t i = 0; i <= spec.length; ++i) {
      while (port < due.size() && due[port] <= i)
        readPort(spec.ports[port++]);
      if (i == emitAt)
        emit();
      if (i < spec.length)
        any();
    }
    storeAll();
    Instruction end;
    end.op = Opcode::End;
    push(end);
    return words;
  }

private:
  std::vector<uint64_t> runLearn() {
    seedRegisters();
    uint64_t dueAt = source.below(spec.length + 1);
    for (uint64_t i = 0; i <= spec.length; ++i) {
      if (spec.due && (i == dueAt || (i == spec.length && source.chance(4))))
        recordDue();
      if (i < spec.length)
        any();
    }
    storeAll();
    for (uint32_t plane = 0; plane < spec.synapsePlanes; ++plane)
      storeSynapse(plane);
    words.back() |= uint64_t(1) << field::LastLsb;
    return words;
  }

  void recordDue() {
    Instruction due;
    due.op = Opcode::Due;
    due.ra = readable();
    push(due);
  }

  void storeSynapse(uint32_t plane) {
    Instruction sts;
    sts.op = Opcode::Sts;
    sts.ra = readable();
    sts.imm = int32_t(imm::makePlane(plane));
    sts.sh = uint8_t(source.below(31));
    sts.rnd = rounding();
    push(sts);
  }

  /// Small, so that the sums of all lanes stay within 32 bits.
  void deposit() {
    Instruction small;
    small.op = Opcode::Shr;
    small.ra = readable();
    small.rd = anyRegister();
    small.bimm = true;
    small.imm = 26;
    push(small);
    const auto &port = spec.ports[source.below(spec.ports.size())];
    Instruction addp;
    addp.op = Opcode::Addp;
    addp.ra = small.rd;
    addp.imm =
        int32_t(imm::makeBase(port.base) | imm::makeSlots(port.slotsLog2) |
                imm::makeWide(port.wide));
    addp.sh = uint8_t(source.below(6));
    push(addp);
  }

  /// The planes and common values of `lds`, `ldc`, `ldd` and `dlt`.
  uint32_t anyCommon() { return uint32_t(source.below(spec.commons)); }
  uint32_t anySynapsePlane() {
    return uint32_t(source.below(spec.synapsePlanes));
  }

  void push(const Instruction &instruction) {
    uint64_t word = 0;
    std::string error;
    bool legal = encode(instruction, word, error);
    assert(legal && "the generator made an illegal instruction");
    (void)legal;
    words.push_back(word);
    if (writesRegister(instruction) && !isWritten(instruction.rd))
      written.push_back(instruction.rd);
  }

  bool isWritten(uint8_t reg) const {
    return std::find(written.begin(), written.end(), reg) != written.end();
  }
  uint8_t anyRegister() { return uint8_t(source.below(registerCount)); }
  uint8_t readable() { return written[source.below(written.size())]; }

  /// Numbers near the limits find more than uniform ones.
  int32_t interesting() {
    switch (source.below(5)) {
    case 0:
      return int32_t(source.below(17)) - 8;
    case 1:
      return INT32_MAX - int32_t(source.below(3));
    case 2:
      return INT32_MIN + int32_t(source.below(3));
    case 3:
      return int32_t(uint32_t(1) << source.below(32));
    default:
      return int32_t(source.next()) >> source.below(32);
    }
  }

  /// At least one register, by instructions that read none.
  void seedRegisters() {
    if (spec.kind == UpdateProgram || spec.kind == BlocksProgram) {
      Instruction lid;
      lid.op = Opcode::Lid;
      lid.rd = anyRegister();
      push(lid);
    }
    Instruction mov;
    mov.op = Opcode::Mov;
    mov.rd = anyRegister();
    mov.bimm = true;
    mov.imm = interesting();
    push(mov);
    for (const RandomProgramSpec::Plane &plane : spec.planes)
      load(plane);
  }

  std::vector<unsigned> placePorts() {
    std::vector<unsigned> due;
    for (size_t i = 0; i < spec.ports.size(); ++i)
      due.push_back(unsigned(source.below(spec.length + 1)));
    std::sort(due.begin(), due.end());
    return due;
  }

  void load(const RandomProgramSpec::Plane &plane) {
    Instruction ld;
    ld.op = Opcode::Ld;
    ld.rd = anyRegister();
    ld.imm =
        int32_t(imm::makeBase(plane.base) | imm::makeWidth(plane.widthLog2));
    ld.sh = uint8_t(source.below(15));
    ld.sat = source.chance(2);
    push(ld);
  }

  void store(const RandomProgramSpec::Plane &plane) {
    Instruction st;
    st.op = Opcode::St;
    st.ra = readable();
    st.imm =
        int32_t(imm::makeBase(plane.base) | imm::makeWidth(plane.widthLog2));
    st.sh = uint8_t(source.below(31));
    st.rnd = rounding();
    push(st);
  }

  void readPort(const RandomProgramSpec::Port &port) {
    Instruction ldp;
    ldp.op = Opcode::Ldp;
    ldp.rd = anyRegister();
    ldp.imm =
        int32_t(imm::makeBase(port.base) | imm::makeSlots(port.slotsLog2) |
                imm::makeWide(port.wide));
    ldp.sh = uint8_t(source.below(15));
    ldp.sat = source.chance(2);
    push(ldp);
  }

  Rounding rounding() { return Rounding(source.below(drawn ? 3 : 2)); }

  void emit() {
    Instruction emit;
    emit.op = Opcode::Emit;
    bool fromRegister = spec.payloadMin != spec.payloadMax && !source.chance(3);
    if (fromRegister) {
      Instruction clamp;
      clamp.op = Opcode::Max;
      clamp.ra = readable();
      clamp.rd = anyRegister();
      clamp.bimm = true;
      clamp.imm = spec.payloadMin;
      push(clamp);
      clamp.op = Opcode::Min;
      clamp.ra = clamp.rd;
      clamp.imm = spec.payloadMax;
      push(clamp);
      emit.rb = clamp.rd;
    } else {
      emit.bimm = true;
      emit.imm = int32_t(spec.payloadMin +
                         int64_t(source.below(
                             uint64_t(spec.payloadMax - spec.payloadMin) + 1)));
    }
    emit.ra = readable();
    push(emit);
  }

  void storeAll() {
    for (const RandomProgramSpec::Plane &plane : spec.planes)
      if (plane.writable)
        store(plane);
  }

  /// An instruction of an opcode drawn from those that the spec permits.
  void any() {
    std::vector<const OpcodeInfo *> legal;
    for (const OpcodeInfo &info : opcodes())
      if (info.kinds & spec.kind)
        legal.push_back(&info);
    for (;;) {
      const OpcodeInfo &info = *legal[source.below(legal.size())];
      switch (info.op) {
      case Opcode::End:
      case Opcode::Emit:
      case Opcode::Ldp:
      case Opcode::Due:
        continue;
      case Opcode::Mask:
        if (!source.chance(3))
          continue;
        break;
      case Opcode::Addp:
        if (spec.ports.empty())
          continue;
        return deposit();
      case Opcode::Sts:
        return storeSynapse(anySynapsePlane());
      case Opcode::Ldc:
      case Opcode::Ldd:
        if (!spec.commons)
          continue;
        break;
      case Opcode::Dlt:
        if (!spec.commons || spec.planes.empty())
          continue;
        break;
      case Opcode::Sig:
      case Opcode::Ld:
        if (spec.planes.empty())
          continue;
        return load(spec.planes[source.below(spec.planes.size())]);
      case Opcode::St: {
        if (spec.planes.empty())
          continue;
        const auto &plane = spec.planes[source.below(spec.planes.size())];
        if (!plane.writable)
          continue;
        return store(plane);
      }
      case Opcode::Ldm:
        if (!spec.modulators)
          continue;
        break;
      case Opcode::Lut:
        if (spec.tables.empty())
          continue;
        break;
      case Opcode::Rand:
      case Opcode::Rand2:
        // Costly; seldom enough that most programs stay short.
        if (!spec.mayDraw || !source.chance(3))
          continue;
        break;
      default:
        break;
      }
      return fill(info);
    }
  }

  void fill(const OpcodeInfo &info) {
    Instruction instruction;
    instruction.op = info.op;
    uint32_t packed = 0;
    for (const OperandInfo &operand : info) {
      if (operand.kind == OperandKind::B)
        fillB(instruction, operand);
      else if (operand.lo == field::RdLsb)
        instruction.rd = anyRegister();
      else if (operand.lo == field::RaLsb)
        instruction.ra = readable();
      else if (operand.lo == field::RbLsb)
        instruction.rb = readable();
      else if (operand.lo == field::RcLsb)
        instruction.rc = readable();
      else if (operand.lo == field::ShLsb)
        instruction.sh = uint8_t(source.below(operand.max + 1));
      else if (operand.lo == field::RndLsb)
        instruction.rnd = rounding();
      else if (operand.lo == field::SatLsb)
        instruction.sat = source.chance(2);
    }
    if (info.op == Opcode::Ldm || info.op == Opcode::Sig) {
      packed = imm::makeMod(uint32_t(source.below(spec.modulators)));
    } else if (info.op == Opcode::Lut) {
      const auto &table = spec.tables[source.below(spec.tables.size())];
      packed = imm::makeBase(table.base) | imm::makeLen(table.length);
    } else if (info.op == Opcode::Rand || info.op == Opcode::Rand2) {
      packed = imm::makeStream(uint32_t(source.next()));
    } else if (info.op == Opcode::Lds) {
      packed = imm::makePlane(anySynapsePlane());
    } else if (info.op == Opcode::Ldc || info.op == Opcode::Ldd) {
      packed = imm::makeCom(anyCommon());
    } else if (info.op == Opcode::Dlt) {
      const auto &plane = spec.planes[source.below(spec.planes.size())];
      packed = imm::makePlane(anySynapsePlane()) | imm::makeCom(anyCommon()) |
               imm::makeRcom(anyCommon()) | imm::makeBase(plane.base) |
               imm::makeWidth(plane.widthLog2);
      instruction.rnd = Rounding(source.below(3));
    }
    drawn |= info.draws;
    if (!info.operand("b"))
      instruction.imm = int32_t(packed);
    push(instruction);
  }

  void fillB(Instruction &instruction, const OperandInfo &operand) {
    instruction.bimm = source.chance(2);
    if (!instruction.bimm) {
      instruction.rb = readable();
      return;
    }
    uint32_t value = uint32_t(interesting());
    unsigned unused = 32 - operand.immBits;
    instruction.imm = operand.immSigned ? int32_t(value << unused) >> unused
                                        : int32_t((value << unused) >> unused);
  }

  Source source;
  const RandomProgramSpec &spec;
  std::vector<uint64_t> words;
  std::vector<uint8_t> written;
  bool drawn = false;
};

} // namespace

std::vector<uint64_t> randomProgram(uint64_t seed,
                                    const RandomProgramSpec &spec) {
  return Generator(seed, spec).run();
}

} // namespace snnc::isa
