//===- Energy.h - Energy of counted work ------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Counts times published energies of one technology. A kind of work that the
// table has no figure for is not counted, and said to be missing.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_ESTIMATE_ENERGY_H
#define SNNC_RUNTIME_ESTIMATE_ENERGY_H

#include "runtime/estimate/Work.h"

#include <map>
#include <string>

namespace snnc::runtime {

struct EnergyFigure {
  std::string operation;
  /// Of memory64: the memory's size.
  double kibibytes = 0;
  double picojoules = 0;
  std::string source;
  std::string what;
};

struct EnergyTable {
  std::string name, technology;
  /// Full references, by what figures call them.
  std::map<std::string, std::string> sources;
  std::vector<EnergyFigure> figures;
};

/// A file, or a name in targets/energy; throws snnc::Error with the file and
/// the key that is wrong.
EnergyTable findEnergyTable(const std::string &name);

/// One kind of work.
struct EnergyShare {
  /// "state memory, 16 KiB"
  std::string what;
  /// Operations, or accesses of 64 bits.
  double count = 0;
  /// Of each.
  double picojoules = 0;
};

/// What no table has figures for, so that no estimate holds it.
extern const char *const kNeverCounted;

struct Energy {
  std::vector<EnergyShare> shares;
  /// What was counted and has no figure.
  std::vector<std::string> missing;
  double picojoules = 0;
};

/// `steps`: what the work is divided by.
Energy energyOf(const Work &work, double steps, const image::Target &target,
                const EnergyTable &table);

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_ESTIMATE_ENERGY_H
