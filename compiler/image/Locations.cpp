//===- Locations.cpp - Source positions of an image -----------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/image/Locations.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace mlir;

namespace snnc::compiler {

namespace {

/// Lines longer than this (weights, say) are cut.
constexpr size_t kLongestText = 100;

FileLineColLoc positionOf(Location loc) {
  FileLineColLoc found;
  loc->walk([&](Location l) {
    found = dyn_cast<FileLineColLoc>(l);
    return found ? WalkResult::interrupt() : WalkResult::advance();
  });
  return found;
}

} // namespace

LocationTable::LocationTable(Location network,
                             std::vector<image::DebugLocation> &locations)
    : locations(locations) {
  for (const image::DebugLocation &l : locations)
    known.try_emplace({l.file, l.line, l.column}, known.size());
  if (FileLineColLoc position = positionOf(network))
    networkFile = position.getFilename().str();
}

std::string LocationTable::stableName(const std::string &file) const {
  StringRef name = llvm::sys::path::filename(file);
  return file == networkFile ? name.str() : ("models/" + name).str();
}

std::string LocationTable::lineAt(const std::string &file, uint32_t line) {
  auto [entry, isNew] = lines.try_emplace(file);
  if (isNew) {
    auto buffer = llvm::MemoryBuffer::getFile(file, /*IsText=*/true);
    StringRef rest = buffer ? (*buffer)->getBuffer() : StringRef();
    while (!rest.empty()) {
      auto [first, more] = rest.split('\n');
      first = first.split("//").first.trim();
      entry->second.push_back(first.substr(0, kLongestText).str());
      rest = more;
    }
  }
  return line >= 1 && line <= entry->second.size() ? entry->second[line - 1]
                                                   : std::string();
}

int32_t LocationTable::add(Location loc, const std::string &what) {
  FileLineColLoc position = positionOf(loc);
  if (!position)
    return -1;
  std::string file = position.getFilename().str();
  uint32_t line = position.getLine(), column = position.getColumn();
  std::string name = stableName(file);
  auto [entry, isNew] = known.try_emplace(
      {name, line, column}, static_cast<int32_t>(locations.size()));
  if (isNew) {
    std::string text = lineAt(file, line);
    locations.push_back({name, line, column, text.empty() ? what : text});
  }
  return entry->second;
}

} // namespace snnc::compiler
