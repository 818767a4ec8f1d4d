//===- ChipPlan.h - What goes on which tile ---------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From the parts of a network: the rows of each projection on each tile, and
// the windows that each tile needs on sources that live elsewhere. Addresses
// come later.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_CHIPPLAN_H
#define SNNC_COMPILER_MAPPING_CHIPPLAN_H

#include "compiler/mapping/Projections.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace snnc::compiler {

/// A run of a population that lives on a tile.
struct PlannedPart {
  Run run;
  uint32_t tile = 0;
  /// Other tiles that take its events, in ascending order.
  std::vector<uint32_t> to = {};
  /// Where it stands in the text.
  core::PartOp op = {};
};

/// A population or input, in the order of the text.
struct PlannedMember {
  mlir::Operation *op;
  /// Null for an input.
  snn::PopulationOp population;
  Layout layout;
  std::vector<PlannedPart> parts = {};
  /// By port: the longest delay that arrives, on any tile.
  std::map<std::string, uint32_t> delays = {};
};

/// A projection between members, by index.
struct PlannedLink {
  snn::ProjectionOp projection;
  uint32_t source, target;
  bool learns;
  PlannedProjection rows;
  /// Whether the tile of a part of the target has rows.
  bool hasRows(size_t part) const { return rows.parts[part].plan.subs != 0; }
};

/// A window of a tile on the sources of a member.
struct PlannedWindow {
  uint32_t member = 0;
  Run run;
  bool kept = false;
};

struct ChipPlan {
  std::vector<PlannedMember> members;
  std::vector<PlannedLink> links;
  /// By tile, in the order of members.
  std::vector<std::vector<PlannedWindow>> windows;

  uint32_t index(mlir::Operation *population) const;
  /// The part of a member on a tile, or null.
  const PlannedPart *partOn(uint32_t member, uint32_t tile) const;
  const PlannedWindow *windowOn(uint32_t member, uint32_t tile) const;
};

/// The members of a network, each as one part on tile 0.
std::vector<PlannedMember> membersOf(snn::NetworkOp network,
                                     core::TargetAttr limits, RowChoice choice);

/// The same in the parts of a spread; an error if they are not of this
/// network.
mlir::LogicalResult setParts(std::vector<PlannedMember> &members,
                             core::SpreadOp spread);

/// Plans rows, then windows, and says where the events of each part go.
mlir::FailureOr<ChipPlan> planChip(snn::NetworkOp network,
                                   std::vector<PlannedMember> members,
                                   uint32_t tiles, core::TargetAttr limits,
                                   RowChoice choice, SynapseLists &lists);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_CHIPPLAN_H
