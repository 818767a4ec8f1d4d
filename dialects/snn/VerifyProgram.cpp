//===- VerifyProgram.cpp - Verifiers of programs and what stands in them --===//
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
/// Steps between two runs of `every`.
constexpr int64_t kMaxPeriod = int64_t(1) << 31;

/// What the text calls a program.
static StringRef nounOf(Operation *program) {
  return isa<UpdateOp>(program) ? "an update" : "a program of a rule";
}

static LogicalResult checkBodyOp(Operation *program, Operation &op) {
  StringRef dialect = op.getName().getDialectNamespace();
  if (dialect != "arith" && dialect != "math" && dialect != "snn" &&
      dialect != "fx")
    return op.emitOpError("cannot stand in ")
           << nounOf(program) << "; arith, math, snn and fx ops can";
  if (op.getNumRegions() != 0 || op.getNumSuccessors() != 0 ||
      isa<CallOpInterface>(op))
    return op.emitOpError("has control flow; ")
           << nounOf(program) << " is straight-line, use arith.select";
  auto legal = [](Type type) {
    return type.isF64() || type.isInteger(1) || isa<QType>(type);
  };
  for (Type type : llvm::concat<Type>(SmallVector<Type>(op.getOperandTypes()),
                                      SmallVector<Type>(op.getResultTypes())))
    if (!legal(type))
      return op.emitOpError("computes on ")
             << type << "; "
             << (isa<UpdateOp>(program) ? "updates" : "programs")
             << " compute on f64, i1 and !fx.q";
  return success();
}

LogicalResult snnc::snn::verifyProgram(Operation *program) {
  EmitOp emit;
  llvm::DenseMap<StringAttr, Operation *> writes, deposits;
  for (Operation &op : program->getRegion(0).front()) {
    if (failed(checkBodyOp(program, op)))
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
    if (auto deposit = dyn_cast<DepositOp>(op)) {
      auto [first, added] =
          deposits.try_emplace(deposit.getPortAttr().getAttr(), &op);
      if (!added)
        return declaredHere(deposit.emitOpError("adds to @")
                                << deposit.getPort()
                                << " a second time; add the values first",
                            first->second);
    }
  }
  return success();
}

ModelOp ProgramOp::getModel() {
  return cast<ModelOp>(getOperation()->getParentOp());
}
bool ProgramOp::isSynaptic() {
  return isa<OnPreOp, OnPostOp, EveryOp, OnSignalOp>(getOperation());
}
bool ProgramOp::isTrace() { return isa<PreOp, PostOp>(getOperation()); }

LogicalResult EveryOp::verify() {
  if (getSteps() >= 1 && getSteps() <= kMaxPeriod)
    return success();
  return emitOpError("runs each ")
         << getSteps() << " steps; 1 to " << kMaxPeriod << " are possible";
}

/// What the text calls a definition.
static StringRef nounOf(ModelOp model) {
  return isa<NeuronOp>(model.getOperation()) ? "neuron" : "learning rule";
}

/// What a read or write of a program may name. A neuron has one kind of
/// variable, a rule has four.
static StringRef variableNoun(ModelOp model) {
  return isa<NeuronOp>(model.getOperation()) ? "state variable" : "variable";
}

/// The declaration that an op in a program names; reports if there is none.
template <typename... OpTs>
static FailureOr<Operation *>
declaration(Operation *op, FlatSymbolRefAttr symbol, StringRef kind) {
  auto model = op->getParentOfType<ModelOp>();
  if (!model)
    return op->emitOpError("stands outside a definition");
  if (kind.empty())
    kind = variableNoun(model);
  Operation *found = SymbolTable::lookupSymbolIn(model, symbol.getAttr());
  if (isa_and_nonnull<OpTs...>(found))
    return found;
  if (found)
    return declaredHere(op->emitOpError("@")
                            << symbol.getValue() << " is not a " << kind,
                        found);
  return declaredHere(op->emitOpError("no ")
                          << kind << " @" << symbol.getValue() << " in "
                          << nounOf(model) << " @" << model.getSymName(),
                      model);
}

