//===- MappingOptions.cpp - What the passes of mapping share --------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/MappingOptions.h"

#include "image/Error.h"

using namespace mlir;

namespace snnc::compiler {

FailureOr<MappingOptions> resolve(ModuleOp module,
                                  const std::optional<MappingOptions> &given,
                                  const std::string &target,
                                  const std::string &rows) {
  if (given)
    return *given;
  MappingOptions options;
  if (rows == "dense")
    options.rows = RowChoice::Dense;
  else if (rows == "indexed")
    options.rows = RowChoice::Indexed;
  else if (rows != "auto")
    return emitError(module.getLoc(), "option rows=")
           << rows << " is none of auto, dense and indexed";
  // The image library reports by exceptions; passes by diagnostics.
  try {
    options.target = image::findTarget(target);
  } catch (const Error &error) {
    return emitError(module.getLoc(), error.what());
  }
  return options;
}

StringRef nameOf(RowChoice rows) {
  return rows == RowChoice::Dense     ? "dense"
         : rows == RowChoice::Indexed ? "indexed"
                                      : "auto";
}

core::TargetAttr limitsOf(MLIRContext *context, const image::Target &t) {
  return core::TargetAttr::get(
      context, t.name, t.version, t.lanes, t.groups, t.descriptors, t.blocks,
      t.programWords, t.stateRows, t.accumulatorRows, t.synapseRows, t.axons,
      t.tableWords, t.eventRecords, t.modulators, t.maxSlots, t.learnEntries,
      t.meshColumns, t.meshRows, t.sources);
}

core::SpreadOp findSpread(ModuleOp module) {
  auto spreads = module.getOps<core::SpreadOp>();
  return spreads.empty() ? core::SpreadOp() : *spreads.begin();
}

void buildMappingPipeline(OpPassManager &pm, const MappingOptions &options) {
  pm.addPass(createCorePartitionPass(options));
  pm.addPass(createCoreArrangePass(options.seed));
  pm.addPass(createCorePlacePass(options));
  pm.addPass(createCoreRoutePass());
}

void registerMappingPasses() {
  registerPass([] { return createCorePartitionPass(); });
  registerPass([] { return createCoreArrangePass(); });
  registerPass([] { return createCorePlacePass(); });
  registerPass([] { return createCoreRoutePass(); });
}

} // namespace snnc::compiler
