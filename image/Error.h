//===- Error.h - The one exception of the exception-using parts -*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Thrown for bad input and for what a machine must not do: one message that
// says where, what and which limit. Tools print it and exit with code 1.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_ERROR_H
#define SNNC_IMAGE_ERROR_H

#include <stdexcept>
#include <string>

namespace snnc {

class Error : public std::runtime_error {
public:
  explicit Error(const std::string &message) : std::runtime_error(message) {}
};

} // namespace snnc

#endif // SNNC_IMAGE_ERROR_H
