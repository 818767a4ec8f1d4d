//===- Parse.h - Networks from text, for tests ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Parses a module and keeps what it says.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_SNN_PARSE_H
#define SNNC_TESTS_UNIT_SNN_PARSE_H

#include "dialects/snn/Weights.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"

#include <string>
#include <vector>

namespace snnc::snn {

/// A parsed network and the errors since.
class Parsed {
public:
  explicit Parsed(const std::string &text)
      : handler(&context, [this](mlir::Diagnostic &diag) {
          errors += diag.str() + "\n";
        }) {
    context.loadDialect<SnnDialect, fx::FxDialect, mlir::arith::ArithDialect>();
    module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
  }

  /// The first projection of the text; null if it did not parse.
  ProjectionOp projection() {
    ProjectionOp found;
    if (module)
      module->walk([&](ProjectionOp op) {
        found = op;
        return mlir::WalkResult::interrupt();
      });
    return found;
  }

  std::string errors;

private:
  mlir::MLIRContext context;
  mlir::ScopedDiagnosticHandler handler;
  mlir::OwningOpRef<mlir::ModuleOp> module;
};

/// A network of `sources` inputs, `targets` neurons and one projection.
inline std::string networkText(int sources, int targets,
                               const std::string &projection) {
  return "snn.network @net dt 0.5 {\n"
         "snn.input @in size " +
         std::to_string(sources) +
         "\n"
         "snn.population @p of @model size " +
         std::to_string(targets) +
         "\n"
         "snn.projection @w from @in to @p port @in " +
         projection + "\n}\n";
}

/// All synapses in the order of forEachSynapse; empty on errors.
inline std::vector<Synapse> synapsesOf(Parsed &parsed) {
  std::vector<Synapse> synapses;
  BlobCache cache;
  ProjectionOp projection = parsed.projection();
  if (!projection ||
      mlir::failed(forEachSynapse(
          projection, cache, [&](const Synapse &s) { synapses.push_back(s); })))
    synapses.clear();
  return synapses;
}

} // namespace snnc::snn

#endif // SNNC_TESTS_UNIT_SNN_PARSE_H
