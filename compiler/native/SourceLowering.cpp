//===- SourceLowering.cpp - Traces and guards as functions ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/native/BlockLoop.h"
#include "compiler/native/Lowering.h"
#include "image/NativeAbi.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include <cstddef>

using namespace mlir;

namespace snnc::compiler {

namespace {

using image::GuardArgs;
using image::TraceArgs;

/// Offsets of what the structs have in common.
struct NeuronFields {
  size_t variables, fired, payloads;
};

/// Neurons at either end of synapses: variables, and who emitted.
class NeuronBody : public LaneBody {
public:
  NeuronBody(snn::ProgramOp program, const ProgramRanges &ranges,
             FunctionFrame &frame, BlockLoop &block, NeuronFields fields)
      : LaneBody(program, ranges, frame, block.lanes), block(block),
        fields(fields) {}

protected:
  Value stored(Operation *declaration) override {
    unsigned bits = formatOf(declaration).getBits();
    return loadElements(place(declaration), bits, block.alignment(bits));
  }

  Value fired() override { return block.loadMask(frame, math, fields.fired); }
  Value targetFired() override { return fired(); }

  Value payload() override {
    Payloads payloads = payloadsAt(fields.payloads);
    Value at = frame.address(
        payloads.base, arith::AndIOp::create(b, block.index, payloads.stride),
        32);
    return arith::SelectOp::create(
        b, fired(), loadElements(at, 32, block.alignment(32)), math.splat(0));
  }

  Value place(Operation *declaration) {
    return block.element(frame, fields.variables, numberOf(declaration),
                         formatOf(declaration).getBits());
  }

  BlockLoop &block;
  NeuronFields fields;
};

class TraceBody : public NeuronBody {
public:
  using NeuronBody::NeuronBody;

protected:
  std::pair<Value, Value> counter(snn::RandomOp) override {
    return {block.counter(frame, math, offsetof(TraceArgs, firstIndex)),
            math.splat(0)};
  }

  LogicalResult keep(snn::WriteOp op, Value value, Value clamped) override {
    Operation *trace = declarationOf(op, op.getStateAttr());
    unsigned bits = formatOf(trace).getBits();
    Value at = place(trace);
    deferred.push_back([=] {
      storeElements(value, at, bits, block.alignment(bits));
      if (clamped)
        block.clamps.push_back({numberOf(trace), clamped});
    });
    return success();
  }
};

class GuardBody : public NeuronBody {
public:
  using NeuronBody::NeuronBody;

  LogicalResult runConditions(ArrayRef<Value> conditions) {
    if (failed(run(needed(conditions))))
      return failure();
    Value all;
    for (Value condition : conditions)
      all = all ? Value(arith::AndIOp::create(b, all, flag(condition)))
                : flag(condition);
    block.storeMask(frame, offsetof(GuardArgs, due), all);
    return success();
  }

protected:
  // Conditions that draw are no guard's.
  std::pair<Value, Value> counter(snn::RandomOp) override { return {}; }
  LogicalResult keep(snn::WriteOp op, Value, Value) override {
    return op.emitOpError("stands in a condition");
  }

private:
  static llvm::DenseSet<Operation *> needed(ArrayRef<Value> conditions) {
    llvm::DenseSet<Operation *> found;
    SmallVector<Value> open(conditions);
    while (!open.empty()) {
      Operation *op = open.pop_back_val().getDefiningOp();
      if (found.insert(op).second)
        llvm::append_range(open, op->getOperands());
    }
    return found;
  }
};

LogicalResult lowerGuard(const RuleProgram &rule, StringRef name,
                         ArrayRef<Value> conditions, const Vectors &vectors,
                         OpBuilder &builder, VectorMath::Counts &counts) {
  if (conditions.empty())
    return success();
  ProgramRanges ranges(rule.op);
  BlockFields fields{offsetof(GuardArgs, begin), offsetof(GuardArgs, end), 0};
  BlockFunction function(builder, rule.loc(), name, vectors.lanes, fields, {});
  FunctionFrame &frame = function.frame();
  frame.modulatorsAt = offsetof(GuardArgs, modulators);
  frame.signalsAt = offsetof(GuardArgs, signals);
  frame.timeAt = offsetof(GuardArgs, time);
  GuardBody body(rule.op, ranges, frame, function.loop(),
                 {offsetof(GuardArgs, variables), offsetof(GuardArgs, fired),
                  offsetof(GuardArgs, payloads)});
  if (failed(body.runConditions(conditions)))
    return failure();
  function.finish(offsetof(GuardArgs, due));
  counts += body.counts();
  return success();
}

} // namespace

LogicalResult lowerTraces(const RuleProgram &rule, const Vectors &vectors,
                          OpBuilder &builder, VectorMath::Counts &counts) {
  ProgramRanges ranges(rule.op);
  SmallVector<size_t> counted;
  for (auto write : rule.body().getOps<snn::WriteOp>())
    if (ranges.saturates(write))
      counted.push_back(numberOf(declarationOf(write, write.getStateAttr())));
  BlockFields fields{offsetof(TraceArgs, begin), offsetof(TraceArgs, end),
                     offsetof(TraceArgs, saturations)};
  BlockFunction function(builder, rule.loc(), rule.made.function, vectors.lanes,
                         fields, counted);
  FunctionFrame &frame = function.frame();
  frame.modulatorsAt = offsetof(TraceArgs, modulators);
  frame.signalsAt = offsetof(TraceArgs, signals);
  frame.timeAt = offsetof(TraceArgs, time);
  TraceBody body(rule.op, ranges, frame, function.loop(),
                 {offsetof(TraceArgs, traces), offsetof(TraceArgs, fired),
                  offsetof(TraceArgs, payloads)});
  if (failed(body.run()))
    return failure();
  function.finish(std::nullopt);
  counts += body.counts();
  return success();
}

LogicalResult lowerGuards(const RuleProgram &rule, const Vectors &vectors,
                          OpBuilder &builder, VectorMath::Counts &counts) {
  return success(
      succeeded(lowerGuard(rule, rule.made.sourceGuard, rule.sourceConditions,
                           vectors, builder, counts)) &&
      succeeded(lowerGuard(rule, rule.made.targetGuard, rule.targetConditions,
                           vectors, builder, counts)));
}

} // namespace snnc::compiler
