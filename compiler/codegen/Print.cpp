//===- Print.cpp - Programs for a reader ------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/Codegen.h"

#include "isa/Isa.h"

#include "mlir/IR/AsmState.h"

using namespace mlir;
using snnc::ucode::InstructionOpInterface;

namespace snnc::compiler {

/// "file:line:col", the first place of a fused location; empty if unknown.
static std::string place(Location loc) {
  FileLineColLoc found;
  loc->walk([&](Location inner) {
    if (auto file = dyn_cast<FileLineColLoc>(inner)) {
      found = file;
      return WalkResult::interrupt();
    }
    return WalkResult::advance();
  });
  if (!found)
    return "";
  return (found.getFilename().getValue() + ":" + Twine(found.getLine()) + ":" +
          Twine(found.getColumn()))
      .str();
}

void printProgram(ucode::ProgramOp program, llvm::raw_ostream &os) {
  AsmState state(program);
  std::vector<std::string> lines, places;
  size_t width = 0;
  unsigned slots = 0;
  for (Operation &op : program.getBody().front()) {
    auto instruction = cast<InstructionOpInterface>(op);
    // The end of a program of Learn is a flag of what stands before it.
    if (program.getKind() == ucode::ProgramKind::Update ||
        !llvm::isa<ucode::EndOp>(op))
      slots +=
          snnc::isa::lookup(snnc::isa::Opcode(instruction.opcode()))->slots;
    std::string line;
    llvm::raw_string_ostream text(line);
    op.print(text, state);
    width = std::max(width, line.size());
    lines.push_back(std::move(line));
    places.push_back(place(op.getLoc()));
  }
  os << "ucode.program ";
  if (program.getKind() != ucode::ProgramKind::Update)
    os << stringifyProgramKind(program.getKind()) << " ";
  os << "@" << program.getSymName();
  if (FlatSymbolRefAttr model = program.getModelAttr())
    os << " of " << model;
  os << " {  // " << slots << " slots\n";
  for (size_t i = 0; i < lines.size(); ++i) {
    os << "  " << lines[i];
    if (!places[i].empty())
      os.indent(unsigned(width - lines[i].size())) << "  // " << places[i];
    os << "\n";
  }
  os << "}\n";
}

} // namespace snnc::compiler
