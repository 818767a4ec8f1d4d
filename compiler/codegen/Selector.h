//===- Selector.h - Instruction selection for one neuron --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Works on demand: a value gets its instructions when something that acts (a
// store, an event, a draw) needs it, so that what an instruction absorbs, and
// what nobody uses, costs nothing. What acts is visited in the order of the
// update.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_CODEGEN_SELECTOR_H
#define SNNC_COMPILER_CODEGEN_SELECTOR_H

#include "dialects/fx/Fx.h"
#include "dialects/snn/Snn.h"
#include "dialects/ucode/Ucode.h"

#include "llvm/ADT/DenseMap.h"

#include <optional>

namespace snnc::compiler {

class Selector {
public:
  /// `program` has an empty body, which is filled.
  Selector(snn::NeuronOp neuron, ucode::ProgramOp program, bool fuse);

  mlir::LogicalResult run();
  /// Operations that another one's instruction absorbed.
  unsigned fused() const { return numFused; }

private:
  using Value = mlir::Value;
  using Location = mlir::Location;
  template <typename T> using FailureOr = mlir::FailureOr<T>;

  /// Operand B: one of the two.
  struct OperandB {
    Value reg;
    mlir::IntegerAttr imm;
  };
  /// rshift(a * b, shift), to be the product of a mac.
  struct Product {
    Value a;
    Value bValue;
    std::optional<int64_t> bImm;
    uint32_t shift = 0;
    fx::Rounding rounding = fx::Rounding::Floor;
  };

  void findDraws();
  mlir::LogicalResult visit(mlir::Operation &op);
  mlir::LogicalResult store(snn::WriteOp op);
  mlir::LogicalResult emit(snn::EmitOp op);
  void readOtherPorts();

  /// The value of a constant; booleans are 0 and 1.
  static std::optional<int64_t> constant(Value value);
  /// The register that holds `value`, made when first asked for.
  FailureOr<Value> reg(Value value);
  FailureOr<OperandB> operandB(Value value);
  OperandB immediate(int64_t value);
  Value move(Location loc, int64_t value);
  /// A register that is not zero exactly if `condition` holds.
  FailureOr<Value> truth(Value condition);

  FailureOr<Value> select(Value value);
  FailureOr<Value> selectArith(mlir::Operation *op);
  FailureOr<Value> load(Value value, mlir::Type wanted, bool saturate);
  FailureOr<Value> receive(snn::ReceiveOp op);
  FailureOr<Value> draw(snn::RandomOp op);
  FailureOr<Value> addSub(mlir::Operation *op);
  FailureOr<Value> multiply(fx::MulOp op);
  FailureOr<Value> rescale(fx::RescaleOp op);
  FailureOr<Value> compare(fx::CompareOp op, bool inverted);
  FailureOr<Value> choose(Location loc, Value condition, Value whenTrue,
                          Value whenFalse);
  FailureOr<Value> invert(Location loc, Value condition);
  FailureOr<Value> lookup(fx::LookupOp op);
  template <typename OpT>
  FailureOr<Value> commutative(Location loc, Value lhs, Value rhs);

  /// Matches what a mac can add (or subtract) in the same instruction; `wraps`
  /// tells that the addition wraps.
  std::optional<Product> matchProduct(Value value, bool negated, bool wraps);
  FailureOr<Value> multiplyAdd(Location loc, const Product &product,
                               Value addend, bool saturate);

  FailureOr<Value> randomFor(mlir::Operation *op, fx::Rounding rounding,
                             uint32_t shift);

  snn::NeuronOp neuron;
  mlir::OpBuilder builder;
  mlir::Type regType;
  bool fuse;
  unsigned numFused = 0;
  llvm::DenseMap<Value, Value> registers;
  /// The last draw before an operation, where it needs one.
  llvm::DenseMap<mlir::Operation *, snn::RandomOp> lastDraw;
  llvm::DenseMap<mlir::StringAttr, Value> ports;
  Value laneIndex;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_CODEGEN_SELECTOR_H
