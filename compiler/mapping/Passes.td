//===----------------------------------------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_PASSES_TD
#define SNNC_COMPILER_MAPPING_PASSES_TD

include "mlir/Pass/PassBase.td"

def CorePlacePass : Pass<"core-place", "::mlir::ModuleOp"> {
  let summary = "Places the network on one tile";
  let description = [{
    Adds a `core.tile` beside the quantized network and its programs. Groups,
    planes, ports, tables and rows get addresses in the order of the text. A
    projection's rows are dense runs or lane-indexed words, whichever takes less
    memory; the attribute `core.rows = "dense"` or `"indexed"` of a
    projection, or the option `rows`, decides otherwise. The target of a convolution
    is padded so that a position's channels fill whole blocks, unless it has the
    attribute `core.layout = "packed"`.
  }];
  let constructor = "snnc::compiler::createCorePlacePass()";
  let dependentDialects = ["::snnc::core::CoreDialect"];
  let options = [
    Option<"target", "target", "std::string", "\"tile\"",
           "name or file of the target description">,
    Option<"rows", "rows", "std::string", "\"auto\"",
           "format of rows: auto, dense (where possible) or indexed">,
  ];
  let statistics = [
    Statistic<"synapses", "synapses", "Synapses placed">,
    Statistic<"synapseRows", "synapse-rows", "Rows of synapse memory used">,
    Statistic<"axonEntries", "axon-entries", "Axon entries used">,
  ];
}

#endif // SNNC_COMPILER_MAPPING_PASSES_TD
