//===- FloatUpdates.cpp - Native code of real-valued updates ----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/native/FloatUpdates.h"

#include "compiler/native/BlockLoop.h"
#include "compiler/native/Object.h"
#include "image/NativeAbi.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <cmath>
#include <cstddef>

using namespace mlir;

namespace snnc::compiler {

using image::FloatInstr;
using image::FloatOp;
using image::FloatUpdateArgs;

namespace {

/// Neurons of one pass through the loop: two registers of the longest kind.
constexpr unsigned kFloatLanes = 16;
/// Arrays begin anywhere.
constexpr unsigned kDoubleAlignment = 8;

/// The update of one population, kNativeLanes neurons a call.
class FloatUpdate {
public:
  FloatUpdate(ImplicitLocOpBuilder &b, StringRef name,
              const image::FloatPopulation &population)
      : b(b), frame{b, Value()}, math(b, kFloatLanes), population(population) {
    frame.args = makeFunction(b, name).getArgument(0);
    auto loop = scf::ForOp::create(b, frame.constant(0),
                                   frame.constant(image::kNativeLanes),
                                   frame.constant(kFloatLanes));
    frame.loop = loop;
    b.setInsertionPointToStart(loop.getBody());
    index = loop.getInductionVar();
    for (const FloatInstr &in : population.program)
      values.push_back(compute(in));
    // Stores come after every load.
    for (size_t i = 0; i < values.size(); ++i)
      apply(population.program[i]);
    b.setInsertionPointAfter(loop);
    func::ReturnOp::create(b);
  }

private:
  VectorType type() {
    return VectorType::get({int64_t(kFloatLanes)}, b.getF64Type());
  }
  Value splat(double value) {
    return arith::ConstantOp::create(b, DenseElementsAttr::get(type(), value));
  }
  /// Where element `index` of array `number` of a field is.
  Value place(size_t field, size_t number) {
    Value base = frame.hoist(
        [&] { return frame.pointerAt(frame.pointer(field), number); });
    return frame.address(base, index, 64);
  }
  Value loadFrom(size_t field, size_t number) {
    return frame.load(type(), place(field, number), kDoubleAlignment);
  }
  Value modulator(uint32_t number) {
    return frame.hoist([&]() -> Value {
      Value at =
          frame.address(frame.pointer(offsetof(FloatUpdateArgs, modulators)),
                        frame.constant(number), 64);
      return vector::BroadcastOp::create(
          b, type(), frame.load(b.getF64Type(), at, kDoubleAlignment));
    });
  }
  /// The contract's draw / 2^32.
  Value random(uint32_t stream) {
    Value time = frame.hoist([&] {
      return math.broadcast(arith::TruncIOp::create(
          b, b.getI32Type(), frame.word(offsetof(FloatUpdateArgs, time))));
    });
    Value first = frame.hoist(
        [&] { return frame.word(offsetof(FloatUpdateArgs, firstIndex)); });
    Value from = arith::TruncIOp::create(
        b, b.getI32Type(), arith::AddIOp::create(b, first, index));
    Value neuron = arith::AddIOp::create(b, math.broadcast(from), math.lane());
    Value word = math.draw(math.splat(stream), time, neuron, math.splat(0));
    return arith::MulFOp::create(b, arith::UIToFPOp::create(b, type(), word),
                                 splat(0x1p-32));
  }
  Value isTrue(Value value) {
    return arith::CmpFOp::create(b, arith::CmpFPredicate::UNE, value,
                                 splat(0.0));
  }
  Value number(Value condition) {
    return arith::SelectOp::create(b, condition, splat(1.0), splat(0.0));
  }
  Value compare(arith::CmpFPredicate predicate, Value x, Value y) {
    return arith::CmpFOp::create(b, predicate, x, y);
  }
  /// y < x ? y : x and x < y ? y : x, as std::min and std::max have it.
  Value least(Value x, Value y) {
    return arith::SelectOp::create(b, compare(arith::CmpFPredicate::OLT, y, x),
                                   y, x);
  }
  Value most(Value x, Value y) {
    return arith::SelectOp::create(b, compare(arith::CmpFPredicate::OLT, x, y),
                                   y, x);
  }

  Value compute(const FloatInstr &in) {
    switch (in.op) {
    case FloatOp::Const:
      return splat(in.imm);
    case FloatOp::State:
      return loadFrom(offsetof(FloatUpdateArgs, states), in.index);
    case FloatOp::Param:
      return loadFrom(offsetof(FloatUpdateArgs, params), in.index);
    case FloatOp::Port:
      return loadFrom(offsetof(FloatUpdateArgs, ports), in.index);
    case FloatOp::Modulator:
      return modulator(in.index);
    case FloatOp::Rand:
      return random(in.index);
    case FloatOp::WriteState:
    case FloatOp::Emit:
      return {};
    default:
      return arithmetic(in, values[in.a], values[in.b], values[in.c]);
    }
  }

