//===- NativeSection.cpp - Native code in the container -------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/NativeSection.h"

#include "image/Archive.h"
#include "image/Bytes.h"
#include "image/Cbor.h"
#include "image/Fields.h"

namespace snnc::image {

namespace {

/// The lists of a projection's connectivity.
template <typename C, typename F> void forNumbers(C &connectivity, F f) {
  f(connectivity.pairs);
  f(connectivity.weights);
  f(connectivity.delays);
}

void writeElements(ByteWriter &w, const Numbers &numbers) {
  if (uint64_t bytes = numbers.count * elementBytes(numbers.kind))
    w.bytes.insert(w.bytes.end(), numbers.data, numbers.data + bytes);
}

void readElements(ByteReader &r, Numbers &numbers, const std::string &origin) {
  if (numbers.kind > NumberKind::Normal)
    throw Error(origin + ": unknown kind of numbers " +
                std::to_string(static_cast<unsigned>(numbers.kind)));
  uint64_t width = elementBytes(numbers.kind);
  if (!width)
    return;
  if (numbers.count > r.left() / width)
    throw Error(origin + ": " + std::to_string(numbers.count) +
                " numbers of a projection are longer than the data");
  auto elements = std::make_shared<const std::vector<char>>(
      r.elements<char>(numbers.count * width));
  numbers.data = elements->data();
  numbers.owner = elements;
}

} // namespace

std::vector<uint8_t> writeNativeSection(const Native &native) {
  ByteWriter w;
  if (native.empty())
    return {};
  w.list(Json::to_cbor(toJson(native)));
  for (const NativeProjection &p : native.projections) {
    forNumbers(p.connectivity,
               [&](const Numbers &numbers) { writeElements(w, numbers); });
    w.list(p.weights);
    w.number<uint64_t>(p.variables.size());
    for (const std::vector<int32_t> &values : p.variables)
      w.list(values);
  }
  for (const NativeCode &code : native.code)
    w.list(code.object);
  return std::move(w.bytes);
}

Native readNativeSection(const uint8_t *data, size_t size,
                         const std::string &origin) {
  Native native;
  if (size == 0)
    return native;
  const std::string where = origin + ": native section";
  ByteReader r(data, size, where);
  std::vector<uint8_t> cbor = r.list<uint8_t>();
  fromJson(parseCbor(cbor.data(), cbor.size(), origin,
                     "the description of native code"),
           native, where);
  for (NativeProjection &p : native.projections) {
    forNumbers(p.connectivity,
               [&](Numbers &numbers) { readElements(r, numbers, where); });
    p.weights = r.list<int16_t>();
    p.variables.resize(r.count(sizeof(uint64_t)));
    for (std::vector<int32_t> &values : p.variables)
      values = r.list<int32_t>();
  }
  for (NativeCode &code : native.code)
    code.object = r.list<uint8_t>();
  r.finish();
  return native;
}

} // namespace snnc::image
