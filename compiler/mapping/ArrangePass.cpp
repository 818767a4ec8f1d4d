//===- ArrangePass.cpp - core-arrange: places for tiles -------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/MappingOptions.h"
#include "compiler/mapping/Mesh.h"

using namespace mlir;

namespace snnc::compiler {

#define GEN_PASS_DECL_COREARRANGEPASS
#define GEN_PASS_DEF_COREARRANGEPASS
#include "compiler/mapping/Passes.h.inc"

namespace {

/// Random places that the statistic `scattered` is the mean of.
constexpr uint64_t kScatters = 16;

std::vector<Flow> flowsOf(core::SpreadOp spread) {
  std::vector<Flow> flows;
  for (auto part : spread.getOps<core::PartOp>()) {
    if (part.getTo().empty())
      continue;
    flows.push_back({static_cast<uint32_t>(part.getTile()),
                     {part.getTo().begin(), part.getTo().end()},
                     uint64_t(part.getSize())});
  }
  return flows;
}

struct CoreArrangePass : impl::CoreArrangePassBase<CoreArrangePass> {
  CoreArrangePass() = default;
  explicit CoreArrangePass(uint64_t s) { seed = s; }

  void runOnOperation() override {
    markAllAnalysesPreserved();
    core::SpreadOp spread = findSpread(getOperation());
    if (!spread)
      return;
    core::TargetAttr target = spread.getTarget();
    Mesh mesh{target.getMeshColumns(), target.getMeshRows()};
    if (spread.getPlaces().size() > mesh.size()) {
      spread.emitOpError("has ")
          << spread.getPlaces().size() << " tiles, but target '"
          << target.getName() << "' has " << mesh.size();
      return signalPassFailure();
    }
    std::vector<Flow> flows = flowsOf(spread);
    std::vector<int64_t> given(spread.getPlaces().begin(),
                               spread.getPlaces().end());
    std::vector<uint32_t> places = arrange(mesh, flows, given, seed);
    traffic += trafficOf(mesh, flows, places);
    uint64_t sum = 0;
    for (uint64_t i = 0; i < kScatters; ++i)
      sum += trafficOf(mesh, flows, scatter(mesh, given, i));
    scattered += sum / kScatters;
    spread.setPlaces(SmallVector<int64_t>(places.begin(), places.end()));
  }
};

} // namespace

std::unique_ptr<Pass> createCoreArrangePass() {
  return std::make_unique<CoreArrangePass>();
}

std::unique_ptr<Pass> createCoreArrangePass(uint64_t seed) {
  return std::make_unique<CoreArrangePass>(seed);
}

} // namespace snnc::compiler
