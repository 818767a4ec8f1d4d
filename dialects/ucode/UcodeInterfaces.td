//===- UcodeInterfaces.td - What all instructions share ----*- tablegen -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_UCODE_UCODEINTERFACES_TD
#define SNNC_DIALECTS_UCODE_UCODEINTERFACES_TD

include "mlir/IR/OpBase.td"

def Ucode_InstructionInterface : OpInterface<"InstructionOpInterface"> {
  let cppNamespace = "::snnc::ucode";
  let description = [{
    An instruction seen without knowing which: what the allocator, the scheduler
    and the encoder work with. What an instruction does not have is null or zero.
  }];
  let methods = [
    StaticInterfaceMethod<"Its number: an isa::Opcode.", "uint8_t", "opcode">,
    InterfaceMethod<"Operand ra.", "::mlir::Value", "operandA">,
    InterfaceMethod<"Operand B if it is a register.", "::mlir::Value", "operandB">,
    InterfaceMethod<"Operand rc.", "::mlir::Value", "operandC">,
    InterfaceMethod<"The draw that stochastic rounding uses.", "::mlir::Value", "randomSource">,
    StaticInterfaceMethod<"Writes the lane's random word.", "bool", "draws">,
    InterfaceMethod<"The common value that it draws.", "::mlir::FlatSymbolRefAttr", "drawSymbol">,
    InterfaceMethod<"Operand B if it is an immediate.", "::std::optional<int32_t>", "immediate">,
    InterfaceMethod<"Shift amount.", "uint32_t", "shift">,
    InterfaceMethod<"Rounding.", "::snnc::ucode::Rounding", "rounding">,
    InterfaceMethod<"Saturates instead of wrapping.", "bool", "saturates">,
    InterfaceMethod<"Symbol of the memory it touches.", "::mlir::FlatSymbolRefAttr", "memory">,
    InterfaceMethod<"Symbol of the synapses' variable it touches.", "::mlir::FlatSymbolRefAttr", "plane">,
    InterfaceMethod<"Symbol of the common value it reads.", "::mlir::FlatSymbolRefAttr", "common">,
    InterfaceMethod<"The value it defines, or null.", "::mlir::Value", "definition">,
    InterfaceMethod<"Physical register of the value it defines, if chosen.",
                    "::std::optional<uint32_t>", "physicalRegister">,
    InterfaceMethod<"Chooses the physical register.", "void", "setPhysicalRegister",
                    (ins "uint32_t":$number)>,
  ];
  let verify = "return ::snnc::ucode::verifyInstruction($_op);";
}

#endif // SNNC_DIALECTS_UCODE_UCODEINTERFACES_TD
