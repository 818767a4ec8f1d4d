//===- FloatCode.h - Native updates of the float engine ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_FLOATING_FLOATCODE_H
#define SNNC_RUNTIME_FLOATING_FLOATCODE_H

#include "image/NativeAbi.h"

#include <memory>
#include <vector>

namespace snnc::runtime {

/// By population; null: the engine takes one operation after the other.
struct FloatCode {
  std::vector<image::FloatUpdateFunction> updates;
  /// What the functions lie in.
  std::shared_ptr<const void> library;
};

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_FLOATING_FLOATCODE_H
