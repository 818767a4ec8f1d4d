//===- MappingOptions.h - What the passes of mapping share ------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_MAPPING_MAPPINGOPTIONS_H
#define SNNC_COMPILER_MAPPING_MAPPINGOPTIONS_H

#include "compiler/mapping/Mapping.h"

#include <string>

namespace snnc::compiler {

/// The options of a pass, or `given` if there are some; errors at `module`.
mlir::FailureOr<MappingOptions>
resolve(mlir::ModuleOp module, const std::optional<MappingOptions> &given,
        const std::string &target, const std::string &rows);

llvm::StringRef nameOf(RowChoice rows);

core::TargetAttr limitsOf(mlir::MLIRContext *context,
                          const image::Target &target);

/// How the module's network is spread; null if it is not.
core::SpreadOp findSpread(mlir::ModuleOp module);

} // namespace snnc::compiler

#endif // SNNC_COMPILER_MAPPING_MAPPINGOPTIONS_H
