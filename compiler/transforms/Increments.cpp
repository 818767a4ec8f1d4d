//===- Increments.cpp - Do the changes of a rule survive rounding? --------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/LowerBody.h"

using namespace mlir;

namespace snnc::compiler {
namespace {

/// What the writes of one variable can do to it.
struct Directions {
  bool up = false, down = false;
  bool known = true;
  Operation *write = nullptr;
};

} // namespace

/// The range of the change that `write` makes; nothing if it is no increment.
static std::optional<Interval> changeOf(BodyPlan &plan, snn::WriteOp write) {
  auto increment = incrementOf(write);
  if (!increment)
    return std::nullopt;
  Interval change = plan.ranges.lookup(increment->change);
  return increment->minus ? -change : change;
}

/// An increment of less than half a unit is lost whenever it is added.
static void checkVanishing(const StoredVariable &variable, snn::WriteOp write,
                           const Interval &change) {
  double half = variable.format.step() / 2;
  if (variable.round != snn::StoreRounding::Nearest ||
      change.magnitude() >= half || change.magnitude() == 0.0)
    return;
  InFlightDiagnostic diag = mlir::emitWarning(write.getLoc());
  diag
      << "the change of @" << variable.name << " is at most "
      << change.magnitude() << ", which always rounds to 0 in "
      << variable.format.bits << " bits (a unit is " << variable.format.step()
      << "): it never changes; say round stochastic, or give it more bits or a "
         "smaller range";
  diag.attachNote(variable.op->getLoc()) << "declared here";
}

void checkIncrements(ModelPlan &plan) {
  if (!plan.isRule())
    return;
  llvm::MapVector<const StoredVariable *, Directions> directions;
  for (auto &program : plan.programs)
    for (Operation *op : program->live) {
      auto write = dyn_cast<snn::WriteOp>(op);
      if (!write)
        continue;
      const StoredVariable *variable = plan.stored(write.getState());
      Directions &direction = directions[variable];
      direction.write = write;
      std::optional<Interval> change = changeOf(*program, write);
      if (!change) {
        direction.known = false;
        continue;
      }
      checkVanishing(*variable, write, *change);
      direction.up |= change->hi > 0.0;
      direction.down |= change->lo < 0.0;
    }
  for (auto &[variable, direction] : directions) {
    bool oneWay = direction.up != direction.down;
    if (variable->kind != VariableKind::Weight || !direction.known || !oneWay)
      continue;
    InFlightDiagnostic diag = mlir::emitWarning(direction.write->getLoc());
    diag << "no program of the rule can " << (direction.up ? "lower" : "raise")
         << " the weight @" << variable->name << ", which ends at "
         << (direction.up ? variable->range.hi : variable->range.lo);
    diag.attachNote(variable->op->getLoc()) << "declared here";
  }
}

} // namespace snnc::compiler
