//===- SynapseLowering.cpp - Programs of synapses as functions --*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Synapses lie as the engine wants, so that a function must not touch what is
// behind the last one. Loops over shorter and shorter vectors take what the
// longer ones leave; the last one is masked, where processors have masks, or
// goes one by one.
//
//===----------------------------------------------------------------------===//

#include "compiler/native/BlockLoop.h"
#include "compiler/native/Lowering.h"
#include "dialects/snn/Network.h"
#include "image/NativeAbi.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <cstddef>

using namespace mlir;

namespace snnc::compiler {

namespace {

using image::SynapseArgs;

/// One pass of the loop.
struct SynapseLoop {
  unsigned lanes = 0;
  /// Stores of some lanes cost no more than of all.
  bool masks = false;
  Value index;
  /// The lanes that are synapses; null: all.
  Value mask;
  SmallVector<Counter> counters;
  SmallVector<Clamp> clamps;
};

class SynapseBody : public LaneBody {
public:
  SynapseBody(const RuleProgram &rule, snn::ProjectionOp projection,
              const ProgramRanges &ranges, FunctionFrame &frame,
              SynapseLoop &loop)
      : LaneBody(rule.op, ranges, frame, loop.lanes), rule(rule),
        projection(projection), loop(loop),
        sharesTarget(rule.made.trigger == image::NativeTrigger::OnPost) {}

protected:
  Value stored(Operation *declaration) override {
    unsigned bits = formatOf(declaration).getBits();
    if (isa<snn::TraceOp>(declaration))
      return neuron(offsetof(SynapseArgs, traces), numberOf(declaration), bits,
                    !sharesTarget);
    if (isa<snn::TargetOp>(declaration))
      return neuron(offsetof(SynapseArgs, targets), numberOf(declaration), bits,
                    sharesTarget);
    return each(place(declaration), bits);
  }

  std::pair<Value, Value> counter(snn::RandomOp op) override {
    Value source = elements(offsetof(SynapseArgs, sources), 32, !sharesTarget);
    if (op.getPerRow())
      return {source, math.splat(0)};
    return {source,
            elements(offsetof(SynapseArgs, targetIndices), 32, sharesTarget)};
  }

  Value fired() override {
    return isSet(elements(offsetof(SynapseArgs, fired), 8, !sharesTarget));
  }

  Value targetFired() override {
    return isSet(elements(offsetof(SynapseArgs, targetFired), 8, sharesTarget));
  }

  Value payload() override {
    Payloads payloads = payloadsAt(offsetof(SynapseArgs, payloads));
    Value made;
    if (!sharesTarget) {
      made = frame.hoist([&] {
        return math.broadcast(frame.load(b.getI32Type(), payloads.base, 4));
      });
    } else {
      made =
          each(frame.address(
                   payloads.base,
                   arith::AndIOp::create(b, loop.index, payloads.stride), 32),
               32);
    }
    return arith::SelectOp::create(b, fired(), made, math.splat(0));
  }

  LogicalResult keep(snn::WriteOp op, Value value, Value clamped) override {
    Operation *variable = declarationOf(op, op.getStateAttr());
    unsigned bits = formatOf(variable).getBits();
    bool isWeight = isa<snn::WeightOp>(variable);
    size_t number = isWeight ? 0 : 1 + numberOf(variable);
    deferred.push_back([=] {
      Value where = acts();
      storeWhere(value, place(variable), bits, where);
      if (clamped)
        loop.clamps.push_back(
            {number, where ? Value(arith::AndIOp::create(b, clamped, where))
                           : clamped});
      if (isWeight)
        countUpdates(where ? where : math.splat(1, 1));
    });
    return success();
  }

  LogicalResult act(Operation &op) override {
    if (auto require = dyn_cast<snn::RequireOp>(op)) {
      conditions.push_back(flag(require.getCondition()));
      return success();
    }
    auto deposit = dyn_cast<snn::DepositOp>(op);
    if (!deposit)
      return LaneBody::act(op);
    auto port = snn::resolveNeuron(snn::resolveTarget(projection))
                    .lookup<snn::PortOp>(deposit.getPort());
    int up = formatOf(port).getFrac() -
             cast<fx::QType>(deposit.getValue().getType()).getFrac();
    Value value = shifted(deposit.getValue(), unsigned(up));
    size_t number = deposits++;
    deferred.push_back([=] {
      Value kept = value;
      if (Value where = acts())
        kept = arith::SelectOp::create(b, where, kept, math.splat(0));
      Value base = frame.hoist([&] {
        return frame.pointerAt(frame.pointer(offsetof(SynapseArgs, deposits)),
                               number);
      });
      storeWhere(kept, frame.address(base, loop.index, 32), 32, loop.mask);
    });
    return success();
  }

private:
  Value shifted(Value value, unsigned up) {
    return math.shiftLeft(VectorMath::number(vectorOf(value), ranges.of(value)),
                          up, false);
  }

  /// Where the program acts; null: everywhere.
  Value acts() {
    if (!where) {
      where = loop.mask;
      for (Value condition : conditions)
        where = where ? Value(arith::AndIOp::create(b, where, condition))
                      : condition;
    }
    return where;
  }

