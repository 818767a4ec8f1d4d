//===- Sonata.h - Names of the SONATA layout of spikes ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// K. Dai et al., "The SONATA data format for efficient description of
// large-scale network models", PLoS Comput Biol 16(2), 2020, and its developer
// guide, "Spike file": /spikes/POPULATION with the datasets below, one entry a
// spike. Payloads and probes are additions of this project (docs/engines.md).
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_FILES_SONATA_H
#define SNNC_RUNTIME_FILES_SONATA_H

namespace snnc::runtime::sonata {

constexpr const char *kSpikes = "spikes";
constexpr const char *kSorting = "sorting";
constexpr const char *kTimestamps = "timestamps";
constexpr const char *kUnits = "units";
constexpr const char *kNodeIds = "node_ids";
constexpr const char *kPayloads = "payloads";
constexpr const char *kProbes = "probes";

} // namespace snnc::runtime::sonata

#endif // SNNC_RUNTIME_FILES_SONATA_H
