//===- GraphAttr.cpp - The NIR graph that a network came from -------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Texts are strings, or arrays beside their shape; numbers are elements of
// their type; names may be anything, so they stand in arrays of pairs.
//
//===----------------------------------------------------------------------===//

#include "compiler/nir/GraphAttr.h"

#include "dialects/snn/Syntax.h"

#include "mlir/IR/Builders.h"

using namespace mlir;

namespace snnc::nir {

namespace {

Type elementType(NumberType type, MLIRContext &context) {
  auto integer = [&](unsigned bits, bool isSigned) {
    return IntegerType::get(&context, bits,
                            isSigned ? IntegerType::Signless
                                     : IntegerType::Unsigned);
  };
  switch (type) {
  case NumberType::F32:
    return Float32Type::get(&context);
  case NumberType::F64:
    return Float64Type::get(&context);
  case NumberType::I8:
  case NumberType::U8:
    return integer(8, type == NumberType::I8);
  case NumberType::I16:
  case NumberType::U16:
    return integer(16, type == NumberType::I16);
  case NumberType::I32:
  case NumberType::U32:
    return integer(32, type == NumberType::I32);
  default:
    return integer(64, type == NumberType::I64);
  }
}

std::optional<NumberType> numberType(Type type) {
  if (type.isF32())
    return NumberType::F32;
  if (type.isF64())
    return NumberType::F64;
  auto integer = dyn_cast<IntegerType>(type);
  if (!integer)
    return std::nullopt;
  bool isUnsigned = integer.isUnsigned();
  switch (integer.getWidth()) {
  case 8:
    return isUnsigned ? NumberType::U8 : NumberType::I8;
  case 16:
    return isUnsigned ? NumberType::U16 : NumberType::I16;
  case 32:
    return isUnsigned ? NumberType::U32 : NumberType::I32;
  case 64:
    return isUnsigned ? NumberType::U64 : NumberType::I64;
  default:
    return std::nullopt;
  }
}

class ToAttr {
public:
  explicit ToAttr(MLIRContext &context) : context(context), builder(&context) {}

  Attribute value(const Value &v) {
    switch (v.kind) {
    case Value::Kind::Group:
      return named(v.members);
    case Value::Kind::Texts:
      if (v.shape.empty() && v.texts.size() == 1)
        return builder.getStringAttr(v.texts[0]);
      return builder.getDictionaryAttr(
          {builder.getNamedAttr("shape", builder.getI64ArrayAttr(v.shape)),
           builder.getNamedAttr("texts", texts(v.texts))});
    case Value::Kind::Numbers:
      break;
    }
    Type element = elementType(v.type, context);
    auto type = RankedTensorType::get(v.shape, element);
    if (v.type == NumberType::F32) {
      SmallVector<float> narrow(v.reals.begin(), v.reals.end());
      return DenseElementsAttr::get(type, ArrayRef(narrow));
    }
    if (v.type == NumberType::F64)
      return DenseElementsAttr::get(type, ArrayRef(v.reals));
    SmallVector<APInt> integers;
    for (int64_t i : v.integers)
      integers.push_back(
          APInt(64, uint64_t(i)).trunc(element.getIntOrFloatBitWidth()));
    return DenseElementsAttr::get(type, integers);
  }

  Attribute node(const Node &n) {
    NamedAttrList list;
    list.append("name", builder.getStringAttr(n.name));
    list.append("type", builder.getStringAttr(n.type));
    if (!n.params.empty())
      list.append("params", named(n.params));
    if (n.isGraph()) {
      SmallVector<Attribute> nodes, edges;
      for (const Node &inner : n.nodes)
        nodes.push_back(node(inner));
      for (const auto &[from, to] : n.edges)
        edges.push_back(texts({from, to}));
      list.append("nodes", builder.getArrayAttr(nodes));
      list.append("edges", builder.getArrayAttr(edges));
    }
    return list.getDictionary(&context);
  }

  ArrayAttr texts(const std::vector<std::string> &list) {
    SmallVector<Attribute> attrs;
    for (const std::string &text : list)
      attrs.push_back(builder.getStringAttr(text));
    return builder.getArrayAttr(attrs);
  }

private:
  ArrayAttr named(const std::vector<std::pair<std::string, Value>> &members) {
    SmallVector<Attribute> attrs;
    for (const auto &[name, member] : members) {
      attrs.push_back(builder.getStringAttr(name));
      attrs.push_back(value(member));
    }
    return builder.getArrayAttr(attrs);
  }

