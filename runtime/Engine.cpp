//===- Engine.cpp - The interface of every engine -------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/Engine.h"

#include "image/Error.h"

namespace snnc::runtime {

void Engine::writePort(uint32_t, uint32_t, uint32_t,
                       const std::vector<int64_t> &) {
  throw Error(name() + ": the sums of a port cannot be written");
}

std::unique_ptr<Engine> Engine::fork() {
  throw Error(name() + ": runs one sample at a time; a batch needs the engine "
                       "cpu");
}

void Engine::startAt(uint64_t) { throw Error(name() + ": begins with step 0"); }

} // namespace snnc::runtime
