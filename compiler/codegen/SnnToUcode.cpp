//===- SnnToUcode.cpp - The pass that selects instructions ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/Passes.h"
#include "compiler/codegen/RuleLowering.h"
#include "dialects/snn/Network.h"

#include "llvm/ADT/DenseSet.h"

using namespace mlir;

namespace snnc::compiler {

#define GEN_PASS_DEF_SNNTOUCODE
#include "compiler/codegen/Passes.h.inc"

namespace {

class SnnToUcode : public impl::SnnToUcodeBase<SnnToUcode> {
public:
  using SnnToUcodeBase::SnnToUcodeBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    bool hasNetwork = !module.getOps<snn::NetworkOp>().empty();
    llvm::DenseSet<StringAttr> used;
    module.walk([&](snn::PopulationOp population) {
      used.insert(population.getNeuronAttr().getAttr());
    });
    for (auto neuron :
         llvm::make_early_inc_range(module.getOps<snn::NeuronOp>()))
      if (!hasNetwork || used.contains(neuron.getSymNameAttr()))
        if (failed(select(neuron)))
          return signalPassFailure();
    if (failed(lowerRules(module)))
      return signalPassFailure();
  }

private:
  LogicalResult lowerRules(ModuleOp module) {
    llvm::DenseSet<Operation *> lowered;
    SmallVector<snn::ProjectionOp> projections;
    module.walk([&](snn::ProjectionOp projection) {
      if (projection.getRuleAttr())
        projections.push_back(projection);
    });
    for (snn::ProjectionOp projection : projections) {
      snn::LearningRuleOp rule = snn::resolveRule(projection);
      if (!rule)
        return projection.emitError("learns by ")
               << projection.getRuleAttr() << ", which is not linked";
      if (!lowered.insert(rule).second)
        return projection.emitError("shares rule @")
               << rule.getSymName()
               << " with another projection; discretization gives each its "
                  "own copy";
      RuleLowering lowering(projection, fuse, columns);
      if (failed(lowering.run()))
        return failure();
      numPrograms += lowering.programs();
      numFused += lowering.fused();
    }
    return success();
  }

  LogicalResult select(snn::NeuronOp neuron) {
    OpBuilder builder(neuron.getContext());
    builder.setInsertionPointAfter(neuron);
    std::string name = (neuron.getSymName() + ".update").str();
    auto program = ucode::ProgramOp::create(
        builder, neuron.getLoc(), ucode::ProgramKind::Update, name,
        FlatSymbolRefAttr::get(neuron.getSymNameAttr()));
    program.getBody().emplaceBlock();
    Selector selector(neuron.getUpdate(), program, fuse);
    if (failed(selector.run())) {
      program.erase();
      return failure();
    }
    ++numPrograms;
    numFused += selector.fused();
    return success();
  }
};

} // namespace

} // namespace snnc::compiler
