//===- FunctionTable.cpp - Functions of one value as tables --------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/FunctionTable.h"
#include "compiler/analysis/RealOps.h"

#include "mlir/IR/Diagnostics.h"

using namespace mlir;

namespace snnc::compiler {

/// Part of the largest value by which the ends of a table may deviate from
/// flat.
constexpr double kFlat = 0x1p-20;
/// Relative errors are of the value, or of this part of the largest value.
constexpr double kRelativeFloor = 1.0 / 64.0;
constexpr unsigned kSamples = 4096;
constexpr unsigned kSamplesPerStep = 8;

double FunctionTable::operator()(double x) const {
  Value current = leaf;
  for (Operation *op : chain) {
    SmallVector<double, 3> operands;
    for (Value operand : op->getOperands())
      operands.push_back(operand == current ? x : *constantValue(operand));
    x = *evaluateReal(op, operands);
    current = op->getResult(0);
  }
  return x;
}

/// The one value that `op` depends on, constants aside; null if there are more.
static Value onlyOperand(Operation *op) {
  Value only;
  for (Value operand : op->getOperands()) {
    if (constantValue(operand))
      continue;
    if (!operand.getType().isF64() || (only && only != operand))
      return nullptr;
    only = operand;
  }
  return only;
}

static bool canJoin(Operation *op) {
  return op && isRealOp(op) && op->getNumResults() == 1 &&
         op->getResult(0).getType().isF64() && onlyOperand(op);
}

FunctionTable findChain(Operation *op) {
  FunctionTable table;
  for (Operation *up = op; canJoin(up); up = table.leaf.getDefiningOp()) {
    table.chain.insert(table.chain.begin(), up);
    table.leaf = onlyOperand(up);
  }
  if (table.chain.empty())
    return table;
  while (table.result().hasOneUse()) {
    Operation *user = *table.result().user_begin();
    if (!canJoin(user))
      break;
    table.chain.push_back(user);
  }
  return table;
}

std::vector<double> tableEntries(const FunctionTable &table, double origin,
                                 double end) {
  constexpr double leastPart = 1e-3;
  double steps = std::max(0.0, (end - origin) / table.step());
  auto intervals = unsigned(std::max(1.0, std::ceil(steps)));
  std::vector<double> entries;
  for (unsigned i = 0; i <= intervals; ++i)
    entries.push_back(table(origin + i * table.step()));
  double part = steps - (intervals - 1);
  if (part > leastPart) {
    double before = entries[intervals - 1];
    entries[intervals] = before + (table(end) - before) / part;
  }
  return entries;
}

TableError interpolationError(const FunctionTable &table, double origin,
                              double end) {
  std::vector<double> entries = tableEntries(table, origin, end);
  double floor = kRelativeFloor * table.values.magnitude();
  TableError error;
  for (unsigned i = 0; i + 1 < entries.size(); ++i) {
    for (unsigned k = 1; k < kSamplesPerStep; ++k) {
      double part = double(k) / kSamplesPerStep;
      double x = origin + (i + part) * table.step();
      if (x > end)
        break;
      double exact = table(x);
      double off =
          std::fabs(entries[i] + part * (entries[i + 1] - entries[i]) - exact);
      error.absolute = std::max(error.absolute, off);
      error.relative = std::max(
          error.relative, off / std::max({std::fabs(exact), floor, 1e-300}));
    }
  }
  return error;
}

/// From `end` towards `other`, how far the function stays within `tolerance` of
/// its value at `end`.
static double flatUntil(const FunctionTable &table, double end, double other,
                        double tolerance) {
  double value = table(end);
  auto at = [&](double part) { return end + (other - end) * part; };
  auto flat = [&](double part) {
    return std::fabs(table(at(part)) - value) <= tolerance;
  };
  unsigned i = 1;
  while (i <= kSamples && flat(double(i) / kSamples))
    ++i;
  if (i > kSamples)
    return other;
  double good = double(i - 1) / kSamples, bad = double(i) / kSamples;
  for (int k = 0; k < 40; ++k) {
    double middle = (good + bad) / 2;
    (flat(middle) ? good : bad) = middle;
  }
  return at(good);
}

LogicalResult planTable(FunctionTable &table, Interval range,
                        unsigned maxEntries, double maxError) {
  Operation *op = table.chain.back();
  auto refuse = [&](const Twine &why) {
    return op->emitOpError("cannot become a table: ") << why;
  };
  if (!range.isFinite())
    return refuse("its argument has no bound; clamp it with arith.maximumf and "
                  "arith.minimumf");
  for (unsigned i = 0; i <= kSamples; ++i) {
    double x = range.lo + (range.hi - range.lo) * i / kSamples;
    double y = table(x);
    if (!std::isfinite(y))
      return refuse(
          "its value at " + Twine(std::to_string(x)) +
          " is not finite, and that is within the argument's range [" +
          std::to_string(range.lo) + ", " + std::to_string(range.hi) +
          "]; clamp it with arith.maximumf and arith.minimumf");
    table.values = Interval::join(table.values, Interval::point(y));
  }
  // A division by a range around 0 may miss the pole between two samples.
  for (Operation *step : table.chain)
    if (step->getName().getStringRef() == "arith.divf") {
      FunctionTable divisor = table;
      Value by = step->getOperand(1);
      if (constantValue(by))
        continue;
      divisor.chain.clear();
      double first = 0.0;
      for (unsigned i = 0; i <= kSamples; ++i) {
        double x = range.lo + (range.hi - range.lo) * i / kSamples;
        double y = x;
        if (by != table.leaf) {
          divisor.chain.clear();
          for (Operation *part : table.chain) {
            divisor.chain.push_back(part);
            if (part->getResult(0) == by)
              break;
          }
          y = divisor(x);
        }
        if (i == 0)
          first = y;
        if (first * y <= 0.0)
          return refuse(
              "it divides by a value whose range contains 0; keep the "
              "divisor away from 0 with arith.maximumf or "
              "arith.minimumf");
      }
    }

  double tolerance = kFlat * table.values.magnitude();
  double lo = flatUntil(table, range.lo, range.hi, tolerance);
  double hi = lo < range.hi ? flatUntil(table, range.hi, lo, tolerance) : lo;
  table.domain = {lo, std::max(lo, hi)};

  double width = table.domain.hi - table.domain.lo;
  if (width <= 0.0) {
    table.stepLog2 = 0;
    return success();
  }
  // Two entries more than the domain needs: it does not begin on the grid.
  int finest = int(std::floor(std::log2((double(maxEntries) - 3.0) / width)));
  int coarsest = int(std::ceil(std::log2(61.0 / width)));
  for (table.stepLog2 = std::min(coarsest, finest); table.stepLog2 < finest;
       ++table.stepLog2)
    if (interpolationError(table, lo, table.domain.hi).relative <= maxError)
      break;
  return success();
}

} // namespace snnc::compiler
