//===- Hdf5.cpp - HDF5 files of arrays --------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/files/Hdf5.h"

#include "image/Error.h"
#include "runtime/files/EventInput.h"

#include <hdf5.h>

#include <functional>
#include <map>

namespace snnc::runtime {

namespace {

/// An identifier of the library that closes itself.
class Id {
public:
  Id(hid_t id, herr_t (*closer)(hid_t), const std::string &what)
      : id(id), closer(closer) {
    if (id < 0)
      throw Error(what);
  }
  Id(const Id &) = delete;
  Id &operator=(const Id &) = delete;
  ~Id() { closer(id); }
  operator hid_t() const { return id; }

private:
  hid_t id;
  herr_t (*closer)(hid_t);
};

/// The library prints its own errors otherwise.
void silence() { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

Array readDataset(hid_t parent, const std::string &name,
                  const std::string &where) {
  Id set(H5Dopen2(parent, name.c_str(), H5P_DEFAULT), H5Dclose,
         where + ": cannot open");
  Id space(H5Dget_space(set), H5Sclose, where + ": has no shape");
  Id type(H5Dget_type(set), H5Tclose, where + ": has no type");
  H5T_class_t kind = H5Tget_class(type);
  if (kind != H5T_INTEGER && kind != H5T_FLOAT)
    throw Error(where + ": is not a dataset of numbers");
  int rank = H5Sget_simple_extent_ndims(space);
  if (rank < 1 || rank > 8)
    throw Error(where + ": has " + std::to_string(rank) + " dimensions");
  std::vector<hsize_t> extents(static_cast<size_t>(rank));
  H5Sget_simple_extent_dims(space, extents.data(), nullptr);
  hssize_t points = H5Sget_simple_extent_npoints(space);
  if (points < 0 || points > (hssize_t(1) << 29))
    throw Error(where + ": is too large to be read at once");
  auto size = static_cast<size_t>(points);
  std::vector<uint64_t> shape(extents.begin(), extents.end());
  if (kind == H5T_FLOAT) {
    std::vector<double> values(size);
    if (size && H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                        values.data()) < 0)
      throw Error(where + ": cannot read the data");
    return Array::ofReals(shape, values);
  }
  std::vector<int64_t> values(size);
  if (size && H5Dread(set, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                      values.data()) < 0)
    throw Error(where + ": cannot read the data");
  return Array::ofIntegers(shape, values);
}

std::vector<std::string> linksOf(hid_t group) {
  std::vector<std::string> names;
  H5Literate(
      group, H5_INDEX_NAME, H5_ITER_INC, nullptr,
      [](hid_t, const char *name, const H5L_info_t *, void *to) -> herr_t {
        static_cast<std::vector<std::string> *>(to)->push_back(name);
        return 0;
      },
      &names);
  return names;
}

bool isGroup(hid_t parent, const std::string &name) {
  Id object(H5Oopen(parent, name.c_str(), H5P_DEFAULT), H5Oclose,
            "'" + name + "': cannot open");
  return H5Iget_type(object) == H5I_GROUP;
}

void writeDataset(hid_t parent, const std::string &name, const Array &array) {
  std::vector<hsize_t> extents(array.shape.begin(), array.shape.end());
  Id space(H5Screate_simple(int(extents.size()), extents.data(), nullptr),
           H5Sclose, "cannot create an HDF5 shape");
  hid_t memory = array.isReal() ? H5T_NATIVE_DOUBLE : H5T_NATIVE_INT64;
  hid_t stored = array.isReal() ? H5T_IEEE_F64LE : H5T_STD_I64LE;
  Id set(H5Dcreate2(parent, name.c_str(), stored, space, H5P_DEFAULT,
                    H5P_DEFAULT, H5P_DEFAULT),
         H5Dclose, "cannot create the dataset '" + name + "'");
  if (!array.data.empty() && H5Dwrite(set, memory, H5S_ALL, H5S_ALL,
                                      H5P_DEFAULT, array.data.data()) < 0)
    throw Error("cannot write the dataset '" + name + "'");
}

} // namespace

std::vector<NamedArray> readHdf5(const std::string &path) {
  silence();
  Id file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose,
          path + ": cannot open as an HDF5 file");
  std::vector<NamedArray> arrays;
  for (const std::string &name : linksOf(file)) {
    if (!isGroup(file, name)) {
      arrays.emplace_back(
          name, readDataset(file, name, path + ": dataset '" + name + "'"));
      continue;
    }
    Id group(H5Gopen2(file, name.c_str(), H5P_DEFAULT), H5Gclose,
             path + ": cannot open the group '" + name + "'");
    for (const std::string &inner : linksOf(group)) {
      std::string full = name + "/" + inner;
      arrays.emplace_back(
          full, readDataset(group, inner, path + ": dataset '" + full + "'"));
    }
  }
  return arrays;
}

