//===- Hdf5.cpp - Arrays of HDF5 files --------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/files/Hdf5.h"

#include "image/Hdf5Id.h"

namespace snnc::runtime {

using image::Hdf5Id;
using image::prepareHdf5;

namespace {

Hdf5Id openFile(const std::string &path) {
  prepareHdf5();
  return Hdf5Id(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose,
                path + ": cannot open as an HDF5 file");
}

Array readDataset(hid_t parent, const std::string &name,
                  const std::string &where) {
  Hdf5Id set(H5Dopen2(parent, name.c_str(), H5P_DEFAULT), H5Dclose,
             where + ": cannot open");
  Hdf5Id space(H5Dget_space(set), H5Sclose, where + ": has no shape");
  Hdf5Id type(H5Dget_type(set), H5Tclose, where + ": has no type");
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
  Hdf5Id object(H5Oopen(parent, name.c_str(), H5P_DEFAULT), H5Oclose,
                "'" + name + "': cannot open");
  return H5Iget_type(object) == H5I_GROUP;
}

/// Appends the datasets of a group, and those of the groups in it while
/// `levels` are left.
void readGroup(hid_t parent, const std::string &prefix, int levels,
               const std::string &path, std::vector<NamedArray> &arrays) {
  for (const std::string &name : linksOf(parent)) {
    std::string full = prefix + name;
    if (!isGroup(parent, name)) {
      arrays.emplace_back(
          full, readDataset(parent, name, path + ": dataset '" + full + "'"));
      continue;
    }
    Hdf5Id group(H5Gopen2(parent, name.c_str(), H5P_DEFAULT), H5Gclose,
                 path + ": cannot open the group '" + full + "'");
    if (levels == 0)
      throw Error(path + ": group '" + full + "': expected a dataset");
    readGroup(group, full + "/", levels - 1, path, arrays);
  }
}

} // namespace

std::vector<NamedArray> readHdf5(const std::string &path,
                                 const std::string &group) {
  Hdf5Id file = openFile(path);
  std::vector<NamedArray> arrays;
  if (group != "/" && (H5Lexists(file, group.c_str(), H5P_DEFAULT) <= 0 ||
                       !isGroup(file, group)))
    return arrays;
  Hdf5Id root(H5Gopen2(file, group.c_str(), H5P_DEFAULT), H5Gclose,
              path + ": cannot open the group '" + group + "'");
  readGroup(root, "", 1, path, arrays);
  return arrays;
}

std::string readHdf5Text(const std::string &path, const std::string &object,
                         const std::string &attribute) {
  Hdf5Id file = openFile(path);
  if (H5Aexists_by_name(file, object.c_str(), attribute.c_str(), H5P_DEFAULT) <=
      0)
    return "";
  std::string where =
      path + ": attribute '" + attribute + "' of '" + object + "'";
  Hdf5Id id(H5Aopen_by_name(file, object.c_str(), attribute.c_str(),
                            H5P_DEFAULT, H5P_DEFAULT),
            H5Aclose, where + ": cannot open");
  Hdf5Id type(H5Aget_type(id), H5Tclose, where + ": has no type");
  Hdf5Id space(H5Aget_space(id), H5Sclose, where + ": has no shape");
  if (H5Tget_class(type) != H5T_STRING ||
      H5Sget_simple_extent_npoints(space) != 1)
    throw Error(where + ": is not a text");
  if (H5Tis_variable_str(type) > 0) {
    char *text = nullptr;
    if (H5Aread(id, type, &text) < 0 || !text)
      throw Error(where + ": cannot read");
    std::string copy = text;
    H5free_memory(text);
    return copy;
  }
  std::string text(H5Tget_size(type), '\0');
  if (H5Aread(id, type, text.data()) < 0)
    throw Error(where + ": cannot read");
  return text.substr(0, text.find('\0'));
}

} // namespace snnc::runtime
