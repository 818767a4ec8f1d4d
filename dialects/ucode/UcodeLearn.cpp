//===- UcodeLearn.cpp - The steps of a learning rule ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "dialects/ucode/Ucode.h"

using namespace mlir;
using namespace snnc::ucode;

/// What an instruction has bits for.
constexpr size_t kMostPlanes = 8;
constexpr size_t kMostCommons = 8;

LogicalResult TemporaryOp::verify() {
  if (getBits() != 8 && getBits() != 16 && getBits() != 32)
    return emitOpError("has ")
           << getBits() << " bits; a temporary has 8, 16 or 32";
  if (getOver() != Over::Sources && getOver() != Over::Targets)
    return emitOpError("belongs to sources or to targets");
  return success();
}

LogicalResult StepOp::verify() {
  bool overSynapses = isWalk();
  if (overSynapses != getPlanes().has_value())
    return emitOpError("names planes exactly if it runs over synapses");
  if (getCommons() && !overSynapses)
    return emitOpError("hands values to synapses, but does not run over them");
  if (getGate() && (getGated() || overSynapses))
    return emitOpError("cannot be a gate: gates run over neurons and are not "
                       "gated themselves");
  if (getRecords() && !(getGate() && getOver() == Over::Targets))
    return emitOpError("records targets and is no gate over them");
  if (getEvery() && getSignal())
    return emitOpError("has two triggers");
  if (getEvery() && int64_t(*getEvery()) < 1)
    return emitOpError("runs every ") << int64_t(*getEvery()) << " steps";
  if (getPlanes() &&
      (getPlanes()->empty() || getPlanes()->size() > kMostPlanes))
    return emitOpError("has ") << getPlanes()->size()
                               << " variables of the synapse, the weight "
                                  "included; legal are 1 to "
                               << kMostPlanes;
  if (getCommons() && getCommons()->size() > kMostCommons)
    return emitOpError("takes ")
           << getCommons()->size()
           << " values from each source; an instruction reaches "
           << kMostCommons
           << "; compute more at the synapse, or divide the rule's program";
  return success();
}

LogicalResult LearnOp::verifyRegions() {
  bool hasGate = false, recorded = false;
  for (Operation &op : getBody().front()) {
    if (isa<TemporaryOp>(op))
      continue;
    auto step = dyn_cast<StepOp>(op);
    if (!step)
      return op.emitOpError("is neither a temporary nor a step of a rule");
    if (step.getGated() && !hasGate)
      return step.emitOpError("is gated, but no gate stands before it");
    if (step.getOver() == Over::Columns && !(recorded && step.getGated()))
      return step.emitOpError("runs over columns that no gate before it "
                              "records");
    hasGate |= step.getGate();
    // Only the sources may run in between.
    recorded =
        step.getRecords() || (recorded && step.getOver() == Over::Sources);
  }
  return success();
}
