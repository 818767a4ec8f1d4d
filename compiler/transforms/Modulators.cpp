//===- Modulators.cpp - Formats of modulators -----------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/Modulators.h"

#include <algorithm>
#include <cmath>

using namespace mlir;

namespace snnc::compiler {

/// Width of a modulator that the host sets.
constexpr unsigned kModulatorBits = 16;

/// Width of the machine's modulators.
constexpr unsigned kSumBits = 32;

/// Relative error of sums of real numbers that must not matter.
constexpr double kSlack = 1e-9;

void setModulatorFormats(snn::NetworkOp network) {
  for (auto modulator : network.getBody().getOps<snn::ModulatorOp>()) {
    double init = modulator.getInit().convertToDouble();
    Interval range = Interval::point(init);
    if (auto given = snn::bounds(modulator.getRangeAttr()))
      range = Interval::join(range, {given->first, given->second});
    modulator.setFrac(coveringFormat(range, kModulatorBits).frac);
  }
}

Format formatOf(snn::ModulatorOp modulator) {
  return {unsigned(modulator.getBits().value_or(kModulatorBits)),
          int(int64_t(modulator.getFrac().value_or(0)))};
}

/// Sums of one payload or more, at most one from each neuron.
template <typename T> static std::pair<T, T> sums(int64_t size, T lo, T hi) {
  return {lo < T(0) ? T(size) * lo : lo, hi > T(0) ? T(size) * hi : hi};
}

/// The real sums lie in the declared range.
static LogicalResult checkRange(snn::ModulatorOp modulator,
                                const SourceFormat &source, int64_t size) {
  auto range = snn::bounds(modulator.getRangeAttr());
  if (!range)
    return success();
  auto [lo, hi] = sums(size, source.payload.lo, source.payload.hi);
  if (modulator.getFalls())
    std::tie(lo, hi) = std::pair(std::min(lo, 0.0), std::max(hi, 0.0));
  double slack = kSlack * std::max(std::fabs(lo), std::fabs(hi));
  if (lo >= range->first - slack && hi <= range->second + slack)
    return success();
  InFlightDiagnostic diag =
      modulator.emitOpError("can be ")
      << snn::formatReal(hi > range->second + slack ? hi : lo)
      << ", outside its range [" << snn::formatReal(range->first) << ", "
      << snn::formatReal(range->second) << "]: it is the sum of up to " << size
      << " payloads in [" << snn::formatReal(source.payload.lo) << ", "
      << snn::formatReal(source.payload.hi) << "] of @" << source.name
      << (modulator.getFalls() ? ", or 0" : "")
      << "; widen the range, or drive it by fewer neurons or smaller payloads";
  diag.attachNote(source.op->getLoc()) << "the driver is here";
  return diag;
}

static LogicalResult setDriven(snn::ModulatorOp modulator,
                               const SourceFormat &source) {
  int64_t size = snn::sizeOf(source.op);
  if (failed(checkRange(modulator, source, size)))
    return failure();
  int frac = source.format.frac;
  auto [lo, hi] = sums(size, source.codes.lo, source.codes.hi);
  IntRange codes{std::min<int64_t>(lo, 0), std::max<int64_t>(hi, 0)};
  if (codes.bits() > kSumBits) {
    int64_t most = std::max(-codes.lo, codes.hi);
    InFlightDiagnostic diag =
        modulator.emitOpError("can be ")
        << most << " units of 2^-" << frac << ", beyond the "
        << (int64_t(1) << (kSumBits - 1)) - 1 << " of 32 bits: it is the sum "
        << "of up to " << size << " payloads of " << source.format.bits
        << " bits of @" << source.name
        << "; drive it by fewer neurons, or give the payloads fewer bits "
           "(payload_bits)";
    diag.attachNote(source.op->getLoc()) << "the driver is here";
    return diag;
  }
  double init = modulator.getInit().convertToDouble();
  double code = toUnits(init, frac);
  if ((code == 0.0 && init != 0.0) ||
      std::fabs(code) >= std::ldexp(1.0, kSumBits - 1)) {
    InFlightDiagnostic diag =
        modulator.emitOpError("begins with ")
        << snn::formatReal(init)
        << (code == 0.0 ? ", which rounds to 0" : ", which is too large")
        << " in the format of its driver's payloads, units of 2^-" << frac
        << "; begin with 0.0 or a multiple of that unit";
    diag.attachNote(source.op->getLoc()) << "the driver is here";
    return diag;
  }
  codes = IntRange::join(codes, {int64_t(code), int64_t(code)});
  modulator.setFrac(frac);
  modulator.setBits(std::max(codes.bits(), 2u));
  return success();
}

LogicalResult setDrivenFormats(snn::NetworkOp network,
                               NetworkFormats &formats) {
  for (auto modulator : network.getBody().getOps<snn::ModulatorOp>())
    if (auto driver = modulator.getDriver())
      if (failed(setDriven(modulator, *formats.findSource(*driver))))
        return failure();
  return success();
}

} // namespace snnc::compiler
