//===- Reporter.h - Diagnostics at nodes of a file --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A place in a NIR file is the name "model.nir:/node/nodes/lif"; tools print it
// as they print a line of text.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NIR_REPORTER_H
#define SNNC_COMPILER_NIR_REPORTER_H

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Location.h"

#include <string>

namespace snnc::nir {

class Reporter {
public:
  Reporter(mlir::MLIRContext &context, std::string file)
      : context(context), file(std::move(file)) {}

  /// `path`: "/node/nodes/lif".
  mlir::Location at(llvm::StringRef path) const {
    return mlir::NameLoc::get(
        mlir::StringAttr::get(&context, file + ":" + path));
  }
  mlir::InFlightDiagnostic error(llvm::StringRef path) const {
    return mlir::emitError(at(path));
  }
  mlir::InFlightDiagnostic warning(llvm::StringRef path) const {
    return mlir::emitWarning(at(path));
  }
  mlir::MLIRContext &getContext() const { return context; }

private:
  mlir::MLIRContext &context;
  std::string file;
};

} // namespace snnc::nir

#endif // SNNC_COMPILER_NIR_REPORTER_H
