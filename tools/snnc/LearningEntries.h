//===- LearningEntries.h - train and weights on the command line -*- C++-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_SNNC_LEARNINGENTRIES_H
#define SNNC_TOOLS_SNNC_LEARNINGENTRIES_H

#include "tools/snnc/CommandLine.h"
#include "tools/snnc/Compiler.h"
#include "tools/snnc/TrainCommands.h"

#include <vector>

namespace snnc::tools {

/// --data, --labels and --samples.
std::vector<OptionSpec> sampleOptions(runtime::DatasetFiles &files);

/// `common`: the options of compiling, of engines and of --json, which go where
/// `compile`, `train.engineOptions` and `json` are. All must outlive the
/// result.
Command trainEntry(TrainOptions &train, const CompileOptions &compile,
                   const std::string &json,
                   const std::vector<OptionSpec> &common);
Command weightsEntry(WeightsOptions &weights, const CompileOptions &compile,
                     const std::vector<OptionSpec> &common);

} // namespace snnc::tools

#endif // SNNC_TOOLS_SNNC_LEARNINGENTRIES_H
