//===- Programs.cpp - Programs of placed groups ---------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/Programs.h"

#include "compiler/codegen/Codegen.h"

#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace snnc::compiler {

ProgramLayout programLayoutOf(core::GroupOp group, snn::NetworkOp network) {
  ProgramLayout layout;
  for (auto plane : group.getOps<core::PlaneOp>())
    layout.planes[plane.getSymName()] = {
        static_cast<uint32_t>(plane.getBase()),
        static_cast<uint8_t>(llvm::Log2_64(plane.getBits()) - 3)};
  for (auto port : group.getOps<core::PortOp>())
    layout.ports[port.getSymName()] = {
        static_cast<uint32_t>(port.getBase()),
        static_cast<uint8_t>(llvm::Log2_64(port.getSlots())),
        port.getBits() == 32};
  for (auto table : group.getOps<core::TableOp>())
    layout.tables[table.getSymName()] = {
        static_cast<uint32_t>(table.getBase()),
        static_cast<uint32_t>(table.getWords())};
  uint32_t index = 0;
  for (auto modulator : network.getOps<snn::ModulatorOp>())
    layout.modulators[modulator.getSymName()] = index++;
  return layout;
}

FailureOr<EncodedProgram> encodeGroup(snn::PopulationOp population,
                                      core::GroupOp group) {
  auto network = population->getParentOfType<snn::NetworkOp>();
  auto module = population->getParentOfType<ModuleOp>();
  ucode::ProgramOp program = findProgram(module, population.getNeuron());
  if (!program)
    return population.emitError("has no program for @")
           << population.getNeuron()
           << "; run snn-to-ucode, ucode-schedule and ucode-allocate first";
  EncodedProgram encoded;
  encoded.name = program.getSymNameAttr();
  if (failed(encodeProgram(program, programLayoutOf(group, network),
                           encoded.words, encoded.locations)))
    return failure();
  return encoded;
}

} // namespace snnc::compiler
