//===- LinkModels.cpp - Load the models that a network names -------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/Passes.h"
#include "dialects/snn/Network.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Parser/Parser.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>

namespace snnc::compiler {
#define GEN_PASS_DEF_LINKMODELS
#include "compiler/transforms/Passes.h.inc"
} // namespace snnc::compiler

using namespace mlir;

namespace snnc::compiler {
namespace {

/// Names of models in `folders` that look like `name`, nearest first.
SmallVector<std::string> similarModels(ArrayRef<std::string> folders,
                                       StringRef name) {
  SmallVector<std::pair<unsigned, std::string>> near;
  for (const std::string &folder : folders) {
    std::error_code error;
    for (llvm::sys::fs::directory_iterator it(folder, error), end;
         it != end && !error; it.increment(error)) {
      StringRef file = llvm::sys::path::filename(it->path());
      // The name itself is taken by the network's own file.
      if (!file.consume_back(".mlir") || file == name)
        continue;
      unsigned distance = name.edit_distance(file);
      bool part = file.contains(name) || name.contains(file);
      if (part || distance <= std::max<size_t>(2, name.size() / 3))
        near.push_back({part ? std::min(distance, 1u) : distance, file.str()});
    }
  }
  llvm::sort(near);
  SmallVector<std::string> names;
  for (auto &[distance, file] : near)
    if (names.size() < 3 && !llvm::is_contained(names, file))
      names.push_back(file);
  return names;
}

class LinkModels : public impl::LinkModelsBase<LinkModels> {
public:
  using LinkModelsBase::LinkModelsBase;

  void runOnOperation() override {
    SmallVector<snn::PopulationOp> populations;
    getOperation().walk([&](snn::PopulationOp population) {
      populations.push_back(population);
    });
    for (snn::PopulationOp population : populations)
      if (!snn::resolveNeuron(population) &&
          failed(
              link<snn::NeuronOp>(population, population.getNeuron(), "is of")))
        return signalPassFailure();
    SmallVector<snn::ProjectionOp> projections;
    getOperation().walk([&](snn::ProjectionOp projection) {
      if (projection.getRule())
        projections.push_back(projection);
    });
    for (snn::ProjectionOp projection : projections)
      if (!snn::resolveRule(projection) &&
          failed(link<snn::LearningRuleOp>(projection, *projection.getRule(),
                                           "learns by")))
        return signalPassFailure();
  }

private:
  /// The file in which `user` stands; empty if unknown.
  static StringRef fileOf(Operation *user) {
    auto loc = user->getLoc()->findInstanceOf<FileLineColLoc>();
    return loc ? loc.getFilename().getValue() : StringRef();
  }

  SmallVector<std::string> searchPath(Operation *user) {
    SmallVector<std::string> folders;
    if (StringRef file = fileOf(user); !file.empty()) {
      StringRef folder = llvm::sys::path::parent_path(file);
      folders.push_back(folder.empty() ? "." : folder.str());
    }
    for (const std::string &path : paths)
      if (!llvm::is_contained(folders, path))
        folders.push_back(path);
    return folders;
  }

  /// `verb` is what `user` does with the model.
  template <typename ModelT>
  LogicalResult link(Operation *user, StringRef name, StringRef verb) {
    SmallVector<std::string> folders = searchPath(user);
    for (const std::string &folder : folders) {
      SmallString<256> path(folder);
      llvm::sys::path::append(path, name + ".mlir");
      // A network may bear the name of a model. Its own file does not define
      // the model, or nothing would be left to link.
      if (llvm::sys::fs::exists(path) &&
          !llvm::sys::fs::equivalent(path, fileOf(user)))
        return load<ModelT>(user, name, verb, path.str());
    }
    InFlightDiagnostic diag = user->emitOpError(verb)
                              << " @" << name << ", but there is no model @"
                              << name << " in this file and no " << name
                              << ".mlir in " << llvm::join(folders, ", ");
    SmallVector<std::string> near = similarModels(folders, name);
    if (!near.empty())
      diag.attachNote() << "did you mean @" << llvm::join(near, " or @") << "?";
    diag.attachNote() << "models are sought in the network's folder and in the "
                         "folders given by --models";
    return diag;
  }

  template <typename ModelT>
  LogicalResult load(Operation *user, StringRef name, StringRef verb,
                     StringRef path) {
    OwningOpRef<ModuleOp> file =
        parseSourceFile<ModuleOp>(path, ParserConfig(&getContext()));
    if (!file)
      return user->emitOpError(verb)
             << " @" << name << ", but " << path << " is not a valid model";
    auto model = file->lookupSymbol<ModelT>(name);
    if (!model)
      return user->emitOpError(verb)
             << " @" << name << ", but " << path << " has no "
             << ModelT::getOperationName() << " @" << name;
    model->remove();
    getOperation().getBody()->push_front(model);
    ++numLinked;
    return success();
  }
};

} // namespace
} // namespace snnc::compiler
