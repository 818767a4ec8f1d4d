//===- PartialEvaluation.cpp - Expressions of parameters -----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/PartialEvaluation.h"
#include "compiler/analysis/RealOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;

namespace snnc::compiler {
namespace {

using Values = std::vector<double>;

class Evaluator {
public:
  Evaluator(snn::ModelOp model, int64_t size, const ParamValues &params,
            double dt, EvaluationCounts &counts)
      : model(model), size(size), params(params), dt(dt), counts(counts) {}

  LogicalResult run() {
    for (auto program : model.getBody().getOps<snn::ProgramOp>()) {
      Block &body = program.getBody().front();
      for (Operation &op : llvm::make_early_inc_range(body))
        if (failed(visit(&op)))
          return failure();
      materialize(body);
      removeDead(body);
    }
    for (auto param :
         llvm::make_early_inc_range(model.getBody().getOps<snn::ParamOp>()))
      if (!used.contains(param))
        param.erase();
    return success();
  }

private:
  /// The values of an SSA value, or null if it is dynamic.
  const Values *known(Value value) {
    auto found = values.find(value);
    return found == values.end() ? nullptr : &found->second;
  }

  LogicalResult visit(Operation *op) {
    if (isa<snn::DtOp>(op)) {
      values[op->getResult(0)] = {dt};
      return success();
    }
    if (auto get = dyn_cast<snn::GetOp>(op)) {
      values[get.getResult()] = params.find(get.getParam())->second;
      return success();
    }
    if (auto div = dyn_cast<arith::DivFOp>(op))
      if (failed(checkDivisor(div)))
        return failure();
    if (!isRealOp(op))
      return success();
    SmallVector<const Values *> operands;
    for (Value operand : op->getOperands()) {
      operands.push_back(known(operand));
      if (!operands.back())
        return visitDynamic(op);
    }
    return fold(op, operands);
  }

  LogicalResult fold(Operation *op, ArrayRef<const Values *> operands) {
    bool perNeuron = llvm::any_of(
        operands, [](const Values *operand) { return operand->size() > 1; });
    Values result(perNeuron ? size : 1);
    for (size_t i = 0; i < result.size(); ++i) {
      SmallVector<double> x;
      for (const Values *operand : operands)
        x.push_back(operand->size() > 1 ? (*operand)[i] : operand->front());
      result[i] = *evaluateReal(op, x);
      if (!std::isfinite(result[i])) {
        InFlightDiagnostic diag =
            op->emitOpError("of parameters is not a finite number");
        if (perNeuron)
          diag << " for neuron " << i;
        return diag << " (" << result[i]
                    << "); change the parameters it is made of";
      }
    }
    if (llvm::all_equal(result))
      result.resize(1);
    values[op->getResult(0)] = std::move(result);
    counts.folded += !isa<arith::ConstantOp>(op);
    return success();
  }

  /// Parameters in milliseconds that divide are time constants.
  LogicalResult checkDivisor(arith::DivFOp div) {
    const Values *divisor = known(div.getRhs());
    if (!divisor)
      return success();
    double least = *llvm::min_element(*divisor);
    auto get = div.getRhs().getDefiningOp<snn::GetOp>();
    auto param =
        get ? model.lookup<snn::ParamOp>(get.getParam()) : snn::ParamOp();
    bool isTime = param && (param.getUnit().value_or("") == "ms" ||
                            param.getSymName().starts_with("tau"));
    if (isTime && least <= 0.0) {
      InFlightDiagnostic diag =
          div.emitOpError("divides by the time constant @")
          << param.getSymName() << " = " << least
          << " ms; it must be greater than 0";
      diag.attachNote(param.getLoc()) << "declared here";
      return diag;
    }
    if (isTime && least < dt) {
      InFlightDiagnostic diag = mlir::emitWarning(div.getLoc())
                                << "time constant @" << param.getSymName()
                                << " = " << least
                                << " ms is below the time step of " << dt
                                << " ms; a smaller dt follows it better";
      diag.attachNote(param.getLoc()) << "declared here";
    }
    if (llvm::is_contained(*divisor, 0.0))
      return div.emitOpError("divides by a parameter expression that is 0; "
                             "change the parameters it is made of");
    return success();
  }

