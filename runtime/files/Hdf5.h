//===- Hdf5.h - Arrays of HDF5 files ----------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_FILES_HDF5_H
#define SNNC_RUNTIME_FILES_HDF5_H

#include "runtime/files/Array.h"

namespace snnc::runtime {

/// Datasets of numbers in a group ("name") and one level below it
/// ("inner/name"), in the order of their names; none if there is no such group.
/// Throws snnc::Error.
std::vector<NamedArray> readHdf5(const std::string &path,
                                 const std::string &group = "/");
/// A text attribute of an object; empty if it has none.
std::string readHdf5Text(const std::string &path, const std::string &object,
                         const std::string &attribute);

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_FILES_HDF5_H
