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

} // namespace snnc::runtime
