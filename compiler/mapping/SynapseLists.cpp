//===- SynapseLists.cpp - Synapses, listed once ---------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/mapping/SynapseLists.h"

#include <algorithm>

using namespace mlir;

namespace snnc::compiler {

const SynapseList *SynapseLists::of(snn::ProjectionOp projection) {
  std::unique_ptr<SynapseList> &entry = lists[projection];
  if (entry)
    return entry.get();
  auto list = std::make_unique<SynapseList>();
  auto add = [&](const snn::Synapse &s) {
    list->longestDelay = std::max(list->longestDelay, s.delay);
    if (!list->synapses.empty())
      list->severalAPair |= list->synapses.back().source == s.source &&
                            list->synapses.back().target == s.target;
    list->synapses.push_back(
        {s.source, s.target, static_cast<uint16_t>(s.delay), 0});
  };
  if (failed(snn::forEachSynapse(projection, cache, add)))
    return nullptr;
  entry = std::move(list);
  return entry.get();
}

} // namespace snnc::compiler
