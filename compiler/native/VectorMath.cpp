//===- VectorMath.cpp - Fixed-point arithmetic on vectors -------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/native/VectorMath.h"

#include "image/Threefry.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/ADT/bit.h"

#include <cmath>

using namespace mlir;

namespace snnc::compiler {

static bool fits32(IntRange range) {
  return range.lo >= INT32_MIN && range.hi <= INT32_MAX;
}

VectorType VectorMath::type(unsigned bits) {
  return VectorType::get({int64_t(lanes)}, b.getIntegerType(bits));
}

Value VectorMath::splat(int64_t value, unsigned bits) {
  APInt element(bits, uint64_t(value), /*isSigned=*/true,
                /*implicitTrunc=*/true);
  return arith::ConstantOp::create(b,
                                   DenseElementsAttr::get(type(bits), element));
}

Value VectorMath::broadcast(Value scalar) {
  unsigned bits = scalar.getType().getIntOrFloatBitWidth();
  return vector::BroadcastOp::create(b, type(bits), scalar);
}

Value VectorMath::lane() {
  SmallVector<int32_t> numbers(lanes);
  for (unsigned i = 0; i < lanes; ++i)
    numbers[i] = int32_t(i);
  return arith::ConstantOp::create(
      b, DenseIntElementsAttr::get(type(), ArrayRef<int32_t>(numbers)));
}

Number VectorMath::constant(int64_t value) {
  Number number = VectorMath::number(splat(value), {value, value});
  if (value == 0)
    return number;
  number.up = unsigned(llvm::countr_zero(uint64_t(value)));
  if (number.up > 0)
    number.base = splat(value >> number.up);
  return number;
}

Number VectorMath::loaded(Value stored, IntRange range, unsigned up,
                          bool wraps) {
  Number number = VectorMath::number(left(stored, up), range);
  if (!wraps) {
    number.base = stored;
    number.up = up;
  }
  return number;
}

Value VectorMath::left(Value x, unsigned shift) {
  return shift ? Value(arith::ShLIOp::create(b, x, splat(shift))) : x;
}

Value VectorMath::add(const Number &x, const Number &y, bool saturate) {
  if (saturate && !fits32({x.range.lo + y.range.lo, x.range.hi + y.range.hi}))
    return LLVM::SAddSat::create(b, x.value, y.value);
  return arith::AddIOp::create(b, x.value, y.value);
}

Value VectorMath::sub(const Number &x, const Number &y, bool saturate) {
  if (saturate && !fits32({x.range.lo - y.range.hi, x.range.hi - y.range.lo}))
    return LLVM::SSubSat::create(b, x.value, y.value);
  return arith::SubIOp::create(b, x.value, y.value);
}

Value VectorMath::shiftLeft(const Number &x, unsigned shift, bool saturate) {
  int64_t factor = int64_t(1) << shift;
  if (saturate && !fits32({x.range.lo * factor, x.range.hi * factor}))
    return LLVM::SSHLSat::create(b, x.value, splat(shift));
  return left(x.value, shift);
}

Value VectorMath::shiftRight(const Number &x, unsigned shift,
                             fx::Rounding rounding, Value word) {
  // What was shifted left before need not be shifted back.
  if (x.up >= shift)
    return left(x.base, x.up - shift);
  if (word && x.up)
    word = arith::ShRUIOp::create(b, word, splat(x.up));
  return round(x.base, x.baseRange(), shift - x.up, rounding, word);
}

/// x / 2^shift in 32 bits.
Value VectorMath::round(Value x, IntRange range, unsigned shift,
                        fx::Rounding rounding, Value word) {
  if (shift == 0)
    return x;
  Value amount = splat(shift);
  int64_t half = int64_t(1) << (shift - 1), rest = 2 * half - 1;
  switch (rounding) {
  case fx::Rounding::Floor:
    return arith::ShRSIOp::create(b, x, amount);
  case fx::Rounding::Stochastic: {
    Value part = arith::AndIOp::create(b, word, splat(rest));
    if (range.hi + rest <= INT32_MAX)
      return arith::ShRSIOp::create(b, arith::AddIOp::create(b, x, part),
                                    amount);
    // The sum of both rests alone keeps to 32 bits.
    Value sum = arith::AddIOp::create(
        b, arith::AndIOp::create(b, x, splat(rest)), part);
    return arith::AddIOp::create(b, arith::ShRSIOp::create(b, x, amount),
                                 arith::ShRUIOp::create(b, sum, amount));
  }
  case fx::Rounding::Even:
    break;
  }
  if (range.hi + half > INT32_MAX) {
    Value down = arith::ShRSIOp::create(b, x, splat(1));
    Value odd = arith::AndIOp::create(b, x, splat(1));
    if (shift == 1)
      return arith::AddIOp::create(b, down,
                                   arith::AndIOp::create(b, down, odd));
    // One bit less; the last one tells that something was cut off.
    return round(arith::OrIOp::create(b, down, odd),
                 {range.lo >> 1, range.hi >> 1 | 1}, shift - 1, rounding, word);
  }
  // Half rounds up, less one where the result would be even already.
  Value down = arith::ShRUIOp::create(b, x, amount);
  Value odd = arith::AndIOp::create(b, down, splat(1));
  Value sum = arith::AddIOp::create(b, x, splat(half - 1));
  return arith::ShRSIOp::create(b, arith::AddIOp::create(b, sum, odd), amount);
}

/// Whether a product in `range` is one, and what is left of it after `shift`
/// leaves room for kRounder.
static bool isExactInDouble(IntRange range, unsigned shift) {
  auto within = [&](unsigned bits) {
    int64_t most = int64_t(1) << bits;
    return range.lo >= -most && range.hi <= most;
  };
  return within(53) && within(std::min(50 + shift, 62u));
}

Value VectorMath::mul(const Number &x, const Number &y, unsigned shift,
                      fx::Rounding rounding, bool saturate, Value word) {
  IntRange exact = IntRange::product(x.range, y.range);
  bool canSaturate =
      saturate && !fits32({exact.lo >> shift, (exact.hi >> shift) + 1});
  unsigned up = x.up + y.up;
  if (up >= shift && !canSaturate) {
    // Nothing is cut off, and the low bits are all that counts.
    ++made.narrowProducts;
    if (up - shift >= 32)
      return splat(0);
    return left(arith::MulIOp::create(b, x.base, y.base), up - shift);
  }
  IntRange range = IntRange::product(x.baseRange(), y.baseRange());
  unsigned down = shift - std::min(up, shift);
  Value wholeWord = word;
  if (word && up && down)
    word = arith::ShRUIOp::create(b, word, splat(up));
  if (fits32(range) && up < shift) {
    ++made.narrowProducts;
    return round(arith::MulIOp::create(b, x.base, y.base), range, down,
                 rounding, word);
  }
  if (rounding == fx::Rounding::Even && !canSaturate && lanes > 1 &&
      isExactInDouble(range, down)) {
    ++made.doubleProducts;
    return x.constant() ? doubleProduct(y.base, x, down)
                        : doubleProduct(x.base, y, down);
  }
  // Factors shifted left so that the result is the upper half of their product.
  unsigned xRoom = 32 - x.baseRange().bits(), yRoom = 32 - y.baseRange().bits();
  if (!canSaturate && lanes > 1 && 32 - down <= xRoom + yRoom) {
    ++made.highProducts;
    return highProduct(x.base, x.baseRange(), y.base, y.baseRange(), down,
                       rounding, word);
  }
  ++made.wideProducts;
  if (canSaturate)
    return wideProduct(x.value, y.value, shift, rounding, true, wholeWord);
  return wideProduct(x.base, y.base, down, rounding, false, word);
}

/// Every second element, extended to 64 bits.
Value VectorMath::halves(Value pairs, bool odd) {
  auto wide = VectorType::get({lanes / 2}, b.getI64Type());
  Value x = vector::BitCastOp::create(b, wide, pairs);
  Value amount =
      arith::ConstantOp::create(b, DenseElementsAttr::get(wide, int64_t(32)));
  if (!odd)
    x = arith::ShLIOp::create(b, x, amount);
  return arith::ShRSIOp::create(b, x, amount);
}

/// The upper or lower halves of 64-bit elements.
Value VectorMath::interleave(Value even, Value odd, bool high) {
  Value first = vector::BitCastOp::create(b, type(), even);
  Value second = vector::BitCastOp::create(b, type(), odd);
  SmallVector<int64_t> order(lanes);
  for (unsigned i = 0; i < lanes; ++i)
    order[i] = (i & ~1u) + high + (i & 1) * lanes;
  return vector::ShuffleOp::create(b, first, second, order);
}

Value VectorMath::highProduct(Value x, IntRange xRange, Value y,
                              IntRange yRange, unsigned shift,
                              fx::Rounding rounding, Value word) {
  // A constant takes all that it can.
  unsigned missing = 32 - shift;
  auto scale = [&](Value &factor, IntRange range) {
    unsigned part = std::min(missing, 32 - range.bits());
    missing -= part;
    factor = left(factor, part);
  };
  if (xRange.lo == xRange.hi) {
    scale(x, xRange);
    scale(y, yRange);
  } else {
    scale(y, yRange);
    scale(x, xRange);
  }
  auto wide = VectorType::get({lanes / 2}, b.getI64Type());
  auto splat64 = [&](int64_t value) {
    return arith::ConstantOp::create(b, DenseElementsAttr::get(wide, value));
  };
  Value products[2];
  for (bool odd : {false, true})
    products[odd] = arith::MulIOp::create(b, halves(x, odd), halves(y, odd));
  if (rounding == fx::Rounding::Floor)
    return interleave(products[0], products[1], true);
  if (rounding == fx::Rounding::Stochastic) {
    Value part = left(word, 32 - shift);
    Value pairs = vector::BitCastOp::create(b, wide, part);
    products[0] = arith::AddIOp::create(
        b, products[0], arith::AndIOp::create(b, pairs, splat64(0xffffffff)));
    products[1] = arith::AddIOp::create(
        b, products[1], arith::ShRUIOp::create(b, pairs, splat64(32)));
    return interleave(products[0], products[1], true);
  }
  // Half rounds up; a tie is where nothing is left, and goes to the even one.
  for (Value &product : products)
    product = arith::AddIOp::create(b, product, splat64(int64_t(1) << 31));
  Value rounded = interleave(products[0], products[1], true);
  Value rest = interleave(products[0], products[1], false);
  Value tie =
      arith::CmpIOp::create(b, arith::CmpIPredicate::eq, rest, splat(0));
  return arith::SelectOp::create(
      b, tie, arith::AndIOp::create(b, rounded, splat(-2)), rounded);
}

/// A double whose last bit counts one: what is added to it is rounded to an
/// integer, half to even, which the low half of the sum's bits then holds.
constexpr double kRounder = 0x1.8p52;

Value VectorMath::doubleProduct(Value x, const Number &y, unsigned shift) {
  auto wide = VectorType::get({int64_t(lanes)}, b.getF64Type());
  auto splatReal = [&](double value) -> Value {
    return arith::ConstantOp::create(b, DenseElementsAttr::get(wide, value));
  };
  auto real = [&](Value v) -> Value {
    return arith::SIToFPOp::create(b, wide, v);
  };
  // One instruction where the processor has it; the product is exact anyway.
  auto fused = arith::FastMathFlagsAttr::get(b.getContext(),
                                             arith::FastMathFlags::contract);
  const double scale = std::ldexp(1.0, -int(shift));
  Value factor = splatReal(scale), product = real(x);
  if (std::optional<int64_t> constant = y.constant())
    factor = splatReal(std::ldexp(double(*constant >> y.up), -int(shift)));
  else
    product = arith::MulFOp::create(b, product, real(y.base), fused);
  Value sum =
      arith::AddFOp::create(b, arith::MulFOp::create(b, product, factor, fused),
                            splatReal(kRounder), fused);
  Value bits = vector::BitCastOp::create(
      b, VectorType::get({2 * int64_t(lanes)}, b.getI32Type()), sum);
  SmallVector<int64_t> low(lanes);
  for (unsigned i = 0; i < lanes; ++i)
    low[i] = 2 * i;
  return vector::ShuffleOp::create(b, bits, bits, low);
}

Value VectorMath::extend(Value x, bool isUnsigned) {
  if (isUnsigned)
    return arith::ExtUIOp::create(b, type(64), x);
  return arith::ExtSIOp::create(b, type(64), x);
}

Value VectorMath::wideProduct(Value x, Value y, unsigned shift,
                              fx::Rounding rounding, bool saturate,
                              Value word) {
  Value product = arith::MulIOp::create(b, extend(x, false), extend(y, false));
  if (shift > 0) {
    Value amount = splat(shift, 64);
    int64_t half = int64_t(1) << (shift - 1);
    if (rounding == fx::Rounding::Stochastic) {
      Value part = arith::AndIOp::create(b, word, splat(2 * half - 1));
      product = arith::AddIOp::create(b, product, extend(part, true));
    } else if (rounding == fx::Rounding::Even) {
      Value odd = arith::AndIOp::create(
          b, arith::ShRSIOp::create(b, product, amount), splat(1, 64));
      product = arith::AddIOp::create(
          b, arith::AddIOp::create(b, product, splat(half - 1, 64)), odd);
    }
    product = arith::ShRSIOp::create(b, product, amount);
  }
  if (saturate) {
    product = arith::MaxSIOp::create(b, product, splat(INT32_MIN, 64));
    product = arith::MinSIOp::create(b, product, splat(INT32_MAX, 64));
  }
  return arith::TruncIOp::create(b, type(), product);
}

static arith::CmpIPredicate predicateOf(fx::Predicate predicate) {
  switch (predicate) {
  case fx::Predicate::Eq:
    return arith::CmpIPredicate::eq;
  case fx::Predicate::Ne:
    return arith::CmpIPredicate::ne;
  case fx::Predicate::Lt:
    return arith::CmpIPredicate::slt;
  case fx::Predicate::Le:
    return arith::CmpIPredicate::sle;
  case fx::Predicate::Gt:
    return arith::CmpIPredicate::sgt;
  case fx::Predicate::Ge:
    return arith::CmpIPredicate::sge;
  }
  llvm_unreachable("a predicate");
}

Value VectorMath::compare(fx::Predicate predicate, Value x, Value y) {
  return arith::CmpIOp::create(b, predicateOf(predicate), x, y);
}

Value VectorMath::draw(Value key0, Value key1, Value counter0, Value counter1) {
  auto add = [&](Value x, Value y) -> Value {
    return arith::AddIOp::create(b, x, y);
  };
  auto exclusive = [&](Value x, Value y) -> Value {
    return arith::XOrIOp::create(b, x, y);
  };
  Value keys[3] = {
      key0, key1,
      exclusive(exclusive(key0, key1), splat(image::kThreefryParity))};
  Value x0 = add(counter0, key0), x1 = add(counter1, key1);
  for (unsigned round = 0; round < image::kThreefryRounds; ++round) {
    x0 = add(x0, x1);
    Value turn = splat(image::kThreefryRotations[round % 8]);
    x1 = exclusive(LLVM::FshlOp::create(b, x1, x1, turn), x0);
    if (round % 4 == 3) {
      unsigned injection = round / 4 + 1;
      x0 = add(x0, keys[injection % 3]);
      x1 = add(x1, add(keys[(injection + 1) % 3], splat(injection)));
    }
  }
  return x0;
}

} // namespace snnc::compiler
