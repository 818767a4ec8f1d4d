//===----------------------------------------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_PASSES_TD
#define SNNC_COMPILER_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def LinkModels : Pass<"snn-link-models", "::mlir::ModuleOp"> {
  let summary = "Load the models that populations and projections name";
  let description = [{
    A population of `@lif` whose module has no `snn.neuron @lif` takes it from the file
    `lif.mlir`, sought in the folder of the network's file, then in `paths` in
    order; likewise a projection that learns by `@rule`. A model that is not found is an error that names the search path
    and the models with a similar name.
  }];
  let options = [
    ListOption<"paths", "paths", "std::string", "Folders with models">,
  ];
  let statistics = [
    Statistic<"numLinked", "models-linked", "Models loaded from files">,
  ];
  let dependentDialects = ["::snnc::snn::SnnDialect", "::mlir::arith::ArithDialect",
                           "::mlir::math::MathDialect"];
}

def Retime : Pass<"snn-retime", "::mlir::ModuleOp"> {
  let summary = "Give populations skews, so that layers see events of the same step";
  let description = [{
    An edge that the network gives w = delay - lead steps (0: the target sees events of the same step) gets the delay
    w + skew(target) - skew(source), which is 1 or more with the least skews that allow it (Leiserson and Saxe); inputs have none. A population's
    step t + skew is step t of the network, and tools record it so. Networks without leads stay as they are.

    A model that would not rest at zero input until its first step (with a bias, say) has a state @start that counts down to it; its
    initial value grows by the skew.

    Errors: a cycle whose edges together take fewer steps than it has edges; a network that learns.
  }];
  let dependentDialects = ["::snnc::snn::SnnDialect"];
}

def Discretize : Pass<"snn-discretize", "::mlir::ModuleOp"> {
  let summary = "Specialize models and rules for their parameters and the time step";
  let description = [{
    Every population gets its own copy of its model, named
    `<population>.<model>`. Expressions of parameters and of the time step are
    evaluated in double precision: they become constants, or, where a
    parameter has a value per neuron, parameters with elements. Every projection that learns gets its own copy of its
    rule, `<projection>.<rule>`, in the same way. Division by such an expression
    becomes multiplication. Initial values of the population move into the states, delays in
    milliseconds become steps, random draws get their streams. Models that no
    population uses are removed.

    Errors: a time constant that is not positive; a parameter expression that is
    not a finite number; an initial value outside the state's range; a delay that is
    not a whole number of steps, 1 or more. A time constant below the time step is a warning.
  }];
  let options = [
    Option<"seed", "seed", "uint64_t", "0", "Seed of the random streams">,
  ];
  let statistics = [
    Statistic<"numFolded", "expressions-folded", "Operations evaluated at compile time">,
    Statistic<"numDerived", "derived-params", "Parameters with a value per neuron that remain">,
  ];
  let dependentDialects = ["::snnc::snn::SnnDialect", "::mlir::arith::ArithDialect",
                           "::mlir::math::MathDialect"];
}

def Quantize : Pass<"snn-quantize", "::mlir::ModuleOp"> {
  let summary = "From real numbers to fixed point";
  let description = [{
    Works on discretized networks. Ranges of states are declared or calibrated, ranges of all other
    values follow by interval analysis; port sums are bounded by weights and payloads. Each
    weight group, port, payload, state and parameter gets a power-of-two scale,
    bodies become `fx` ops, functions become tables. `docs/quantization.md` has
    the method and every diagnostic.

    The report is attached to the module as `snn.quantization_report` (JSON).
  }];
  let options = [
    Option<"calibration", "calibration", "std::string", "\"\"",
           "JSON file with the ranges that a run of the float engine met">,
    Option<"margin", "margin", "double", "1.25", "Factor on calibrated ranges of states">,
    Option<"weightBits", "weight-bits", "unsigned", "8", "Bits of weights of projections that do not say">,
    Option<"clipWeights", "clip-weights", "bool", "false",
           "Let the scale of weights clip some of them if that lowers the squared error">,
    Option<"tableEntries", "table-entries", "unsigned", "256", "Most entries of a function's table (16 to 4096)">,
    Option<"tableError", "table-error", "double", "0.001",
           "Relative error at which a smaller table is good enough">,
    Option<"report", "report", "std::string", "\"\"", "File for the report as text; - is standard output">,
    Option<"reportJson", "report-json", "std::string", "\"\"", "File for the report as JSON">,
  ];
  let statistics = [
    Statistic<"numStates", "states", "State variables quantized">,
    Statistic<"numTables", "tables", "Function tables made">,
    Statistic<"numRescales", "rescales", "Rescaling operations that no load, store or product absorbed">,
    Statistic<"numVanished", "weights-vanished", "Weights other than zero whose code is zero">,
  ];
  let dependentDialects = ["::snnc::snn::SnnDialect", "::snnc::fx::FxDialect",
                           "::mlir::arith::ArithDialect", "::mlir::math::MathDialect"];
}

def VerifyRanges : Pass<"fx-verify-ranges", "::mlir::ModuleOp"> {
  let summary = "Prove that no fixed-point value leaves its type";
  let description = [{
    Runs exact integer range analysis over every quantized program of neurons and rules: each `fx` value
    must fit the bits of its type, and no operation that wraps may exceed 32
    bits. An error names the range and the limit.
  }];
  let statistics = [
    Statistic<"numProven", "values-proven", "Values proven to fit">,
  ];
}

#endif // SNNC_COMPILER_TRANSFORMS_PASSES_TD
