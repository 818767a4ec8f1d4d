//===- Hdf5Writer.cpp - An HDF5 file that grows ---------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/files/Hdf5Writer.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace snnc::runtime {

namespace {

/// Values of a chunk: large enough to be written fast, small enough for files
/// of few events.
constexpr uint64_t kChunkValues = 8192;
/// Rows of many neurons are better whole.
constexpr uint64_t kMostColumns = 32768;
/// What the library may write beside the values at a flush: headers, and nodes
/// of the index of chunks.
constexpr uint64_t kHeaderBytes = 64 << 10, kIndexBytes = 128;

bool isReal(Hdf5Type type) {
  return type == Hdf5Type::F32 || type == Hdf5Type::F64;
}

hid_t storedType(Hdf5Type type) {
  switch (type) {
  case Hdf5Type::U64:
    return H5T_STD_U64LE;
  case Hdf5Type::I32:
    return H5T_STD_I32LE;
  case Hdf5Type::F32:
    return H5T_IEEE_F32LE;
  case Hdf5Type::F64:
    return H5T_IEEE_F64LE;
  }
  return H5I_INVALID_HID;
}

uint64_t bytesOf(Hdf5Type type) {
  return type == Hdf5Type::U64 || type == Hdf5Type::F64 ? 8 : 4;
}

uint64_t ceilDiv(uint64_t a, uint64_t b) { return (a + b - 1) / b; }

/// An access of its own: without locks (the name is ours alone, and a reader
/// may look at it), with another driver where the file is open already.
Hdf5Id fileAccess(bool second) {
  Hdf5Id access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "HDF5 does not work");
  H5Pset_file_locking(access, false, true);
  if (second)
    H5Pset_fapl_stdio(access);
  return access;
}

} // namespace

Hdf5Writer::Hdf5Writer(const std::string &path) : path(path), pending(path) {
  if (pending.isDevice())
    throw Error(path + ": HDF5 needs a regular file");
  prepareHdf5();
  Hdf5Id access = fileAccess(false);
  Hdf5Id creation(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "HDF5 does not work");
  pending.reserve(0, kHeaderBytes);
  errno = 0;
  hid_t id =
      H5Fcreate(pending.temporary().c_str(), H5F_ACC_TRUNC, creation, access);
  check(id >= 0);
  file.emplace(id, H5Fclose, path);
}

Hdf5Writer::~Hdf5Writer() {
  if (file)
    close();
}

void Hdf5Writer::fail() {
  broken = true;
  // What the system said last; the library tells no more.
  throw Error(path + ": cannot write: " +
              (errno ? std::strerror(errno) : "HDF5 does not say why"));
}

void Hdf5Writer::addGroup(const std::string &name) {
  hid_t group =
      H5Gcreate2(*file, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  check(group >= 0 && H5Gclose(group) >= 0);
}

size_t Hdf5Writer::addSeries(const std::string &name, Hdf5Type type,
                             std::optional<uint64_t> width) {
  uint64_t columns = width.value_or(1);
  uint64_t chunkColumns = std::min(columns, kMostColumns);
  uint64_t chunkRows = std::max<uint64_t>(kChunkValues / chunkColumns, 1);
  hsize_t none[2] = {0, columns}, most[2] = {H5S_UNLIMITED, columns};
  hsize_t chunk[2] = {chunkRows, chunkColumns};
  int rank = width ? 2 : 1;
  Hdf5Id space(H5Screate_simple(rank, none, most), H5Sclose, path);
  Hdf5Id creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, path);
  H5Pset_chunk(creation, rank, chunk);
  H5Pset_obj_track_times(creation, false);
  hid_t set = H5Dcreate2(*file, name.c_str(), storedType(type), space,
                         H5P_DEFAULT, creation, H5P_DEFAULT);
  check(set >= 0);
  series.push_back({name,
                    type,
                    columns,
                    !width,
                    chunkRows,
                    chunkColumns,
                    std::make_unique<Hdf5Id>(set, H5Dclose, path),
                    0,
                    {},
                    {}});
  return series.size() - 1;
}

