//===- NetworkFormats.h - Formats of weights, payloads and port sums --*- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What lies between populations: weights get a scale each, payloads a format,
// and every port sum a format in which its proven bound fits the accumulator.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_NETWORKFORMATS_H
#define SNNC_COMPILER_TRANSFORMS_NETWORKFORMATS_H

#include "compiler/analysis/Calibration.h"
#include "compiler/analysis/FixedRange.h"
#include "compiler/transforms/ProjectionWeights.h"
#include "compiler/transforms/QuantizationReport.h"

namespace snnc::compiler {

/// An input or a population as a source of events.
struct SourceFormat {
  mlir::Operation *op = nullptr;
  std::string name;
  bool graded = false;
  /// The payload's real range: declared, or proven from the body; empty while
  /// it is not known. Plain spikes have payload 1.
  Interval payload = Interval::point(1.0);
  bool declared = false;
  Format format{2, 0};
  IntRange codes{1, 1};
};

/// What a program of a rule adds to a port of the target for the next step.
struct DepositFormat {
  snn::DepositOp op;
  /// Real range of the value; empty while it is not known.
  Interval range;
  Format format{16, 0};
  IntRange codes{0, 0};
  /// Synapses of the projection, by target.
  std::vector<uint32_t> synapses;
};

struct ProjectionFormat {
  snn::ProjectionOp op;
  SourceFormat *source = nullptr;
  WeightFormat weights;
  unsigned shift = 0;
  /// By target: sums of the positive and of the negative codes.
  std::vector<int64_t> positive, negative;

  /// frac of code * payload.
  int productFrac() const { return weights.frac + source->format.frac; }
};

struct PortFormat {
  snn::PopulationOp population;
  snn::PortOp op;
  std::vector<ProjectionFormat *> projections;
  std::vector<DepositFormat *> deposits;
  /// The coarsest possible scale, and the finest one whose bound fits 32 bits.
  int minFrac = 0, maxFrac = 0;
  /// Bound of |sum| at minFrac.
  int64_t minBound = 0;
  /// Chosen by the body of the population.
  int frac = 0;

  bool isUsed() const { return !projections.empty() || !deposits.empty(); }
  int64_t bound() const { return minBound << (frac - minFrac); }
  unsigned accBits() const { return bound() <= 32767 ? 16 : 32; }
  /// Real range of the sum: [-b, b].
  Interval range() const;
};

class NetworkFormats {
public:
  NetworkFormats(snn::NetworkOp network, unsigned weightBits, bool clipWeights)
      : network(network), weightBits(weightBits), clipWeights(clipWeights) {}

  /// Reads the network and chooses the scales of the weights.
  mlir::LogicalResult load();
  /// The real range of a port's sum from the payload ranges known so far.
  Interval realRange(const PortFormat &port) const;
  /// Chooses payload formats and the possible scales of ports. All payload
  /// ranges are known.
  mlir::LogicalResult choosePorts();
  /// Writes the formats to the ops, and to the report.
  void apply(const Calibration &calibration, QuantizationReport &report);

  PortFormat *findPort(snn::PopulationOp population, llvm::StringRef port);
  SourceFormat *findSource(llvm::StringRef name);
  ProjectionFormat *findProjection(snn::ProjectionOp op);
  DepositFormat *findDeposit(snn::DepositOp op);

private:
  mlir::LogicalResult loadSources();
  mlir::LogicalResult loadProjection(snn::ProjectionOp projection);
  /// The format of weights that stay as they are, or that a rule changes.
  mlir::LogicalResult chooseConstant(ProjectionFormat &entry, unsigned bits,
                                     const ProjectionWeights &weights);
  mlir::LogicalResult choosePlastic(ProjectionFormat &entry, unsigned bits,
                                    const ProjectionWeights &weights,
                                    snn::LearningRuleOp rule);
  mlir::LogicalResult loadDeposits(const ProjectionFormat &entry,
                                   const ProjectionWeights &weights,
                                   snn::LearningRuleOp rule);
  void choosePayloads();
  /// The largest |sum| at `frac`.
  double boundAt(const PortFormat &port, int frac) const;
  /// Takes a bit from the payloads at the port; false if none can give one.
  bool shrinkPayloads(PortFormat &port);
  mlir::LogicalResult refuse(PortFormat &port, double bound);

  snn::NetworkOp network;
  unsigned weightBits;
  bool clipWeights;
  snn::BlobCache blobs;
  // Stable addresses: the parts point to each other.
  std::vector<std::unique_ptr<SourceFormat>> sources;
  std::vector<std::unique_ptr<ProjectionFormat>> projections;
  std::vector<std::unique_ptr<PortFormat>> ports;
  std::vector<std::unique_ptr<DepositFormat>> deposits;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_NETWORKFORMATS_H
