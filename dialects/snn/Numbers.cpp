//===- Numbers.cpp - Values that attributes stand for ---------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Weights.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace snnc::snn {

/// Lets `numbers` read elements; false if they are of another kind.
static bool setElements(image::Numbers &numbers, Type element,
                        ArrayRef<char> bytes) {
  numbers.data = bytes.data();
  if (element.isF32())
    numbers.kind = image::NumberKind::F32;
  else if (element.isF64())
    numbers.kind = image::NumberKind::F64;
  else if (element.isInteger(8))
    numbers.kind = image::NumberKind::I8;
  else if (element.isInteger(16))
    numbers.kind = image::NumberKind::I16;
  else if (element.isInteger(32))
    numbers.kind = image::NumberKind::I32;
  else if (element.isInteger(64))
    numbers.kind = image::NumberKind::I64;
  else
    return false;
  numbers.integral = element.isInteger();
  return true;
}

std::optional<image::Numbers> drawnNumbers(Attribute values, uint64_t count) {
  image::Numbers numbers;
  numbers.count = count;
  if (auto uniform = dyn_cast_or_null<UniformAttr>(values)) {
    numbers.kind = image::NumberKind::Uniform;
    numbers.first = uniform.getLow();
    numbers.second = uniform.getHigh();
    numbers.seed = static_cast<uint32_t>(uniform.getSeed());
    return numbers;
  }
  if (auto normal = dyn_cast_or_null<NormalAttr>(values)) {
    numbers.kind = image::NumberKind::Normal;
    numbers.first = normal.getMean();
    numbers.second = normal.getDeviation();
    numbers.seed = static_cast<uint32_t>(normal.getSeed());
    numbers.least = normal.getLeast();
    numbers.most = normal.getMost();
    return numbers;
  }
  return std::nullopt;
}

FailureOr<image::Numbers> numbersOf(Attribute values, ArrayRef<int64_t> shape,
                                    BlobCache &cache, Location loc,
                                    const Twine &what) {
  image::Numbers numbers;
  numbers.count = ShapedType::getNumElements(shape);
  if (auto real = dyn_cast_or_null<FloatAttr>(values))
    return image::Numbers::of(real.getValueAsDouble(), numbers.count);
  if (auto integer = dyn_cast_or_null<IntegerAttr>(values))
    return image::Numbers::ofInteger(integer.getValue().getSExtValue(),
                                     numbers.count);
  if (auto drawn = drawnNumbers(values, numbers.count))
    return *drawn;
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
    if (bytes.size() != numbers.count * width)
      return emitError(loc) << what << " are a resource of " << bytes.size()
                            << " bytes, which does not hold " << Type(type);
  } else {
    return emitError(loc) << what
                          << " are elements of a kind that is not read; "
                             "use dense<...>, dense_resource<...> or #snn.blob";
  }
  if (!setElements(numbers, type.getElementType(), bytes))
    return emitError(loc) << what << " have elements of "
                          << type.getElementType()
                          << "; f32, f64, i8, i16, i32 and i64 are possible";
  if (!splat || numbers.count == 0)
    return numbers;
  if (numbers.integral)
    return image::Numbers::ofInteger(numbers.integer(0), numbers.count);
  return image::Numbers::of(numbers[0], numbers.count);
}

} // namespace snnc::snn
