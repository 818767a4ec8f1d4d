//===- Canonicalize.cpp - Canonicalization of the snn dialect -------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Snn.h"

#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace snnc::snn;

namespace {

/// Writing back what was read changes nothing: the value is in range and, in
/// fixed point, comes back by the shift that it was loaded with.
struct DropUnchangedWrite : OpRewritePattern<WriteOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(WriteOp write,
                                PatternRewriter &rewriter) const override {
    auto read = write.getValue().getDefiningOp<ReadOp>();
    if (!read || read.getStateAttr() != write.getStateAttr())
      return failure();
    rewriter.eraseOp(write);
    return success();
  }
};

} // namespace

void WriteOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                          MLIRContext *context) {
  patterns.add<DropUnchangedWrite>(context);
}
