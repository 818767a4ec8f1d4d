//===- Hdf5.h - HDF5 files of arrays ----------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_FILES_HDF5_H
#define SNNC_RUNTIME_FILES_HDF5_H

#include "runtime/files/Array.h"

namespace snnc::runtime {

/// Datasets of numbers at the top level ("name") and one level below
/// ("group/name"), in the order of their names. Throws snnc::Error.
std::vector<NamedArray> readHdf5(const std::string &path);
/// The file's bytes; a slash in a name makes a group.
std::vector<uint8_t> writeHdf5(const std::vector<NamedArray> &arrays);

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_FILES_HDF5_H
