//===----------------------------------------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_PASSES_TD
#define SNNC_COMPILER_MAPPING_PASSES_TD

include "mlir/Pass/PassBase.td"

def CorePartitionPass : Pass<"core-partition", "::mlir::ModuleOp"> {
  let summary = "Cuts the network into parts for the tiles of a mesh";
  let description = [{
    Adds a `core.spread`: which run of blocks of each population goes to which tile, and to which other tiles its events go. Parts begin at a
    multiple of the lanes, in the target of a convolution at a position. The populations stand in a row, which is cut into
    runs of about equal work that keep every limit of a tile; order and cuts are searched for little work on the busiest tile and
    few events between tiles. What a partition takes is tried by placing it. A target of one tile is left alone.

    `core.tile = [x, y]` at a population or input puts all of it on a tile, `core.tile = [[0, x, y], [64, x, y]]` its
    neurons from 0 and from 64 on.
  }];
  let constructor = "snnc::compiler::createCorePartitionPass()";
  let dependentDialects = ["::snnc::core::CoreDialect"];
  let options = [
    Option<"target", "target", "std::string", "\"tile\"",
           "name or file of the target description">,
    Option<"rows", "rows", "std::string", "\"auto\"",
           "format of rows: auto, dense (where possible) or indexed">,
    Option<"tiles", "tiles", "uint32_t", "0", "tiles to use; 0: the fewest that the network fits">,
    Option<"seed", "seed", "uint64_t", "0", "seed of the search">,
  ];
  let statistics = [
    Statistic<"usedTiles", "tiles", "Tiles in use">,
    Statistic<"parts", "parts", "Parts of populations">,
    Statistic<"crossings", "crossings", "Events to other tiles, if each source emits once">,
  ];
}

def CoreArrangePass : Pass<"core-arrange", "::mlir::ModuleOp"> {
  let summary = "Finds places on the mesh for the tiles of a spread network";
  let description = [{
    Places in a nearly square corner of the mesh, such that events take few links: threshold accepting over swaps. Tiles that
    have a place keep it.
  }];
  let constructor = "snnc::compiler::createCoreArrangePass()";
  let dependentDialects = ["::snnc::core::CoreDialect"];
  let options = [
    Option<"seed", "seed", "uint64_t", "0", "seed of the search">,
  ];
  let statistics = [
    Statistic<"traffic", "traffic", "Events times links, if each source emits once">,
    Statistic<"scattered", "scattered", "The same with tiles at random places, on average">,
  ];
}

def CorePlacePass : Pass<"core-place", "::mlir::ModuleOp"> {
  let summary = "Places the network on its tiles";
  let description = [{
    Adds a `core.tile` beside the quantized network and its programs, or one for each tile of its `core.spread`. Groups,
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

def CoreRoutePass : Pass<"core-route", "::mlir::ModuleOp"> {
  let summary = "Adds the trees that take events from tile to tile";
  let description = [{
    For each part the routes to the tiles that it names, along x, then along y, each link once.
  }];
  let constructor = "snnc::compiler::createCoreRoutePass()";
  let dependentDialects = ["::snnc::core::CoreDialect"];
  let statistics = [
    Statistic<"links", "links", "Links of all trees">,
  ];
}

#endif // SNNC_COMPILER_MAPPING_PASSES_TD