/// Programs of traces see traces only; the others cannot write them.
static LogicalResult checkScope(Operation *op, bool writes,
                                FlatSymbolRefAttr symbol, Operation *declared) {
  auto program = dyn_cast_or_null<ProgramOp>(op->getParentOp());
  if (!program || isa<UpdateOp>(program.getOperation()))
    return success();
  StringRef name = program->getName().getStringRef();
  StringRef verb = writes ? "writes" : "reads";
  if (writes && isa<TargetOp>(declared))
    return declaredHere(op->emitOpError("writes @")
                            << symbol.getValue()
                            << ", a state of the target; only its own update "
                               "writes it (snn.deposit adds to a port of it)",
                        declared);
  bool isTrace = isa<TraceOp>(declared);
  if (program.isTrace() && !isTrace)
    return declaredHere(op->emitOpError(verb)
                            << " @" << symbol.getValue() << " in " << name
                            << ", which is run once a source and sees its "
                               "traces only",
                        declared);
  if (writes && program.isSynaptic() && isTrace)
    return declaredHere(op->emitOpError("writes the trace @")
                            << symbol.getValue() << " in " << name
                            << ", which runs at each synapse; write it in "
                               "snn.pre or snn.post",
                        declared);
  return success();
}

static Type typeOf(Operation *variable) {
  return cast<TypeAttr>(variable->getAttr("type")).getValue();
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
  return checkAccess(*this, getType(), typeOf(*param), kMaxLoadShift, *param);
}

LogicalResult ReadOp::verify() {
  auto found = declaration<StateOp, WeightOp, TraceOp, TargetOp>(
      *this, getStateAttr(), "");
  if (failed(found) || failed(checkScope(*this, false, getStateAttr(), *found)))
    return failure();
  return checkAccess(*this, getType(), typeOf(*found), kMaxLoadShift, *found);
}

LogicalResult ReceiveOp::verify() {
  auto port = declaration<PortOp>(*this, getPortAttr(), "port");
  if (failed(port))
    return failure();
  return checkAccess(*this, getType(), typeOf(*port), kMaxLoadShift, *port);
}

LogicalResult WriteOp::verify() {
  auto found = declaration<StateOp, WeightOp, TraceOp, TargetOp>(
      *this, getStateAttr(), "");
  if (failed(found) || failed(checkScope(*this, true, getStateAttr(), *found)))
    return failure();
  return checkAccess(*this, getValue().getType(), typeOf(*found),
                     kMaxStoreShift, *found);
}

LogicalResult PayloadOp::verify() { return checkValueType(*this, getType()); }

LogicalResult DepositOp::verify() {
  Type type = getValue().getType();
  if (failed(checkValueType(*this, type)))
    return failure();
  if (auto q = dyn_cast<QType>(type); q && q.getBits() > 16)
    return emitOpError("has a value of ")
           << q.getBits() << " bits; deposits have at most 16";
  return success();
}

LogicalResult ModulationOp::verify() {
  return checkValueType(*this, getType());
}

LogicalResult RandomOp::verify() {
  auto program = dyn_cast_or_null<ProgramOp>((*this)->getParentOp());
  if (getPerRow() && program && !program.isSynaptic())
    return emitOpError("draws per row in ")
           << program->getName().getStringRef()
           << ", which draws once a lane as it is";
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
void FiredOp::getAsmResultNames(OpAsmSetValueNameFn set) {
  set(getResult(), "fired");
}
void TargetFiredOp::getAsmResultNames(OpAsmSetValueNameFn set) {
  set(getResult(), "target_fired");
}
void PayloadOp::getAsmResultNames(OpAsmSetValueNameFn set) {
  set(getResult(), "payload");
}
void SignalledOp::getAsmResultNames(OpAsmSetValueNameFn set) {
  set(getResult(), "signalled");
}
void ModulationOp::getAsmResultNames(OpAsmSetValueNameFn set) {
  set(getResult(), getModulator());
}
