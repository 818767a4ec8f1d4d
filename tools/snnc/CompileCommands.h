//===- CompileCommands.h - compile, check and target ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Commands that make something of a network's text. Each returns the exit code;
// files that cannot be read are thrown as snnc::Error.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_SNNC_COMPILECOMMANDS_H
#define SNNC_TOOLS_SNNC_COMPILECOMMANDS_H

#include "tools/snnc/Compiler.h"

#include <memory>
#include <string>

namespace snnc::tools {

struct EmitOptions {
  /// snn, fixed, ucode, core or image.
  std::string emit = "image";
  /// Text may go to - (stdout, the default); an image needs a file.
  std::string output;
  /// Add locations to the text.
  bool locations = false;
  std::string json;
};

int compileCommand(const std::string &network, const CompileOptions &options,
                   const EmitOptions &emit);
int checkCommand(const std::string &network, const CompileOptions &options,
                 const std::string &json);
/// Writes the network of a NIR file as text.
int importCommand(const std::string &file, const CompileOptions &options,
                  const std::string &output, const std::string &json);
/// Writes a network as a NIR file.
int exportCommand(const std::string &network, const CompileOptions &options,
                  const std::string &output, const std::string &json);
int listTargets(const std::string &json);
int showTarget(const std::string &name, const std::string &json);

/// What engines need of an image.
struct ImageNeeds {
  bool tiles = false;
  NativeFor native = NativeFor::None;
  bool floating = false;
};
/// By the names of engines; none: of the one that runs what `options` make.
ImageNeeds needsOf(const std::vector<std::string> &engines,
                   const CompileOptions &options);
/// Of one, or of that one if the name is empty.
ImageNeeds needsOf(const std::string &engine, const CompileOptions &options);

/// The image of `path`: what an image file has, or the image of a network's
/// text with what is needed; null if compiling failed (the diagnostics are
/// printed).
std::shared_ptr<const image::Image> obtainImage(const std::string &path,
                                                const CompileOptions &options,
                                                const ImageNeeds &needs);

} // namespace snnc::tools

#endif // SNNC_TOOLS_SNNC_COMPILECOMMANDS_H
