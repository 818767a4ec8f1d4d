//===- QuantizationReport.h - What quantization chose and what it costs --*- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_TRANSFORMS_QUANTIZATIONREPORT_H
#define SNNC_COMPILER_TRANSFORMS_QUANTIZATIONREPORT_H

#include "compiler/analysis/Formats.h"
#include "compiler/analysis/WeightFormat.h"

#include "llvm/Support/JSON.h"

#include <optional>
#include <string>
#include <vector>

namespace snnc::compiler {

enum class VariableKind { State, Param, Weight, Synapse, Trace, Target };

/// The report's word for a kind.
llvm::StringRef nameOf(VariableKind kind);

/// Every format of a quantized network. Ranges and errors are in real units.
struct QuantizationReport {
  /// A variable, or a parameter with a value per neuron, as stored.
  struct Variable {
    /// The population, or the projection of a rule.
    std::string owner, name;
    VariableKind kind = VariableKind::State;
    bool calibrated = false;
    Format format;
    Interval range;
    double maxError() const { return format.step() / 2; }
    bool isOfRule() const {
      return kind != VariableKind::State && kind != VariableKind::Param;
    }
  };
  /// A state that keeps `factor` of itself a step; values within the dead band
  /// of its resting value no longer change.
  struct Decay {
    std::string population, state;
    double factor = 0.0, deadBand = 0.0, range = 0.0;
  };
  struct Weights {
    std::string projection;
    WeightFormat format;
    unsigned shift = 0;
  };
  struct Port {
    std::string population, name;
    Format format;
    int64_t bound = 0;
    /// Bits between the bound and the accumulator's limit.
    double headroom = 0.0;
    std::optional<Interval> typical;
  };
  struct Payload {
    std::string source;
    Format format;
    Interval range;
  };
  struct Table {
    std::string population, name;
    unsigned entries = 0;
    Interval domain, values;
    /// Largest error by interpolation, and the same relative to the larger of
    /// the value and 1/64 of the largest value.
    double maxError = 0.0, relativeError = 0.0;
  };
  struct Body {
    /// The population, or the projection and which program of its rule.
    std::string owner, program;
    /// Operations of the program, and those among them that only change
    /// the scale.
    unsigned operations = 0, rescales = 0;
  };

  std::vector<Variable> variables;
  std::vector<Decay> decays;
  std::vector<Weights> weights;
  std::vector<Port> ports;
  std::vector<Payload> payloads;
  std::vector<Table> tables;
  std::vector<Body> bodies;

  llvm::json::Value toJson() const;
  void print(llvm::raw_ostream &os) const;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_TRANSFORMS_QUANTIZATIONREPORT_H
