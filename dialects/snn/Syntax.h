//===- Syntax.h - Readable numbers in snn text ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The custom directives of the assembly formats: real numbers print as short as
// they parse back ("0.1", not "1.000000e-01 : f64"), ranges as [low, high].
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_SNN_SYNTAX_H
#define SNNC_DIALECTS_SNN_SYNTAX_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/OpImplementation.h"

#include <optional>
#include <string>
#include <utility>

namespace snnc::snn {

class StoreRoundingAttr;

/// The shortest text that MLIR reads back as the same finite number; it always
/// has a point.
std::string formatReal(double value);

/// Low and high of a `range [low, high]` attribute; nothing if absent.
std::optional<std::pair<double, double>> bounds(mlir::ArrayAttr range);

/// A double as a parameter of an attribute.
struct Real {
  double value = 0.0;
  Real(double value = 0.0) : value(value) {}
  operator double() const { return value; }
};
llvm::hash_code hash_value(Real real);

mlir::ParseResult parseReal(mlir::AsmParser &parser, Real &real);
void printReal(mlir::AsmPrinter &printer, Real real);

mlir::ParseResult parseReal(mlir::OpAsmParser &parser, mlir::FloatAttr &attr);
void printReal(mlir::OpAsmPrinter &printer, mlir::Operation *op,
               mlir::FloatAttr attr);

mlir::ParseResult parseFlag(mlir::AsmParser &parser, bool &value);
void printFlag(mlir::AsmPrinter &printer, bool value);

/// Which of the two are false: `self = false, multiple = false`.
mlir::ParseResult parseChoices(mlir::AsmParser &parser, bool &self,
                               bool &multiple);
void printChoices(mlir::AsmPrinter &printer, bool self, bool multiple);

mlir::ParseResult parseLimits(mlir::AsmParser &parser, Real &least, Real &most);
void printLimits(mlir::AsmPrinter &printer, Real least, Real most);

mlir::ParseResult parseRange(mlir::OpAsmParser &parser, mlir::ArrayAttr &range);
void printRange(mlir::OpAsmPrinter &printer, mlir::Operation *op,
                mlir::ArrayAttr range);

mlir::ParseResult parseValue(mlir::OpAsmParser &parser, mlir::Attribute &value);
void printValue(mlir::OpAsmPrinter &printer, mlir::Operation *op,
                mlir::Attribute value);

mlir::ParseResult parseSettings(mlir::OpAsmParser &parser,
                                mlir::DictionaryAttr &settings);
void printSettings(mlir::OpAsmPrinter &printer, mlir::Operation *op,
                   mlir::DictionaryAttr settings);

/// The type of a weight, f64 if the text gives none.
mlir::ParseResult parseWeightType(mlir::OpAsmParser &parser,
                                  mlir::TypeAttr &type);
void printWeightType(mlir::OpAsmPrinter &printer, mlir::Operation *op,
                     mlir::TypeAttr type);

/// nearest, stochastic, stochastic per row.
mlir::ParseResult parseStoreRounding(mlir::OpAsmParser &parser,
                                     StoreRoundingAttr &rounding);
void printStoreRounding(mlir::OpAsmPrinter &printer, mlir::Operation *op,
                        StoreRoundingAttr rounding);

/// A word without quotes.
mlir::ParseResult parseKeyword(mlir::OpAsmParser &parser,
                               mlir::StringAttr &word);
void printKeyword(mlir::OpAsmPrinter &printer, mlir::Operation *op,
                  mlir::StringAttr word);

/// state @v at N, or events from N for K.
mlir::ParseResult parseAnswer(mlir::OpAsmParser &parser,
                              mlir::FlatSymbolRefAttr &state,
                              mlir::IntegerAttr &from,
                              mlir::IntegerAttr &count);
void printAnswer(mlir::OpAsmPrinter &printer, mlir::Operation *op,
                 mlir::FlatSymbolRefAttr state, mlir::IntegerAttr from,
                 mlir::IntegerAttr count);

} // namespace snnc::snn

#endif // SNNC_DIALECTS_SNN_SYNTAX_H
