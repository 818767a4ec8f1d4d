//===- NirOptions.cpp - Options of NIR files ------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/snnc/NirOptions.h"

#include "compiler/nir/Profiles.h"

#include "llvm/ADT/StringRef.h"

#include <cmath>

namespace snnc::tools {

namespace {

double realOf(llvm::StringRef text) {
  double value = 0.0;
  if (text.getAsDouble(value) || !std::isfinite(value))
    throw UsageError("'" + text.str() + "' is not a number");
  return value;
}

} // namespace

std::vector<OptionSpec> nirOptions(nir::ImportOptions &o) {
  return {
      {"--nir-profile", "NAME",
       ".nir: the framework whose reading of the file is meant (nir): " +
           nir::profileNames() + ".",
       [&o](const std::string &value) {
         if (!nir::findProfile(value))
           throw UsageError("'" + value + "' is none of " +
                            nir::profileNames());
         o.profile = value;
       }},
      {"--nir-set", "KEY=VALUE",
       ".nir: change the profile (docs/nir.md); repeatable.",
       [&o](const std::string &value) {
         nir::Convention any;
         if (auto wrong = nir::setConvention(any, value))
           throw UsageError(*wrong);
         o.settings.push_back(value);
       }},
      {"--dt", "X",
       ".nir: the time step, in the file's unit (what its gains tell, else the "
       "profile's).",
       [&o](const std::string &value) {
         o.dt = realOf(value);
         if (*o.dt <= 0.0)
           throw UsageError("must be greater than 0");
       }},
      {"--time-unit", "UNIT",
       ".nir: of the file's times: s, ms, us or steps (the profile's).",
       [&o](const std::string &value) {
         if (!nir::unitInMs(value))
           throw UsageError("'" + value + "' is none of s, ms, us and steps");
         o.unit = value;
       }},
      {"--nir-input", "LOW,HIGH",
       ".nir: inputs have real values in this range (plain spikes).",
       [&o](const std::string &value) {
         auto [low, high] = llvm::StringRef(value).split(',');
         o.analog = {realOf(low), realOf(high)};
         if (!(o.analog->first < o.analog->second))
           throw UsageError("'" + value + "' is not a range LOW,HIGH");
       }},
  };
}

} // namespace snnc::tools
