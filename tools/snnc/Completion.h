//===- Completion.h - Completion of command lines by shells -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_SNNC_COMPLETION_H
#define SNNC_TOOLS_SNNC_COMPLETION_H

#include "tools/snnc/CommandLine.h"

namespace snnc::tools {

/// A script for `shell` (bash, zsh or fish) that completes commands, options
/// and the values of options that name something; all else is a file. Throws
/// UsageError for another shell.
std::string completionScript(const std::string &shell,
                             const std::vector<Command> &commands);

} // namespace snnc::tools

#endif // SNNC_TOOLS_SNNC_COMPLETION_H
