//===- WeightReader.cpp - Values that attributes stand for ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Weights.h"

#include "image/Threefry.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/StringExtras.h"

#include <cmath>
#include <cstring>

using namespace mlir;

namespace snnc::snn {

/// Second key word of draws of values; connectivity draws with 0.
constexpr uint32_t kValueDraws = 1;
constexpr double kWords = 4294967296.0;

bool WeightReader::openElements(Type element, ArrayRef<char> bytes) {
  data = bytes.data();
  if (element.isF32())
    kind = Kind::F32;
  else if (element.isF64())
    kind = Kind::F64;
  else if (element.isInteger(8))
    kind = Kind::I8;
  else if (element.isInteger(16))
    kind = Kind::I16;
  else if (element.isInteger(32))
    kind = Kind::I32;
  else if (element.isInteger(64))
    kind = Kind::I64;
  else
    return false;
  integral = element.isInteger();
  return true;
}

FailureOr<WeightReader> WeightReader::open(Attribute values,
                                           ArrayRef<int64_t> shape,
                                           BlobCache &cache, Location loc,
                                           const Twine &what) {
  WeightReader reader;
  reader.count = ShapedType::getNumElements(shape);
  auto scalar = [&](double value) {
    reader.kind = Kind::Scalar;
    reader.first = value;
    reader.scalar = static_cast<int64_t>(value);
  };
  if (auto real = dyn_cast_or_null<FloatAttr>(values)) {
    scalar(real.getValueAsDouble());
    return reader;
  }
  if (auto integer = dyn_cast_or_null<IntegerAttr>(values)) {
    scalar(static_cast<double>(integer.getValue().getSExtValue()));
    reader.scalar = integer.getValue().getSExtValue();
    reader.integral = true;
    return reader;
  }
  if (auto uniform = dyn_cast_or_null<UniformAttr>(values)) {
    reader.kind = Kind::Uniform;
    reader.first = uniform.getLow();
    reader.second = uniform.getHigh();
    reader.seed = static_cast<uint32_t>(uniform.getSeed());
    return reader;
  }
  if (auto normal = dyn_cast_or_null<NormalAttr>(values)) {
    reader.kind = Kind::Normal;
    reader.first = normal.getMean();
    reader.second = normal.getDeviation();
    reader.seed = static_cast<uint32_t>(normal.getSeed());
    return reader;
  }
  ShapedType type = shapedTypeOf(values);
  if (!type)
    return emitError(loc) << what << " are " << values
                          << ", which is neither a number, elements, "
                             "#snn.blob, #snn.uniform nor #snn.normal";
  if (!type.hasStaticShape() || type.getShape() != shape) {
    InFlightDiagnostic diag = emitError(loc) << what << " are " << Type(type)
                                             << ", but the shape must be [";
    llvm::interleaveComma(shape, diag);
    return diag << "]";
  }
  if (!type.getElementType().isIntOrFloat())
    return emitError(loc) << what << " have elements of "
                          << type.getElementType() << ", not numbers";
  ArrayRef<char> bytes;
  bool splat = false;
  if (auto blob = dyn_cast<BlobAttr>(values)) {
    FailureOr<ArrayRef<char>> mapped = cache.bytes(blob, loc);
    if (failed(mapped))
      return failure();
    bytes = *mapped;
  } else if (auto dense = dyn_cast<DenseElementsAttr>(values)) {
    bytes = dense.getRawData();
    splat = dense.isSplat();
  } else if (auto resource = dyn_cast<DenseResourceElementsAttr>(values)) {
    if (AsmResourceBlob *held = resource.getRawHandle().getBlob())
      bytes = held->getData();
    uint64_t width = type.getElementType().getIntOrFloatBitWidth() / 8;
    if (bytes.size() != reader.count * width)
      return emitError(loc) << what << " are a resource of " << bytes.size()
                            << " bytes, which does not hold " << Type(type);
  } else {
    return emitError(loc) << what
                          << " are elements of a kind that is not read; "
                             "use dense<...>, dense_resource<...> or #snn.blob";
  }
  if (!reader.openElements(type.getElementType(), bytes))
    return emitError(loc) << what << " have elements of "
                          << type.getElementType()
                          << "; f32, f64, i8, i16, i32 and i64 are possible";
  if (splat && reader.count > 0) {
    bool integral = reader.integral;
    int64_t exact = integral ? reader.integer(0) : 0;
    scalar(reader[0]);
    if (integral)
      reader.scalar = exact;
  }
  return reader;
}

/// Little-endian elements at any alignment.
template <typename T> static T load(const char *data, uint64_t index) {
  T value;
  std::memcpy(&value, data + index * sizeof(T), sizeof(T));
  return value;
}

double WeightReader::operator[](uint64_t index) const {
  switch (kind) {
  case Kind::Scalar:
    return first;
  case Kind::F32:
    return load<float>(data, index);
  case Kind::F64:
    return load<double>(data, index);
  case Kind::I8:
  case Kind::I16:
  case Kind::I32:
  case Kind::I64:
    return static_cast<double>(integer(index));
  case Kind::Uniform:
  case Kind::Normal:
    break;
  }
  image::RandomWords words =
      image::threefry(seed, kValueDraws, static_cast<uint32_t>(index),
                      static_cast<uint32_t>(index >> 32));
  if (kind == Kind::Uniform)
    return first + (second - first) * (words.first / kWords);
  // Box and Muller, with a first number in (0, 1].
  double radius = std::sqrt(-2.0 * std::log((words.first + 1.0) / kWords));
  return first +
         second * radius * std::cos(2.0 * M_PI * (words.second / kWords));
}

int64_t WeightReader::integer(uint64_t index) const {
  switch (kind) {
  case Kind::I8:
    return load<int8_t>(data, index);
  case Kind::I16:
    return load<int16_t>(data, index);
  case Kind::I32:
    return load<int32_t>(data, index);
  case Kind::I64:
    return load<int64_t>(data, index);
  default:
    return scalar;
  }
}

} // namespace snnc::snn