  /// x / parameters is x * (1 / parameters).
  LogicalResult visitDynamic(Operation *op) {
    auto div = dyn_cast<arith::DivFOp>(op);
    const Values *divisor = div ? known(div.getRhs()) : nullptr;
    if (!divisor)
      return success();
    OpBuilder builder(div);
    auto one = arith::ConstantOp::create(builder, div.getLoc(),
                                         builder.getF64FloatAttr(1.0));
    auto inverse =
        arith::DivFOp::create(builder, div.getLoc(), one, div.getRhs());
    Values inverted = *divisor;
    for (double &x : inverted)
      x = 1.0 / x;
    values[inverse.getResult()] = std::move(inverted);
    auto product = arith::MulFOp::create(builder, div.getLoc(), div.getLhs(),
                                         inverse.getResult());
    div.replaceAllUsesWith(product.getResult());
    div.erase();
    return success();
  }

  void materialize(Block &body) {
    for (Operation &op : llvm::make_early_inc_range(body)) {
      if (op.getNumResults() == 1 && known(op.getResult(0)))
        continue;
      for (OpOperand &operand : op.getOpOperands())
        if (known(operand.get()) &&
            !operand.get().getDefiningOp<arith::ConstantOp>())
          operand.set(stillKnown(operand.get()));
    }
  }

  /// A constant, or the read of a parameter, in place of a known value.
  Value stillKnown(Value value) {
    Value &cached = replacements[value];
    if (cached)
      return cached;
    const Values &held = values.find(value)->second;
    OpBuilder builder = OpBuilder::atBlockBegin(value.getParentBlock());
    Location loc = value.getLoc();
    bool condition = value.getType().isInteger(1);
    if (held.size() == 1) {
      TypedAttr attr = builder.getF64FloatAttr(held.front());
      if (condition)
        attr = builder.getBoolAttr(held.front() != 0.0);
      return cached = arith::ConstantOp::create(builder, loc, attr);
    }
    Type f64 = builder.getF64Type();
    auto get = snn::GetOp::create(builder, loc, f64, paramFor(value, held));
    cached = get.getResult();
    if (condition) {
      auto zero =
          arith::ConstantOp::create(builder, loc, builder.getF64FloatAttr(0.0));
      zero->moveBefore(get);
      builder.setInsertionPointAfter(get);
      cached = arith::CmpFOp::create(builder, loc, arith::CmpFPredicate::ONE,
                                     cached, zero);
    }
    return cached;
  }

  /// The name of a parameter with these values: the one that is read, or a new
  /// one for an expression.
  StringRef paramFor(Value value, const Values &held) {
    OpBuilder builder(value.getParentBlock()->getParentOp());
    auto type = RankedTensorType::get({size}, builder.getF64Type());
    auto elements = DenseElementsAttr::get(type, ArrayRef(held));
    auto get = value.getDefiningOp<snn::GetOp>();
    if (get) {
      auto param = model.lookup<snn::ParamOp>(get.getParam());
      param.setValueAttr(elements);
      used.insert(param);
      return param.getSymName();
    }
    std::string name;
    do
      name = ("derived" + Twine(nextName++)).str();
    while (SymbolTable::lookupSymbolIn(model, name));
    auto param = snn::ParamOp::create(builder, value.getLoc(),
                                      builder.getStringAttr(name),
                                      TypeAttr::get(builder.getF64Type()),
                                      elements, StringAttr(), IntegerAttr());
    used.insert(param);
    ++counts.derived;
    return param.getSymName();
  }

  static void removeDead(Block &body) {
    for (Operation &op : llvm::make_early_inc_range(llvm::reverse(body)))
      if (op.use_empty() && isMemoryEffectFree(&op) && op.getNumResults() > 0)
        op.erase();
  }

  snn::ModelOp model;
  int64_t size;
  const ParamValues &params;
  double dt;
  EvaluationCounts &counts;
  llvm::DenseMap<Value, Values> values;
  llvm::DenseMap<Value, Value> replacements;
  llvm::DenseSet<Operation *> used;
  unsigned nextName = 0;
};

} // namespace

LogicalResult evaluateParams(snn::ModelOp model, int64_t size,
                             const ParamValues &params, double dt,
                             EvaluationCounts &counts) {
  return Evaluator(model, size, params, dt, counts).run();
}

} // namespace snnc::compiler
