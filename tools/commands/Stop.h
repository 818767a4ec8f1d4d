//===- Stop.h - Runs that are asked to end ----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_COMMANDS_STOP_H
#define SNNC_TOOLS_COMMANDS_STOP_H

#include <csignal>

namespace snnc::tools {

/// Exit code of a run that was stopped: what a shell says of SIGINT.
constexpr int kStoppedExitCode = 130;

/// While there is one, the first SIGINT or SIGTERM asks for a stop; the next
/// one kills as ever.
class StopRequest {
public:
  StopRequest();
  StopRequest(const StopRequest &) = delete;
  StopRequest &operator=(const StopRequest &) = delete;
  ~StopRequest();

  bool asked() const;

private:
  struct sigaction interrupt, terminate;
};

} // namespace snnc::tools

#endif // SNNC_TOOLS_COMMANDS_STOP_H
