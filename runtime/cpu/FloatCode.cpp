//===- FloatCode.cpp - Links the float engine's native code ---------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/FloatCode.h"

#include "runtime/cpu/NativeLibrary.h"

namespace snnc::runtime::cpu {

FloatCode linkFloatCode(const image::FloatNetwork &network) {
  FloatCode code;
  if (network.object.empty())
    return code;
  auto library = std::make_shared<NativeLibrary>(
      image::NativeCode{"this processor", network.object, ""});
  for (size_t p = 0; p < network.populations.size(); ++p)
    code.updates.push_back(network.populations[p].isInput
                               ? nullptr
                               : library->function<image::FloatUpdateFunction>(
                                     image::floatUpdateName(p)));
  code.library = std::move(library);
  return code;
}

} // namespace snnc::runtime::cpu