  Value place(Operation *variable) {
    unsigned bits = formatOf(variable).getBits();
    Value base = frame.hoist([&] {
      if (isa<snn::WeightOp>(variable))
        return frame.pointer(offsetof(SynapseArgs, weights));
      return frame.pointerAt(frame.pointer(offsetof(SynapseArgs, variables)),
                             numberOf(variable));
    });
    return frame.address(base, loop.index, bits);
  }

  /// Elements as they are, of which the synapses are read.
  Value raw(Value address, unsigned bits) {
    if (!loop.mask)
      return frame.load(math.type(bits), address, bits / 8);
    return LLVM::MaskedLoadOp::create(b, math.type(bits), address, loop.mask,
                                      math.splat(0, bits), bits / 8);
  }

  Value each(Value address, unsigned bits) {
    return extend(raw(address, bits));
  }

  void storeWhere(Value value, Value address, unsigned bits, Value where) {
    Value narrow = truncate(value, bits);
    if (!where) {
      frame.store(narrow, address, bits / 8);
    } else if (loop.masks) {
      LLVM::MaskedStoreOp::create(b, narrow, address, where, bits / 8);
    } else {
      Value old = raw(address, bits);
      frame.store(arith::SelectOp::create(b, where, narrow, old), address,
                  bits / 8);
    }
  }

  /// One element for all, or one each.
  Value shared(Value base, unsigned bits) {
    return frame.hoist([&] {
      return extend(
          math.broadcast(frame.load(b.getIntegerType(bits), base, bits / 8)));
    });
  }

  Value neuron(size_t field, size_t number, unsigned bits, bool isShared) {
    Value base = frame.hoist(
        [&] { return frame.pointerAt(frame.pointer(field), number); });
    return isShared ? shared(base, bits)
                    : each(frame.address(base, loop.index, bits), bits);
  }

  Value elements(size_t field, unsigned bits, bool isShared) {
    Value base = frame.hoist([&] { return frame.pointer(field); });
    return isShared ? shared(base, bits)
                    : each(frame.address(base, loop.index, bits), bits);
  }

  Value isSet(Value numbers) {
    return arith::CmpIOp::create(b, arith::CmpIPredicate::ne, numbers,
                                 math.splat(0));
  }

  void countUpdates(Value mask) {
    Value one = arith::ExtUIOp::create(b, math.type(), mask);
    for (Counter &counter : loop.counters)
      if (!counter.ofClamps)
        counter.sum = arith::AddIOp::create(b, counter.sum, one);
  }

  const RuleProgram &rule;
  snn::ProjectionOp projection;
  SynapseLoop &loop;
  bool sharesTarget;
  SmallVector<Value> conditions;
  Value where;
  size_t deposits = 0;
};

/// What a program counts.
SmallVector<Counter> countersOf(const RuleProgram &rule,
                                const ProgramRanges &ranges) {
  SmallVector<Counter> counters;
  for (auto write : rule.body().getOps<snn::WriteOp>()) {
    Operation *variable = declarationOf(write, write.getStateAttr());
    bool isWeight = isa<snn::WeightOp>(variable);
    if (ranges.saturates(write))
      counters.push_back({offsetof(SynapseArgs, saturations),
                          isWeight ? 0 : 1 + numberOf(variable), true,
                          Value()});
    if (isWeight)
      counters.push_back({offsetof(SynapseArgs, updates), 0, false, Value()});
  }
  return counters;
}

} // namespace

LogicalResult lowerSynapses(const RuleProgram &rule,
                            snn::ProjectionOp projection,
                            const Vectors &vectors, OpBuilder &builder,
                            VectorMath::Counts &counts) {
  ProgramRanges ranges(rule.op);
  ImplicitLocOpBuilder b(rule.loc(), builder);
  FunctionFrame frame{b, makeFunction(b, rule.made.function).getArgument(0)};
  frame.modulatorsAt = offsetof(SynapseArgs, modulators);
  frame.signalsAt = offsetof(SynapseArgs, signals);
  frame.timeAt = offsetof(SynapseArgs, time);
  SmallVector<Counter> counters = countersOf(rule, ranges);
  Value all = frame.word(offsetof(SynapseArgs, count));

  auto loop = [&](Value from, Value to, unsigned lanes,
                  bool masked) -> LogicalResult {
    SynapseLoop pass;
    pass.lanes = lanes;
    pass.masks = vectors.masks;
    pass.counters = counters;
    CountingLoop made(frame, from, to, lanes, pass.counters);
    pass.index = made.index();
    if (masked)
      pass.mask =
          lanesBefore(b, arith::SubIOp::create(b, to, pass.index), lanes);
    SynapseBody body(rule, projection, ranges, frame, pass);
    if (failed(body.run()))
      return failure();
    made.count(pass.counters, pass.clamps, [] { return Value(); });
    made.finish(pass.counters);
    counts += body.counts();
    return success();
  };
  Value from = frame.constant(0);
  SmallVector<unsigned> passes(vectors.synapseLanes);
  if (!vectors.masks)
    passes.push_back(1);
  for (unsigned lanes : passes) {
    bool isLast = lanes == passes.back();
    Value to = isLast ? all
                      : Value(arith::AndIOp::create(
                            b, all, frame.constant(-int64_t(lanes))));
    if (failed(loop(from, to, lanes, isLast && vectors.masks)))
      return failure();
    from = to;
  }
  func::ReturnOp::create(b);
  return success();
}

} // namespace snnc::compiler
