//===- VerifyNeuron.cpp - Verifiers of neurons and their declarations -----===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Verify.h"

using namespace mlir;
using namespace snnc::snn;

UpdateOp NeuronOp::getUpdate() {
  auto updates = getBody().getOps<UpdateOp>();
  return updates.empty() ? UpdateOp() : *updates.begin();
}

LogicalResult NeuronOp::verify() {
  UpdateOp update;
  for (Operation &op : getBody().front()) {
    if (!isa<ParamOp, StateOp, PortOp, UpdateOp, snnc::fx::TableOp>(op))
      return declaredHere(
          op.emitOpError("cannot stand in a neuron outside its update"), *this);
    auto found = dyn_cast<UpdateOp>(op);
    if (found && update)
      return declaredHere(found.emitOpError("is the second one of neuron @")
                              << getSymName(),
                          update);
    if (found)
      update = found;
  }
  if (!update)
    return emitOpError("@") << getSymName() << " has no snn.update";
  return success();
}

LogicalResult ParamOp::verify() {
  if (failed(checkValueType(*this, getType())) ||
      failed(checkStorage(*this, getType(), getBits())))
    return failure();
  if (isa_and_nonnull<LearningRuleOp>((*this)->getParentOp()))
    return checkScalar(*this, "value", getValue(), getType(), {});
  return checkValue(*this, "value", getValue(), getType(), -1, {}, nullptr);
}

LogicalResult StateOp::verify() {
  if (failed(checkValueType(*this, getType())) ||
      failed(checkRange(*this, "range", getRangeAttr())) ||
      failed(checkStorage(*this, getType(), getBits())))
    return failure();
  bool inRule = isa_and_nonnull<LearningRuleOp>((*this)->getParentOp());
  if (inRule)
    return checkScalar(*this, "initial value", getInit(), getType(),
                       getRangeAttr());
  if (getRound().value_or(StoreRounding::Nearest) ==
      StoreRounding::StochasticRow)
    return emitOpError("rounds per row; neurons have no rows");
  return checkValue(*this, "initial value", getInit(), getType(), -1,
                    getRangeAttr(), nullptr);
}

LogicalResult PortOp::verify() {
  if (failed(checkValueType(*this, getType())) ||
      failed(checkRange(*this, "range", getRangeAttr())))
    return failure();
  auto bits = getAccBits();
  if (bits && *bits != 16 && *bits != 32)
    return emitOpError("has acc_bits ")
           << static_cast<int64_t>(*bits) << "; sums have 16 or 32 bits";
  auto q = dyn_cast<snnc::fx::QType>(getType());
  if (q && bits && q.getBits() != *bits)
    return emitOpError("has acc_bits ")
           << *bits << " and the type " << getType() << ", which disagree";
  auto bound = getBound();
  if (!bound)
    return success();
  unsigned width = q ? q.getBits() : 32;
  int64_t value = *bound;
  if (value < 0 || value >= (int64_t(1) << (width - 1)))
    return emitOpError("has bound ")
           << value << ", which " << width << " bits do not hold";
  return success();
}