void Hdf5Writer::attribute(const std::string &object, const std::string &name,
                           hid_t type, const void *value) {
  Hdf5Id space(H5Screate(H5S_SCALAR), H5Sclose, path);
  hid_t id = H5Acreate_by_name(*file, object.c_str(), name.c_str(), type, space,
                               H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  check(id >= 0);
  bool written = H5Awrite(id, type, value) >= 0;
  check(H5Aclose(id) >= 0 && written);
}

void Hdf5Writer::setText(const std::string &object,
                         const std::string &attributeName,
                         const std::string &text) {
  Hdf5Id type(H5Tcopy(H5T_C_S1), H5Tclose, path);
  H5Tset_size(type, text.size() + 1);
  attribute(object, attributeName, type, text.c_str());
}

void Hdf5Writer::setReal(const std::string &object,
                         const std::string &attributeName, double value) {
  attribute(object, attributeName, H5T_IEEE_F64LE, &value);
}

void Hdf5Writer::setInteger(const std::string &object,
                            const std::string &attributeName, int64_t value) {
  attribute(object, attributeName, H5T_STD_I64LE, &value);
}

void Hdf5Writer::setEnum(const std::string &object,
                         const std::string &attributeName,
                         const std::vector<std::string> &names, uint8_t value) {
  Hdf5Id type(H5Tenum_create(H5T_STD_U8LE), H5Tclose, path);
  for (uint8_t i = 0; i < names.size(); ++i)
    H5Tenum_insert(type, names[i].c_str(), &i);
  attribute(object, attributeName, type, &value);
}

void Hdf5Writer::append(size_t to, double value) {
  series[to].reals.push_back(value);
  bufferedBytes += sizeof(value);
}

void Hdf5Writer::append(size_t to, int64_t value) {
  series[to].integers.push_back(value);
  bufferedBytes += sizeof(value);
}

void Hdf5Writer::append(size_t to, const std::vector<double> &values) {
  auto &reals = series[to].reals;
  reals.insert(reals.end(), values.begin(), values.end());
  bufferedBytes += values.size() * sizeof(double);
}

uint64_t Hdf5Writer::newChunkBytes(const Series &s) const {
  uint64_t chunks = (ceilDiv(s.rows + s.waiting(), s.chunkRows) -
                     ceilDiv(s.rows, s.chunkRows)) *
                    ceilDiv(s.width, s.chunkColumns);
  return chunks *
         (s.chunkRows * s.chunkColumns * bytesOf(s.type) + kIndexBytes);
}

void Hdf5Writer::write(Series &s) {
  uint64_t rows = s.waiting();
  if (rows == 0)
    return;
  int rank = s.flat ? 1 : 2;
  hsize_t extent[2] = {s.rows + rows, s.width}, start[2] = {s.rows, 0},
          count[2] = {rows, s.width};
  check(H5Dset_extent(*s.set, extent) >= 0);
  Hdf5Id memory(H5Screate_simple(rank, count, nullptr), H5Sclose, path);
  Hdf5Id space(H5Dget_space(*s.set), H5Sclose, path);
  check(H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nullptr, count,
                            nullptr) >= 0);
  bool real = isReal(s.type);
  check(H5Dwrite(*s.set, real ? H5T_NATIVE_DOUBLE : H5T_NATIVE_INT64, memory,
                 space, H5P_DEFAULT,
                 real ? static_cast<const void *>(s.reals.data())
                      : s.integers.data()) >= 0);
  s.rows += rows;
  s.reals.clear();
  s.integers.clear();
}

void Hdf5Writer::flush() {
  uint64_t bytes = kHeaderBytes;
  for (const Series &s : series)
    bytes += newChunkBytes(s);
  hsize_t size = 0;
  errno = 0;
  check(H5Fget_filesize(*file, &size) >= 0);
  pending.reserve(size, bytes);
  for (Series &s : series)
    write(s);
  check(H5Fflush(*file, H5F_SCOPE_GLOBAL) >= 0);
  bufferedBytes = 0;
}

bool Hdf5Writer::close() {
  for (Series &s : series)
    s.set.reset();
  bool closed = H5Fclose(file->release()) >= 0;
  file.reset();
  return closed;
}

void Hdf5Writer::finish() {
  flush();
  errno = 0;
  check(close());
  pending.commit();
  finished = true;
}

/// Whether the last row of each series is there, for a program that opens the
/// file anew.
bool Hdf5Writer::readable() const {
  Hdf5Id access = fileAccess(true);
  hid_t id = H5Fopen(pending.temporary().c_str(), H5F_ACC_RDONLY, access);
  if (id < 0)
    return false;
  Hdf5Id opened(id, H5Fclose, path);
  uint64_t all = 0;
  for (const Series &s : series) {
    hid_t set = H5Dopen2(opened, s.name.c_str(), H5P_DEFAULT);
    if (set < 0)
      return false;
    Hdf5Id data(set, H5Dclose, path);
    Hdf5Id space(H5Dget_space(data), H5Sclose, path);
    hsize_t extent[2] = {0, s.width};
    H5Sget_simple_extent_dims(space, extent, nullptr);
    all += extent[0];
    if (extent[0] == 0)
      continue;
    hsize_t start[2] = {extent[0] - 1, 0}, count[2] = {1, s.width};
    H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nullptr, count, nullptr);
    Hdf5Id memory(H5Screate_simple(s.flat ? 1 : 2, count, nullptr), H5Sclose,
                  path);
    std::vector<double> row(s.width);
    if (H5Dread(data, H5T_NATIVE_DOUBLE, memory, space, H5P_DEFAULT,
                row.data()) < 0)
      return false;
  }
  return all > 0;
}

Hdf5Writer::Left Hdf5Writer::abandon() {
  Left left = file ? Left::Flushed : Left::All;
  try {
    if (file && !broken) {
      flush();
      left = Left::All;
    }
  } catch (const Error &) {
    // The file is as at the flush before.
  }
  if (file)
    close();
  if (finished || !readable())
    return Left::Nothing;
  pending.keep();
  return left;
}

} // namespace snnc::runtime
