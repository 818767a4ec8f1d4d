//===- LogicalImage.h - An image without tiles ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What an image says of a quantized network wherever it runs: all but tiles and
// what lies on them.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_IMAGE_LOGICALIMAGE_H
#define SNNC_COMPILER_IMAGE_LOGICALIMAGE_H

#include "dialects/snn/Weights.h"
#include "image/Image.h"

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/STLExtras.h"

namespace snnc::compiler {

/// Place of the element of that name; the verifier made sure that it is there.
template <typename T>
uint32_t indexOf(const std::vector<T> &elements, llvm::StringRef name) {
  auto found =
      llvm::find_if(elements, [&](const T &e) { return e.name == name; });
  return static_cast<uint32_t>(found - elements.begin());
}

/// Networks of more synapses leave fan-outs and the weights' digest to the
/// engine, if they may.
constexpr double kCountedSynapses = 1e7;

enum class Counting { Always, IfFew };

/// The image of `network` without tiles and native code; floating network and
/// report apart. Weights are read, converted and hashed here, once.
mlir::FailureOr<image::Image>
writeLogicalImage(snn::NetworkOp network, snn::BlobCache &cache,
                  Counting counting = Counting::IfFew);
/// The same of the only network of a module.
mlir::FailureOr<image::Image>
writeLogicalImage(mlir::ModuleOp module, snn::BlobCache &cache,
                  Counting counting = Counting::IfFew);

/// Fills what native code for the network has of its synapses.
mlir::LogicalResult writeConnectivity(snn::NetworkOp network,
                                      snn::BlobCache &cache,
                                      image::Native &native);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_IMAGE_LOGICALIMAGE_H
