//===- Passes.td - Passes of code generation ---------------*- tablegen -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_CODEGEN_PASSES
#define SNNC_COMPILER_CODEGEN_PASSES

include "mlir/Pass/PassBase.td"

def SnnToUcode : Pass<"snn-to-ucode", "::mlir::ModuleOp"> {
  let summary = "Selects instructions for quantized neurons and learning rules";
  let description = [{
    Adds a `ucode.program @NEURON.update of @NEURON` in SSA form behind each
    `snn.neuron` that a population uses (every one, if the module has no network). Constants go into
    immediates; multiply and add, and shift and add, become one `mac`; shifts go into the loads and stores beside
    them; a select of a constant turns its comparison round. A port that the update does not receive is read all the same, which
    clears it. Every fusion is exact: the program computes what the `fx` ops say, to the bit.

    Behind each `snn.learning_rule` that a projection learns by: its programs and a `ucode.learn` that says in which order they run. A
    program of synapses becomes up to three: one over the targets (whether their conditions hold), one over the sources (what they hand to their
    synapses, and who is due), one over the synapses of those sources (see `snn-rule-split`). Where a synapse adds a state of its target times a
    value of its source, it is one `dlt`. What events of targets trigger walks the columns of those targets, unless it deposits to a port: there the
    gate over the targets records them, and what is handed over differs from lane to lane.
  }];
  let dependentDialects = ["::snnc::ucode::UcodeDialect"];
  let options = [
    Option<"fuse", "fuse", "bool", "true", "Fuse operations into one instruction where that is exact">,
    Option<"columns", "columns", "bool", "true", "Let what targets trigger walk their columns">,
  ];
  let statistics = [
    Statistic<"numPrograms", "programs", "Programs made">,
    Statistic<"numFused", "fused", "Operations that needed no instruction of their own">,
  ];
}

def SnnRuleSplit : Pass<"snn-rule-split", "::snnc::snn::LearningRuleOp"> {
  let summary = "Says where the values of a learning rule are computed";
  let description = [{
    Remarks for the programs of synapses in a quantized rule: which condition decides for all synapses of a source, for
    all of a target, or for each synapse alone; which values a source computes once and hands to its synapses. What stands
    in neither remark is computed at each synapse. Changes nothing.
  }];
  let statistics = [
    Statistic<"numCommons", "commons", "Values that a source hands to its synapses">,
    Statistic<"numPerSynapse", "per-synapse", "Operations computed at each synapse">,
  ];
}

def UcodeSchedule : Pass<"ucode-schedule", "::snnc::ucode::ProgramOp"> {
  let summary = "Orders instructions for the least register pressure";
  let description = [{
    The barrel hides every latency, so that order costs no time and only decides
    how many registers are alive at once. A greedy order from the end backwards is taken where it needs fewer
    registers than the order found. Loads stay before stores of their plane, and stochastic rounding
    stays between its draw and the next one.
  }];
  let statistics = [
    Statistic<"numMoved", "programs-reordered", "Programs whose order changed">,
    Statistic<"numSaved", "registers-saved", "Sum of the registers saved">,
  ];
}

def UcodeAllocate : Pass<"ucode-allocate", "::snnc::ucode::ProgramOp"> {
  let summary = "Chooses physical registers by a linear scan";
  let description = [{
    On a straight line a linear scan needs exactly as many registers as values are
    alive at once. More than `registers` is an error at the instruction where it happens, that lists what is
    alive there: the tile has no memory to spill to that would not be state.
  }];
  let options = [
    Option<"registers", "registers", "unsigned", "16", "Registers to use, at most 16">,
  ];
  let statistics = [
    Statistic<"maxRegisters", "max-registers", "Registers of the program that needs most">,
  ];
}

#endif // SNNC_COMPILER_CODEGEN_PASSES
