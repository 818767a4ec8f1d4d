//===- Checks.h - Checks shared inside the image library --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_CHECKS_H
#define SNNC_IMAGE_CHECKS_H

#include "image/Image.h"

#include <string>
#include <vector>

namespace snnc::image {

/// Limits of a target description; throws snnc::Error.
void checkTarget(const Target &target, const std::string &origin);
/// Indices and sizes of the float network; throws snnc::Error.
void checkFloatNetwork(const FloatNetwork &network, const std::string &origin);

/// A variable of `blocks` blocks of neurons: width, place, initial values;
/// throws snnc::Error that begins with `where`.
void checkVariable(const Image &image, const Population &population,
                   const Variable &variable, uint32_t blocks,
                   const std::string &where);
/// Projections that learn and the entries of Learn, after all else was found
/// in order; throws snnc::Error.
void checkLearning(const Image &image, const std::string &origin);

/// Entries begin .. end-1 of the axon table.
struct AxonRange {
  uint64_t begin = 0, end = 0;
};
/// Those of second indices, which name no rows.
std::vector<AxonRange> columnEntries(const Image &image);
/// Skewed rows and second indices, when rows were found in order; throws
/// snnc::Error.
void checkColumns(const Image &image, const std::string &origin);

/// Indices and steps of the trial; throws snnc::Error.
void checkTrial(const Image &image, const std::string &origin);

} // namespace snnc::image

#endif // SNNC_IMAGE_CHECKS_H
