//===- NativeLibrary.h - Native code, loaded --------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_NATIVELIBRARY_H
#define SNNC_RUNTIME_CPU_NATIVELIBRARY_H

#include "image/Native.h"

#include <memory>
#include <string>

namespace snnc::runtime {

/// The functions of a NativeCode in this process, which must run on such a
/// processor: of its shared object, if it has one, or else of its object,
/// linked in memory. They live as long as the library.
class NativeLibrary {
public:
  /// Throws Error if the object cannot be linked or loaded.
  explicit NativeLibrary(const image::NativeCode &code);
  ~NativeLibrary();
  NativeLibrary(NativeLibrary &&) noexcept;
  NativeLibrary &operator=(NativeLibrary &&) noexcept;

  /// Address of a function; throws Error if there is none of that name.
  void *lookup(const std::string &name) const;
  template <typename FunctionT>
  FunctionT function(const std::string &name) const {
    return reinterpret_cast<FunctionT>(lookup(name));
  }

  struct Implementation;

private:
  std::unique_ptr<Implementation> implementation;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_CPU_NATIVELIBRARY_H
