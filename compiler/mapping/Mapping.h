//===- Mapping.h - Placement and the image ----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From a quantized module with its programs to a placed one (core-partition,
// core-arrange, core-place, core-route), and from there to the image. Errors
// are diagnostics at source locations.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_MAPPING_H
#define SNNC_COMPILER_MAPPING_MAPPING_H

#include "compiler/codegen/ProgramLayout.h"
#include "dialects/core/Core.h"
#include "dialects/snn/Weights.h"
#include "image/Image.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassManager.h"

#include <memory>
#include <optional>

namespace snnc::compiler {

/// Which format rows shall have; Auto: what takes less memory.
enum class RowChoice { Auto, Dense, Indexed };

/// What mapping is asked for.
struct MappingOptions {
  image::Target target;
  RowChoice rows = RowChoice::Auto;
  /// Tiles to use; 0: the fewest that the network fits.
  uint32_t tiles = 0;
  /// Of the searches for parts and places.
  uint64_t seed = 0;
};

/// With the passes' options.
std::unique_ptr<mlir::Pass> createCorePartitionPass();
std::unique_ptr<mlir::Pass> createCoreArrangePass();
std::unique_ptr<mlir::Pass> createCorePlacePass();
std::unique_ptr<mlir::Pass> createCoreRoutePass();
/// For a target in hand.
std::unique_ptr<mlir::Pass>
createCorePartitionPass(const MappingOptions &options);
std::unique_ptr<mlir::Pass> createCoreArrangePass(uint64_t seed);
std::unique_ptr<mlir::Pass> createCorePlacePass(const MappingOptions &options);
/// All of them in their order.
void buildMappingPipeline(mlir::OpPassManager &pm,
                          const MappingOptions &options);
/// Registers the passes for command lines.
void registerMappingPasses();

/// Where the names of a group's program lie.
ProgramLayout programLayoutOf(core::GroupOp group, snn::NetworkOp network);

/// The image of a placed module; float network and report apart. The module
/// must hold the tiles of one network, the network and its programs.
mlir::FailureOr<image::Image> writeImage(mlir::ModuleOp module,
                                         snn::BlobCache &cache,
                                         const image::Target &target);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_MAPPING_H
