//===- Lockstep.h - The chip beside the golden model ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_SIM_LOCKSTEP_H
#define SNNC_TESTS_UNIT_SIM_LOCKSTEP_H

#include "runtime/RefEngine.h"
#include "sim/RtlEngine.h"
#include "tests/unit/runtime/TinyNetwork.h"

#include <gtest/gtest.h>

#include <functional>

namespace snnc::testing {

inline void expectEqual(const runtime::Counters &ref,
                        const runtime::Counters &rtl) {
  EXPECT_EQ(ref.steps, rtl.steps);
  EXPECT_EQ(ref.updateCycles, rtl.updateCycles);
  EXPECT_EQ(ref.deliverCycles, rtl.deliverCycles);
  EXPECT_EQ(ref.learnCycles, rtl.learnCycles);
  EXPECT_EQ(ref.cycles, rtl.cycles);
  EXPECT_EQ(ref.stallCycles, rtl.stallCycles);
  EXPECT_EQ(ref.instructions, rtl.instructions);
  EXPECT_EQ(ref.events, rtl.events);
  EXPECT_EQ(ref.synapticOps, rtl.synapticOps);
  EXPECT_EQ(ref.rowUnits, rtl.rowUnits);
  EXPECT_EQ(ref.saturations, rtl.saturations);
  EXPECT_EQ(ref.synapseUpdates, rtl.synapseUpdates);
}

/// Called before each step with both engines.
using Stimulus = std::function<void(runtime::Engine &, uint64_t step)>;

/// Runs both engines; digests, events and counters must be equal after every
/// step.
inline void lockstep(std::shared_ptr<const image::Image> image, unsigned steps,
                     const Stimulus &stimulus = {},
                     sim::RtlOptions options = {}) {
  options.assertions = true;
  runtime::RefEngine ref(image);
  auto rtl = sim::createRtlEngine(image, options);
  for (unsigned t = 0; t < steps; ++t) {
    SCOPED_TRACE("step " + std::to_string(t));
    if (stimulus) {
      stimulus(ref, t);
      stimulus(*rtl, t);
    }
    ref.step();
    rtl->step();
    EXPECT_EQ(ref.events(), rtl->events());
    EXPECT_EQ(ref.digest(), rtl->digest());
    expectEqual(ref.counters(), rtl->counters());
    if (::testing::Test::HasFailure())
      return;
  }
}

} // namespace snnc::testing

#endif // SNNC_TESTS_UNIT_SIM_LOCKSTEP_H
