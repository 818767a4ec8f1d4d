//===- Progress.cpp - Progress lines of long runs ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/commands/Progress.h"

#include "image/Container.h"

#include <cstdio>

namespace snnc::tools {

Progress::Progress(std::string what, uint64_t total, bool on)
    : what(std::move(what)), total(total), on(on), start(Clock::now()),
      last(start) {}

double Progress::seconds() const {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void Progress::at(uint64_t done) {
  if (!on)
    return;
  Clock::time_point now = Clock::now();
  if (now - last < std::chrono::seconds(2))
    return;
  last = now;
  double spent = seconds();
  double left = spent / double(done) * double(total - done);
  std::fprintf(stderr, "%s: step %llu of %llu, %.0f steps/s, %.0f s left\n",
               what.c_str(), static_cast<unsigned long long>(done),
               static_cast<unsigned long long>(total), double(done) / spent,
               left);
}

void writeText(const std::string &path, const std::string &text) {
  if (!path.empty())
    image::writeFileAtomically(path, text.data(), text.size());
}

} // namespace snnc::tools
