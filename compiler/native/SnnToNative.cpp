//===- SnnToNative.cpp - Quantized programs as vector loops -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/native/Lowering.h"
#include "compiler/native/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;

namespace snnc::compiler {

#define GEN_PASS_DEF_SNNTONATIVE
#include "compiler/native/Passes.h.inc"

namespace {

class SnnToNative : public impl::SnnToNativeBase<SnnToNative> {
public:
  using SnnToNativeBase::SnnToNativeBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    vectors.lanes = lanes;
    vectors.masks = masks;
    if (!synapseLanes.empty())
      vectors.synapseLanes.assign(synapseLanes.begin(), synapseLanes.end());
    if (failed(checkVectors()))
      return signalPassFailure();
    OpBuilder builder(module.getContext());
    builder.setInsertionPointToEnd(module.getBody());
    auto native =
        ModuleOp::create(builder, module.getLoc(), StringRef(kNativeModule));
    builder.setInsertionPointToEnd(native.getBody());
    for (auto network : module.getOps<snn::NetworkOp>())
      if (failed(lower(network, builder)))
        return signalPassFailure();
    numFunctions += llvm::range_size(native.getOps<func::FuncOp>());
  }

private:
  LogicalResult checkVectors() {
    auto isPossible = [](unsigned count) {
      return count >= 8 && count <= kMostLanes && llvm::isPowerOf2_32(count);
    };
    if (!isPossible(vectors.lanes) ||
        !llvm::all_of(vectors.synapseLanes, isPossible))
      return getOperation().emitError("vectors have 8, 16, 32 or 64 elements");
    for (auto [longer, shorter] : llvm::zip(
             vectors.synapseLanes, ArrayRef(vectors.synapseLanes).drop_front()))
      if (shorter >= longer)
        return getOperation().emitError("vectors of ")
               << shorter << " synapses cannot follow those of " << longer;
    return success();
  }

  LogicalResult lower(snn::NetworkOp network, OpBuilder &builder) {
    VectorMath::Counts counts;
    unsigned populations = 0, projections = 0;
    for (Operation &op : network.getBody().front()) {
      if (isa<snn::InputOp>(op)) {
        ++populations;
      } else if (auto population = dyn_cast<snn::PopulationOp>(op)) {
        if (failed(lowerUpdate(population, updateName(populations++), vectors,
                               builder, counts)))
          return failure();
      } else if (auto projection = dyn_cast<snn::ProjectionOp>(op)) {
        if (failed(lower(projection, projections++, builder, counts)))
          return failure();
      }
    }
    numNarrow += counts.narrowProducts;
    numDouble += counts.doubleProducts;
    numHigh += counts.highProducts;
    numWide += counts.wideProducts;
    return success();
  }

  LogicalResult lower(snn::ProjectionOp projection, unsigned number,
                      OpBuilder &builder, VectorMath::Counts &counts) {
    FailureOr<std::vector<RuleProgram>> rules =
        rulePrograms(projection, number);
    if (failed(rules))
      return failure();
    for (const RuleProgram &rule : *rules) {
      bool done =
          rule.made.synaptic()
              ? succeeded(lowerSynapses(rule, projection, vectors, builder,
                                        counts)) &&
                    succeeded(lowerGuards(rule, vectors, builder, counts))
              : succeeded(lowerTraces(rule, vectors, builder, counts));
      if (!done)
        return failure();
    }
    return success();
  }

  Vectors vectors;
};

} // namespace

} // namespace snnc::compiler
