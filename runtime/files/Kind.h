//===- Kind.h - Kinds of files by extension ---------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_FILES_KIND_H
#define SNNC_RUNTIME_FILES_KIND_H

#include "image/Error.h"

#include <string>

namespace snnc::runtime {

enum class FileKind { Npy, Npz, Csv, Hdf5 };

/// Throws snnc::Error for another extension; `what` is "input" or "output".
inline FileKind kindOf(const std::string &path, const std::string &what) {
  auto endsWith = [&](const std::string &ending) {
    return path.size() >= ending.size() &&
           path.compare(path.size() - ending.size(), ending.size(), ending) ==
               0;
  };
  if (endsWith(".npy"))
    return FileKind::Npy;
  if (endsWith(".npz"))
    return FileKind::Npz;
  if (endsWith(".csv"))
    return FileKind::Csv;
  if (endsWith(".h5") || endsWith(".hdf5"))
    return FileKind::Hdf5;
  throw Error(path + ": unknown kind of " + what +
              "; use .npy, .npz, .csv or .h5");
}

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_FILES_KIND_H
