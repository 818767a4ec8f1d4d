//===- BodyScales.cpp - Scale classes and the choice of their scales -----===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/RealOps.h"
#include "compiler/transforms/BodyPlan.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;

namespace snnc::compiler {

/// Magnitudes are at most 2^30, one bit below the limit of a register, which
/// leaves room for rounding.
constexpr int kMagnitudeBits = 30;
constexpr int kLeastFrac = -20;
constexpr int kGreatestFrac = 40;
constexpr int kFactorBits = 16;

//===----------------------------------------------------------------------===//
// Classes
//===----------------------------------------------------------------------===//

unsigned BodyPlan::find(unsigned i) const {
  while (parent[i] != i)
    i = parent[i];
  return i;
}

unsigned BodyPlan::slot(Value value) {
  auto [entry, isNew] = slots.try_emplace(value, unsigned(parent.size()));
  if (isNew)
    parent.push_back(unsigned(parent.size()));
  return entry->second;
}

unsigned BodyPlan::classOf(Value value) const {
  return find(slots.find(value)->second);
}

int BodyPlan::fracOf(Value value) const { return classes[classOf(value)].frac; }

/// Constants take on any scale, so they tie nothing.
void BodyPlan::unite(Value a, Value b) {
  if (!a.getType().isF64() || !b.getType().isF64() || constantValue(a) ||
      constantValue(b))
    return;
  unsigned x = find(slot(a)), y = find(slot(b));
  // The smaller index stands for the class, whatever the order of calls.
  if (x != y)
    parent[std::max(x, y)] = std::min(x, y);
}

LogicalResult BodyPlan::buildClasses() {
  llvm::StringMap<Value> wide;
  for (Operation *op : live) {
    for (Value value : op->getResults())
      if (value.getType().isF64() && !constantValue(value))
        slot(value);
    auto touch = [&](StringRef name, Value value) {
      const StoredVariable *state = stored(name);
      if (!state->flexible() || constantValue(value))
        return;
      Value &first = wide[name];
      if (first)
        unite(first, value);
      else
        first = value;
    };
    if (auto read = dyn_cast<snn::ReadOp>(op))
      touch(read.getState(), read.getResult());
    else if (auto write = dyn_cast<snn::WriteOp>(op)) {
      if (!increments.count(op))
        touch(write.getState(), write.getValue());
    } else if (!tables.count(op) && isRealOp(op) && !isa<arith::MulFOp>(op))
      for (Value a : op->getOperands()) {
        for (Value b : op->getOperands())
          unite(a, b);
        for (Value b : op->getResults())
          unite(a, b);
      }
  }
  classes.assign(parent.size(), {});
  auto include = [&](unsigned c, double magnitude) {
    classes[find(c)].magnitude =
        std::max(classes[find(c)].magnitude, magnitude);
  };
  for (Operation *op : live) {
    for (Value value : op->getResults())
      if (slots.count(value))
        include(slots[value], ranges[value].magnitude());
    if (isa<arith::MulFOp>(op) || tables.count(op) || !isRealOp(op))
      continue;
    // Constants that meet the class must fit its scale; those that are only
    // compared could be clamped, but they are rarely large.
    unsigned c = ~0u;
    for (Value value :
         llvm::concat<Value>(SmallVector<Value>(op->getOperands()),
                             SmallVector<Value>(op->getResults())))
      if (slots.count(value))
        c = slots[value];
    for (Value value : op->getOperands())
      if (auto constant = constantValue(value))
        if (c != ~0u && value.getType().isF64())
          include(c, std::fabs(*constant));
  }
  for (ScaleClass &entry : classes)
    entry.frac = entry.maxFrac =
        std::min(kMagnitudeBits - ceilLog2(entry.magnitude), kGreatestFrac);
  for (Operation *op : live)
    if (isa<math::FloorOp, math::RoundEvenOp>(op) && !tables.count(op)) {
      // Rounding to whole numbers is one shift.
      ScaleClass &entry = classes[classOf(op->getResult(0))];
      entry.frac = entry.maxFrac = std::min(entry.maxFrac, kMulShift);
    }
  return success();
}

//===----------------------------------------------------------------------===//
// Edges
//===----------------------------------------------------------------------===//

void BodyPlan::addEdge(Edge edge) {
  auto index = unsigned(edges.size());
  classes[edge.a].edges.push_back(index);
  if (edge.result != edge.a)
    classes[edge.result].edges.push_back(index);
  edges.push_back(edge);
}

void BodyPlan::buildEdges() {
  for (Operation *op : live) {
    auto single = [&](EdgeKind kind, Value value, int frac,
                      bool flexible = false, int limit = 0) {
      if (constantValue(value))
        return;
      unsigned c = classOf(value);
      addEdge({kind, c, c, frac, limit, flexible});
    };
    if (auto read = dyn_cast<snn::ReadOp>(op)) {
      const StoredVariable *state = stored(read.getState());
      single(EdgeKind::Load, read, state->format.frac, state->flexible());
    } else if (auto get = dyn_cast<snn::GetOp>(op)) {
      single(EdgeKind::Load, get, stored(get.getParam())->format.frac);
    } else if (auto write = dyn_cast<snn::WriteOp>(op)) {
      const StoredVariable *state = stored(write.getState());
      auto increment = increments.find(op);
      single(EdgeKind::Store,
             increment == increments.end() ? write.getValue()
                                           : increment->second.change,
             state->format.frac, state->flexible());
    } else if (auto deposit = dyn_cast<snn::DepositOp>(op)) {
      single(EdgeKind::Emit, deposit.getValue(),
             network.findDeposit(deposit)->format.frac);
    } else if (isa<snn::PayloadOp>(op)) {
      single(EdgeKind::Emit, op->getResult(0), owner.source->format.frac);
    } else if (auto receive = dyn_cast<snn::ReceiveOp>(op)) {
      PortFormat *port = network.findPort(owner.population, receive.getPort());
      single(EdgeKind::Receive, receive, port->minFrac, false, port->maxFrac);
    } else if (auto emit = dyn_cast<snn::EmitOp>(op)) {
      if (emit.getPayload())
        single(EdgeKind::Emit, emit.getPayload(), owner.source->format.frac);
    } else if (auto random = dyn_cast<snn::RandomOp>(op)) {
      single(EdgeKind::Random, random, 0);
    } else if (auto modulation = dyn_cast<snn::ModulationOp>(op)) {
      auto modulator = cast<snn::ModulatorOp>(SymbolTable::lookupSymbolIn(
          owner.user->getParentOp(), modulation.getModulatorAttr()));
      single(EdgeKind::Modulation, modulation,
             int(modulator.getFrac().value_or(0)));
    } else if (isa<arith::MulFOp>(op) && !tables.count(op)) {
      unsigned result = classOf(op->getResult(0));
      if (auto factor = constantFactor(op)) {
        int frac = coveringFormat(Interval::point(*factor), kFactorBits).frac;
        addEdge({EdgeKind::Product, classOf(op->getOperand(0)), result, frac, 0,
                 false});
        continue;
      }
      if (multipliesStored(op)) {
        int frac = narrowSource(op->getOperand(0))->format.frac +
                   narrowSource(op->getOperand(1))->format.frac;
        addEdge({EdgeKind::Exact, result, result, frac, 0, false});
        continue;
      }
      // A factor read straight from 16 bits of storage needs no narrowing.
      Value lhs = op->getOperand(0), rhs = op->getOperand(1);
      unsigned narrow = narrowSource(rhs) || !narrowSource(lhs) ? 1 : 0;
      narrowed[op] = narrow;
      Value factor = op->getOperand(narrow);
      const StoredVariable *source = narrowSource(factor);
      int frac = source ? source->format.frac
                        : coveringFormat(ranges[factor], kFactorBits).frac;
      addEdge({EdgeKind::Narrow, classOf(op->getOperand(1 - narrow)), result,
               frac, 0, false});
    }
  }
}

//===----------------------------------------------------------------------===//
// Scales
//===----------------------------------------------------------------------===//

/// How far `x` lies outside [lo, hi].
static double outside(int x, int lo, int hi) {
  return x < lo ? lo - x : x > hi ? x - hi : 0;
}

/// An operation that converts costs 1, a bit of precision lost a part of it.
double BodyPlan::edgeCost(const Edge &edge) const {
  int frac = classes[edge.a].frac;
  auto operation = [](double off, double bits, double perBit) {
    return off > 0.0 ? 1.0 + perBit * std::max(bits, 0.0) : 0.0;
  };
  int stored = edge.flexible ? std::min(edge.frac, frac) : edge.frac;
  switch (edge.kind) {
  case EdgeKind::Load:
    return operation(outside(frac - stored, 0, kLoadShift), stored - frac, 0.3);
  case EdgeKind::Store:
    // A coarser class than the storage loses what the storage could hold.
    return operation(outside(frac - stored, 0, kStoreShift), stored - frac,
                     0.5) +
           (edge.flexible ? 0.02 * (edge.frac - stored) : 0.0);
  case EdgeKind::Receive:
    return operation(outside(frac, edge.frac, edge.limit + kLoadShift),
                     edge.frac - frac, 0.1);
  case EdgeKind::Emit:
    return operation(std::abs(frac - edge.frac), edge.frac - frac, 0.5);
  case EdgeKind::Modulation:
    return operation(std::abs(frac - edge.frac), edge.frac - frac, 0.1);
  case EdgeKind::Random:
    return operation(outside(frac, 2, 31), 2 - frac, 0.1);
  case EdgeKind::Product: {
    int shift = frac + edge.frac - classes[edge.result].frac;
    // Beyond the shifter's reach the constant is made shorter.
    return shift < 0 ? operation(1, -shift, 0.1)
                     : 0.05 * outside(shift, 0, kMulShift);
  }
  case EdgeKind::Exact: {
    int shift = edge.frac - frac;
    return operation(outside(shift, 0, kMulShift), -shift, 0.1);
  }
  case EdgeKind::Narrow: {
    int shift = frac + edge.frac - classes[edge.result].frac;
    return operation(outside(shift, 0, kMulShift), -shift, 0.1);
  }
  }
  return 0.0;
}

/// Binary places of a constant; nothing if it has many.
static std::optional<int> placesOf(double constant) {
  constexpr int most = 24;
  for (int frac = -most; frac <= most; ++frac)
    if (std::ldexp(constant, frac) == std::trunc(std::ldexp(constant, frac)))
      return frac;
  return std::nullopt;
}

/// In rules, a class whose values are sums and choices of variables as they are
/// stored needs no finer scale than the finest of these: the arithmetic is
/// exact, and loads and stores need no shift.
void BodyPlan::limitToGrid() {
  if (!owner.isRule())
    return;
  std::vector<std::optional<int>> finest(classes.size(), kLeastFrac);
  auto include = [&](unsigned c, std::optional<int> frac) {
    finest[c] = finest[c] && frac ? std::optional(std::max(*finest[c], *frac))
                                  : std::nullopt;
  };
  for (unsigned c = 0; c < classes.size(); ++c)
    for (unsigned index : classes[c].edges) {
      const Edge &edge = edges[index];
      switch (edge.kind) {
      case EdgeKind::Load:
      case EdgeKind::Store:
      case EdgeKind::Emit:
      case EdgeKind::Modulation:
        include(c, edge.frac);
        break;
      case EdgeKind::Product:
      case EdgeKind::Narrow:
        // What goes into a product is not changed by it.
        if (edge.result == c)
          include(c, std::nullopt);
        break;
      default:
        include(c, std::nullopt);
      }
    }
  for (Operation *op : live) {
    bool ties = isRealOp(op) && !isa<arith::MulFOp>(op) && !tables.count(op);
    for (Value result : op->getResults())
      if (slots.count(result) && tables.count(op))
        include(classOf(result), std::nullopt);
    if (!ties)
      continue;
    std::optional<unsigned> c;
    for (Value value :
         llvm::concat<Value>(SmallVector<Value>(op->getOperands()),
                             SmallVector<Value>(op->getResults())))
      if (slots.count(value))
        c = classOf(value);
    for (Value value : op->getOperands())
      if (auto constant = constantValue(value);
          constant && c && value.getType().isF64())
        include(*c, placesOf(*constant));
  }
  for (unsigned c = 0; c < classes.size(); ++c)
    if (finest[c] && *finest[c] < classes[c].maxFrac)
      classes[c].frac = classes[c].maxFrac = *finest[c];
}

/// A product that is an increment comes out of the multiplier on the grid of
/// its variable.
void BodyPlan::pinIncrements() {
  for (Operation *op : live) {
    auto found = stochastic.find(op);
    if (found == stochastic.end())
      continue;
    ScaleClass &entry = classes[classOf(op->getResult(0))];
    int frac = stored(found->second.getState())->format.frac;
    if (frac > entry.maxFrac) {
      stochastic.erase(found);
      continue;
    }
    entry.frac = frac;
    entry.pinned = true;
  }
}

void BodyPlan::solve() {
  // Finer is better, less than any conversion.
  constexpr double perBit = 1e-3;
  auto cost = [&](unsigned c) {
    double sum = -perBit * classes[c].frac;
    for (unsigned edge : classes[c].edges)
      sum += edgeCost(edges[edge]);
    return sum;
  };
  bool changed = true;
  for (int round = 0; changed && round < 20; ++round) {
    changed = false;
    for (unsigned c = 0; c < classes.size(); ++c) {
      if (find(c) != c || classes[c].pinned)
        continue;
      int best = classes[c].frac;
      double least = cost(c);
      int before = best;
      for (int frac = classes[c].maxFrac; frac >= kLeastFrac; --frac) {
        classes[c].frac = frac;
        double now = cost(c);
        if (now < least - 1e-9) {
          least = now;
          best = frac;
        }
      }
      classes[c].frac = best;
      changed |= best != before;
    }
  }
}

/// Storage of 32-bit states and scales of ports follow their classes.
void BodyPlan::fixStorage() {
  for (Operation *op : live) {
    Value value;
    StringRef name;
    if (auto read = dyn_cast<snn::ReadOp>(op)) {
      value = read;
      name = read.getState();
    } else if (auto write = dyn_cast<snn::WriteOp>(op)) {
      value = increments.count(op) ? Value() : write.getValue();
      name = write.getState();
    } else if (auto receive = dyn_cast<snn::ReceiveOp>(op)) {
      PortFormat *port = network.findPort(owner.population, receive.getPort());
      int wanted = fracOf(receive) - kLoadShift;
      port->frac = std::clamp(wanted, port->minFrac, port->maxFrac);
    }
    if (!value || constantValue(value))
      continue;
    for (StoredVariable &variable : owner.variables)
      if (variable.name == name && variable.flexible())
        variable.format.frac = std::min(variable.format.frac, fracOf(value));
  }
}

LogicalResult BodyPlan::checkPrecision() {
  for (Operation *op : live) {
    auto write = dyn_cast<snn::WriteOp>(op);
    if (!write || constantValue(write.getValue()) || increments.count(op))
      continue;
    const StoredVariable *state = stored(write.getState());
    const ScaleClass &entry = classes[classOf(write.getValue())];
    // Bits of the state's range that the class resolves.
    int bits = entry.frac + ceilLog2(state->range.magnitude()) + 1;
    if (bits >= std::min<int>(int(state->format.bits), 12))
      continue;
    InFlightDiagnostic diag =
        bits < 6 ? write.emitOpError() : write.emitWarning("");
    diag << (owner.isRule() ? "variable @" : "state @") << state->name
         << " meets values up to " << entry.magnitude
         << ", so that 32-bit arithmetic leaves it " << bits
         << " bits of its range; clamp the large values before they are added";
    diag.attachNote(state->op->getLoc()) << "declared here";
    if (bits < 6)
      return diag;
  }
  return success();
}

} // namespace snnc::compiler
