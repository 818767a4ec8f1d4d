//===- Factory.cpp - Engines by name ----------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/Factory.h"

#include "image/Error.h"
#include "runtime/FloatEngine.h"
#include "runtime/RefEngine.h"

#include <map>

namespace snnc::runtime {

static std::map<std::string, EngineMaker> &makers() {
  static std::map<std::string, EngineMaker> known = {
      {"ref",
       [](std::shared_ptr<const image::Image> image, const EngineOptions &) {
         return std::make_unique<RefEngine>(std::move(image));
       }},
      {"float",
       [](std::shared_ptr<const image::Image> image, const EngineOptions &) {
         return std::make_unique<FloatEngine>(std::move(image));
       }},
  };
  return known;
}

void registerEngine(const std::string &name, EngineMaker maker) {
  makers()[name] = std::move(maker);
}

std::vector<std::string> engineNames() {
  std::vector<std::string> names;
  for (const auto &entry : makers())
    names.push_back(entry.first);
  return names;
}

std::string defaultEngine(const image::Image &image) {
  return image.isPlaced() ? "ref" : "cpu";
}

std::unique_ptr<Engine> createEngine(const std::string &name,
                                     std::shared_ptr<const image::Image> image,
                                     const EngineOptions &options) {
  auto it = makers().find(name);
  if (it == makers().end()) {
    std::string known;
    for (const std::string &one : engineNames())
      known += (known.empty() ? "" : ", ") + one;
    throw Error("no engine '" + name + "'; this program has: " + known);
  }
  return it->second(std::move(image), options);
}

} // namespace snnc::runtime
