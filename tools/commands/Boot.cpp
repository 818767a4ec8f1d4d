//===- Boot.cpp - snnc boot -------------------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/Boot.h"

#include "image/Container.h"
#include "image/Parts.h"
#include "tools/commands/Progress.h"
#include "tools/snnc/RunCommands.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace snnc::tools {

int bootCommand(const image::Image &image, const BootOptions &options) {
  image::needTiles(image, "a boot file");
  sim::Boot boot =
      sim::bootOf(image, options.clearByWrites ? sim::BootClear::Writes
                                               : sim::BootClear::Command);
  std::vector<uint8_t> bytes = sim::writeBoot(boot);
  image::writeFileAtomically(options.output, bytes.data(), bytes.size());
  std::printf("%s: %zu accesses, %zu bytes, for a chip of %u x %u tiles\n",
              options.output.c_str(), boot.accesses.size(), bytes.size(),
              boot.target.columns, boot.target.rows);
  if (!options.json.empty())
    writeText(options.json, nlohmann::json({{"accesses", boot.accesses.size()},
                                            {"bytes", bytes.size()},
                                            {"columns", boot.target.columns},
                                            {"rows", boot.target.rows}})
                                    .dump(2) +
                                "\n");
  return 0;
}

} // namespace snnc::tools
