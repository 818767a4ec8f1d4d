//===- PendingFile.h - A file that appears when it is complete --*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How every output is written: under a temporary name in the same folder,
// flushed to disk and renamed. All throw snnc::Error with the final path.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_PENDINGFILE_H
#define SNNC_IMAGE_PENDINGFILE_H

#include <cstddef>
#include <cstdint>
#include <string>

namespace snnc::image {

class PendingFile {
public:
  /// Creates the temporary file. A device or a pipe cannot be replaced by a
  /// rename; it is opened and written as it is.
  explicit PendingFile(std::string path);
  PendingFile(const PendingFile &) = delete;
  PendingFile &operator=(const PendingFile &) = delete;
  /// Removes the temporary file unless commit() or keep() came before.
  ~PendingFile();

  /// The file's name until commit().
  const std::string &temporary() const { return name; }
  bool isDevice() const { return device; }
  /// Appends.
  void write(const void *data, size_t size);
  /// Takes `bytes` of disk from `offset` on, so that writing there cannot fail
  /// for lack of room. Does nothing where the file system cannot.
  void reserve(uint64_t offset, uint64_t bytes);
  /// The file is complete: gives it its name.
  void commit();
  /// Leaves it under its temporary name.
  void keep();

private:
  [[noreturn]] void fail(const std::string &what = "cannot write") const;
  /// Gives back what was reserved beyond the end.
  bool trim();

  std::string path, name;
  int fd = -1;
  bool device = false, left = false;
};

/// Throws snnc::Error if a file of this name cannot be made, so that a run need
/// not end to find out. An empty path is none.
void checkWritable(const std::string &path);

} // namespace snnc::image

#endif // SNNC_IMAGE_PENDINGFILE_H
