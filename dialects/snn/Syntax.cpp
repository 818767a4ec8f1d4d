//===- Syntax.cpp - Readable numbers in snn text --------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Snn.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/bit.h"

#include <charconv>
#include <cmath>

using namespace mlir;

namespace snnc::snn {

std::string formatReal(double value) {
  char buffer[64];
  auto end = std::to_chars(buffer, buffer + sizeof(buffer), value).ptr;
  std::string text(buffer, end);
  // MLIR reads digits without a point as an integer.
  if (text.find('.') == std::string::npos) {
    size_t exponent = text.find('e');
    text.insert(exponent == std::string::npos ? text.size() : exponent, ".0");
  }
  return text;
}

std::optional<std::pair<double, double>> bounds(ArrayAttr range) {
  if (!range || range.size() != 2)
    return std::nullopt;
  auto low = dyn_cast<FloatAttr>(range[0]);
  auto high = dyn_cast<FloatAttr>(range[1]);
  if (!low || !high)
    return std::nullopt;
  return std::make_pair(low.getValueAsDouble(), high.getValueAsDouble());
}

llvm::hash_code hash_value(Real real) {
  return llvm::hash_value(llvm::bit_cast<uint64_t>(real.value));
}

ParseResult parseReal(AsmParser &parser, Real &real) {
  return parser.parseFloat(real.value);
}

void printReal(AsmPrinter &printer, Real real) {
  printer << formatReal(real.value);
}

ParseResult parseReal(OpAsmParser &parser, FloatAttr &attr) {
  double value = 0.0;
  if (parser.parseFloat(value))
    return failure();
  attr = parser.getBuilder().getF64FloatAttr(value);
  return success();
}

/// Infinities and NaN have no decimal text; the verifiers refuse them, and the
/// generic form shows them.
static bool isPlain(FloatAttr attr) {
  return attr.getType().isF64() && std::isfinite(attr.getValueAsDouble());
}

void printReal(OpAsmPrinter &printer, Operation *, FloatAttr attr) {
  if (isPlain(attr))
    printer << formatReal(attr.getValueAsDouble());
  else
    printer.printAttributeWithoutType(attr);
}

ParseResult parseFlag(AsmParser &parser, bool &value) {
  StringRef word;
  auto loc = parser.getCurrentLocation();
  if (parser.parseKeyword(&word))
    return failure();
  if (word != "true" && word != "false")
    return parser.emitError(loc, "expected true or false");
  value = word == "true";
  return success();
}

void printFlag(AsmPrinter &printer, bool value) {
  printer << (value ? "true" : "false");
}

ParseResult parseChoices(AsmParser &parser, bool &self, bool &multiple) {
  self = multiple = true;
  auto parseOne = [&]() -> ParseResult {
    StringRef name;
    auto loc = parser.getCurrentLocation();
    if (parser.parseKeyword(&name))
      return failure();
    if (name != "self" && name != "multiple")
      return parser.emitError(loc, "expected self or multiple");
    return failure(parser.parseEqual() ||
                   parseFlag(parser, name == "self" ? self : multiple));
  };
  return parser.parseCommaSeparatedList(parseOne);
}

void printChoices(AsmPrinter &printer, bool self, bool multiple) {
  if (!self)
    printer << "self = false";
  if (!self && !multiple)
    printer << ", ";
  if (!multiple)
    printer << "multiple = false";
}

ParseResult parseLimits(AsmParser &parser, Real &least, Real &most) {
  return failure(parser.parseLSquare() || parseReal(parser, least) ||
                 parser.parseComma() || parseReal(parser, most) ||
                 parser.parseRSquare());
}

void printLimits(AsmPrinter &printer, Real least, Real most) {
  printer << '[';
  printReal(printer, least);
  printer << ", ";
  printReal(printer, most);
  printer << ']';
}

ParseResult parseRange(OpAsmParser &parser, ArrayAttr &range) {
  SmallVector<Attribute> values;
  auto parseOne = [&]() -> ParseResult {
    FloatAttr value;
    if (parseReal(parser, value))
      return failure();
    values.push_back(value);
    return success();
  };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::Square, parseOne))
    return failure();
  range = parser.getBuilder().getArrayAttr(values);
  return success();
}

void printRange(OpAsmPrinter &printer, Operation *op, ArrayAttr range) {
  printer << '[';
  llvm::interleaveComma(
      range, printer, [&](Attribute value) { printValue(printer, op, value); });
  printer << ']';
}

