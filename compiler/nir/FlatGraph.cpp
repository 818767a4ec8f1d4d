//===- FlatGraph.cpp - A NIR graph without graphs inside ------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/nir/FlatGraph.h"

#include "dialects/snn/Syntax.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace mlir;

namespace snnc::nir {

namespace {

constexpr std::pair<StringLiteral, NodeType> kTypes[] = {
    {"Input", NodeType::Input},
    {"Output", NodeType::Output},
    {"Linear", NodeType::Linear},
    {"Affine", NodeType::Affine},
    {"Scale", NodeType::Scale},
    {"Conv1d", NodeType::Conv1d},
    {"Conv2d", NodeType::Conv2d},
    {"SumPool2d", NodeType::SumPool2d},
    {"AvgPool2d", NodeType::AvgPool2d},
    {"Flatten", NodeType::Flatten},
    {"Delay", NodeType::Delay},
    {"Threshold", NodeType::Threshold},
    {"I", NodeType::I},
    {"IF", NodeType::IF},
    {"LI", NodeType::LI},
    {"LIF", NodeType::LIF},
    {"CubaLI", NodeType::CubaLI},
    {"CubaLIF", NodeType::CubaLIF}};

/// Values of a node, and of all together: a file of a few bytes can ask for
/// any number.
constexpr int64_t kMostValues = 1 << 22, kMostInAll = 1 << 23;
/// Steps, paddings and the like.
constexpr int64_t kMostInteger = 1 << 20;

std::string shapeText(ArrayRef<int64_t> shape) {
  std::string text = "[";
  for (int64_t n : shape)
    text += (text.size() > 1 ? ", " : "") + std::to_string(n);
  return text + "]";
}

/// The parameter whose shape is that of the neurons.
StringRef shapingParam(NodeType type) {
  switch (type) {
  case NodeType::Scale:
    return "scale";
  case NodeType::Delay:
    return "delay";
  case NodeType::Threshold:
    return "threshold";
  case NodeType::I:
  case NodeType::IF:
    return "r";
  case NodeType::LI:
  case NodeType::LIF:
    return "tau";
  case NodeType::CubaLI:
  case NodeType::CubaLIF:
    return "tau_mem";
  default:
    return "";
  }
}

class Flattener {
public:
  Flattener(const Graph &graph, const Reporter &reporter)
      : graph(graph), reporter(reporter) {}

  FailureOr<FlatGraph> run() {
    if (failed(addGraph(graph.root, "", "/node", true)) || failed(infer()) ||
        failed(checkSizes()))
      return failure();
    return std::move(flat);
  }

private:
  /// What the edges of the graph around name, of a node or a nested graph.
  struct Ends {
    SmallVector<size_t> in, out;
  };

  FailureOr<Ends> addGraph(const Node &of, const std::string &prefix,
                           const std::string &path, bool outermost) {
    llvm::StringMap<Ends> ends;
    Ends own;
    for (const Node &node : of.nodes) {
      std::string at = path + "/nodes/" + node.name;
      std::string name = prefix + node.name;
      if (node.isGraph()) {
        auto inner = addGraph(node, name + ".", at, false);
        if (failed(inner))
          return failure();
        ends[node.name] = *inner;
        continue;
      }
      auto type = typeNamed(node.type);
      if (!type) {
        InFlightDiagnostic diag = reporter.error(at)
                                  << "has type '" << node.type
                                  << "', which is none of NIR's: NIRGraph";
        for (const auto &[known, ignored] : kTypes)
          diag << ", " << known;
        return diag;
      }
      FlatNode made;
      made.node = &node;
      made.type = *type;
      made.name = std::move(name);
      made.path = at;
      size_t index = flat.nodes.size();
      if (*type == NodeType::Input)
        own.in.push_back(index);
      if (*type == NodeType::Output)
        own.out.push_back(index);
      if (!outermost && (*type == NodeType::Input || *type == NodeType::Output))
        made.type = NodeType::Port;
      ends[node.name] = {{index}, {index}};
      flat.nodes.push_back(std::move(made));
    }
    if (failed(addEdges(of, path, ends)))
      return failure();
    return own;
  }

