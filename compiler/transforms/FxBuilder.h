//===- FxBuilder.h - Building fx ops with proven widths ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each op gets the narrowest type that its exact integer range fits, and an op
// beyond 32 bits is an error where it arises.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_FXBUILDER_H
#define SNNC_COMPILER_TRANSFORMS_FXBUILDER_H

#include "compiler/analysis/FixedRange.h"
#include "dialects/fx/Fx.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/DenseMap.h"

namespace snnc::compiler {

class FxBuilder {
public:
  explicit FxBuilder(mlir::OpBuilder builder) : builder(builder) {}

  static int fracOf(mlir::Value value);
  fx::QType type(unsigned bits, int frac);
  IntRange range(mlir::Value value) const;
  /// Did all ops fit? Errors were reported.
  bool good() const { return !overflowed; }
  unsigned rescales() const { return rescaled; }

  mlir::Value constant(mlir::Location loc, int64_t value, int frac);
  mlir::Value add(mlir::Location loc, mlir::Value a, mlir::Value b);
  mlir::Value sub(mlir::Location loc, mlir::Value a, mlir::Value b);
  mlir::Value min(mlir::Location loc, mlir::Value a, mlir::Value b);
  mlir::Value max(mlir::Location loc, mlir::Value a, mlir::Value b);
  mlir::Value bitAnd(mlir::Location loc, mlir::Value a, mlir::Value b);
  mlir::Value select(mlir::Location loc, mlir::Value condition, mlir::Value a,
                     mlir::Value b);
  mlir::Value compare(mlir::Location loc, fx::Predicate predicate,
                      mlir::Value a, mlir::Value b);
  /// Clamps to [lo, hi] in units, as far as the range does not prove it.
  mlir::Value clamp(mlir::Location loc, mlir::Value value, int64_t lo,
                    int64_t hi);
  /// a * b rounded to `frac`; `b` fits 16 bits.
  mlir::Value mul(mlir::Location loc, mlir::Value a, mlir::Value b, int frac,
                  fx::Rounding rounding = fx::Rounding::Even);
  /// a * factor rounded to `frac`, with the best 16-bit mantissa.
  mlir::Value mulConstant(mlir::Location loc, mlir::Value a, double factor,
                          int frac, fx::Rounding rounding = fx::Rounding::Even);
  mlir::Value rescale(mlir::Location loc, mlir::Value value, int frac,
                      fx::Rounding rounding = fx::Rounding::Even);
  /// `value` in at most 16 bits, rounded.
  mlir::Value narrow(mlir::Location loc, mlir::Value value);
  mlir::Value lookup(mlir::Location loc, fx::TableOp table, mlir::Value index,
                     int64_t shift, int64_t offset);
  /// Gives a snn.read, .get, .receive, .modulation or .random the type that its
  /// range fits.
  mlir::Value source(mlir::Operation *op);

  mlir::OpBuilder builder;

private:
  mlir::Value finish(mlir::Operation *op);

  llvm::DenseMap<mlir::Value, IntRange> ranges;
  unsigned rescaled = 0;
  bool overflowed = false;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_FXBUILDER_H
