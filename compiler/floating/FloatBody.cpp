//===- FloatBody.cpp - An update region as a float program ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/floating/FloatBody.h"
#include "compiler/analysis/RealOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/TypeSwitch.h"

#include <cmath>

using namespace mlir;
using snnc::image::FloatInstr;
using snnc::image::FloatOp;

namespace snnc::compiler {
namespace {

class BodyExporter {
public:
  BodyExporter(const FloatSymbols &symbols, std::vector<FloatInstr> &program)
      : symbols(symbols), program(program) {}

  LogicalResult run(snn::UpdateOp update) {
    for (Operation &op : update.getBody().getOps())
      if (failed(convert(&op)))
        return failure();
    return success();
  }

private:
  LogicalResult convert(Operation *op);
  LogicalResult convertReal(Operation *op);
  uint32_t compare(arith::CmpFOp op);
  void receive(snn::ReceiveOp op);

  uint32_t append(FloatOp op, uint32_t a = 0, uint32_t b = 0, uint32_t c = 0) {
    program.push_back({op, a, b, c, 0, 0.0});
    return uint32_t(program.size() - 1);
  }
  uint32_t access(FloatOp op, uint32_t index, uint32_t a = 0) {
    program.push_back({op, a, 0, 0, index, 0.0});
    return uint32_t(program.size() - 1);
  }
  uint32_t constant(double value) {
    program.push_back({FloatOp::Const, 0, 0, 0, 0, value});
    return uint32_t(program.size() - 1);
  }
  uint32_t operand(Operation *op, unsigned i) {
    return numbers.lookup(op->getOperand(i));
  }

