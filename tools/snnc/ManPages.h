//===- ManPages.h - Manual pages of the commands ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_SNNC_MANPAGES_H
#define SNNC_TOOLS_SNNC_MANPAGES_H

#include "tools/snnc/CommandLine.h"

namespace snnc::tools {

/// Writes snnc.1 and a page snnc-COMMAND.1 for each command into `folder`,
/// which is made if need be; from what --help prints. Returns how many there
/// are. Throws snnc::Error if a file cannot be written.
size_t writeManPages(const std::string &folder, const std::string &version,
                     const std::string &overview,
                     const std::vector<Command> &commands);

} // namespace snnc::tools

#endif // SNNC_TOOLS_SNNC_MANPAGES_H
