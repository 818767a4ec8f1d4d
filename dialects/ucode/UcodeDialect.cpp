//===- UcodeDialect.cpp - Registration and syntax of ucode ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/ucode/Ucode.h"

#include "isa/Isa.h"

#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace snnc::ucode;

/// A register or a number.
static ParseResult
parseOperandB(OpAsmParser &parser,
              std::optional<OpAsmParser::UnresolvedOperand> &reg,
              IntegerAttr &imm) {
  OpAsmParser::UnresolvedOperand operand;
  OptionalParseResult parsed = parser.parseOptionalOperand(operand);
  if (parsed.has_value()) {
    if (succeeded(*parsed))
      reg = operand;
    return *parsed;
  }
  int64_t value = 0;
  SMLoc loc = parser.getCurrentLocation();
  if (parser.parseInteger(value))
    return failure();
  if (value != int32_t(value))
    return parser.emitError(loc, "immediate ")
           << value << " does not fit 32 signed bits";
  imm = parser.getBuilder().getI32IntegerAttr(int32_t(value));
  return success();
}

static void printOperandB(OpAsmPrinter &printer, Operation *, Value reg,
                          IntegerAttr imm) {
  if (reg)
    printer << reg;
  else if (imm)
    printer << imm.getInt();
}

/// The name of a physical register: r0 and on.
static ParseResult parseRegister(OpAsmParser &parser, IntegerAttr &rd) {
  SMLoc loc = parser.getCurrentLocation();
  StringRef name;
  unsigned number = 0;
  if (parser.parseKeyword(&name))
    return failure();
  if (!name.consume_front("r") || name.getAsInteger(10, number))
    return parser.emitError(loc, "expected a register: r0 to r")
           << snnc::isa::registerCount - 1;
  rd = parser.getBuilder().getI32IntegerAttr(int32_t(number));
  return success();
}

static void printRegister(OpAsmPrinter &printer, Operation *, IntegerAttr rd) {
  printer << "r" << rd.getInt();
}

static ParseResult parseStream(OpAsmParser &parser, IntegerAttr &stream) {
  int64_t value = 0;
  if (parser.parseInteger(value))
    return failure();
  stream = parser.getBuilder().getI64IntegerAttr(value);
  return success();
}

static void printStream(OpAsmPrinter &printer, Operation *,
                        IntegerAttr stream) {
  printer << "0x" << llvm::utohexstr(uint64_t(stream.getInt()), true);
}

#include "dialects/ucode/UcodeDialect.cpp.inc"
#include "dialects/ucode/UcodeEnums.cpp.inc"
#include "dialects/ucode/UcodeInterfaces.cpp.inc"

#define GET_TYPEDEF_CLASSES
#include "dialects/ucode/UcodeTypes.cpp.inc"

#define GET_OP_CLASSES
#include "dialects/ucode/UcodeOps.cpp.inc"

void UcodeDialect::registerTypes() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "dialects/ucode/UcodeTypes.cpp.inc"
      >();
}

void UcodeDialect::initialize() {
  registerTypes();
  addOperations<
#define GET_OP_LIST
#include "dialects/ucode/UcodeOps.cpp.inc"
      >();
}
