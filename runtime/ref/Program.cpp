//===- Program.cpp - A program, decoded once --------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/ref/Program.h"

namespace snnc::runtime::ref {

using isa::Opcode;

static Instr predecode(const isa::Instruction &from) {
  Instr to;
  to.op = from.op;
  to.rd = from.rd;
  to.ra = from.ra;
  to.rb = from.rb;
  to.rc = from.rc;
  to.immediateB = from.bimm;
  to.rnd = from.rnd;
  to.sh = from.sh;
  to.sat = from.sat;
  to.b = from.imm;
  auto imm = static_cast<uint32_t>(from.imm);
  to.imm = imm;
  switch (from.op) {
  case Opcode::Ld:
  case Opcode::St:
    to.base = isa::imm::getBase(imm);
    to.width = static_cast<uint8_t>(isa::imm::getWidth(imm));
    break;
  case Opcode::Ldp:
    to.base = isa::imm::getBase(imm);
    to.slotsLog2 = static_cast<uint8_t>(isa::imm::getSlots(imm));
    to.wide = isa::imm::getWide(imm) != 0;
    break;
  case Opcode::Lut:
    to.base = isa::imm::getBase(imm);
    to.length = isa::imm::getLen(imm);
    break;
  case Opcode::Lds:
  case Opcode::Sts:
    to.plane = static_cast<uint8_t>(isa::imm::getPlane(imm));
    break;
  case Opcode::Ldc:
  case Opcode::Ldd:
    to.com = static_cast<uint8_t>(isa::imm::getCom(imm));
    break;
  case Opcode::Addp:
    to.base = isa::imm::getBase(imm);
    to.slotsLog2 = static_cast<uint8_t>(isa::imm::getSlots(imm));
    to.wide = isa::imm::getWide(imm) != 0;
    break;
  case Opcode::Dlt:
    to.plane = static_cast<uint8_t>(isa::imm::getPlane(imm));
    to.com = static_cast<uint8_t>(isa::imm::getCom(imm));
    to.rcom = static_cast<uint8_t>(isa::imm::getRcom(imm));
    to.base = isa::imm::getBase(imm);
    to.width = static_cast<uint8_t>(isa::imm::getWidth(imm));
    break;
  case Opcode::Sig:
  case Opcode::Ldm:
    to.modulator = isa::imm::getMod(imm);
    break;
  default:
    break;
  }
  return to;
}

Program decodeProgram(const image::Tile &tile, const image::Target &target,
                      uint32_t address, isa::ProgramKind kind) {
  Program program;
  program.address = address;
  for (uint32_t pc = address;; ++pc) {
    if (pc >= target.programWords) {
      program.stop = Stop::NoEnd;
      return program;
    }
    isa::Instruction instruction;
    std::string reason;
    uint64_t word = pc < tile.program.size() ? tile.program[pc] : 0;
    if (!isa::decode(word, instruction, reason) ||
        !isa::isLegalIn(instruction, kind)) {
      program.stop = Stop::Illegal;
      return program;
    }
    if (instruction.op == Opcode::End)
      return program;
    program.body.push_back(predecode(instruction));
    if (instruction.last)
      return program;
  }
}

} // namespace snnc::runtime::ref
