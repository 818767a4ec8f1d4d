//===- WeightFormat.cpp - Formats of synaptic weights --------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/WeightFormat.h"
#include "compiler/analysis/Formats.h"
#include "image/WeightCode.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/bit.h"

namespace snnc::compiler {

namespace {
/// What one candidate scale does to the weights.
struct Candidate {
  Candidate(int frac, unsigned bits)
      : frac(frac), isSign(bits == 1), code(bits, frac),
        unit(std::ldexp(1.0, -frac)) {}

  int frac;
  bool isSign;
  image::WeightCode code;
  double unit;
  uint64_t vanished = 0, clipped = 0;
  uint32_t codeBits = 0;
  double maxError = 0.0, sumError = 0.0, sumSquares = 0.0;

  void add(double weight) {
    int32_t value = code(weight);
    double error = std::fabs(value * unit - weight);
    vanished += weight != 0.0 && value == 0;
    clipped += !isSign && toUnits(weight, frac) != double(value);
    codeBits |= uint32_t(value);
    maxError = std::max(maxError, error);
    sumError += error;
    sumSquares += error * error;
  }
};
} // namespace

/// Candidate scales from the coarsest to the finest worth trying.
static llvm::SmallVector<Candidate> candidates(const WeightFormat &format,
                                               double meanSize, bool clip) {
  unsigned bits = format.bits;
  llvm::SmallVector<Candidate> list;
  if (bits == 1) {
    int below = -ceilLog2(meanSize);
    for (int frac : {below, below + 1})
      list.push_back(Candidate(frac, bits));
    return list;
  }
  Interval range{format.min, format.max};
  int frac = coveringFormat(range, bits).frac;
  list.push_back(Candidate(frac, bits));
  double top = std::ldexp(1.0, int(bits) - 1);
  bool byOneUnit = std::ldexp(format.max, frac + 1) <= top &&
                   std::ldexp(format.min, frac + 1) >= -top - 1.0;
  if (clip || byOneUnit)
    list.push_back(Candidate(frac + 1, bits));
  if (clip)
    list.append({Candidate(frac + 2, bits), Candidate(frac + 3, bits)});
  return list;
}

/// Counts and sizes of the weights; the scale is left open.
static WeightFormat measure(WeightVisitor visit, unsigned bits,
                            double &sumSize) {
  WeightFormat format;
  format.bits = bits;
  double sumSquares = 0.0;
  bool first = true;
  visit([&](double weight) {
    format.min = first ? weight : std::min(format.min, weight);
    format.max = first ? weight : std::max(format.max, weight);
    first = false;
    ++format.count;
    format.nonZero += weight != 0.0;
    sumSize += std::fabs(weight);
    sumSquares += weight * weight;
  });
  if (format.count)
    format.rms = std::sqrt(sumSquares / double(format.count));
  return format;
}

static void take(WeightFormat &format, const Candidate &best) {
  double count = double(format.count);
  format.frac = best.frac;
  format.vanished = best.vanished;
  format.clipped = best.clipped;
  format.maxError = best.maxError;
  format.meanError = best.sumError / count;
  format.rmsError = std::sqrt(best.sumSquares / count);
}

WeightFormat chooseWeightFormat(WeightVisitor visit, unsigned bits, bool clip) {
  double sumSize = 0.0;
  WeightFormat format = measure(visit, bits, sumSize);
  if (bits == 1)
    format.unsayable = format.count - format.nonZero;
  if (format.nonZero == 0)
    return format;

  auto list = candidates(format, sumSize / double(format.nonZero), clip);
  visit([&](double weight) {
    for (Candidate &candidate : list)
      candidate.add(weight);
  });
  // The first of equals: the coarser scale needs fewer bits in the sum.
  const Candidate *best = &list.front();
  for (const Candidate &candidate : list)
    if (candidate.sumSquares < best->sumSquares)
      best = &candidate;

  take(format, *best);
  if (bits > 1 && best->codeBits != 0)
    format.frac -= llvm::countr_zero(best->codeBits);
  return format;
}

WeightFormat formatWeights(WeightVisitor visit, unsigned bits, int frac) {
  double sumSize = 0.0;
  WeightFormat format = measure(visit, bits, sumSize);
  Candidate given(frac, bits);
  visit([&](double weight) { given.add(weight); });
  format.frac = frac;
  if (format.count)
    take(format, given);
  return format;
}

} // namespace snnc::compiler
