//===- CompileCommands.cpp - compile, check and target --------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/snnc/CompileCommands.h"

#include "image/Container.h"
#include "tools/snnc/CommandLine.h"
#include "tools/snnc/MapReport.h"
#include "tools/snnc/SharedObject.h"

#include "nlohmann/json.hpp"

#include <algorithm>
#include <iostream>
#include <map>

namespace snnc::tools {

namespace {

using Json = nlohmann::ordered_json;

void writeText(const std::string &path, const std::string &text) {
  if (path.empty() || path == "-")
    std::cout << text << std::flush;
  else
    image::writeFileAtomically(path, text.data(), text.size());
}

void writeJson(const std::string &path, const Json &json) {
  if (path.empty())
    return;
  std::string text = json.dump(2) + "\n";
  image::writeFileAtomically(path, text.data(), text.size());
}

Json messageJson(const Message &message) {
  Json json = {{"severity", message.severity}, {"message", message.text}};
  if (!message.file.empty()) {
    json["file"] = message.file;
    json["line"] = message.line;
    json["column"] = message.column;
  }
  for (const Message &note : message.notes)
    json["notes"].push_back(messageJson(note));
  return json;
}

Json resultJson(const std::string &command, const std::string &network,
                const Compiler &compiler, bool ok) {
  Json json = {{"command", command}, {"network", network}, {"ok", ok}};
  json["target"] = compiler.target().name;
  json["diagnostics"] = Json::array();
  for (const Message &message : compiler.messages())
    json["diagnostics"].push_back(messageJson(message));
  return json;
}

/// Of each the most that a tile uses.
std::vector<image::Use> usesOf(const image::Image &image) {
  std::vector<image::Use> most;
  for (const image::Tile &tile : image.tiles) {
    std::vector<image::Use> uses = image::usesOf(tile, image.target);
    if (most.empty())
      most = uses;
    for (size_t i = 0; i < uses.size(); ++i)
      most[i].used = std::max(most[i].used, uses[i].used);
  }
  return most;
}

std::string summaryOf(const image::Image &image, Json &json) {
  uint64_t neurons = 0, synapses = 0;
  for (const image::Population &population : image.populations)
    neurons += population.isInput ? 0 : population.size;
  for (const image::Projection &projection : image.projections)
    synapses += projection.synapses;
  json["neurons"] = neurons;
  json["synapses"] = image.hasWeightsDigest ? Json(synapses) : Json();
  std::string text =
      "@" + image.name + ": " + std::to_string(image.populations.size()) +
      " populations, " + std::to_string(neurons) + " neurons, " +
      (image.hasWeightsDigest ? std::to_string(synapses) + " " : "") +
      "synapses on target '" + image.target.name + "'\n";
  for (const image::NativeCode &code : image.native.code) {
    json["native"][code.cpu] = code.object.size();
    text += "  code for " + code.cpu + ": " +
            std::to_string(code.object.size()) + " bytes\n";
  }
  for (const image::Use &use : usesOf(image)) {
    json["uses"][use.name] = {{"used", use.used}, {"limit", use.limit}};
    std::string line = std::string("  ") + use.name;
    line.resize(20, ' ');
    std::string used = std::to_string(use.used);
    text += line + std::string(8 - std::min<size_t>(used.size(), 8), ' ') +
            used + " of " + std::to_string(use.limit) + "\n";
  }
  return text;
}

Stage stageOf(const std::string &emit) {
  static const std::map<std::string, Stage> stages = {{"snn", Stage::Snn},
                                                      {"fixed", Stage::Fixed},
                                                      {"ucode", Stage::Ucode},
                                                      {"core", Stage::Core},
                                                      {"image", Stage::Image}};
  auto found = stages.find(emit);
  if (found == stages.end())
    throw UsageError("--emit=" + emit +
                     " is none of snn, fixed, core, ucode and image");
  return found->second;
}

/// The last stage that makes an image.
Stage imageStage(const CompileOptions &options) {
  return options.target == kCpuTarget ? Stage::Fixed : Stage::Core;
}

void checkEmit(Stage stage, const CompileOptions &options,
               const EmitOptions &emit) {
  if (stage == Stage::Image && (emit.output.empty() || emit.output == "-"))
    throw UsageError("an image needs a file: -o IMG (or --emit=core to see "
                     "text)");
  const bool cpu = options.target == kCpuTarget;
  if (cpu && (stage == Stage::Ucode || stage == Stage::Core))
    throw UsageError("--emit=" + emit.emit +
                     " is for chips; with --target=cpu "
                     "there are snn, fixed and image");
  if (!cpu && stage == Stage::Image && isSharedObject(emit.output))
    throw UsageError("a shared object is of the engine cpu: --target=cpu -o " +
                     emit.output);
}

CompileOptions withParts(CompileOptions options, Stage stage) {
  const bool cpu = options.target == kCpuTarget;
  options.native =
      cpu && stage == Stage::Image ? NativeFor::All : NativeFor::None;
  options.floating = !cpu;
  return options;
}

} // namespace

int compileCommand(const std::string &network, const CompileOptions &options,
                   const EmitOptions &emit) {
  Stage stage = stageOf(emit.emit);
  checkEmit(stage, options, emit);
  Compiler compiler(withParts(options, stage));
  bool ok = compiler.load(network) &&
            compiler.runTo(stage == Stage::Image ? imageStage(options) : stage);
  Json json = resultJson("compile", network, compiler, ok);
  if (ok && stage == Stage::Image) {
    auto image = compiler.image();
    ok = image.has_value();
    json = resultJson("compile", network, compiler, ok);
    if (ok) {
      if (isSharedObject(emit.output))
        saveSharedObject(*image, emit.output);
      else
        image::saveImage(*image, emit.output);
      json["output"] = emit.output;
      std::cout << summaryOf(*image, json);
    }
  } else if (ok) {
    writeText(emit.output, stage == Stage::Ucode
                               ? compiler.printPrograms()
                               : compiler.print(emit.locations));
  }
  writeJson(emit.json, json);
  return ok ? 0 : 1;
}

int checkCommand(const std::string &network, const CompileOptions &options,
                 const std::string &jsonPath) {
  Compiler compiler(withParts(options, Stage::Image));
  bool ok = compiler.load(network) && compiler.runTo(imageStage(options));
  std::optional<image::Image> image;
  if (ok) {
    image = compiler.image();
    ok = image.has_value();
  }
  Json json = resultJson("check", network, compiler, ok);
  if (ok) {
    image::validate(*image, network);
    std::cout << summaryOf(*image, json);
  }
  writeJson(jsonPath, json);
  return ok ? 0 : 1;
}

int importCommand(const std::string &file, const CompileOptions &options,
                  const std::string &output, const std::string &jsonPath) {
  if (!isNirFile(file))
    throw UsageError("'" + file + "' is no .nir file; only these are imported");
  CompileOptions wanted = options;
  wanted.nir.keepGraph = true;
  Compiler compiler(wanted);
  bool ok = compiler.load(file);
  if (ok)
    writeText(output, compiler.print(false));
  writeJson(jsonPath, resultJson("import", file, compiler, ok));
  return ok ? 0 : 1;
}

int exportCommand(const std::string &network, const CompileOptions &options,
                  const std::string &output, const std::string &jsonPath) {
  if (!isNirFile(output))
    throw UsageError("a NIR file needs a name: -o FILE.nir");
  CompileOptions wanted = options;
  wanted.nir.keepGraph = true;
  Compiler compiler(wanted);
  bool ok = compiler.load(network);
  auto graph = ok ? compiler.nirGraph() : std::nullopt;
  if (graph)
    nir::writeGraph(*graph, output);
  writeJson(jsonPath,
            resultJson("export", network, compiler, graph.has_value()));
  return graph ? 0 : 1;
}

int listTargets(const std::string &json) {
  Json list = Json::array();
  for (const std::string &name : targetNames()) {
    std::cout << name << "\n";
    list.push_back(name);
  }
  writeJson(json, {{"command", "target list"}, {"targets", list}});
  return 0;
}

int showTarget(const std::string &name, const std::string &json) {
  std::string text = image::targetToJson(image::findTarget(name));
  std::cout << text << (text.empty() || text.back() != '\n' ? "\n" : "");
  writeJson(json, Json::parse(text));
  return 0;
}

ImageNeeds needsOf(const std::vector<std::string> &engines,
                   const CompileOptions &options) {
  const bool cpu = options.target == kCpuTarget;
  ImageNeeds needs;
  for (const std::string &engine : engines) {
    if (engine == "float")
      needs.floating = true;
    else if (engine == "cpu")
      needs.native = NativeFor::Host;
    else
      needs.tiles = true;
  }
  if (engines.empty()) {
    needs.tiles = !cpu;
    needs.native = cpu ? NativeFor::Host : NativeFor::None;
  }
  return needs;
}

ImageNeeds needsOf(const std::string &engine, const CompileOptions &options) {
  return needsOf(engine.empty() ? std::vector<std::string>()
                                : std::vector<std::string>{engine},
                 options);
}

std::shared_ptr<const image::Image> obtainImage(const std::string &path,
                                                const CompileOptions &options,
                                                const ImageNeeds &needs) {
  if (path != "-" && image::looksLikeImage(path))
    return std::make_shared<image::Image>(image::loadImage(path));
  if (needs.tiles && options.target == kCpuTarget)
    throw Error("--target=cpu is for the engines cpu and float alone; others "
                "need the tiles of a chip");
  CompileOptions wanted = options;
  wanted.native = needs.native;
  wanted.floating = wanted.floatingCode = needs.floating;
  Compiler compiler(wanted);
  if (!compiler.load(path) ||
      !compiler.runTo(needs.tiles ? Stage::Core : Stage::Fixed))
    return nullptr;
  auto image = compiler.image();
  if (!image)
    return nullptr;
  image::validate(*image, path);
  return std::make_shared<image::Image>(std::move(*image));
}

} // namespace snnc::tools