  MLIRContext &context;
  Builder builder;
};

std::optional<std::vector<std::string>> textsOf(Attribute attr) {
  auto array = dyn_cast_or_null<ArrayAttr>(attr);
  std::vector<std::string> texts;
  for (Attribute one : array ? array.getValue() : ArrayRef<Attribute>()) {
    auto text = dyn_cast<StringAttr>(one);
    if (!text)
      return std::nullopt;
    texts.push_back(text.str());
  }
  return array ? std::optional(texts) : std::nullopt;
}

std::optional<Value> valueOf(Attribute attr);

std::optional<std::vector<std::pair<std::string, Value>>>
namedOf(Attribute attr) {
  auto array = dyn_cast_or_null<ArrayAttr>(attr);
  if (!array || array.size() % 2)
    return std::nullopt;
  std::vector<std::pair<std::string, Value>> members;
  for (size_t i = 0; i < array.size(); i += 2) {
    auto name = dyn_cast<StringAttr>(array[i]);
    auto value = valueOf(array[i + 1]);
    if (!name || !value)
      return std::nullopt;
    members.emplace_back(name.str(), std::move(*value));
  }
  return members;
}

std::optional<Value> valueOf(Attribute attr) {
  Value v;
  if (isa<ArrayAttr>(attr)) {
    v.kind = Value::Kind::Group;
    auto members = namedOf(attr);
    if (!members)
      return std::nullopt;
    v.members = std::move(*members);
    return v;
  }
  v.kind = Value::Kind::Texts;
  if (auto text = dyn_cast<StringAttr>(attr)) {
    v.texts = {text.str()};
    return v;
  }
  if (auto dictionary = dyn_cast<DictionaryAttr>(attr)) {
    auto texts = textsOf(dictionary.get("texts"));
    auto shape = dyn_cast_or_null<ArrayAttr>(dictionary.get("shape"));
    if (!texts || !shape)
      return std::nullopt;
    v.texts = std::move(*texts);
    for (Attribute extent : shape)
      if (auto number = dyn_cast<IntegerAttr>(extent))
        v.shape.push_back(number.getInt());
    return v;
  }
  v.kind = Value::Kind::Numbers;
  auto elements = dyn_cast<DenseElementsAttr>(attr);
  auto type = elements ? numberType(elements.getElementType()) : std::nullopt;
  if (!type)
    return std::nullopt;
  v.type = *type;
  v.shape.assign(elements.getType().getShape().begin(),
                 elements.getType().getShape().end());
  if (isReal(v.type)) {
    for (const APFloat &x : elements.getValues<APFloat>())
      v.reals.push_back(x.convertToDouble());
  } else {
    bool isUnsigned = v.type >= NumberType::U8;
    for (const APInt &x : elements.getValues<APInt>())
      v.integers.push_back(isUnsigned ? int64_t(x.getZExtValue())
                                      : x.getSExtValue());
  }
  return v;
}

std::optional<Node> nodeOf(Attribute attr) {
  auto dictionary = dyn_cast_or_null<DictionaryAttr>(attr);
  if (!dictionary)
    return std::nullopt;
  auto name = dictionary.getAs<StringAttr>("name");
  auto type = dictionary.getAs<StringAttr>("type");
  if (!name || !type)
    return std::nullopt;
  Node n;
  n.name = name.str();
  n.type = type.str();
  if (Attribute params = dictionary.get("params")) {
    auto members = namedOf(params);
    if (!members)
      return std::nullopt;
    n.params = std::move(*members);
  }
  if (!n.isGraph())
    return n;
  auto nodes = dictionary.getAs<ArrayAttr>("nodes");
  auto edges = dictionary.getAs<ArrayAttr>("edges");
  if (!nodes || !edges)
    return std::nullopt;
  for (Attribute inner : nodes) {
    auto made = nodeOf(inner);
    if (!made)
      return std::nullopt;
    n.nodes.push_back(std::move(*made));
  }
  for (Attribute edge : edges) {
    auto ends = textsOf(edge);
    if (!ends || ends->size() != 2)
      return std::nullopt;
    n.edges.emplace_back((*ends)[0], (*ends)[1]);
  }
  return n;
}

} // namespace

DictionaryAttr toAttr(const Graph &graph, const ImportOptions &options,
                      MLIRContext &context) {
  ToAttr to(context);
  Builder builder(&context);
  NamedAttrList list;
  list.append("version", builder.getStringAttr(graph.version));
  list.append("graph", to.node(graph.root));
  list.append("profile", builder.getStringAttr(options.profile));
  list.append("settings", to.texts(options.settings));
  list.append("unit", builder.getStringAttr(options.unit));
  if (options.dt)
    list.append("dt", builder.getF64FloatAttr(*options.dt));
  if (options.analog)
    list.append("input", builder.getF64ArrayAttr(
                             {options.analog->first, options.analog->second}));
  return list.getDictionary(&context);
}

std::optional<Origin> fromAttr(Attribute attr) {
  auto dictionary = dyn_cast_or_null<DictionaryAttr>(attr);
  if (!dictionary)
    return std::nullopt;
  auto version = dictionary.getAs<StringAttr>("version");
  auto profile = dictionary.getAs<StringAttr>("profile");
  auto unit = dictionary.getAs<StringAttr>("unit");
  auto settings = textsOf(dictionary.get("settings"));
  auto root = nodeOf(dictionary.get("graph"));
  if (!version || !profile || !unit || !settings || !root)
    return std::nullopt;
  Origin origin;
  origin.graph = {version.str(), std::move(*root)};
  origin.options.profile = profile.str();
  origin.options.unit = unit.str();
  origin.options.settings = std::move(*settings);
  if (auto dt = dictionary.getAs<FloatAttr>("dt"))
    origin.options.dt = dt.getValueAsDouble();
  if (auto input = snn::bounds(dictionary.getAs<ArrayAttr>("input")))
    origin.options.analog = *input;
  origin.options.keepGraph = true;
  return origin;
}

} // namespace snnc::nir
