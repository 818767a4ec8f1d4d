//===- Checks.h - Checks shared inside the image library --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each throws snnc::Error with the first fault. They build on each other in
// the order in which validate() calls them.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_CHECKS_H
#define SNNC_IMAGE_CHECKS_H

#include "image/Image.h"

#include <string>
#include <vector>

namespace snnc::image {

/// Limits of a target description.
void checkTarget(const Target &target, const std::string &origin);
/// Indices and sizes of the float network.
void checkFloatNetwork(const FloatNetwork &network, const std::string &origin);

/// Width and initial values of a variable of the population's neurons; the
/// error begins with `where`.
void checkVariable(const Population &population, const Variable &variable,
                   const std::string &where);
/// A plane of `blocks` blocks in the state memory.
void checkStatePlane(const Image &image, uint64_t base, uint32_t bits,
                     uint32_t blocks, const std::string &where);

/// Sizes of the memories; groups, each for itself.
void checkMemories(const Image &image, uint32_t tile,
                   const std::string &origin);
/// The parts of populations, their home groups, and windows.
void checkParts(const Image &image, const std::string &origin);
/// What projections say of their places, each for itself.
void checkProjectionParts(const Image &image, const std::string &origin);
/// Row descriptors and axon entries.
void checkRowTables(const Image &image, uint32_t tile,
                    const std::string &origin);
/// Whose rows are whose.
void checkProjectionRows(const Image &image, const std::string &origin);
/// Events find all their targets, and nothing else.
void checkRoutes(const Image &image, const std::string &origin);
/// Projections that learn and the entries of Learn.
void checkLearning(const Image &image, const std::string &origin);

/// Entries begin .. end-1 of the axon table.
struct AxonRange {
  uint64_t begin = 0, end = 0;
};
/// Those of second indices on a tile, which name no rows.
std::vector<AxonRange> columnEntries(const Image &image, uint32_t tile);
/// Skewed rows and second indices, when rows were found in order.
void checkColumns(const Image &image, const std::string &origin);

/// Formats of what a projection that learns has beside its weights, wherever it
/// lies.
void checkPlasticity(const Image &image, const Projection &projection,
                     const std::string &where);
/// Indices and sizes of what the cpu engine runs; its code apart.
void checkNative(const Image &image, const std::string &origin);
/// The same of a projection's synapses; the error begins with `where`.
void checkConnectivity(const Connectivity &connectivity,
                       const std::string &where);

/// Indices and steps of the trial.
void checkTrial(const Image &image, const std::string &origin);

} // namespace snnc::image

#endif // SNNC_IMAGE_CHECKS_H
