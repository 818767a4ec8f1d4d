//===- FileIo.cpp - Whole files, read and written safely --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "image/ElfImage.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace snnc::image {

namespace {

/// A file descriptor that closes itself.
struct Handle {
  int fd = -1;
  ~Handle() {
    if (fd >= 0)
      ::close(fd);
  }
};

std::string reason() { return std::strerror(errno); }

std::vector<uint8_t> readWhole(const std::string &path) {
  Handle file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.fd < 0)
    throw Error(path + ": cannot open: " + reason());
  struct stat info;
  if (::fstat(file.fd, &info) != 0)
    throw Error(path + ": cannot read: " + reason());
  if (!S_ISREG(info.st_mode))
    throw Error(path + ": not a regular file");
  if (static_cast<uint64_t>(info.st_size) > kMaxFileBytes)
    throw Error(path + ": " + std::to_string(info.st_size) +
                " bytes is larger than any image (limit " +
                std::to_string(kMaxFileBytes) + ")");
  std::vector<uint8_t> bytes(static_cast<size_t>(info.st_size));
  size_t done = 0;
  while (done < bytes.size()) {
    ssize_t n = ::read(file.fd, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      throw Error(path + ": cannot read: " + reason());
    if (n == 0)
      throw Error(path + ": became shorter while it was read");
    done += static_cast<size_t>(n);
  }
  return bytes;
}

void writeAll(int fd, const void *data, size_t size, const std::string &path) {
  const auto *bytes = static_cast<const uint8_t *>(data);
  while (size > 0) {
    ssize_t n = ::write(fd, bytes, size);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      throw Error(path + ": cannot write: " + reason());
    bytes += n;
    size -= static_cast<size_t>(n);
  }
}

/// The folder's entry reaches the disk too; some file systems refuse this, and
/// the file's content is safe already.
void syncFolderOf(const std::string &path) {
  size_t slash = path.rfind('/');
  std::string folder =
      slash == std::string::npos ? "." : path.substr(0, slash + 1);
  Handle handle{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (handle.fd >= 0)
    (void)::fsync(handle.fd);
}

} // namespace

void writeFileAtomically(const std::string &path, const void *data,
                         size_t size) {
  struct stat info;
  if (::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    if (S_ISDIR(info.st_mode))
      throw Error(path + ": cannot write: is a folder");
    // A device or a pipe cannot be replaced by a rename; write into it.
    Handle file{::open(path.c_str(), O_WRONLY | O_CLOEXEC)};
    if (file.fd < 0)
      throw Error(path + ": cannot write: " + reason());
    writeAll(file.fd, data, size, path);
    return;
  }
  std::string temporary = path + ".tmp" + std::to_string(::getpid());
  try {
    Handle file{::open(temporary.c_str(),
                       O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)};
    if (file.fd < 0)
      throw Error(path + ": cannot write: " + reason());
    writeAll(file.fd, data, size, path);
    if (::fsync(file.fd) != 0)
      throw Error(path + ": cannot write: " + reason());
    int fd = file.fd;
    file.fd = -1;
    if (::close(fd) != 0)
      throw Error(path + ": cannot write: " + reason());
    if (std::rename(temporary.c_str(), path.c_str()) != 0)
      throw Error(path + ": cannot replace: " + reason());
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  syncFolderOf(path);
}

void saveImage(const Image &image, const std::string &path) {
  std::vector<uint8_t> bytes = writeImage(image);
  writeFileAtomically(path, bytes.data(), bytes.size());
}

Image loadImage(const std::string &path) {
  std::vector<uint8_t> bytes = readWhole(path);
  if (!isElf(bytes))
    return readImage(bytes, path);
  Image image = readImage(imageInElf(bytes, path), path);
  // Not to be looked for in the folders of libraries.
  std::string whole = std::filesystem::absolute(path).string();
  for (NativeCode &code : image.native.code)
    code.library = whole;
  return image;
}

bool looksLikeImage(const std::string &path) {
  Handle file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  std::vector<uint8_t> begin(sizeof(kMagic));
  if (file.fd < 0 || ::read(file.fd, begin.data(), begin.size()) !=
                         static_cast<ssize_t>(begin.size()))
    return false;
  return isElf(begin) ||
         std::memcmp(begin.data(), &kMagic, sizeof(kMagic)) == 0;
}

} // namespace snnc::image
