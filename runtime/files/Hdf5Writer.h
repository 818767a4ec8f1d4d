//===- Hdf5Writer.h - An HDF5 file that grows -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Series of numbers in chunked datasets, written as they come: little of them
// is in memory. After each flush() the temporary file can be read, also if the
// program dies before the next. Room on disk is taken before anything is
// written, so a full disk leaves the file as it was at the flush before.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_FILES_HDF5WRITER_H
#define SNNC_RUNTIME_FILES_HDF5WRITER_H

#include "image/Hdf5Id.h"
#include "image/PendingFile.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace snnc::runtime {

using image::Hdf5Id;
using image::prepareHdf5;

/// How the numbers of a series are stored.
enum class Hdf5Type { U64, I32, F32, F64 };

class Hdf5Writer {
public:
  /// Creates the temporary file. All throw snnc::Error with `path`.
  explicit Hdf5Writer(const std::string &path);
  Hdf5Writer(const Hdf5Writer &) = delete;
  Hdf5Writer &operator=(const Hdf5Writer &) = delete;
  ~Hdf5Writer();

  void addGroup(const std::string &name);
  /// A dataset [rows] without width, else [rows, width]; its groups exist.
  size_t addSeries(const std::string &name, Hdf5Type type,
                   std::optional<uint64_t> width = {});
  void setText(const std::string &object, const std::string &attribute,
               const std::string &text);
  void setReal(const std::string &object, const std::string &attribute,
               double value);
  void setInteger(const std::string &object, const std::string &attribute,
                  int64_t value);
  /// An enumeration of `names`, numbered from 0, with its value.
  void setEnum(const std::string &object, const std::string &attribute,
               const std::vector<std::string> &names, uint8_t value);

  /// Of a series of reals (F32, F64) or integers (U64, I32).
  void append(size_t series, double value);
  void append(size_t series, int64_t value);
  void append(size_t series, const std::vector<double> &values);
  /// Bytes that wait for flush().
  uint64_t buffered() const { return bufferedBytes; }
  void flush();
  /// Flushes, closes and gives the file its name.
  void finish();
  /// What a file has that is left under its temporary name.
  enum class Left { Nothing, Flushed, All };
  /// Closes the file and leaves it as temporary() if it can be read to its end
  /// and holds something.
  Left abandon();
  const std::string &temporary() const { return pending.temporary(); }

private:
  struct Series {
    std::string name;
    Hdf5Type type;
    /// Values a row; the dataset has one dimension if `flat`.
    uint64_t width;
    bool flat;
    uint64_t chunkRows, chunkColumns;
    /// Until the file is closed.
    std::unique_ptr<Hdf5Id> set;
    /// Rows in the file.
    uint64_t rows = 0;
    // One of them, by type.
    std::vector<double> reals;
    std::vector<int64_t> integers;
    uint64_t waiting() const {
      return (reals.size() + integers.size()) / width;
    }
  };
  [[noreturn]] void fail();
  void check(bool good) {
    if (!good)
      fail();
  }
  void attribute(const std::string &object, const std::string &name, hid_t type,
                 const void *value);
  uint64_t newChunkBytes(const Series &series) const;
  void write(Series &series);
  bool close();
  bool readable() const;

  std::string path;
  image::PendingFile pending;
  std::optional<Hdf5Id> file;
  std::vector<Series> series;
  uint64_t bufferedBytes = 0;
  /// The library could not write: what the file holds is not known.
  bool broken = false;
  bool finished = false;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_FILES_HDF5WRITER_H
