//===- Idx.h - IDX files, and arrays of any kind of file --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_FILES_IDX_H
#define SNNC_RUNTIME_FILES_IDX_H

#include "runtime/files/Array.h"

#include <string>
#include <vector>

namespace snnc::runtime {

/// The format of the MNIST files: big-endian numbers behind a short header.
/// Throws snnc::Error that begins with `origin`.
Array readIdx(const std::vector<uint8_t> &bytes, const std::string &origin);

/// Content of gzip bytes, whatever number of members they have.
std::vector<uint8_t> gunzip(const std::vector<uint8_t> &bytes,
                            const std::string &origin);

/// The arrays of a .npy, .npz or IDX file, each of these also in gzip; told
/// apart by their first bytes. Those of .npz carry names, others none.
std::vector<NamedArray> readArrays(const std::string &path);

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_FILES_IDX_H
