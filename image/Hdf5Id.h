//===- Hdf5Id.h - Identifiers of the HDF5 library ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_HDF5ID_H
#define SNNC_IMAGE_HDF5ID_H

#include "image/Error.h"

#include <hdf5.h>

#include <string>
#include <utility>

namespace snnc::image {

/// An identifier of the library that closes itself.
class Hdf5Id {
public:
  Hdf5Id(hid_t id, herr_t (*closer)(hid_t), const std::string &what)
      : id(id), closer(closer) {
    if (id < 0)
      throw Error(what);
  }
  Hdf5Id(Hdf5Id &&o) noexcept : id(std::exchange(o.id, -1)), closer(o.closer) {}
  Hdf5Id(const Hdf5Id &) = delete;
  Hdf5Id &operator=(const Hdf5Id &) = delete;
  ~Hdf5Id() {
    if (id >= 0)
      closer(id);
  }
  operator hid_t() const { return id; }
  /// Now another's to close.
  hid_t release() { return std::exchange(id, -1); }

private:
  hid_t id;
  herr_t (*closer)(hid_t);
};

/// Before any other call of the library: it prints its own errors otherwise,
/// and at exit tries for ever to write what a full disk did not take.
inline void prepareHdf5() {
  H5dont_atexit();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

} // namespace snnc::image

#endif // SNNC_IMAGE_HDF5ID_H
