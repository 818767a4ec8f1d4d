//===- NirOptions.h - Options of NIR files ----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_SNNC_NIROPTIONS_H
#define SNNC_TOOLS_SNNC_NIROPTIONS_H

#include "compiler/nir/Import.h"
#include "tools/snnc/CommandLine.h"

#include <vector>

namespace snnc::tools {

/// How NIR files are read.
std::vector<OptionSpec> nirOptions(nir::ImportOptions &options);

} // namespace snnc::tools

#endif // SNNC_TOOLS_SNNC_NIROPTIONS_H
