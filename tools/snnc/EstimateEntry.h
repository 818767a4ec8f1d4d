//===- EstimateEntry.h - estimate on the command line -----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_SNNC_ESTIMATEENTRY_H
#define SNNC_TOOLS_SNNC_ESTIMATEENTRY_H

#include "tools/snnc/CommandLine.h"
#include "tools/snnc/Compiler.h"
#include "tools/snnc/EstimateCommand.h"

#include <vector>

namespace snnc::tools {

/// `common`: the options of compiling and of --json, which go where `compile`
/// and `json` are. All must outlive the result.
Command estimateEntry(EstimateOptions &estimate, const CompileOptions &compile,
                      const std::string &json,
                      const std::vector<OptionSpec> &common);

} // namespace snnc::tools

#endif // SNNC_TOOLS_SNNC_ESTIMATEENTRY_H
