//===- Progress.cpp - Progress lines of long runs ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/commands/Progress.h"

#include "image/Container.h"

#include <cinttypes>
#include <cstdio>
#include <ctime>
#include <unistd.h>

namespace snnc::tools {

namespace {

/// "1 h 02 min", "3 min 20 s", "12 s".
std::string durationText(double seconds) {
  auto s = static_cast<uint64_t>(seconds + 0.5);
  char text[64];
  if (s >= 3600)
    std::snprintf(text, sizeof(text), "%" PRIu64 " h %02" PRIu64 " min",
                  s / 3600, s % 3600 / 60);
  else if (s >= 60)
    std::snprintf(text, sizeof(text), "%" PRIu64 " min %02" PRIu64 " s", s / 60,
                  s % 60);
  else
    std::snprintf(text, sizeof(text), "%" PRIu64 " s", s);
  return text;
}

double processorSeconds() {
  timespec spent{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return double(spent.tv_sec) + 1e-9 * double(spent.tv_nsec);
}

} // namespace

Progress::Progress(std::string what, uint64_t total, bool on, double dtMs,
                   uint64_t first)
    : what(std::move(what)), total(total), first(first), dtMs(dtMs), on(on),
      terminal(::isatty(STDERR_FILENO) == 1), start(Clock::now()), last(start),
      cpuStart(processorSeconds()) {}

double Progress::seconds() const {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double Progress::cpuSeconds() const { return processorSeconds() - cpuStart; }

double Progress::realTimeFactor(uint64_t done) const {
  double spent = seconds();
  return spent > 0.0 ? double(done) * dtMs / 1e3 / spent : 0.0;
}

std::string Progress::line(uint64_t done) const {
  double spent = seconds();
  char text[200];
  std::snprintf(text, sizeof(text),
                "step %" PRIu64 " of %" PRIu64 " (%.1f %%), %.0f steps/s, ",
                first + done, first + total,
                100.0 * double(done) / double(total), double(done) / spent);
  return what + ": " + text + realTimeText(realTimeFactor(done)) + ", " +
         durationText(spent / double(done) * double(total - done)) + " left";
}

void Progress::at(uint64_t done) {
  if (!on)
    return;
  Clock::time_point now = Clock::now();
  if (now - last < (terminal ? std::chrono::milliseconds(500)
                             : std::chrono::milliseconds(10000)))
    return;
  last = now;
  // Escape sequence: erase to the end of the line.
  std::fprintf(stderr, terminal ? "\r%s\x1b[K" : "%s\n", line(done).c_str());
  std::fflush(stderr);
  shown = terminal;
}

void Progress::clear() {
  if (!shown)
    return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  shown = false;
}

std::string realTimeText(double factor) {
  char text[40];
  std::snprintf(text, sizeof(text), "%.3gx real time", factor);
  return text;
}

bool printOnlyFirst(const runtime::Engine &engine) {
  if (!engine.isFirst() && !std::freopen("/dev/null", "w", stdout))
    throw Error("cannot open /dev/null");
  return engine.isFirst();
}

void writeText(const std::string &path, const std::string &text) {
  if (!path.empty())
    image::writeFileAtomically(path, text.data(), text.size());
}

} // namespace snnc::tools
