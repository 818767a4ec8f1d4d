//===- Weights.h - The numbers and synapses of a network --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads what attributes stand for - a number, elements, a blob, a seeded draw -
// without copying it, and walks a projection's synapses in a fixed order.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_SNN_WEIGHTS_H
#define SNNC_DIALECTS_SNN_WEIGHTS_H

#include "dialects/snn/Blob.h"
#include "dialects/snn/Network.h"

#include <vector>

namespace snnc::snn {

/// Random access to the values of an attribute: a float or integer (one value
/// for all), elements, #snn.blob, #snn.uniform or #snn.normal. Valid as long as
/// the context and the cache are. Safe to read from several threads.
class WeightReader {
public:
  /// `shape` is what elements must have; all its products fit 63 bits. Errors
  /// go to `loc`, called `what` ("weights of @w1").
  static mlir::FailureOr<WeightReader>
  open(mlir::Attribute values, llvm::ArrayRef<int64_t> shape, BlobCache &cache,
       mlir::Location loc, const llvm::Twine &what);

  /// Elements of the shape.
  uint64_t size() const { return count; }
  /// One value stands for all: [0] is enough.
  bool isSplat() const { return kind == Kind::Scalar; }
  /// Every value is an integer (by its element type).
  bool isInteger() const { return integral; }
  /// Value by flat index (row-major), index < size().
  double operator[](uint64_t index) const;
  /// Exact value; only if isInteger().
  int64_t integer(uint64_t index) const;

private:
  enum class Kind { Scalar, F32, F64, I8, I16, I32, I64, Uniform, Normal };

  bool openElements(mlir::Type element, llvm::ArrayRef<char> bytes);

  Kind kind = Kind::Scalar;
  bool integral = false;
  uint64_t count = 0;
  const char *data = nullptr;
  /// Scalar; or low and high; or mean and deviation.
  double first = 0.0, second = 0.0;
  int64_t scalar = 0;
  uint32_t seed = 0;
};

struct Synapse {
  uint32_t source = 0;
  uint32_t target = 0;
  /// Real weight, as written.
  double weight = 0.0;
  /// Steps, 1 and more.
  uint32_t delay = 1;
  /// Position among the projection's weights: source * targets + target for
  /// dense and random, position in the kernel for a convolution, the number of
  /// the pair in the text for sparse, the source for one-to-one.
  uint64_t index = 0;
};

/// Longest delay that a network can state.
constexpr uint32_t kMaxDelaySteps = 65535;

/// Calls `visit` for every synapse, ordered by (source, target, place in the
/// text). Works on verified networks; errors (a blob's file, pairs in a blob
/// out of range, a delay below one step) are diagnostics at the projection.
mlir::LogicalResult
forEachSynapse(ProjectionOp projection, BlobCache &cache,
               llvm::function_ref<void(const Synapse &)> visit);

/// What formats and port bounds are made of.
struct WeightSummary {
  uint64_t synapses = 0;
  /// Least and greatest weight; both 0 without synapses.
  double minimum = 0.0, maximum = 0.0;
  uint32_t minDelay = 0, maxDelay = 0;
  /// Sums over the synapses of each target: of positive weights, and of
  /// negative ones (so <= 0). A port's sum for unit payloads lies between
  /// them, in any step: a synapse adds at most one event to a step.
  std::vector<double> positiveSum, negativeSum;

  double maxAbs() const { return maximum > -minimum ? maximum : -minimum; }
  /// Greatest sum of |weight| over the synapses of one target.
  double maxAbsSum() const;
};

mlir::FailureOr<WeightSummary> summarizeWeights(ProjectionOp projection,
                                                BlobCache &cache);

} // namespace snnc::snn

#endif // SNNC_DIALECTS_SNN_WEIGHTS_H
