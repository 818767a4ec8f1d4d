//===- LaneBody.h - A program on a vector of lanes --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One pass through the loop over the elements of a program: the operations of
// its text, one after the other, on vectors. Where variables lie and what acts
// differs between updates, traces, guards and synapses, which derive from it.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NATIVE_LANEBODY_H
#define SNNC_COMPILER_NATIVE_LANEBODY_H

#include "compiler/native/Declarations.h"
#include "compiler/native/ProgramRanges.h"
#include "compiler/native/VectorMath.h"

#include "llvm/ADT/DenseSet.h"

#include <functional>

namespace snnc::compiler {

/// What the functions of a module share, and where one is being built.
struct FunctionFrame {
  mlir::ImplicitLocOpBuilder &b;
  /// The struct of arguments.
  mlir::Value args;
  /// Offsets of fields that all structs but one have.
  size_t modulatorsAt = 0, signalsAt = 0, timeAt = 0;
  /// Where what holds for all elements is computed.
  mlir::Operation *loop = nullptr;

  /// A field of the struct, by its offset: a pointer, or a word.
  mlir::Value pointer(size_t offset);
  mlir::Value word(size_t offset);
  /// array[index], where the array is of pointers.
  mlir::Value pointerAt(mlir::Value array, size_t index);
  /// base + index elements of `bits`.
  mlir::Value address(mlir::Value base, mlir::Value index, unsigned bits);
  mlir::Value load(mlir::Type type, mlir::Value address, unsigned alignment);
  void store(mlir::Value value, mlir::Value address, unsigned alignment);
  mlir::Value constant(int64_t value, unsigned bits = 64);
  /// Runs `make` in front of the loop.
  mlir::Value hoist(llvm::function_ref<mlir::Value()> make);
};

class LaneBody {
public:
  using Value = mlir::Value;

  LaneBody(snn::ProgramOp program, const ProgramRanges &ranges,
           FunctionFrame &frame, unsigned lanes)
      : program(program), ranges(ranges), frame(frame), b(frame.b),
        lanes(lanes), math(b, lanes) {}
  virtual ~LaneBody() = default;

  /// All of it, or what is in `only`; stores come after every load.
  mlir::LogicalResult
  run(std::optional<llvm::DenseSet<mlir::Operation *>> only = std::nullopt);
  const VectorMath::Counts &counts() const { return math.counts(); }

protected:
  /// A variable, parameter or port as it is stored, extended to 32 bits.
  virtual Value stored(mlir::Operation *declaration) = 0;
  /// Payloads by neuron: base[index & stride], ones where there are none.
  struct Payloads {
    Value base, stride;
  };
  Payloads payloadsAt(size_t field);

  /// Both words of the counter of a draw.
  virtual std::pair<Value, Value> counter(snn::RandomOp op) = 0;
  virtual Value fired();
  virtual Value targetFired();
  virtual Value payload();
  /// What acts: stores in `deferred`. `clamped` tells where the value was
  /// clamped; null where it cannot be.
  virtual mlir::LogicalResult keep(snn::WriteOp op, Value value,
                                   Value clamped) = 0;
  virtual mlir::LogicalResult act(mlir::Operation &op);

  mlir::LogicalResult visit(mlir::Operation &op);
  mlir::LogicalResult write(snn::WriteOp op);
  /// The vector of a condition.
  Value flag(Value condition) { return flags.lookup(condition); }
  Value vectorOf(Value value) { return numbers.lookup(value).value; }
  /// `address` points at elements of `bits`; they are extended to 32.
  Value loadElements(Value address, unsigned bits, unsigned alignment);
  void storeElements(Value value, Value address, unsigned bits,
                     unsigned alignment);
  Value extend(Value elements);
  Value truncate(Value value, unsigned bits);

  snn::ProgramOp program;
  const ProgramRanges &ranges;
  FunctionFrame &frame;
  mlir::ImplicitLocOpBuilder &b;
  unsigned lanes;
  VectorMath math;
  llvm::SmallVector<std::function<void()>> deferred;

private:
  mlir::ModuleOp module();
  /// A constant of the functions' module, made when first asked for.
  Value global(llvm::StringRef name, mlir::DenseIntElementsAttr values);
  Value tableAddress(fx::LookupOp op);
  mlir::LogicalResult compute(mlir::Operation &op);
  mlir::FailureOr<Value> computeFlag(mlir::Operation &op);
  mlir::FailureOr<Value> computeNumber(mlir::Operation &op);
  mlir::FailureOr<Number> loaded(mlir::Operation &op,
                                 mlir::FlatSymbolRefAttr name);
  mlir::FailureOr<Value> random(snn::RandomOp op);
  mlir::FailureOr<Value> lookup(fx::LookupOp op);
  mlir::FailureOr<Value> wordFor(mlir::Operation &op, fx::Rounding rounding,
                                 int shift);

  llvm::DenseMap<Value, Number> numbers;
  llvm::DenseMap<Value, Value> flags;
  /// The last draw.
  Value lastWord;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_NATIVE_LANEBODY_H
