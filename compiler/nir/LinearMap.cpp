//===- LinearMap.cpp - Chains of linear nodes, multiplied out -------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/nir/LinearMap.h"

#include "dialects/snn/Syntax.h"

#include "image/Connectivity.h"

#include <algorithm>
#include <cmath>

using namespace mlir;

namespace snnc::nir {

namespace {

/// One value of a node from the values before it: their numbers and factors.
using Mix = std::vector<std::pair<uint32_t, double>>;

bool before(const Term &a, const Term &b) {
  return a.source != b.source ? a.source < b.source : a.delay < b.delay;
}

/// Sums terms of one source and delay.
void merge(std::vector<Term> &row) {
  std::stable_sort(row.begin(), row.end(), before);
  size_t kept = 0;
  for (size_t i = 0; i < row.size(); ++i) {
    if (kept > 0 && !before(row[kept - 1], row[i]))
      row[kept - 1].weight += row[i].weight;
    else
      row[kept++] = row[i];
  }
  row.resize(kept);
}

/// Sums terms that share a delay, by source.
class Sums {
public:
  /// Of rows that an expression has.
  explicit Sums(const Rows &rows) {
    uint32_t most = 0;
    for (const auto &row : rows)
      for (const Term &term : row) {
        if (!any)
          delay = term.delay;
        any = true;
        uniform &= term.delay == delay;
        most = std::max(most, term.source);
      }
    sums.resize(any && uniform ? size_t(most) + 1 : 0);
    seen.resize(sums.size());
  }

  std::vector<Term> sum(const Rows &rows, const Mix &mix) {
    std::vector<Term> row;
    if (mix.size() == 1 || !uniform) {
      for (auto [index, factor] : mix)
        for (const Term &term : rows[index])
          row.push_back({term.source, term.delay, term.weight * factor});
      if (mix.size() > 1)
        merge(row);
      return row;
    }
    std::vector<uint32_t> touched;
    for (auto [index, factor] : mix)
      for (const Term &term : rows[index]) {
        if (!seen[term.source]) {
          seen[term.source] = 1;
          touched.push_back(term.source);
        }
        sums[term.source] += term.weight * factor;
      }
    std::sort(touched.begin(), touched.end());
    row.reserve(touched.size());
    for (uint32_t source : touched) {
      row.push_back({source, delay, sums[source]});
      sums[source] = 0.0;
      seen[source] = 0;
    }
    return row;
  }

private:
  bool any = false, uniform = true;
  uint32_t delay = 0;
  std::vector<double> sums;
  std::vector<uint8_t> seen;
};

class Applier {
public:
  Applier(const FlatNode &node, const Expression &input, Budget &budget,
          const Reporter &reporter)
      : node(node), input(input), budget(budget), reporter(reporter) {
    for (const auto &[source, rows] : input.parts) {
      result.parts[source].reserve(size_t(node.outputs()));
      sums.emplace_back(rows);
    }
  }

  /// The next value of the node.
  LogicalResult append(const Mix &mix, double bias) {
    size_t number = 0;
    for (const auto &[source, rows] : input.parts) {
      uint64_t products = 0;
      for (auto [index, factor] : mix)
        products += rows[index].size();
      if (failed(take(budget.products, products, "products of weights")))
        return failure();
      std::vector<Term> row = sums[number++].sum(rows, mix);
      if (failed(take(budget.terms, row.size(), "synapses")))
        return failure();
      result.parts[source].push_back(std::move(row));
    }
    // A node behind an edge that closes a cycle is part of it.
    bool behind =
        !input.parts.empty() && llvm::all_of(input.parts, [](const auto &part) {
          return part.first.second;
        });
    result.bias.push_back(mixed(input.bias, mix) + (behind ? 0.0 : bias));
    result.feedbackBias.push_back(mixed(input.feedbackBias, mix) +
                                  (behind ? bias : 0.0));
    return success();
  }

  Expression finish() {
    for (std::vector<double> *bias : {&result.bias, &result.feedbackBias})
      if (llvm::all_of(*bias, [](double b) { return b == 0.0; }))
        bias->clear();
    return std::move(result);
  }

private:
  static double mixed(const std::vector<double> &bias, const Mix &mix) {
    double sum = 0.0;
    if (!bias.empty())
      for (auto [index, factor] : mix)
        sum += bias[index] * factor;
    return sum;
  }

