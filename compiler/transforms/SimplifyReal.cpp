//===- SimplifyReal.cpp - Algebra on real bodies -------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/SimplifyReal.h"
#include "compiler/analysis/RealOps.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

using namespace mlir;

namespace snnc::compiler {
namespace {

Value makeConstant(PatternRewriter &rewriter, Location loc, double x) {
  return arith::ConstantOp::create(rewriter, loc, rewriter.getF64FloatAttr(x));
}

/// `value` is the product of another value and a constant.
struct Scaled {
  Value value;
  double factor = 1.0;

  static std::optional<Scaled> match(Value value) {
    if (!value.hasOneUse())
      return std::nullopt;
    if (auto neg = value.getDefiningOp<arith::NegFOp>())
      return Scaled{neg.getOperand(), -1.0};
    auto mul = value.getDefiningOp<arith::MulFOp>();
    if (!mul)
      return std::nullopt;
    if (auto factor = constantValue(mul.getRhs()))
      return Scaled{mul.getLhs(), *factor};
    return std::nullopt;
  }
};

struct SimplifyMul : OpRewritePattern<arith::MulFOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::MulFOp op,
                                PatternRewriter &rewriter) const override {
    Value lhs = op.getLhs(), rhs = op.getRhs();
    for (auto [factor, other] : {std::pair(lhs, rhs), std::pair(rhs, lhs)})
      if (succeeded(byCondition(op, factor, other, rewriter)))
        return success();
    auto factor = constantValue(rhs);
    if (!factor) {
      if (!constantValue(lhs))
        return failure();
      rewriter.replaceOpWithNewOp<arith::MulFOp>(op, rhs, lhs);
      return success();
    }
    if (*factor == 0.0)
      rewriter.replaceOp(op, makeConstant(rewriter, op.getLoc(), 0.0));
    else if (*factor == 1.0)
      rewriter.replaceOp(op, lhs);
    else if (*factor == -1.0)
      rewriter.replaceOpWithNewOp<arith::NegFOp>(op, lhs);
    else if (auto inner = Scaled::match(lhs))
      rewriter.replaceOpWithNewOp<arith::MulFOp>(
          op, inner->value,
          makeConstant(rewriter, op.getLoc(), *factor * inner->factor));
    else
      return failure();
    return success();
  }

  /// x * (c ? 1 : 0) is c ? x : 0.
  static LogicalResult byCondition(arith::MulFOp op, Value factor, Value other,
                                   PatternRewriter &rewriter) {
    Value condition;
    if (auto convert = factor.getDefiningOp<arith::UIToFPOp>())
      condition = convert.getIn();
    else if (auto select = factor.getDefiningOp<arith::SelectOp>())
      if (constantValue(select.getTrueValue()) == 1.0 &&
          constantValue(select.getFalseValue()) == 0.0)
        condition = select.getCondition();
    if (!condition || !condition.getType().isInteger(1))
      return failure();
    Value zero = makeConstant(rewriter, op.getLoc(), 0.0);
    rewriter.replaceOpWithNewOp<arith::SelectOp>(op, condition, other, zero);
    return success();
  }
};

struct SimplifyNeg : OpRewritePattern<arith::NegFOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::NegFOp op,
                                PatternRewriter &rewriter) const override {
    auto inner = Scaled::match(op.getOperand());
    if (!inner)
      return failure();
    rewriter.replaceOpWithNewOp<arith::MulFOp>(
        op, inner->value, makeConstant(rewriter, op.getLoc(), -inner->factor));
    return success();
  }
};

struct SimplifySub : OpRewritePattern<arith::SubFOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::SubFOp op,
                                PatternRewriter &rewriter) const override {
    if (auto constant = constantValue(op.getRhs())) {
      rewriter.replaceOpWithNewOp<arith::AddFOp>(
          op, op.getLhs(), makeConstant(rewriter, op.getLoc(), -*constant));
      return success();
    }
    if (constantValue(op.getLhs()) == 0.0) {
      rewriter.replaceOpWithNewOp<arith::NegFOp>(op, op.getRhs());
      return success();
    }
    auto inner = Scaled::match(op.getRhs());
    if (!inner)
      return failure();
    Value product = arith::MulFOp::create(
        rewriter, op.getLoc(), inner->value,
        makeConstant(rewriter, op.getLoc(), -inner->factor));
    rewriter.replaceOpWithNewOp<arith::AddFOp>(op, op.getLhs(), product);
    return success();
  }
};

struct SimplifyAdd : OpRewritePattern<arith::AddFOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(arith::AddFOp op,
                                PatternRewriter &rewriter) const override {
    Value lhs = op.getLhs(), rhs = op.getRhs();
    if (auto constant = constantValue(rhs)) {
      if (*constant == 0.0) {
        rewriter.replaceOp(op, lhs);
        return success();
      }
      auto inner = lhs.getDefiningOp<arith::AddFOp>();
      auto other = inner && lhs.hasOneUse() ? constantValue(inner.getRhs())
                                            : std::nullopt;
      if (!other)
        return failure();
      rewriter.replaceOpWithNewOp<arith::AddFOp>(
          op, inner.getLhs(),
          makeConstant(rewriter, op.getLoc(), *constant + *other));
      return success();
    }
    if (constantValue(lhs)) {
      rewriter.replaceOpWithNewOp<arith::AddFOp>(op, rhs, lhs);
      return success();
    }
    for (auto [term, other] : {std::pair(lhs, rhs), std::pair(rhs, lhs)}) {
      auto scaled = Scaled::match(term);
      if (!scaled)
        continue;
      // x + c * x is (1 + c) * x; y + -x is y - x.
      if (scaled->value == other)
        rewriter.replaceOpWithNewOp<arith::MulFOp>(
            op, other,
            makeConstant(rewriter, op.getLoc(), 1.0 + scaled->factor));
      else if (scaled->factor == -1.0)
        rewriter.replaceOpWithNewOp<arith::SubFOp>(op, other, scaled->value);
      else
        continue;
      return success();
    }
    return failure();
  }
};

struct ExpandFma : OpRewritePattern<math::FmaOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(math::FmaOp op,
                                PatternRewriter &rewriter) const override {
    Value product =
        arith::MulFOp::create(rewriter, op.getLoc(), op.getA(), op.getB());
    rewriter.replaceOpWithNewOp<arith::AddFOp>(op, product, op.getC());
    return success();
  }
};

} // namespace

LogicalResult simplifyReal(snn::ProgramOp program) {
  RewritePatternSet patterns(program.getContext());
  patterns.add<SimplifyMul, SimplifyNeg, SimplifySub, SimplifyAdd, ExpandFma>(
      program.getContext());
  return applyPatternsGreedily(program, std::move(patterns));
}

} // namespace snnc::compiler
