//===- Modulators.cpp - Modulators set on the command line ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/commands/Modulators.h"

#include "image/Error.h"

#include <charconv>

namespace snnc::tools {

namespace {

uint32_t modulatorOf(const image::Image &image, const std::string &name) {
  std::string known;
  for (uint32_t m = 0; m < image.modulators.size(); ++m) {
    const image::Modulator &modulator = image.modulators[m];
    if (modulator.name == name && modulator.driver >= 0)
      throw Error(
          "modulator '" + name + "' cannot be set: population '" +
          image.populations[static_cast<size_t>(modulator.driver)].name +
          "' drives it");
    if (modulator.name == name)
      return m;
    known += (known.empty() ? "" : ", ") + image.modulators[m].name;
  }
  throw Error("no modulator '" + name + "' in network '" + image.name +
              "'; there are: " + (known.empty() ? "none" : known));
}

template <typename T> bool parse(const std::string &text, T &number) {
  const char *end = text.data() + text.size();
  auto [at, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && at == end;
}

} // namespace

ModulatorSchedule::ModulatorSchedule(const image::Image &image,
                                     const std::vector<std::string> &settings) {
  for (const std::string &setting : settings) {
    size_t equals = setting.find('=');
    size_t at = setting.find('@', equals == std::string::npos ? 0 : equals);
    int32_t value = 0;
    uint64_t step = 0;
    if (equals == std::string::npos ||
        !parse(setting.substr(equals + 1, at - equals - 1), value) ||
        (at != std::string::npos && !parse(setting.substr(at + 1), step)))
      throw Error("modulator '" + setting +
                  "': expected NAME=VALUE or NAME=VALUE@STEP with a 32-bit "
                  "integer and a step of the run");
    due[step].push_back({modulatorOf(image, setting.substr(0, equals)), value});
  }
}

void ModulatorSchedule::apply(runtime::Engine &engine, uint64_t step) const {
  auto found = due.find(step);
  if (found == due.end())
    return;
  for (auto [modulator, value] : found->second)
    engine.setModulator(modulator, value);
}

} // namespace snnc::tools
