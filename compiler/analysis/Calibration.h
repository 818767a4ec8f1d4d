//===- Calibration.h - Ranges that a run has met ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The calibration file: JSON that a run of the float engine on data writes,
//   {"states": {"population.state": [min, max], ...},
//    "ports": {"population.port": [min, max], ...},
//    "payloads": {"population": [min, max], ...}}
// State ranges from it take the place of ranges that are not declared. Port and
// payload ranges are what is typical: they are reported, never used for a
// proof.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_ANALYSIS_CALIBRATION_H
#define SNNC_COMPILER_ANALYSIS_CALIBRATION_H

#include "compiler/analysis/Interval.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Location.h"
#include "llvm/ADT/StringMap.h"

#include <optional>

namespace snnc::compiler {

struct Calibration {
  llvm::StringMap<Interval> states, ports, payloads;

  /// The range of `owner`.`variable`, if the run met one.
  static std::optional<Interval> find(const llvm::StringMap<Interval> &ranges,
                                      const llvm::Twine &name);
};

/// Reads the file; errors (no file, no JSON, an entry that is not two finite
/// numbers in order) are diagnostics at `loc`.
mlir::FailureOr<Calibration> readCalibration(llvm::StringRef path,
                                             mlir::Location loc);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_ANALYSIS_CALIBRATION_H
