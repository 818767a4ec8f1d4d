//===- Energy.cpp - Energy of counted work ----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/estimate/Energy.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace snnc::runtime {

namespace {

constexpr double kAccessBits = 64;

std::optional<double> figureOf(const EnergyTable &table,
                               const std::string &operation) {
  for (const EnergyFigure &figure : table.figures)
    if (figure.operation == operation)
      return figure.picojoules;
  return std::nullopt;
}

/// An access of 64 bits. Between two published sizes, and beyond the largest,
/// on the line of the logarithms; below the smallest as that.
std::optional<double> accessOf(const EnergyTable &table, double kibibytes) {
  std::vector<EnergyFigure> sizes;
  for (const EnergyFigure &figure : table.figures)
    if (figure.operation == "memory64")
      sizes.push_back(figure);
  if (sizes.empty())
    return std::nullopt;
  std::sort(sizes.begin(), sizes.end(),
            [](const EnergyFigure &a, const EnergyFigure &b) {
              return a.kibibytes < b.kibibytes;
            });
  if (kibibytes <= sizes[0].kibibytes || sizes.size() == 1)
    return sizes[0].picojoules;
  size_t upper = 1;
  while (upper + 1 < sizes.size() && sizes[upper].kibibytes < kibibytes)
    ++upper;
  const EnergyFigure &a = sizes[upper - 1], &b = sizes[upper];
  double slope = std::log(b.picojoules / a.picojoules) /
                 std::log(b.kibibytes / a.kibibytes);
  return a.picojoules * std::pow(kibibytes / a.kibibytes, slope);
}

class Pricer {
public:
  Pricer(const EnergyTable &table, double steps) : table(table), steps(steps) {}

  void add(const std::string &what, double count, std::optional<double> each) {
    if (count == 0)
      return;
    if (!each) {
      energy.missing.push_back(what);
      return;
    }
    energy.shares.push_back({what, count / steps, *each});
    energy.picojoules += count / steps * *each;
  }
  void add(const std::string &what, uint64_t count,
           const std::string &operation) {
    add(what, static_cast<double>(count), figureOf(table, operation));
  }

  Energy energy;

private:
  const EnergyTable &table;
  double steps;
};

} // namespace

const char *const kNeverCounted =
    "leakage, the clock tree, register files, control and decoding, wires, "
    "route tables, the host's port";

Energy energyOf(const Work &work, double steps, const image::Target &target,
                const EnergyTable &table) {
  Pricer pricer(table, steps);
  pricer.add("additions, 32 bits", work.additions32, "addition32");
  pricer.add("multiplications, 8 bits", work.multiplications8,
             "multiplication8");
  pricer.add("multiplications, 32 bits", work.multiplications32,
             "multiplication32");
  for (size_t m = 0; m < kMemories; ++m) {
    auto memory = static_cast<Memory>(m);
    auto size = static_cast<double>(bytesOf(memory, target)) / 1024;
    std::string text = std::to_string(size);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
      text.pop_back();
    pricer.add(std::string(nameOf(memory)) + " memory, " + text + " KiB",
               static_cast<double>(work.bits[m]) / kAccessBits,
               accessOf(table, size));
  }
  pricer.add("synaptic operations as a whole", work.synapticOps,
             "synapticOperation");
  pricer.add("neuron updates as a whole", work.neuronUpdates, "neuronUpdate");
  pricer.add("hops east or west", work.hopsEastWest, "hopEastWest");
  pricer.add("hops north or south", work.hopsNorthSouth, "hopNorthSouth");
  // What is a part of something that was priced as a whole is not missing, and
  // the other way round.
  const bool whole = figureOf(table, "synapticOperation").has_value() ||
                     figureOf(table, "neuronUpdate").has_value();
  auto &missing = pricer.energy.missing;
  missing.erase(std::remove_if(missing.begin(), missing.end(),
                               [&](const std::string &what) {
                                 bool isWhole = what.find("as a whole") !=
                                                std::string::npos;
                                 bool isHop = what.rfind("hops", 0) == 0;
                                 return !isHop && isWhole != whole;
                               }),
                missing.end());
  return pricer.energy;
}

} // namespace snnc::runtime
