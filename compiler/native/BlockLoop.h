//===- BlockLoop.h - Functions over arrays of neurons -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Arrays of neurons are padded (image/NativeAbi.h), so that the loop goes over
// whole vectors up to the next multiple of 64 elements; what lies beyond the
// end is taken out of bit sets and counts alone.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NATIVE_BLOCKLOOP_H
#define SNNC_COMPILER_NATIVE_BLOCKLOOP_H

#include "compiler/native/LaneBody.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

namespace snnc::compiler {

/// A sum over the lanes of a loop: what is added to element `index` of the
/// array of 64-bit counts at offset `field` of the struct of arguments.
struct Counter {
  size_t field = 0, index = 0;
  /// Of variable `index`: where it was clamped.
  bool ofClamps = false;
  mlir::Value sum;
};

/// Where a value was clamped to the width of variable `index`.
struct Clamp {
  size_t index = 0;
  mlir::Value mask;
};

/// A loop over vectors that carries counters; the builder goes into its body.
class CountingLoop {
public:
  /// Sets the sums of `counters` to those of the pass.
  CountingLoop(FunctionFrame &frame, mlir::Value from, mlir::Value to,
               unsigned lanes, llvm::MutableArrayRef<Counter> counters);
  mlir::Value index() { return loop.getInductionVar(); }
  /// Adds the lanes where values were clamped to their counters. That is rare:
  /// a branch leads around it. `inside` gives the lanes that count; null: all.
  void count(llvm::MutableArrayRef<Counter> counters,
             llvm::ArrayRef<Clamp> clamps,
             llvm::function_ref<mlir::Value()> inside);
  /// Closes the loop and adds up.
  void finish(llvm::ArrayRef<Counter> counters);

private:
  FunctionFrame &frame;
  mlir::scf::ForOp loop;
};

/// Where lanes come before the end, of which `left` are left.
mlir::Value lanesBefore(mlir::ImplicitLocOpBuilder &b, mlir::Value left,
                        unsigned lanes);

/// Offsets of fields of the struct of arguments.
struct BlockFields {
  size_t begin = 0, end = 0, saturations = 0;
};

/// One pass of the loop.
struct BlockLoop {
  using Value = mlir::Value;

  unsigned lanes = 0;
  /// First element, and one past the last element of the function's range.
  Value index, end;

  unsigned alignment(unsigned bits) const;
  /// Address of element `index` of array `number` of the arrays at `field`.
  Value element(FunctionFrame &frame, size_t field, size_t number,
                unsigned bits);
  /// Numbers of the elements, from the one at `firstIndex` on.
  Value counter(FunctionFrame &frame, VectorMath &math, size_t firstIndex);
  /// A vector's bits of the bit set at `field`.
  Value loadMask(FunctionFrame &frame, VectorMath &math, size_t field);
  void storeMask(FunctionFrame &frame, size_t field, Value mask);

  llvm::SmallVector<Counter> counters;
  llvm::SmallVector<Clamp> clamps;

private:
  Value maskAddress(FunctionFrame &frame, size_t field);
};

/// A function with that loop.
class BlockFunction {
public:
  BlockFunction(mlir::OpBuilder &builder, mlir::Location loc,
                llvm::StringRef name, unsigned lanes, BlockFields fields,
                llvm::ArrayRef<size_t> counted);

  FunctionFrame &frame() { return theFrame; }
  BlockLoop &loop() { return block; }
  /// Closes the loop; the bit set at `written`, if there is one, is cut off at
  /// the end.
  void finish(std::optional<size_t> written);

private:
  void cut(size_t written);

  mlir::ImplicitLocOpBuilder b;
  FunctionFrame theFrame;
  BlockLoop block;
  std::optional<CountingLoop> counting;
};

/// A function of one pointer; the builder goes into its body.
mlir::func::FuncOp makeFunction(mlir::ImplicitLocOpBuilder &b,
                                llvm::StringRef name);
} // namespace snnc::compiler

#endif // SNNC_COMPILER_NATIVE_BLOCKLOOP_H
