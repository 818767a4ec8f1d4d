//===- Errors.h - The text of an error --------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_ERRORS_H
#define SNNC_TESTS_UNIT_ERRORS_H

#include "image/Error.h"

#include <functional>
#include <string>

namespace snnc::testing {

/// The error of `action`, or "" if it had none.
inline std::string errorOf(const std::function<void()> &action) {
  try {
    action();
  } catch (const Error &e) {
    return e.what();
  }
  return "";
}

} // namespace snnc::testing

#endif // SNNC_TESTS_UNIT_ERRORS_H
