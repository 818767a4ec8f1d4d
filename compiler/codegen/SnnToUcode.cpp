//===- SnnToUcode.cpp - The pass that selects instructions ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/Passes.h"
#include "compiler/codegen/Selector.h"
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
    if (failed(refuseLearning(module)))
      return signalPassFailure();
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
  }

private:
  /// Without its rule's programs a projection would keep its initial weights:
  /// another network than the text's.
  LogicalResult refuseLearning(ModuleOp module) {
    LogicalResult result = success();
    module.walk([&](snn::ProjectionOp projection) {
      FlatSymbolRefAttr rule = projection.getRuleAttr();
      if (!rule)
        return;
      result = failure();
      InFlightDiagnostic diag = projection.emitError("projection @")
                                << projection.getSymName() << " learns by "
                                << rule
                                << ", but rules have no microcode yet; leave "
                                   "out `learn` to keep its weights as they "
                                   "are";
      if (snn::LearningRuleOp found = snn::resolveRule(projection))
        diag.attachNote(found.getLoc()) << "rule defined here";
    });
    return result;
  }

  LogicalResult select(snn::NeuronOp neuron) {
    OpBuilder builder(neuron.getContext());
    builder.setInsertionPointAfter(neuron);
    std::string name = (neuron.getSymName() + ".update").str();
    auto program = ucode::ProgramOp::create(
        builder, neuron.getLoc(), builder.getStringAttr(name),
        FlatSymbolRefAttr::get(neuron.getSymNameAttr()));
    program.getBody().emplaceBlock();
    Selector selector(neuron, program, fuse);
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
