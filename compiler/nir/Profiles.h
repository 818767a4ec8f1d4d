//===- Profiles.h - What frameworks make of a NIR file ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A NIR file stores equations in continuous time, neither dt nor its unit nor
// how they are discretized; a profile is what one framework does
// (docs/nir.md).
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NIR_PROFILES_H
#define SNNC_COMPILER_NIR_PROFILES_H

#include <optional>
#include <string>
#include <vector>

namespace snnc::nir {

/// What is left of a state after a step, and the share of a constant drive.
enum class Decay { Euler, Exact };
/// The membrane takes the current after its update, or before.
enum class Order { CurrentFirst, VoltageFirst };
enum class Reset { Value, Zero, Subtract };
/// In the step of the spike; in the next one; or by what the framework corrects
/// in the step (snnTorch): only the comparison sees the reset of the spike
/// before.
enum class Timing { Same, Late, Corrected };
/// A spike where v > threshold, or v >= threshold.
enum class Spike { Above, At };
/// At most one spike a step, or as many as thresholds fit (payloads).
enum class Spikes { One, Many };
/// By what an input is multiplied: the equation's (r or w_in times the share);
/// the share alone; nothing; the decay.
enum class Gain { Equation, Share, One, Decay };
/// v_leak draws the membrane; is not there; is added in every step.
enum class Leak { Equation, None, Added };
/// Where the membrane begins: at 0, v_leak or v_reset.
enum class Initial { Zero, Leak, Reset };
/// What r / tau says about dt where it is not given.
enum class DtFrom { Default, Gain, GainPlusOne };

struct Convention {
  Decay decay = Decay::Euler;
  Order order = Order::CurrentFirst;
  Reset reset = Reset::Value;
  Timing timing = Timing::Same;
  Spike spike = Spike::Above;
  Spikes spikes = Spikes::One;
  /// Of currents (w_in), of membranes that leak (r) with and without a current,
  /// and of those that do not (r).
  Gain currentGain = Gain::Equation, cubaGain = Gain::Equation,
       gain = Gain::Equation, integratorGain = Gain::Equation;
  Leak leak = Leak::Equation;
  Initial initial = Initial::Zero;
  /// Integrators do not go below minus their threshold.
  bool clip = false;
  /// Steps that an edge takes which closes a cycle.
  int feedback = 1;
  /// Biases on such an edge are there in the first step.
  bool feedbackBias = true;
  /// Steps from a spike to where the framework shows it.
  int output = 0;
};

struct Profile {
  std::string name;
  Convention convention;
  /// Milliseconds of the file's unit of time; steps are such a unit too.
  double unitMs = 1000.0;
  double dt = 1e-4;
  DtFrom dtFrom = DtFrom::Default;
  /// Files of this framework have gains of 1 (r = tau / dt).
  bool unitGain = false;
};

const std::vector<Profile> &profiles();
/// Null if there is none.
const Profile *findProfile(const std::string &name);
std::string profileNames();

/// Sets "key=value"; otherwise says what is possible.
std::optional<std::string> setConvention(Convention &convention,
                                         const std::string &setting);
/// Milliseconds of "s", "ms", "us" or "steps".
std::optional<double> unitInMs(const std::string &unit);

} // namespace snnc::nir

#endif // SNNC_COMPILER_NIR_PROFILES_H
