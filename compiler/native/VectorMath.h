//===- VectorMath.h - Fixed-point arithmetic on vectors ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The arithmetic of docs/machine.md on vectors of 32-bit integers. What values
// can be decides how they are computed: most products of a network fit 32 bits,
// and most roundings have a bit to spare.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NATIVE_VECTORMATH_H
#define SNNC_COMPILER_NATIVE_VECTORMATH_H

#include "compiler/analysis/FixedRange.h"
#include "dialects/fx/Fx.h"

#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace snnc::compiler {

/// Elements of the longest vector.
constexpr unsigned kMostLanes = 64;

/// A vector of 32-bit integers: `value` in `range`. It is `base` shifted left
/// by `up`, where that is known to lose nothing.
struct Number {
  mlir::Value value;
  IntRange range;
  mlir::Value base;
  unsigned up = 0;

  /// The range of `base`.
  IntRange baseRange() const { return {range.lo >> up, range.hi >> up}; }
  std::optional<int64_t> constant() const {
    return range.lo == range.hi ? std::optional<int64_t>(range.lo)
                                : std::nullopt;
  }
};

class VectorMath {
public:
  using Value = mlir::Value;

  /// What was computed how, for the statistics of the pass.
  struct Counts {
    unsigned narrowProducts = 0, doubleProducts = 0, highProducts = 0,
             wideProducts = 0;

    Counts &operator+=(const Counts &o) {
      narrowProducts += o.narrowProducts;
      doubleProducts += o.doubleProducts;
      highProducts += o.highProducts;
      wideProducts += o.wideProducts;
      return *this;
    }
  };

  VectorMath(mlir::ImplicitLocOpBuilder &builder, unsigned lanes)
      : b(builder), lanes(lanes) {}

  mlir::VectorType type(unsigned bits = 32);
  Value splat(int64_t value, unsigned bits = 32);
  Value broadcast(Value scalar);
  /// 0, 1, 2, ...
  Value lane();
  static Number number(Value value, IntRange range) {
    return {value, range, value, 0};
  }
  Number constant(int64_t value);
  /// A value as it is stored, shifted left as it is loaded, which may wrap;
  /// `range` is what comes of it.
  Number loaded(Value stored, IntRange range, unsigned up, bool wraps);

  Value add(const Number &x, const Number &y, bool saturate);
  Value sub(const Number &x, const Number &y, bool saturate);
  /// `word`: the last draw; null unless something rounds by it.
  Value mul(const Number &x, const Number &y, unsigned shift,
            fx::Rounding rounding, bool saturate, Value word);
  Value shiftRight(const Number &x, unsigned shift, fx::Rounding rounding,
                   Value word);
  Value shiftLeft(const Number &x, unsigned shift, bool saturate);
  Value compare(fx::Predicate predicate, Value x, Value y);

  /// First word of the draw (image/Threefry.h); all vectors.
  Value draw(Value key0, Value key1, Value counter0, Value counter1);

  const Counts &counts() const { return made; }

private:
  Value round(Value x, IntRange range, unsigned shift, fx::Rounding rounding,
              Value word);
  Value highProduct(Value x, IntRange xRange, Value y, IntRange yRange,
                    unsigned shift, fx::Rounding rounding, Value word);
  Value doubleProduct(Value x, const Number &y, unsigned shift);
  Value wideProduct(Value x, Value y, unsigned shift, fx::Rounding rounding,
                    bool saturate, Value word);
  Value left(Value x, unsigned shift);
  Value extend(Value x, bool isUnsigned);
  Value halves(Value pairs, bool odd);
  Value interleave(Value even, Value odd, bool high);

  mlir::ImplicitLocOpBuilder &b;
  unsigned lanes;
  Counts made;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_NATIVE_VECTORMATH_H
