//===- Stop.cpp - Runs that are asked to end ------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/commands/Stop.h"

#include <unistd.h>

namespace snnc::tools {

namespace {

volatile std::sig_atomic_t stopAsked = 0;

void askForStop(int) {
  stopAsked = 1;
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  const char text[] = "\nstopping after this step; once more to kill\n";
  (void)!::write(STDERR_FILENO, text, sizeof(text) - 1);
}

} // namespace

StopRequest::StopRequest() {
  stopAsked = 0;
  struct sigaction action = {};
  action.sa_handler = askForStop;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGINT, &action, &interrupt);
  ::sigaction(SIGTERM, &action, &terminate);
}

StopRequest::~StopRequest() {
  ::sigaction(SIGINT, &interrupt, nullptr);
  ::sigaction(SIGTERM, &terminate, nullptr);
}

bool StopRequest::asked() const { return stopAsked != 0; }

} // namespace snnc::tools
