//===- UpdateLowering.cpp - Updates as functions ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/native/Lowering.h"

#include "compiler/native/BlockLoop.h"
#include "dialects/snn/Network.h"
#include "image/NativeAbi.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

#include <cstddef>

using namespace mlir;

namespace snnc::compiler {

namespace {

using image::UpdateArgs;

/// A population's neurons, a vector of them from `index` on.
class UpdateBody : public LaneBody {
public:
  UpdateBody(snn::UpdateOp update, const ProgramRanges &ranges,
             FunctionFrame &frame, BlockLoop &block, bool graded)
      : LaneBody(cast<snn::ProgramOp>(update.getOperation()), ranges, frame,
                 block.lanes),
        neuron(update->getParentOfType<snn::NeuronOp>()), block(block),
        graded(graded) {}

  LogicalResult runUpdate() {
    if (failed(run()))
      return failure();
    for (auto port : neuron.getOps<snn::PortOp>())
      clear(port);
    Value none = math.splat(0, 1);
    block.storeMask(frame, offsetof(UpdateArgs, fired),
                    emitted ? emitted : none);
    return success();
  }

protected:
  Value stored(Operation *declaration) override {
    unsigned bits = formatOf(declaration).getBits();
    Value at = place(declaration);
    return loadElements(at, bits, block.alignment(bits));
  }

  std::pair<Value, Value> counter(snn::RandomOp) override {
    return {block.counter(frame, math, offsetof(UpdateArgs, firstIndex)),
            math.splat(0)};
  }

  LogicalResult keep(snn::WriteOp op, Value value, Value clamped) override {
    Operation *state = declarationOf(op, op.getStateAttr());
    unsigned bits = formatOf(state).getBits();
    Value at = place(state);
    deferred.push_back([=] {
      storeElements(value, at, bits, block.alignment(bits));
      if (clamped)
        block.clamps.push_back({numberOf(state), clamped});
    });
    return success();
  }

  LogicalResult act(Operation &op) override {
    auto emit = dyn_cast<snn::EmitOp>(op);
    if (!emit)
      return LaneBody::act(op);
    emitted = flag(emit.getCondition());
    if (graded) {
      Value payload =
          emit.getPayload() ? vectorOf(emit.getPayload()) : math.splat(1);
      deferred.push_back([=] {
        Value base = frame.hoist(
            [&] { return frame.pointer(offsetof(UpdateArgs, payloads)); });
        storeElements(payload, frame.address(base, block.index, 32), 32,
                      block.alignment(32));
      });
    }
    return success();
  }

private:
  /// Address of the variable, parameter or port at `index`.
  Value place(Operation *declaration) {
    size_t array = isa<snn::StateOp>(declaration) ? offsetof(UpdateArgs, states)
                   : isa<snn::ParamOp>(declaration)
                       ? offsetof(UpdateArgs, params)
                       : offsetof(UpdateArgs, ports);
    return block.element(frame, array, numberOf(declaration),
                         formatOf(declaration).getBits());
  }

  void clear(snn::PortOp port) {
    unsigned bits = formatOf(port).getBits();
    frame.store(math.splat(0, bits), place(port), block.alignment(bits));
  }

  snn::NeuronOp neuron;
  BlockLoop &block;
  bool graded;
  Value emitted;
};

} // namespace

LogicalResult lowerUpdate(snn::PopulationOp population, StringRef name,
                          const Vectors &vectors, OpBuilder &builder,
                          VectorMath::Counts &counts) {
  snn::NeuronOp neuron = snn::resolveNeuron(population);
  if (!neuron)
    return population.emitOpError("has no neuron; link the models first");
  for (auto port : neuron.getOps<snn::PortOp>())
    if (!formatOf(port))
      return port.emitOpError("is not quantized");
  snn::UpdateOp update = neuron.getUpdate();
  ProgramRanges ranges(cast<snn::ProgramOp>(update.getOperation()));
  SmallVector<size_t> counted;
  for (auto write : update.getOps<snn::WriteOp>())
    if (ranges.saturates(write))
      counted.push_back(numberOf(declarationOf(write, write.getStateAttr())));
  BlockFields fields{offsetof(UpdateArgs, begin), offsetof(UpdateArgs, end),
                     offsetof(UpdateArgs, saturations)};
  BlockFunction function(builder, update.getLoc(), name, vectors.lanes, fields,
                         counted);
  FunctionFrame &frame = function.frame();
  frame.modulatorsAt = offsetof(UpdateArgs, modulators);
  frame.timeAt = offsetof(UpdateArgs, time);
  UpdateBody body(update, ranges, frame, function.loop(),
                  bool(population.getPayloadBits()));
  if (failed(body.runUpdate()))
    return failure();
  function.finish(offsetof(UpdateArgs, fired));
  counts += body.counts();
  return success();
}

} // namespace snnc::compiler
