//===- Verify.cpp - Checks that several verifiers share -------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Verify.h"

#include <cmath>

using namespace mlir;

namespace snnc::snn {

LogicalResult declaredHere(InFlightDiagnostic diag, Operation *other) {
  if (other)
    diag.attachNote(other->getLoc()) << "declared here";
  return diag;
}

LogicalResult checkRange(Operation *op, StringRef name, ArrayAttr range) {
  if (!range)
    return success();
  auto limits = bounds(range);
  if (!limits)
    return op->emitOpError()
           << name << " is " << range << ", not [low, high] of two f64";
  auto [low, high] = *limits;
  if (!std::isfinite(low) || !std::isfinite(high) || low >= high)
    return op->emitOpError()
           << name << " [" << formatReal(low) << ", " << formatReal(high)
           << "] is empty: low must be below high, both finite";
  return success();
}

LogicalResult checkValueType(Operation *op, Type type) {
  if (type.isF64() || isa<fx::QType>(type))
    return success();
  return op->emitOpError("has type ")
         << type << "; values are f64, or !fx.q after quantization";
}

namespace {

/// One check of a value against everything that limits it.
struct ValueCheck {
  Operation *op;
  std::string what;
  Operation *declared;

  LogicalResult fail(const Twine &text) const {
    return declaredHere(op->emitOpError() << what << " " << text, declared);
  }

  LogicalResult real(double value,
                     std::optional<std::pair<double, double>> range) const {
    if (!std::isfinite(value))
      return fail("is not a finite number");
    if (range && (value < range->first || value > range->second))
      return fail("is " + formatReal(value) + ", outside its range [" +
                  formatReal(range->first) + ", " + formatReal(range->second) +
                  "]");
    return success();
  }

  LogicalResult fixed(int64_t value, fx::QType type) const {
    if (!fx::fits(value, type.getBits()))
      return fail("is " + Twine(value) + ", which does not fit " +
                  Twine(type.getBits()) + " bits");
    return success();
  }

  LogicalResult shape(ShapedType type, int64_t size) const {
    if (!type.hasStaticShape() || type.getRank() != 1)
      return fail("has a value for each neuron, whose shape must be [size]");
    if (size >= 0 && type.getDimSize(0) != size)
      return fail("has " + Twine(type.getDimSize(0)) + " values for " +
                  Twine(size) + " neurons");
    return success();
  }
};

} // namespace

static LogicalResult checkReal(const ValueCheck &check, Attribute value,
                               int64_t size, ArrayAttr range) {
  auto limits = bounds(range);
  if (auto number = dyn_cast<FloatAttr>(value))
    return check.real(number.getValueAsDouble(), limits);
  if (isa<UniformAttr, NormalAttr>(value))
    return success();
  ShapedType type = shapedTypeOf(value);
  if (!type || !isa<FloatType>(type.getElementType()))
    return check.fail("must be a float like 1.0, elements of f32 or f64, "
                      "#snn.blob, #snn.uniform or #snn.normal");
  if (failed(check.shape(type, size)))
    return failure();
  if (auto dense = dyn_cast<DenseFPElementsAttr>(value))
    for (const APFloat &number : dense.getValues<APFloat>())
      if (failed(check.real(number.convertToDouble(), limits)))
        return failure();
  return success();
}

LogicalResult checkValue(Operation *op, const Twine &what, Attribute value,
                         Type type, int64_t size, ArrayAttr range,
                         Operation *declared) {
  ValueCheck check{op, what.str(), declared};
  auto q = dyn_cast<fx::QType>(type);
  if (!q)
    return checkReal(check, value, size, range);
  if (auto number = dyn_cast<IntegerAttr>(value))
    return check.fixed(number.getValue().getSExtValue(), q);
  auto dense = dyn_cast<DenseIntElementsAttr>(value);
  if (!dense)
    return check.fail("must be an integer or integer elements in the format "
                      "of the variable");
  if (failed(check.shape(dense.getType(), size)))
    return failure();
  for (const APInt &number : dense.getValues<APInt>())
    if (failed(check.fixed(number.getSExtValue(), q)))
      return failure();
  return success();
}

LogicalResult checkScalar(Operation *op, const Twine &what, Attribute value,
                          Type type, ArrayAttr range) {
  if (!isa<FloatAttr, IntegerAttr>(value))
    return op->emitOpError() << what
                             << " must be one number: it is the same at all "
                                "synapses of a projection";
  return checkValue(op, what, value, type, 1, range, nullptr);
}

LogicalResult checkStorage(Operation *op, Type type,
                           std::optional<uint64_t> bits) {
  auto legal = [](uint64_t n) { return n == 8 || n == 16 || n == 32; };
  if (bits && !legal(*bits))
    return op->emitOpError("has bits ")
           << *bits << "; variables are stored in 8, 16 or 32";
  auto q = dyn_cast<fx::QType>(type);
  if (!q)
    return success();
  if (!legal(q.getBits()))
    return op->emitOpError("has type ")
           << type << "; variables are stored in 8, 16 or 32 bits";
  if (bits && *bits != q.getBits())
    return op->emitOpError("has bits ")
           << *bits << " and the type " << type << ", which disagree";
  return success();
}

LogicalResult checkPayload(Operation *op, std::optional<uint64_t> bits,
                           std::optional<uint64_t> frac) {
  if (bits && (*bits < 1 || *bits > 16))
    return op->emitOpError("has payload_bits ")
           << *bits << "; a payload has 1 to 16 bits";
  if (frac && std::abs(static_cast<int64_t>(*frac)) > fx::kMaxFrac)
    return op->emitOpError("has payload_frac ")
           << static_cast<int64_t>(*frac) << "; at most " << fx::kMaxFrac
           << " either way";
  return success();
}

} // namespace snnc::snn
