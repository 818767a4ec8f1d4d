//===- Hdf5Guard.cpp - Files of unknown origin, at arm's length -----------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/nir/Hdf5Guard.h"

#include "image/Bytes.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace snnc::nir {

namespace {

constexpr rlim_t kMostSeconds = 120;
constexpr rlim_t kMostBytes = 4ull << 30;
/// Of the answer: more than the numbers of any graph, with names.
constexpr uint64_t kMostAnswer = kMostElements * 8 + (1ull << 28);

enum class Answer : uint8_t { Graph, Fault };

void limit(int resource, rlim_t most) {
  struct rlimit now = {};
  if (::getrlimit(static_cast<__rlimit_resource>(resource), &now) != 0)
    return;
  now.rlim_cur = std::min(now.rlim_max, most);
  ::setrlimit(static_cast<__rlimit_resource>(resource), &now);
}

void writeAll(int to, const void *data, size_t size) {
  const char *at = static_cast<const char *>(data);
  while (size > 0) {
    ssize_t done = ::write(to, at, size);
    if (done < 0 && errno == EINTR)
      continue;
    if (done <= 0)
      _exit(1);
    at += done;
    size -= static_cast<size_t>(done);
  }
}

/// What the other process does.
[[noreturn]] void answer(const std::string &path, int to) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, kMostSeconds);
#ifndef __SANITIZE_ADDRESS__ // The sanitizer's own memory is far more.
  limit(RLIMIT_DATA, kMostBytes);
#endif
  // What the library says as it dies is no use to anyone.
  int null = ::open("/dev/null", O_WRONLY);
  if (null >= 0)
    ::dup2(null, STDERR_FILENO);
  std::vector<uint8_t> bytes;
  try {
    try {
      bytes = toBytes(readGraphHere(path));
      bytes.insert(bytes.begin(), static_cast<uint8_t>(Answer::Graph));
    } catch (const FileError &error) {
      image::ByteWriter w;
      w.number(static_cast<uint8_t>(Answer::Fault));
      w.text(error.where);
      w.text(error.text);
      bytes = std::move(w.bytes);
    }
  } catch (const std::exception &) { // Memory.
    _exit(1);
  }
  writeAll(to, bytes.data(), bytes.size());
  _exit(0);
}

std::vector<uint8_t> readAll(int from) {
  std::vector<uint8_t> bytes;
  std::vector<uint8_t> piece(1 << 16);
  for (;;) {
    ssize_t got = ::read(from, piece.data(), piece.size());
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0 || bytes.size() > kMostAnswer)
      return bytes;
    bytes.insert(bytes.end(), piece.begin(), piece.begin() + got);
  }
}

} // namespace

Graph readGraph(const std::string &path) {
  int ends[2] = {};
  if (::pipe(ends) != 0)
    throw FileError(path,
                    std::string("cannot be read: ") + std::strerror(errno));
  pid_t child = ::fork();
  if (child < 0) {
    ::close(ends[0]);
    ::close(ends[1]);
    throw FileError(path,
                    std::string("cannot be read: ") + std::strerror(errno));
  }
  if (child == 0) {
    ::close(ends[0]);
    answer(path, ends[1]);
  }
  ::close(ends[1]);
  std::vector<uint8_t> bytes = readAll(ends[0]);
  ::close(ends[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR)
    ;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && !bytes.empty()) {
    auto kind = static_cast<Answer>(bytes[0]);
    bytes.erase(bytes.begin());
    if (kind == Answer::Graph)
      return fromBytes(bytes);
    image::ByteReader r(bytes.data(), bytes.size(), path);
    std::string where = r.text();
    throw FileError(where, r.text());
  }
  throw FileError(path, "is damaged: the HDF5 library failed on it");
}

} // namespace snnc::nir