  LogicalResult addEdges(const Node &of, const std::string &path,
                         const llvm::StringMap<Ends> &ends) {
    std::set<std::pair<std::string, std::string>> met;
    for (const auto &edge : of.edges) {
      const auto &[from, to] = edge;
      std::string text = "edge '" + from + "' -> '" + to + "'";
      for (const std::string &name : {from, to})
        if (!ends.count(name))
          return reporter.error(path + "/edges")
                 << text << ": there is no node '" << name << "'"
                 << nearest(name, of);
      if (!met.insert(edge).second) {
        reporter.warning(path + "/edges")
            << text << " is there twice; once counts";
        continue;
      }
      auto one = [&](ArrayRef<size_t> list, const std::string &name,
                     StringRef what) -> FailureOr<size_t> {
        if (list.size() == 1)
          return list[0];
        return reporter.error(path + "/edges")
               << text << ": graph '" << name << "' has " << list.size() << " "
               << what << "; exactly one can be meant";
      };
      auto source = one(ends.lookup(from).out, from, "outputs");
      auto target = one(ends.lookup(to).in, to, "inputs");
      if (failed(source) || failed(target))
        return failure();
      if (flat.nodes[*source].type == NodeType::Output)
        return reporter.error(path + "/edges")
               << text
               << " leaves an output, which has no value inside the graph";
      if (flat.nodes[*target].type == NodeType::Input)
        return reporter.error(path + "/edges")
               << text
               << " leads into an input, whose values come from outside";
      flat.nodes[*source].targets.push_back(*target);
      flat.nodes[*target].sources.push_back(*source);
    }
    return success();
  }

  std::string nearest(StringRef name, const Node &of) {
    std::string best;
    unsigned least = 3;
    for (const Node &node : of.nodes) {
      unsigned distance = name.edit_distance(node.name, true, least);
      if (distance < least) {
        least = distance;
        best = node.name;
      }
    }
    return best.empty() ? "" : "; did you mean '" + best + "'?";
  }

  /// Shapes from the nodes' own parameters, then along the edges until nothing
  /// changes.
  LogicalResult infer() {
    SmallVector<size_t> open;
    for (size_t i = 0; i < flat.nodes.size(); ++i)
      open.push_back(i);
    for (bool changed = true; changed && !open.empty();) {
      changed = false;
      SmallVector<size_t> left;
      for (size_t i : open) {
        if (failed(inferNode(flat.nodes[i])))
          return failure();
        bool known = flat.nodes[i].in && flat.nodes[i].out;
        changed |= known;
        if (!known)
          left.push_back(i);
      }
      open = std::move(left);
    }
    for (size_t i : open)
      return reporter.error(flat.nodes[i].path)
             << "has no shape that can be told from it or from what leads to "
                "it";
    return success();
  }

  const Shape *shapeOfSources(const FlatNode &node) {
    for (size_t source : node.sources)
      if (flat.nodes[source].out)
        return &*flat.nodes[source].out;
    return nullptr;
  }

  LogicalResult inferNode(FlatNode &node) {
    const Shape *before = shapeOfSources(node);
    switch (node.type) {
    case NodeType::Input:
    case NodeType::Output:
    case NodeType::Port: {
      if (!hasParam(node, "shape") && before) {
        node.in = node.out = *before;
        return success();
      }
      const Value *shape = node.node->param("shape");
      auto extents =
          integersOf(node, "shape", shape ? shape->size() : 0, reporter);
      if (failed(extents))
        return failure();
      for (int64_t extent : *extents)
        if (extent < 1)
          return reporter.error(node.path)
                 << "has the shape " << shapeText(*extents);
      node.in = node.out = *extents;
      return success();
    }
    case NodeType::Linear:
    case NodeType::Affine: {
      const Value *weight = node.node->param("weight");
      if (!weight || weight->shape.size() < 2)
        return reporter.error(node.path)
               << "needs a weight of two dimensions, [out, in]";
      Shape batch(weight->shape.begin(), weight->shape.end() - 2);
      node.in = node.out = batch;
      node.in->push_back(weight->shape.back());
      node.out->push_back(weight->shape[weight->shape.size() - 2]);
      return success();
    }
    case NodeType::Flatten:
      return inferFlatten(node, before);
    case NodeType::Conv1d:
    case NodeType::Conv2d:
    case NodeType::SumPool2d:
    case NodeType::AvgPool2d:
      return inferWindow(node, before);
    default:
      break;
    }
    const Value *shaping = node.node->param(shapingParam(node.type).str());
    if (!shaping)
      return reporter.error(node.path)
             << "has no '" << shapingParam(node.type) << "'";
    if (shaping->size() > 1 && before &&
        sizeOf(*before) == int64_t(shaping->size()))
      node.in = node.out = *before;
    else if (shaping->size() > 1)
      node.in = node.out = Shape(shaping->shape.begin(), shaping->shape.end());
    else if (before)
      node.in = node.out = *before;
    else if (node.sources.empty())
      node.in = node.out = Shape{1};
    return success();
  }