std::vector<uint8_t> writeHdf5(const std::vector<NamedArray> &arrays) {
  silence();
  // Built in memory, so that the bytes are written as every other file is.
  Id access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "HDF5 does not work");
  H5Pset_fapl_core(access, 1 << 20, false);
  Id file(H5Fcreate("memory", H5F_ACC_TRUNC, H5P_DEFAULT, access), H5Fclose,
          "cannot create an HDF5 file in memory");
  std::map<std::string, bool> groups;
  for (const auto &[name, array] : arrays) {
    size_t slash = name.find('/');
    if (slash != std::string::npos && !groups[name.substr(0, slash)]) {
      groups[name.substr(0, slash)] = true;
      Id group(H5Gcreate2(file, name.substr(0, slash).c_str(), H5P_DEFAULT,
                          H5P_DEFAULT, H5P_DEFAULT),
               H5Gclose, "cannot create the group '" + name + "'");
    }
    writeDataset(file, name, array);
  }
  if (H5Fflush(file, H5F_SCOPE_GLOBAL) < 0)
    throw Error("cannot finish the HDF5 file");
  ssize_t size = H5Fget_file_image(file, nullptr, 0);
  std::vector<uint8_t> bytes(size > 0 ? static_cast<size_t>(size) : 0);
  if (size <= 0 || H5Fget_file_image(file, bytes.data(), bytes.size()) < 0)
    throw Error("cannot finish the HDF5 file");
  return bytes;
}

void readEventHdf5(EventInput &input, const std::string &path,
                   uint32_t population) {
  // Lists of events: the one-dimensional datasets of a group, by its name.
  std::map<std::string, std::map<std::string, Array>> lists;
  for (auto &[name, array] : readHdf5(path)) {
    size_t slash = name.find('/');
    std::string of = name.substr(0, slash);
    std::string where = path + ": dataset '" + name + "'";
    if (slash == std::string::npos) {
      readEventArray(input, array, where,
                     population == ~0u ? input.populationOf(where, name)
                                       : population);
      continue;
    }
    std::string field = name.substr(slash + 1);
    if (field != "step" && field != "index" && field != "payload")
      throw Error(where + ": is not step, index or payload");
    if (array.shape.size() != 1)
      throw Error(where + ": must have one dimension");
    lists[of][field] = std::move(array);
  }
  for (auto &[name, list] : lists) {
    std::string where = path + ": group '" + name + "'";
    uint32_t to =
        population == ~0u ? input.populationOf(where, name) : population;
    if (!list.count("step") || !list.count("index"))
      throw Error(where + ": needs the datasets 'step' and 'index'");
    const Array &step = list["step"], &index = list["index"];
    bool hasPayload = list.count("payload") != 0;
    if (index.records() != step.records() ||
        (hasPayload && list["payload"].records() != step.records()))
      throw Error(where + ": its datasets differ in length");
    for (uint64_t i = 0; i < step.records(); ++i) {
      int64_t t = step.integer(i), n = index.integer(i);
      if (t < 0 || n < 0)
        throw Error(where + ": row " + std::to_string(i) + ": negative number");
      if (hasPayload && list["payload"].isReal())
        input.addReal(where, i, uint64_t(t), to, uint64_t(n),
                      list["payload"].real(i));
      else
        input.addInteger(where, i, uint64_t(t), to, uint64_t(n),
                         hasPayload ? list["payload"].integer(i) : 1);
    }
  }
}

} // namespace snnc::runtime