ParseResult parseValue(OpAsmParser &parser, Attribute &value) {
  return parser.parseAttribute(value);
}

void printValue(OpAsmPrinter &printer, Operation *, Attribute value) {
  if (auto real = dyn_cast<FloatAttr>(value); real && isPlain(real))
    printer << formatReal(real.getValueAsDouble());
  else if (auto integer = dyn_cast<IntegerAttr>(value);
           integer && integer.getType().isInteger(64))
    printer << integer.getValue().getSExtValue();
  else
    printer.printAttribute(value);
}

ParseResult parseSettings(OpAsmParser &parser, DictionaryAttr &settings) {
  return parser.parseAttribute(settings);
}

void printSettings(OpAsmPrinter &printer, Operation *op,
                   DictionaryAttr settings) {
  printer << '{';
  llvm::interleaveComma(settings, printer, [&](NamedAttribute entry) {
    printer.printKeywordOrString(entry.getName());
    printer << " = ";
    printValue(printer, op, entry.getValue());
  });
  printer << '}';
}

ParseResult parseWeightType(OpAsmParser &parser, TypeAttr &type) {
  Type parsed = parser.getBuilder().getF64Type();
  if (succeeded(parser.parseOptionalColon()) && parser.parseType(parsed))
    return failure();
  type = TypeAttr::get(parsed);
  return success();
}

void printWeightType(OpAsmPrinter &printer, Operation *, TypeAttr type) {
  if (!type.getValue().isF64())
    printer << ": " << type.getValue();
}

ParseResult parseStoreRounding(OpAsmParser &parser,
                               StoreRoundingAttr &rounding) {
  StringRef word;
  auto loc = parser.getCurrentLocation();
  if (parser.parseKeyword(&word))
    return failure();
  auto mode = StoreRounding::Nearest;
  if (word == "stochastic") {
    mode = StoreRounding::Stochastic;
    if (succeeded(parser.parseOptionalKeyword("per"))) {
      if (parser.parseKeyword("row"))
        return failure();
      mode = StoreRounding::StochasticRow;
    }
  } else if (word != "nearest") {
    return parser.emitError(
        loc, "expected nearest, stochastic or stochastic per row");
  }
  rounding = StoreRoundingAttr::get(parser.getContext(), mode);
  return success();
}

void printStoreRounding(OpAsmPrinter &printer, Operation *,
                        StoreRoundingAttr rounding) {
  switch (rounding.getValue()) {
  case StoreRounding::Nearest:
    printer << "nearest";
    break;
  case StoreRounding::Stochastic:
    printer << "stochastic";
    break;
  case StoreRounding::StochasticRow:
    printer << "stochastic per row";
    break;
  }
}

ParseResult parseKeyword(OpAsmParser &parser, StringAttr &word) {
  StringRef text;
  if (parser.parseKeyword(&text))
    return failure();
  word = parser.getBuilder().getStringAttr(text);
  return success();
}

void printKeyword(OpAsmPrinter &printer, Operation *, StringAttr word) {
  printer.printKeywordOrString(word);
}

static ParseResult parseSteps(OpAsmParser &parser, StringRef keyword,
                              IntegerAttr &attr) {
  int64_t value = 0;
  if (parser.parseKeyword(keyword) || parser.parseInteger(value))
    return failure();
  attr = parser.getBuilder().getI64IntegerAttr(value);
  return success();
}

ParseResult parseAnswer(OpAsmParser &parser, FlatSymbolRefAttr &state,
                        IntegerAttr &from, IntegerAttr &count) {
  if (succeeded(parser.parseOptionalKeyword("events")))
    return failure(parseSteps(parser, "from", from) ||
                   parseSteps(parser, "for", count));
  count = parser.getBuilder().getI64IntegerAttr(1);
  StringAttr name;
  if (parser.parseKeyword("state") || parser.parseSymbolName(name))
    return failure();
  state = FlatSymbolRefAttr::get(name);
  return parseSteps(parser, "at", from);
}

void printAnswer(OpAsmPrinter &printer, Operation *, FlatSymbolRefAttr state,
                 IntegerAttr from, IntegerAttr count) {
  if (state)
    printer << "state " << state << " at " << from.getInt();
  else
    printer << "events from " << from.getInt() << " for " << count.getInt();
}

} // namespace snnc::snn