  LogicalResult inferFlatten(FlatNode &node, const Shape *before) {
    if (!before) {
      if (!hasParam(node, "input_type"))
        return success();
      auto given = integersOf(node, "input_type",
                              node.node->param("input_type")->size(), reporter);
      if (failed(given))
        return failure();
      if (sizeOf(*given) < 1)
        return success();
      node.in = *given;
    } else {
      node.in = *before;
    }
    auto start = integersOf(node, "start_dim", 1, reporter);
    auto end = integersOf(node, "end_dim", 1, reporter);
    if (failed(start) || failed(end))
      return failure();
    int64_t rank = node.in->size(), first = (*start)[0], last = (*end)[0];
    first += first < 0 ? rank : 0;
    last += last < 0 ? rank : 0;
    // Writers differ in whether they count the batch; the numbers stay in
    // order whatever is made one.
    if (first < 0 || last >= rank || first > last) {
      node.out = Shape{sizeOf(*node.in)};
      return success();
    }
    ArrayRef<int64_t> shape = *node.in;
    Shape out(shape.take_front(first));
    out.push_back(sizeOf(shape.slice(first, last - first + 1)));
    llvm::append_range(out, shape.drop_front(last + 1));
    node.out = std::move(out);
    return success();
  }

  LogicalResult inferWindow(FlatNode &node, const Shape *before) {
    bool conv = node.type == NodeType::Conv1d || node.type == NodeType::Conv2d;
    size_t rank = node.type == NodeType::Conv1d ? 1 : 2;
    if (before) {
      node.in = *before;
    } else if (conv && hasParam(node, "input_shape")) {
      auto extents = integersOf(node, "input_shape", rank, reporter);
      auto groups = integersOf(node, "groups", 1, reporter);
      const Value *weight = node.node->param("weight");
      if (failed(extents) || failed(groups))
        return failure();
      if (!weight || weight->shape.size() != rank + 2)
        return reporter.error(node.path)
               << "needs a weight of " << rank + 2 << " dimensions";
      node.in = Shape{weight->shape[1] * (*groups)[0]};
      llvm::append_range(*node.in, *extents);
    } else {
      return success();
    }
    auto window = windowOf(node, reporter);
    if (failed(window))
      return failure();
    node.out = Shape{window->outputs};
    if (rank == 2)
      node.out->push_back(window->outHeight);
    node.out->push_back(window->outWidth);
    return success();
  }

  LogicalResult checkSizes() {
    int64_t all = 0;
    for (const FlatNode &node : flat.nodes) {
      for (const Shape *shape : {&*node.in, &*node.out})
        if (sizeOf(*shape) < 1 || sizeOf(*shape) > kMostValues)
          return reporter.error(node.path)
                 << "has the shape " << shapeText(*shape) << "; from 1 to "
                 << kMostValues << " values are possible";
      all += node.outputs();
      if (all > kMostInAll)
        return reporter.error(node.path)
               << "has " << node.outputs()
               << " values, with which the graph has "
               << "more than " << kMostInAll << ", the limit";
      for (size_t source : node.sources)
        if (flat.nodes[source].outputs() != node.inputs())
          return reporter.error(node.path)
                 << "takes " << node.inputs() << " values "
                 << shapeText(*node.in) << ", but '" << flat.nodes[source].name
                 << "', which leads to it, gives "
                 << flat.nodes[source].outputs() << " "
                 << shapeText(*flat.nodes[source].out);
    }
    return success();
  }

