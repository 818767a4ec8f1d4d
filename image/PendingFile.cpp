//===- PendingFile.cpp - A file that appears when it is complete ----------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/PendingFile.h"

#include "image/Error.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace snnc::image {

namespace {

std::string folderOf(const std::string &path) {
  size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

/// The folder's entry reaches the disk too; some file systems refuse this, and
/// the file's content is safe already.
void syncFolderOf(const std::string &path) {
  int fd = ::open(folderOf(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return;
  (void)::fsync(fd);
  ::close(fd);
}

} // namespace

PendingFile::PendingFile(std::string path) : path(std::move(path)) {
  struct stat info;
  if (::stat(this->path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    if (S_ISDIR(info.st_mode))
      throw Error(this->path + ": cannot write: is a folder");
    device = true;
  }
  name = device ? this->path : this->path + ".tmp" + std::to_string(::getpid());
  fd = device
           ? ::open(name.c_str(), O_WRONLY | O_CLOEXEC)
           : ::open(name.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0)
    fail();
}

PendingFile::~PendingFile() {
  if (fd >= 0)
    ::close(fd);
  if (!left && !device)
    ::unlink(name.c_str());
}

void PendingFile::fail(const std::string &what) const {
  throw Error(path + ": " + what + ": " + std::strerror(errno));
}

void PendingFile::write(const void *data, size_t size) {
  const auto *bytes = static_cast<const uint8_t *>(data);
  while (size > 0) {
    ssize_t n = ::write(fd, bytes, size);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      fail();
    bytes += n;
    size -= static_cast<size_t>(n);
  }
}

void PendingFile::reserve(uint64_t offset, uint64_t bytes) {
  // Blocks beyond the end are not held against the limit of a file's size.
  struct rlimit limit;
  if (::getrlimit(RLIMIT_FSIZE, &limit) == 0 &&
      limit.rlim_cur != RLIM_INFINITY && offset + bytes > limit.rlim_cur) {
    errno = EFBIG;
    fail();
  }
  if (::fallocate(fd, FALLOC_FL_KEEP_SIZE, static_cast<off_t>(offset),
                  static_cast<off_t>(bytes)) != 0 &&
      (errno == ENOSPC || errno == EDQUOT || errno == EFBIG))
    fail();
}

bool PendingFile::trim() {
  struct stat info;
  return ::fstat(fd, &info) == 0 && ::ftruncate(fd, info.st_size) == 0;
}

void PendingFile::keep() {
  (void)trim();
  left = true;
}

void PendingFile::commit() {
  if (!device && (!trim() || ::fsync(fd) != 0))
    fail();
  int closing = fd;
  fd = -1;
  if (::close(closing) != 0)
    fail();
  if (device)
    return;
  if (std::rename(name.c_str(), path.c_str()) != 0)
    fail("cannot replace");
  left = true;
  syncFolderOf(path);
}

void checkWritable(const std::string &path) {
  if (path.empty())
    return;
  struct stat info;
  bool there = ::stat(path.c_str(), &info) == 0;
  if (there && S_ISDIR(info.st_mode))
    throw Error(path + ": cannot write: is a folder");
  // A regular file is replaced: it is the folder that must let it be.
  std::string what = there && !S_ISREG(info.st_mode) ? path : folderOf(path);
  if (::access(what.c_str(), W_OK) != 0)
    throw Error(path + ": cannot write: " + std::strerror(errno));
}

} // namespace snnc::image
