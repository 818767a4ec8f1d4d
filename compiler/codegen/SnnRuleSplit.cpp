//===- SnnRuleSplit.cpp - The pass that explains rules ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/Passes.h"
#include "compiler/codegen/RuleSplit.h"

using namespace mlir;

namespace snnc::compiler {

#define GEN_PASS_DEF_SNNRULESPLIT
#include "compiler/codegen/Passes.h.inc"

namespace {

class SnnRuleSplit : public impl::SnnRuleSplitBase<SnnRuleSplit> {
public:
  using SnnRuleSplitBase::SnnRuleSplitBase;

  void runOnOperation() override {
    for (snn::ProgramOp program : getOperation().getPrograms())
      if (program.isSynaptic())
        explain(program);
    markAllAnalysesPreserved();
  }

private:
  void explain(snn::ProgramOp program) {
    RuleSplit split(program);
    auto remark = [](ArrayRef<Value> values, StringRef text) {
      for (Value value : values)
        emitRemark(value.getLoc(), text);
    };
    remark(split.sourceConditions(), "decides for all synapses of a source");
    remark(split.targetConditions(), "decides for all synapses of a target");
    remark(split.synapseConditions(), "decides for each synapse");
    remark(split.commons(), "computed once for all synapses of a source");
    numCommons += split.commons().size();
    numPerSynapse += split.perSynapse().size();
    emitRemark(program.getLoc())
        << split.perSynapse().size() << " operations for each synapse, "
        << split.commons().size() << " values from its source";
  }
};

} // namespace

} // namespace snnc::compiler