  const Graph &graph;
  const Reporter &reporter;
  FlatGraph flat;
};

/// Extents of a convolution's output (PyTorch's rule).
int64_t outExtent(int64_t in, int64_t padding, int64_t dilation, int64_t kernel,
                  int64_t stride) {
  int64_t room = in + padding - dilation * (kernel - 1) - 1;
  return room < 0 ? 0 : room / stride + 1;
}

} // namespace

std::optional<NodeType> typeNamed(StringRef name) {
  for (const auto &[known, type] : kTypes)
    if (known == name)
      return type;
  return std::nullopt;
}

int64_t sizeOf(ArrayRef<int64_t> shape) {
  int64_t size = 1;
  for (int64_t n : shape) {
    // More than any limit; negative ones are refused by it as well.
    if (n < 0 || (n > 0 && size > (int64_t(1) << 40) / n))
      return -1;
    size *= n;
  }
  return size;
}

FailureOr<FlatGraph> flatten(const Graph &graph, const Reporter &reporter) {
  return Flattener(graph, reporter).run();
}

bool hasParam(const FlatNode &node, StringRef param) {
  const Value *value = node.node->param(param.str());
  return value && value->size() > 0;
}

FailureOr<std::vector<double>> numbersOf(const FlatNode &node, StringRef param,
                                         const Reporter &reporter) {
  const Value *value = node.node->param(param.str());
  if (!value)
    return reporter.error(node.path) << "has no '" << param << "'";
  std::string path = node.path + "/" + param.str();
  if (value->kind != Value::Kind::Numbers)
    return reporter.error(path) << "is not numbers";
  if (value->size() == 0)
    return reporter.error(path) << "is empty";
  std::vector<double> numbers(value->size());
  for (size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = value->real(i);
    if (!std::isfinite(numbers[i]))
      return reporter.error(path) << "is not finite at index " << i;
  }
  return numbers;
}

FailureOr<Shape> integersOf(const FlatNode &node, StringRef param, size_t count,
                            const Reporter &reporter) {
  auto numbers = numbersOf(node, param, reporter);
  if (failed(numbers))
    return failure();
  std::string path = node.path + "/" + param.str();
  if (numbers->size() != 1 && numbers->size() != count)
    return reporter.error(path)
           << "has " << numbers->size() << " values; one, or " << count
           << ", are possible";
  Shape result;
  for (size_t i = 0; i < count; ++i) {
    double value = (*numbers)[numbers->size() == 1 ? 0 : i];
    if (value != std::floor(value) || std::fabs(value) > kMostInteger)
      return reporter.error(path)
             << "is " << snn::formatReal(value) << "; whole numbers up to "
             << kMostInteger << " are possible";
    result.push_back(static_cast<int64_t>(value));
  }
  return result;
}

FailureOr<Window> windowOf(const FlatNode &node, const Reporter &reporter) {
  bool conv = node.type == NodeType::Conv1d || node.type == NodeType::Conv2d;
  size_t rank = node.type == NodeType::Conv1d ? 1 : 2;
  if (node.in->size() != rank + 1)
    return reporter.error(node.path)
           << "takes values of the shape " << shapeText(*node.in) << "; "
           << (rank == 1 ? "[channels, width]" : "[channels, height, width]")
           << " is needed";
  Window w;
  w.channels = (*node.in)[0];
  w.height = rank == 2 ? (*node.in)[1] : 1;
  w.width = node.in->back();
  w.outputs = w.channels;
  // Of a Conv1d the second of two.
  size_t first = 2 - rank;
  auto read = [&](StringRef param, int64_t *to,
                  int64_t least) -> LogicalResult {
    auto values = integersOf(node, param, rank, reporter);
    if (failed(values))
      return failure();
    for (size_t i = 0; i < rank; ++i) {
      if ((*values)[i] < least)
        return reporter.error(node.path + "/" + param.str())
               << "is " << (*values)[i] << "; the least is " << least;
      to[first + i] = (*values)[i];
    }
    return success();
  };
  if (failed(read("stride", w.stride, 1)))
    return failure();
  if (conv) {
    const Value *weight = node.node->param("weight");
    if (!weight || weight->kind != Value::Kind::Numbers ||
        weight->shape.size() != rank + 2)
      return reporter.error(node.path)
             << "needs a weight of " << rank + 2 << " dimensions";
    if (weight->size() == 0)
      return reporter.error(node.path + "/weight") << "is empty";
    for (size_t i = 0; i < rank; ++i)
      w.kernel[first + i] = weight->shape[2 + i];
    w.outputs = weight->shape[0];
    auto groups = integersOf(node, "groups", 1, reporter);
    if (failed(groups) || failed(read("dilation", w.dilation, 1)))
      return failure();
    w.groups = (*groups)[0];
    if (w.groups < 1 || w.outputs % w.groups != 0 ||
        weight->shape[1] * w.groups != w.channels)
      return reporter.error(node.path)
             << "has a weight of the shape " << shapeText(weight->shape)
             << " in " << w.groups << " groups for " << w.channels
             << " channels";
  } else if (failed(read("kernel_size", w.kernel, 1))) {
    return failure();
  }
  const Value *padding = node.node->param("padding");
  if (conv && padding && padding->kind == Value::Kind::Texts) {
    StringRef text;
    if (!padding->texts.empty())
      text = padding->texts[0];
    if (text != "same" && text != "valid")
      return reporter.error(node.path + "/padding")
             << "is '" << text << "'; 'same', 'valid' and numbers are possible";
    for (int i = 0; i < 2 && text == "same"; ++i) {
      if (w.stride[i] != 1)
        return reporter.error(node.path + "/padding")
               << "is 'same', which needs a stride of 1";
      // The odd one comes after, as in PyTorch.
      w.padding[i] = w.dilation[i] * (w.kernel[i] - 1);
      w.before[i] = w.padding[i] / 2;
    }
  } else {
    if (failed(read("padding", w.before, 0)))
      return failure();
    for (int i = 0; i < 2; ++i)
      w.padding[i] = 2 * w.before[i];
  }
  w.outHeight = outExtent(w.height, w.padding[0], w.dilation[0], w.kernel[0],
                          w.stride[0]);
  w.outWidth =
      outExtent(w.width, w.padding[1], w.dilation[1], w.kernel[1], w.stride[1]);
  if (w.outHeight < 1 || w.outWidth < 1)
    return reporter.error(node.path)
           << "has a window of " << w.kernel[0] << " x " << w.kernel[1]
           << ", larger than what it looks at, " << w.height << " x " << w.width
           << " with padding";
  return w;
}

} // namespace snnc::nir
