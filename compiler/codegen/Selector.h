//===- Selector.h - Instruction selection for one program -------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Works on demand: a value gets its instructions when something that acts (a
// store, an event, a draw) needs it, so that what an instruction absorbs, and
// what nobody uses, costs nothing. What acts is visited in the order of the
// text. This class does what a lane of a neuron does, in Update and in the
// programs of traces; the parts of a synapse's program are in RuleSelector.h.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_CODEGEN_SELECTOR_H
#define SNNC_COMPILER_CODEGEN_SELECTOR_H

#include "dialects/fx/Fx.h"
#include "dialects/snn/Snn.h"
#include "dialects/ucode/Ucode.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <optional>

namespace snnc::compiler {

class Selector {
public:
  /// `program` has an empty body, which is filled from `source`.
  Selector(snn::ProgramOp source, ucode::ProgramOp program, bool fuse);
  virtual ~Selector() = default;

  virtual mlir::LogicalResult run();
  /// Operations that another one's instruction absorbed.
  unsigned fused() const { return numFused; }

protected:
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

  /// An instruction that reads `variable`, declared with `declared`; the value
  /// has the fraction of the declaration and `shift` bits more.
  virtual Value makeLoad(Location loc, mlir::Operation *declared,
                         llvm::StringRef variable, uint32_t shift,
                         bool saturate);
  virtual void makeStore(snn::WriteOp op, Value value, uint32_t shift,
                         ucode::Rounding rounding, Value random);
  /// A draw: the word, shifted right as an unsigned one. `word` is set to what
  /// stochastic rounding names.
  virtual FailureOr<Value> makeDraw(snn::RandomOp op, uint32_t shift,
                                    Value &word);
  /// Values that are neither arithmetic nor variables.
  virtual FailureOr<Value> selectOther(mlir::Operation *op);
  /// The value of one of `handed`.
  virtual FailureOr<Value> take(Value value) { return select(value); }

  mlir::LogicalResult visit(mlir::Operation &op);
  /// Reads see the value from before the program, so that all of a variable
  /// come before its store; what a load of another form has served stays
  /// unused.
  mlir::LogicalResult readBefore(snn::WriteOp op);
  virtual mlir::LogicalResult store(snn::WriteOp op);
  mlir::Block &body() { return source.getBody().front(); }
  Value load(Location loc, llvm::StringRef plane, uint32_t shift,
             bool saturate);
  Value laneNumber(Location loc);
  /// The operation that defines `value`, unless another program computes it.
  template <typename OpT> OpT definition(Value value) {
    return handed.contains(value) ? OpT() : value.getDefiningOp<OpT>();
  }
  /// What a read or a parameter names; null for anything else.
  mlir::Operation *declaration(mlir::Operation *op);
  static mlir::Type storedType(mlir::Operation *declaration);

private:
  void findDraws();
  mlir::LogicalResult emit(snn::EmitOp op);
  void readOtherPorts();
  unsigned receivers(mlir::FlatSymbolRefAttr port);

protected:
  /// The value of a constant; booleans are 0 and 1.
  static std::optional<int64_t> constant(Value value);
  /// The register that holds `value`, made when first asked for.
  FailureOr<Value> reg(Value value);
  FailureOr<OperandB> operandB(Value value);
  OperandB immediate(int64_t value);
  Value move(Location loc, int64_t value);
  /// A register that is not zero exactly if `condition` holds.
  FailureOr<Value> truth(Value condition);
  /// The same for all of `conditions`, and `first` if there is one (0 or 1).
  FailureOr<Value> conjunction(Location loc, Value first,
                               llvm::ArrayRef<Value> conditions);
  Value shiftUnsigned(Location loc, Value word, uint32_t shift);

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

  snn::ProgramOp source;
  snn::ModelOp model;
  mlir::OpBuilder builder;
  mlir::Type regType;
  bool fuse;
  unsigned numFused = 0;
  llvm::DenseMap<Value, Value> registers;
  /// The last draw before an operation, where it needs one.
  llvm::DenseMap<mlir::Operation *, snn::RandomOp> lastDraw;
  /// What rounding by a draw names.
  llvm::DenseMap<mlir::Operation *, Value> drawn;
  llvm::DenseMap<mlir::StringAttr, Value> ports;
  Value laneIndex;
  /// Values that another program computes: no instruction looks into them.
  llvm::DenseSet<Value> handed;
  /// A store may round as the operation before it says.
  bool storesRound = true;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_CODEGEN_SELECTOR_H
