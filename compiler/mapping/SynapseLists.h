//===- SynapseLists.h - Synapses, listed once -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An analysis that the passes of mapping share: the synapses of projections
// whose connectivity does not say by itself where they lie. Each projection is
// enumerated once, whatever the number of tiles.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_SYNAPSELISTS_H
#define SNNC_COMPILER_MAPPING_SYNAPSELISTS_H

#include "compiler/mapping/Rows.h"
#include "dialects/snn/Weights.h"

#include "llvm/ADT/DenseMap.h"

#include <memory>
#include <vector>

namespace snnc::compiler {

struct SynapseList {
  /// By source, then by target; without weights.
  std::vector<Synapse> synapses;
  uint32_t longestDelay = 1;
  /// Some pair has more than one synapse.
  bool severalAPair = false;
};

class SynapseLists {
public:
  explicit SynapseLists(mlir::Operation *) {}

  /// Null after an error, which was reported.
  const SynapseList *of(snn::ProjectionOp projection);

  snn::BlobCache cache;

private:
  llvm::DenseMap<mlir::Operation *, std::unique_ptr<SynapseList>> lists;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_SYNAPSELISTS_H
