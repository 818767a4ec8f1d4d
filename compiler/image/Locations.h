//===- Locations.h - Source positions of an image ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_IMAGE_LOCATIONS_H
#define SNNC_COMPILER_IMAGE_LOCATIONS_H

#include "image/Image.h"

#include "mlir/IR/Location.h"

#include <map>
#include <tuple>
#include <vector>

namespace snnc::compiler {

/// Collects positions, each once, in the order in which they are asked for.
/// Files are named so that an image does not depend on the folders of a build:
/// the network's by its bare name, any other, which holds a model, as
/// "models/NAME".
class LocationTable {
public:
  /// `network`: where the network op stands. `locations` may have some.
  LocationTable(mlir::Location network,
                std::vector<image::DebugLocation> &locations);

  /// Index of the first file position in `loc`, or -1 if it has none. What
  /// stands there is the text of the line, or `what` if it cannot be read.
  int32_t add(mlir::Location loc, const std::string &what);

private:
  std::string lineAt(const std::string &file, uint32_t line);
  std::string stableName(const std::string &file) const;

  std::vector<image::DebugLocation> &locations;
  std::string networkFile;
  /// By stable name.
  std::map<std::tuple<std::string, uint32_t, uint32_t>, int32_t> known;
  /// Lines of the files seen; empty for those that cannot be read.
  std::map<std::string, std::vector<std::string>> lines;
};

} // namespace snnc::compiler

#endif // SNNC_COMPILER_IMAGE_LOCATIONS_H