  const FloatSymbols &symbols;
  std::vector<FloatInstr> &program;
  llvm::DenseMap<Value, uint32_t> numbers;
};

uint32_t BodyExporter::compare(arith::CmpFOp op) {
  using P = arith::CmpFPredicate;
  uint32_t a = operand(op, 0), b = operand(op, 1);
  // Values are finite, so ordered and unordered predicates agree.
  switch (op.getPredicate()) {
  case P::OEQ:
  case P::UEQ:
    return append(FloatOp::CmpEq, a, b);
  case P::ONE:
  case P::UNE:
    return append(FloatOp::CmpNe, a, b);
  case P::OLT:
  case P::ULT:
    return append(FloatOp::CmpLt, a, b);
  case P::OLE:
  case P::ULE:
    return append(FloatOp::CmpLe, a, b);
  case P::OGT:
  case P::UGT:
    return append(FloatOp::CmpLt, b, a);
  case P::OGE:
  case P::UGE:
    return append(FloatOp::CmpLe, b, a);
  case P::ORD:
  case P::AlwaysTrue:
    return constant(1.0);
  case P::UNO:
  case P::AlwaysFalse:
    return constant(0.0);
  }
  llvm_unreachable("all predicates handled");
}

/// The engine's operation for an op whose operands it takes as they are.
std::optional<FloatOp> directOp(Operation *op) {
  return llvm::TypeSwitch<Operation *, std::optional<FloatOp>>(op)
      .Case<arith::AddFOp>([](auto) { return FloatOp::Add; })
      .Case<arith::SubFOp>([](auto) { return FloatOp::Sub; })
      .Case<arith::MulFOp>([](auto) { return FloatOp::Mul; })
      .Case<arith::DivFOp>([](auto) { return FloatOp::Div; })
      .Case<arith::NegFOp>([](auto) { return FloatOp::Neg; })
      .Case<arith::MinimumFOp, arith::MinNumFOp>(
          [](auto) { return FloatOp::Min; })
      .Case<arith::MaximumFOp, arith::MaxNumFOp>(
          [](auto) { return FloatOp::Max; })
      .Case<arith::SelectOp>([](auto) { return FloatOp::Select; })
      .Case<arith::AndIOp>([](auto) { return FloatOp::And; })
      .Case<arith::OrIOp>([](auto) { return FloatOp::Or; })
      .Case<arith::XOrIOp>([](auto) { return FloatOp::Xor; })
      .Case<math::AbsFOp>([](auto) { return FloatOp::Abs; })
      .Case<math::SqrtOp>([](auto) { return FloatOp::Sqrt; })
      .Case<math::ExpOp>([](auto) { return FloatOp::Exp; })
      .Case<math::LogOp>([](auto) { return FloatOp::Log; })
      .Case<math::TanhOp>([](auto) { return FloatOp::Tanh; })
      .Case<math::SinOp>([](auto) { return FloatOp::Sin; })
      .Case<math::CosOp>([](auto) { return FloatOp::Cos; })
      .Case<math::FloorOp>([](auto) { return FloatOp::Floor; })
      .Case<math::RoundEvenOp>([](auto) { return FloatOp::Round; })
      .Default([](auto) { return std::nullopt; });
}

LogicalResult BodyExporter::convertReal(Operation *op) {
  if (std::optional<double> value = constantValue(op->getResult(0))) {
    numbers[op->getResult(0)] = constant(*value);
    return success();
  }
  if (std::optional<FloatOp> direct = directOp(op)) {
    uint32_t in[3] = {0, 0, 0};
    for (unsigned i = 0; i < op->getNumOperands(); ++i)
      in[i] = operand(op, i);
    numbers[op->getResult(0)] = append(*direct, in[0], in[1], in[2]);
    return success();
  }
  // The rest is composed of the operations above.
  auto composed =
      llvm::TypeSwitch<Operation *, std::optional<uint32_t>>(op)
          .Case<arith::CmpFOp>([&](arith::CmpFOp cmp) { return compare(cmp); })
          .Case<arith::UIToFPOp>(
              [&](arith::UIToFPOp) { return operand(op, 0); })
          .Case<math::CeilOp>([&](math::CeilOp) {
            return append(
                FloatOp::Neg,
                append(FloatOp::Floor, append(FloatOp::Neg, operand(op, 0))));
          })
          .Case<math::FmaOp>([&](math::FmaOp) {
            return append(FloatOp::Add,
                          append(FloatOp::Mul, operand(op, 0), operand(op, 1)),
                          operand(op, 2));
          })
          .Case<math::Exp2Op>([&](math::Exp2Op) {
            return append(FloatOp::Exp, append(FloatOp::Mul, operand(op, 0),
                                               constant(std::log(2.0))));
          })
          .Case<math::ExpM1Op>([&](math::ExpM1Op) {
            return append(FloatOp::Sub, append(FloatOp::Exp, operand(op, 0)),
                          constant(1.0));
          })
          .Case<math::Log1pOp>([&](math::Log1pOp) {
            return append(FloatOp::Log,
                          append(FloatOp::Add, operand(op, 0), constant(1.0)));
          })
          .Case<math::Log2Op>([&](math::Log2Op) {
            return append(FloatOp::Mul, append(FloatOp::Log, operand(op, 0)),
                          constant(1.0 / std::log(2.0)));
          })
          .Case<math::RsqrtOp>([&](math::RsqrtOp) {
            return append(FloatOp::Div, constant(1.0),
                          append(FloatOp::Sqrt, operand(op, 0)));
          })
          .Default([](auto) { return std::nullopt; });
  if (!composed)
    return op->emitOpError("is not known to the float engine; write it with "
                           "the arith and math ops of the model library");
  numbers[op->getResult(0)] = *composed;
  return success();
}

void BodyExporter::receive(snn::ReceiveOp op) {
  uint32_t port = symbols.ports.lookup(op.getPort());
  uint32_t value = access(FloatOp::Port, port);
  if (auto range = symbols.portRanges[port]) {
    value = append(FloatOp::Max, value, constant(range->first));
    value = append(FloatOp::Min, value, constant(range->second));
  }
  numbers[op.getResult()] = value;
}

LogicalResult BodyExporter::convert(Operation *op) {
  auto define = [&](uint32_t value) {
    numbers[op->getResult(0)] = value;
    return success();
  };
  return llvm::TypeSwitch<Operation *, LogicalResult>(op)
      .Case<snn::ReadOp>([&](snn::ReadOp read) {
        return define(
            access(FloatOp::State, symbols.states.lookup(read.getState())));
      })
      .Case<snn::GetOp>([&](snn::GetOp get) {
        return define(
            access(FloatOp::Param, symbols.params.lookup(get.getParam())));
      })
      .Case<snn::ReceiveOp>([&](snn::ReceiveOp port) {
        receive(port);
        return success();
      })
      .Case<snn::ModulationOp>([&](snn::ModulationOp modulation) {
        auto found = symbols.modulators.find(modulation.getModulator());
        if (found == symbols.modulators.end())
          return LogicalResult(modulation.emitOpError("reads @")
                               << modulation.getModulator()
                               << ", but the network has no such modulator");
        return define(access(FloatOp::Modulator, found->second));
      })
      .Case<snn::RandomOp>([&](snn::RandomOp random) {
        if (!random.getStream())
          return LogicalResult(
              random.emitOpError("has no stream; run snn-discretize first"));
        return define(access(FloatOp::Rand, uint32_t(*random.getStream())));
      })
      .Case<snn::WriteOp>([&](snn::WriteOp write) {
        access(FloatOp::WriteState, symbols.states.lookup(write.getState()),
               numbers.lookup(write.getValue()));
        return success();
      })
      .Case<snn::EmitOp>([&](snn::EmitOp emit) {
        uint32_t payload = emit.getPayload() ? numbers.lookup(emit.getPayload())
                                             : constant(1.0);
        append(FloatOp::Emit, numbers.lookup(emit.getCondition()), payload);
        return success();
      })
      .Default([&](auto) { return convertReal(op); });
}

} // namespace

LogicalResult exportBody(snn::UpdateOp update, const FloatSymbols &symbols,
                         std::vector<FloatInstr> &program) {
  return BodyExporter(symbols, program).run(update);
}

} // namespace snnc::compiler