  LogicalResult take(uint64_t &from, uint64_t count, StringRef what) {
    if (count > from)
      return reporter.error(node.path)
             << "needs more " << what
             << ", with the nodes before it, than can be multiplied out";
    from -= count;
    return success();
  }

  const FlatNode &node;
  const Expression &input;
  Budget &budget;
  const Reporter &reporter;
  Expression result;
  std::vector<Sums> sums;
};

/// `count` numbers, or one for all.
FailureOr<std::vector<double>> spread(const FlatNode &node, StringRef param,
                                      int64_t count, const Reporter &reporter) {
  auto numbers = numbersOf(node, param, reporter);
  if (failed(numbers))
    return failure();
  if (numbers->size() == 1)
    numbers->resize(size_t(count), (*numbers)[0]);
  if (int64_t(numbers->size()) != count)
    return reporter.error(node.path + "/" + param.str())
           << "has " << numbers->size() << " values for " << count;
  return numbers;
}

FailureOr<Expression> applyMatrix(const FlatNode &node, const Expression &input,
                                  Budget &budget, const Reporter &reporter) {
  auto weight = numbersOf(node, "weight", reporter);
  if (failed(weight))
    return failure();
  const Shape &shape = *node.out;
  size_t rows = size_t(shape.back()), columns = size_t(node.in->back());
  size_t batches = size_t(node.outputs()) / rows;
  std::vector<double> bias;
  if (node.type == NodeType::Affine && hasParam(node, "bias")) {
    auto numbers = numbersOf(node, "bias", reporter);
    if (failed(numbers))
      return failure();
    bias = std::move(*numbers);
    if (bias.size() != rows && bias.size() != rows * batches &&
        bias.size() != 1)
      return reporter.error(node.path + "/bias")
             << "has " << bias.size() << " values for " << rows;
  }
  Applier applier(node, input, budget, reporter);
  Mix mix(columns);
  for (size_t r = 0; r < rows * batches; ++r) {
    for (size_t c = 0; c < columns; ++c)
      mix[c] = {uint32_t(r / rows * columns + c), (*weight)[r * columns + c]};
    if (failed(applier.append(mix, bias.empty() ? 0.0 : bias[r % bias.size()])))
      return failure();
  }
  return applier.finish();
}

FailureOr<Expression> applyWindow(const FlatNode &node, const Expression &input,
                                  Budget &budget, const Reporter &reporter) {
  auto window = windowOf(node, reporter);
  if (failed(window))
    return failure();
  const Window &w = *window;
  bool conv = node.type == NodeType::Conv1d || node.type == NodeType::Conv2d;
  std::vector<double> weight, bias;
  if (conv) {
    auto numbers = numbersOf(node, "weight", reporter);
    if (failed(numbers))
      return failure();
    weight = std::move(*numbers);
  }
  if (conv && hasParam(node, "bias")) {
    auto numbers = spread(node, "bias", w.outputs, reporter);
    if (failed(numbers))
      return failure();
    bias = std::move(*numbers);
  }
  // Padding counts in a mean, as in PyTorch.
  double factor = node.type == NodeType::AvgPool2d
                      ? 1.0 / double(w.kernel[0] * w.kernel[1])
                      : 1.0;
  int64_t channelsIn = w.channels / w.groups, outputsOf = w.outputs / w.groups;
  // Each factor is far below its limit; the product of all need not be.
  double looks = double(node.outputs()) * double(conv ? channelsIn : 1) *
                 double(w.kernel[0]) * double(w.kernel[1]);
  if (looks > double(budget.products))
    return reporter.error(node.path)
           << "looks at more values than can be multiplied out";
  Applier applier(node, input, budget, reporter);
  for (int64_t o = 0; o < w.outputs; ++o)
    for (int64_t y = 0; y < w.outHeight; ++y)
      for (int64_t x = 0; x < w.outWidth; ++x) {
        Mix mix;
        for (int64_t c = 0; c < (conv ? channelsIn : 1); ++c)
          for (int64_t ky = 0; ky < w.kernel[0]; ++ky)
            for (int64_t kx = 0; kx < w.kernel[1]; ++kx) {
              int64_t iy = y * w.stride[0] + ky * w.dilation[0] - w.before[0];
              int64_t ix = x * w.stride[1] + kx * w.dilation[1] - w.before[1];
              if (iy < 0 || iy >= w.height || ix < 0 || ix >= w.width)
                continue;
              int64_t channel = conv ? o / outputsOf * channelsIn + c : o;
              double value =
                  conv ? weight[size_t(
                             ((o * channelsIn + c) * w.kernel[0] + ky) *
                                 w.kernel[1] +
                             kx)]
                       : factor;
              if (value != 0.0)
                mix.push_back(
                    {uint32_t((channel * w.height + iy) * w.width + ix),
                     value});
            }
        if (failed(applier.append(mix, bias.empty() ? 0.0 : bias[size_t(o)])))
          return failure();
      }
  return applier.finish();
}

FailureOr<Expression> applyDelay(const FlatNode &node, const Expression &input,
                                 double stepsPerUnit,
                                 const Reporter &reporter) {
  auto delays = spread(node, "delay", node.inputs(), reporter);
  if (failed(delays))
    return failure();
  Expression result = input;
  for (size_t i = 0; i < delays->size(); ++i) {
    double exact = (*delays)[i] * stepsPerUnit, steps = std::nearbyint(exact);
    if (!(steps >= 0.0 && steps <= image::kMaxDelaySteps))
      return reporter.error(node.path + "/delay")
             << "is " << snn::formatReal((*delays)[i]) << ", which is "
             << snn::formatReal(exact) << " steps; 0 to "
             << image::kMaxDelaySteps
             << " are possible (--dt and --time-unit say what a step is)";
    if (std::fabs(exact - steps) > 1e-3)
      return reporter.error(node.path + "/delay")
             << "is " << snn::formatReal((*delays)[i]) << ", which is "
             << snn::formatReal(exact)
             << " steps and no whole number of them (--dt and --time-unit say "
                "what a step is)";
    for (auto &[source, rows] : result.parts)
      for (Term &term : rows[i])
        term.delay += uint32_t(steps);
  }
  return result;
}

} // namespace

uint64_t Expression::terms() const {
  uint64_t count = 0;
  for (const auto &[source, rows] : parts)
    for (const auto &row : rows)
      count += row.size();
  return count;
}

Expression identity(size_t source, bool closes, int64_t size) {
  Expression result;
  Rows &rows = result.parts[{source, closes}];
  for (int64_t i = 0; i < size; ++i)
    rows.push_back({{uint32_t(i), 0, 1.0}});
  return result;
}

void add(Expression &a, const Expression &b) {
  for (const auto &[source, rows] : b.parts) {
    auto [entry, isNew] = a.parts.try_emplace(source, rows);
    if (isNew)
      continue;
    for (size_t i = 0; i < entry->second.size(); ++i) {
      llvm::append_range(entry->second[i], rows[i]);
      merge(entry->second[i]);
    }
  }
  for (auto [to, from] : {std::pair(&a.bias, &b.bias),
                          std::pair(&a.feedbackBias, &b.feedbackBias)}) {
    to->resize(std::max(to->size(), from->size()));
    for (size_t i = 0; i < from->size(); ++i)
      (*to)[i] += (*from)[i];
  }
}

FailureOr<Expression> apply(const FlatNode &node, const Expression &input,
                            double stepsPerUnit, Budget &budget,
                            const Reporter &reporter) {
  switch (node.type) {
  case NodeType::Linear:
  case NodeType::Affine:
    return applyMatrix(node, input, budget, reporter);
  case NodeType::Conv1d:
  case NodeType::Conv2d:
  case NodeType::SumPool2d:
  case NodeType::AvgPool2d:
    return applyWindow(node, input, budget, reporter);
  case NodeType::Delay:
    return applyDelay(node, input, stepsPerUnit, reporter);
  case NodeType::Scale: {
    auto scale = spread(node, "scale", node.inputs(), reporter);
    if (failed(scale))
      return failure();
    Applier applier(node, input, budget, reporter);
    for (size_t i = 0; i < scale->size(); ++i)
      if (failed(applier.append({{uint32_t(i), (*scale)[i]}}, 0.0)))
        return failure();
    return applier.finish();
  }
  default: // Flatten keeps the order; inputs and outputs are what they get.
    return input;
  }
}

} // namespace snnc::nir