  Value arithmetic(const FloatInstr &in, Value x, Value y, Value z) {
    using P = arith::CmpFPredicate;
    switch (in.op) {
    case FloatOp::Add:
      return arith::AddFOp::create(b, x, y);
    case FloatOp::Sub:
      return arith::SubFOp::create(b, x, y);
    case FloatOp::Mul:
      return arith::MulFOp::create(b, x, y);
    case FloatOp::Div:
      return arith::DivFOp::create(b, x, y);
    case FloatOp::Neg:
      return arith::NegFOp::create(b, x);
    case FloatOp::Abs:
      return LLVM::FAbsOp::create(b, x);
    case FloatOp::Sqrt:
      return LLVM::SqrtOp::create(b, x);
    case FloatOp::Min:
      return least(x, y);
    case FloatOp::Max:
      return most(x, y);
    case FloatOp::Exp:
      return LLVM::ExpOp::create(b, x);
    case FloatOp::Log:
      return LLVM::LogOp::create(b, x);
    case FloatOp::Tanh:
      return LLVM::TanhOp::create(b, x);
    case FloatOp::Sigmoid:
      return arith::DivFOp::create(
          b, splat(1.0),
          arith::AddFOp::create(
              b, splat(1.0),
              LLVM::ExpOp::create(b, arith::NegFOp::create(b, x))));
    case FloatOp::Sin:
      return LLVM::SinOp::create(b, x);
    case FloatOp::Cos:
      return LLVM::CosOp::create(b, x);
    case FloatOp::Floor:
      return LLVM::FFloorOp::create(b, x);
    case FloatOp::Round:
      return LLVM::RoundEvenOp::create(b, x);
    case FloatOp::CmpEq:
      return number(compare(P::OEQ, x, y));
    case FloatOp::CmpNe:
      return number(compare(P::UNE, x, y));
    case FloatOp::CmpLt:
      return number(compare(P::OLT, x, y));
    case FloatOp::CmpLe:
      return number(compare(P::OLE, x, y));
    case FloatOp::And:
      return number(arith::AndIOp::create(b, isTrue(x), isTrue(y)));
    case FloatOp::Or:
      return number(arith::OrIOp::create(b, isTrue(x), isTrue(y)));
    case FloatOp::Xor:
      return number(arith::XOrIOp::create(b, isTrue(x), isTrue(y)));
    case FloatOp::Select:
      return arith::SelectOp::create(b, isTrue(x), y, z);
    default:
      llvm_unreachable("not in the program of a population");
    }
  }

  void apply(const FloatInstr &in) {
    if (in.op == FloatOp::WriteState) {
      const image::FloatVariable &v = population.states[in.index];
      Value clamped = least(most(values[in.a], splat(v.min)), splat(v.max));
      frame.store(clamped, place(offsetof(FloatUpdateArgs, states), in.index),
                  kDoubleAlignment);
    } else if (in.op == FloatOp::Emit) {
      auto field = [&](size_t at) {
        return frame.hoist([&] { return frame.pointer(at); });
      };
      Value byte = arith::ShRUIOp::create(b, index, frame.constant(3));
      Value bits = LLVM::BitcastOp::create(b, b.getIntegerType(kFloatLanes),
                                           isTrue(values[in.a]));
      frame.store(
          bits, frame.address(field(offsetof(FloatUpdateArgs, fired)), byte, 8),
          kFloatLanes / 8);
      frame.store(
          values[in.b],
          frame.address(field(offsetof(FloatUpdateArgs, payloads)), index, 64),
          kDoubleAlignment);
    }
  }

  ImplicitLocOpBuilder &b;
  FunctionFrame frame;
  VectorMath math;
  const image::FloatPopulation &population;
  Value index;
  SmallVector<Value> values;
};

} // namespace

FailureOr<std::vector<uint8_t>>
compileFloatUpdates(MLIRContext &context, const image::FloatNetwork &network,
                    StringRef cpu) {
  context.loadDialect<arith::ArithDialect, func::FuncDialect, LLVM::LLVMDialect,
                      scf::SCFDialect, vector::VectorDialect>();
  Location loc = UnknownLoc::get(&context);
  OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
  for (size_t p = 0; p < network.populations.size(); ++p) {
    if (network.populations[p].isInput)
      continue;
    ImplicitLocOpBuilder b(loc, module->getBodyRegion());
    b.setInsertionPointToEnd(module->getBody());
    FloatUpdate(b, image::floatUpdateName(p), network.populations[p]);
  }
  return compileObject(*module, cpu);
}

} // namespace snnc::compiler
