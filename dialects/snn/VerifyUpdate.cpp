//===- VerifyUpdate.cpp - Verifiers of updates and what stands in them ----===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Verify.h"

#include "mlir/Interfaces/CallInterfaces.h"
#include "llvm/ADT/DenseMap.h"

using namespace mlir;
using namespace snnc::snn;
using snnc::fx::QType;

/// Left shifts of a load and right shifts of a store, at most.
constexpr int kMaxLoadShift = 14;
constexpr int kMaxStoreShift = snnc::fx::kMaxShift;

static LogicalResult checkBodyOp(Operation &op) {
  StringRef dialect = op.getName().getDialectNamespace();
  if (dialect != "arith" && dialect != "math" && dialect != "snn" &&
      dialect != "fx")
    return op.emitOpError(
        "cannot stand in an update; arith, math, snn and fx ops can");
  if (op.getNumRegions() != 0 || op.getNumSuccessors() != 0 ||
      isa<CallOpInterface>(op))
    return op.emitOpError("has control flow; an update is straight-line, use "
                          "arith.select");
  auto legal = [](Type type) {
    return type.isF64() || type.isInteger(1) || isa<QType>(type);
  };
  for (Type type : llvm::concat<Type>(SmallVector<Type>(op.getOperandTypes()),
                                      SmallVector<Type>(op.getResultTypes())))
    if (!legal(type))
      return op.emitOpError("computes on ")
             << type << "; updates compute on f64, i1 and !fx.q";
  return success();
}

LogicalResult UpdateOp::verify() {
  EmitOp emit;
  llvm::DenseMap<StringAttr, Operation *> writes;
  for (Operation &op : getBody().front()) {
    if (failed(checkBodyOp(op)))
      return failure();
    if (auto found = dyn_cast<EmitOp>(op)) {
      if (emit)
        return declaredHere(found.emitOpError("is the second one; a neuron "
                                              "emits at most one event a step"),
                            emit);
      emit = found;
    }
    if (auto write = dyn_cast<WriteOp>(op)) {
      auto [first, added] =
          writes.try_emplace(write.getStateAttr().getAttr(), &op);
      if (!added)
        return declaredHere(write.emitOpError("writes @")
                                << write.getState()
                                << " a second time; select the value first",
                            first->second);
    }
  }
  return success();
}

/// The declaration that an op in an update names; reports if there is none.
template <typename OpT>
static FailureOr<OpT> declaration(Operation *op, FlatSymbolRefAttr symbol,
                                  StringRef kind) {
  auto neuron = op->getParentOfType<NeuronOp>();
  if (!neuron)
    return op->emitOpError("stands outside a neuron");
  Operation *found = SymbolTable::lookupSymbolIn(neuron, symbol.getAttr());
  if (auto declared = dyn_cast_or_null<OpT>(found))
    return declared;
  if (found)
    return declaredHere(op->emitOpError("@")
                            << symbol.getValue() << " is not a " << kind,
                        found);
  return declaredHere(op->emitOpError("no ")
                          << kind << " @" << symbol.getValue() << " in neuron @"
                          << neuron.getSymName(),
                      neuron);
}

/// A value of `type` is loaded from (or stored to) a variable of `stored`.
static LogicalResult checkAccess(Operation *op, Type type, Type stored,
                                 int maxShift, Operation *declared) {
  auto q = dyn_cast<QType>(type);
  auto s = dyn_cast<QType>(stored);
  if (!q || !s) {
    if (type == stored)
      return success();
    return declaredHere(op->emitOpError("has type ")
                            << type << ", but the declaration says " << stored,
                        declared);
  }
  int shift = q.getFrac() - s.getFrac();
  if (shift >= 0 && shift <= maxShift)
    return success();
  return declaredHere(op->emitOpError("has type ")
                          << type << ", " << shift << " binary places from "
                          << stored << " of the declaration; 0 to " << maxShift
                          << " are possible",
                      declared);
}

LogicalResult GetOp::verify() {
  auto param = declaration<ParamOp>(*this, getParamAttr(), "parameter");
  if (failed(param))
    return failure();
  return checkAccess(*this, getType(), param->getType(), kMaxLoadShift, *param);
}

LogicalResult ReadOp::verify() {
  auto state = declaration<StateOp>(*this, getStateAttr(), "state variable");
  if (failed(state))
    return failure();
  return checkAccess(*this, getType(), state->getType(), kMaxLoadShift, *state);
}

LogicalResult ReceiveOp::verify() {
  auto port = declaration<PortOp>(*this, getPortAttr(), "port");
  if (failed(port))
    return failure();
  return checkAccess(*this, getType(), port->getType(), kMaxLoadShift, *port);
}

LogicalResult WriteOp::verify() {
  auto state = declaration<StateOp>(*this, getStateAttr(), "state variable");
  if (failed(state))
    return failure();
  return checkAccess(*this, getValue().getType(), state->getType(),
                     kMaxStoreShift, *state);
}

LogicalResult ModulationOp::verify() {
  return checkValueType(*this, getType());
}

LogicalResult RandomOp::verify() {
  if (auto stream = getStream(); stream && *stream > 0xffffffffu)
    return emitOpError("has stream ")
           << static_cast<int64_t>(*stream) << "; a stream is a 32-bit word";
  auto q = dyn_cast<QType>(getType());
  if (!q)
    return checkValueType(*this, getType());
  if (q.getFrac() < 1 || q.getFrac() > 31 ||
      static_cast<int>(q.getBits()) != q.getFrac() + 1)
    return emitOpError("has type ")
           << getType()
           << "; a draw is !fx.q<f + 1, f> with a frac f of 1 to 31";
  return success();
}

LogicalResult EmitOp::verify() {
  if (!getPayload()) {
    if (getRange())
      return emitOpError("has a range but no payload");
    return success();
  }
  Type type = getPayload().getType();
  if (failed(checkValueType(*this, type)) ||
      failed(checkRange(*this, "range", getRangeAttr())))
    return failure();
  if (auto q = dyn_cast<QType>(type); q && q.getBits() > 16)
    return emitOpError("has a payload of ")
           << q.getBits() << " bits; events carry at most 16";
  return success();
}

//===----------------------------------------------------------------------===//
// Names of results
//===----------------------------------------------------------------------===//

void DtOp::getAsmResultNames(OpAsmSetValueNameFn set) {
  set(getResult(), "dt");
}
void GetOp::getAsmResultNames(OpAsmSetValueNameFn set) {
  set(getResult(), getParam());
}
void ReadOp::getAsmResultNames(OpAsmSetValueNameFn set) {
  set(getResult(), getState());
}
void ReceiveOp::getAsmResultNames(OpAsmSetValueNameFn set) {
  set(getResult(), getPort());
}
void ModulationOp::getAsmResultNames(OpAsmSetValueNameFn set) {
  set(getResult(), getModulator());
}
