//===- FileIo.cpp - Whole files, read and written safely --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "image/ElfImage.h"
#include "image/PendingFile.h"

#include <cerrno>
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

} // namespace

void writeFileAtomically(const std::string &path, const void *data,
                         size_t size) {
  PendingFile file(path);
  file.write(data, size);
  file.commit();
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
