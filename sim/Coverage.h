//===- Coverage.h - Line coverage of the RTL --------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Builds for coverage (SNNC_COVERAGE) leave the counts of each Verilated chip
// in the folder that $SNNC_RTL_COVERAGE names; others do nothing.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_COVERAGE_H
#define SNNC_SIM_COVERAGE_H

#include "verilated.h"

#ifdef SNNC_RTL_COVERAGE
#include "verilated_cov.h"

#include <atomic>
#include <cstdlib>
#include <string>
#include <unistd.h>
#endif

namespace snnc::sim {

inline void writeCoverage([[maybe_unused]] VerilatedContext &context) {
#ifdef SNNC_RTL_COVERAGE
  static std::atomic<unsigned> count{0};
  if (const char *folder = std::getenv("SNNC_RTL_COVERAGE"))
    context.coveragep()->write((std::string(folder) + "/" +
                                std::to_string(getpid()) + "-" +
                                std::to_string(count++) + ".dat")
                                   .c_str());
#endif
}

} // namespace snnc::sim

#endif // SNNC_SIM_COVERAGE_H
