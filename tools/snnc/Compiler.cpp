//===- Compiler.cpp - The whole compiler in memory ------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/snnc/Compiler.h"

#include "compiler/codegen/Codegen.h"
#include "compiler/floating/ExportFloat.h"
#include "compiler/image/LogicalImage.h"
#include "compiler/native/FloatUpdates.h"
#include "compiler/native/Native.h"
#include "compiler/nir/Export.h"
#include "compiler/transforms/Passes.h"
#include "compiler/transforms/Pipelines.h"
#include "image/Error.h"
#include "tools/Registry.h"
#include "tools/snnc/Calibrate.h"
#include "tools/snnc/MapReport.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <filesystem>

using namespace mlir;

namespace snnc::tools {

namespace {

/// Attribute of the module in which snn-quantize leaves its report.
constexpr StringLiteral kReport = "snn.quantization_report";

Message messageOf(Location loc, StringRef severity, std::string text) {
  Message message;
  message.severity = severity.str();
  message.text = std::move(text);
  // A place in a NIR file has a name alone.
  if (auto name = dyn_cast<NameLoc>(loc))
    message.file = name.getName().str();
  loc->walk([&](Location l) {
    auto position = dyn_cast<FileLineColLoc>(l);
    if (!position)
      return WalkResult::advance();
    message.file = position.getFilename().str();
    message.line = position.getLine();
    message.column = position.getColumn();
    return WalkResult::interrupt();
  });
  return message;
}

StringRef severityOf(DiagnosticSeverity severity) {
  switch (severity) {
  case DiagnosticSeverity::Note:
    return "note";
  case DiagnosticSeverity::Warning:
    return "warning";
  case DiagnosticSeverity::Remark:
    return "remark";
  case DiagnosticSeverity::Error:
    return "error";
  }
  return "error";
}

/// Folders with the library's models: of this build, and of an installation
/// beside the program.
std::vector<std::string> libraryFolders() {
  std::vector<std::string> folders = {SNNC_MODELS_FOLDER};
  llvm::SmallString<256> path(
      llvm::sys::fs::getMainExecutable(nullptr, (void *)&libraryFolders));
  llvm::sys::path::remove_filename(path);
  llvm::sys::path::append(path, "..", "share", "snnc", "models");
  llvm::sys::path::remove_dots(path, /*remove_dot_dot=*/true);
  folders.push_back(path.str().str());
  std::vector<std::string> existing;
  for (const std::string &folder : folders)
    if (llvm::sys::fs::is_directory(folder))
      existing.push_back(folder);
  return existing;
}

} // namespace

bool isNirFile(const std::string &path) {
  return llvm::sys::path::extension(path) == ".nir";
}

std::vector<std::string> targetNames() {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto &entry :
       std::filesystem::directory_iterator(SNNC_TARGETS_FOLDER, error))
    if (entry.path().extension() == ".json")
      names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

Compiler::Compiler(CompileOptions given) : options(std::move(given)) {
  if (options.target == kCpuTarget)
    chip.name = kCpuTarget;
  else
    chip = image::findTarget(options.target);
  DialectRegistry registry;
  registerDialects(registry);
  context.appendDialectRegistry(registry);
  // The position says enough; the op itself may be as long as its weights.
  context.printOpOnDiagnostic(false);
  if (options.quiet)
    context.getDiagEngine().registerHandler([](Diagnostic &) {});
  else {
    printer = std::make_unique<SourceMgrDiagnosticHandler>(sources, &context);
    printNamedPlaces();
  }
  // Handlers are asked last first; this one passes everything on.
  keeper = context.getDiagEngine().registerHandler([this](Diagnostic &d) {
    Message message =
        messageOf(d.getLocation(), severityOf(d.getSeverity()), d.str());
    for (Diagnostic &note : d.getNotes())
      message.notes.push_back(
          messageOf(note.getLocation(), "note", note.str()));
    kept.push_back(std::move(message));
    return failure();
  });
  timing = std::make_unique<DefaultTimingManager>();
  timing->setEnabled(options.timing);
  timingScope = timing->getRootScope();
}

Compiler::~Compiler() {
  if (!calibrationFile.empty())
    llvm::sys::fs::remove(calibrationFile);
  for (auto handler : {keeper, named})
    if (handler)
      context.getDiagEngine().eraseHandler(*handler);
}

/// The printer for lines of text would not show a place that is a name.
void Compiler::printNamedPlaces() {
  named = context.getDiagEngine().registerHandler([](Diagnostic &d) {
    if (!isa<NameLoc>(d.getLocation()))
      return failure();
    auto print = [](Diagnostic &one) {
      if (auto name = dyn_cast<NameLoc>(one.getLocation()))
        llvm::errs() << name.getName().getValue() << ": ";
      llvm::errs() << severityOf(one.getSeverity()) << ": " << one << "\n";
    };
    print(d);
    for (Diagnostic &note : d.getNotes())
      print(note);
    return success();
  });
}

bool Compiler::load(const std::string &path) {
  if (isNirFile(path)) {
    cache = std::make_unique<snn::BlobCache>();
    TimingScope scope = timingScope.nest("Import");
    nir::ImportOptions reading = options.nir;
    // Calibration finds ranges where none is declared.
    reading.ranges = options.calibrate.empty();
    root = nir::importNir(path, reading, context);
    return bool(root);
  }
  auto buffer = llvm::MemoryBuffer::getFileOrSTDIN(path, /*IsText=*/true);
  if (!buffer)
    throw Error(path + ": " + buffer.getError().message());
  sources.AddNewSourceBuffer(std::move(*buffer), llvm::SMLoc());
  std::string folder = llvm::sys::path::parent_path(path).str();
  cache = std::make_unique<snn::BlobCache>(folder);
  return parse();
}

bool Compiler::loadText(const std::string &text, const std::string &name) {
  sources.AddNewSourceBuffer(llvm::MemoryBuffer::getMemBufferCopy(text, name),
                             llvm::SMLoc());
  cache = std::make_unique<snn::BlobCache>();
  return parse();
}

bool Compiler::parse() {
  TimingScope scope = timingScope.nest("Parser");
  root = parseSourceFile<ModuleOp>(sources, ParserConfig(&context));
  return bool(root);
}

/// A target of the library that the network of `module`, which is to be mapped,
/// fits; empty if there is none.
static std::string roomierTarget(ModuleOp module,
                                 compiler::MappingOptions options) {
  ScopedDiagnosticHandler quiet(module.getContext(),
                                [](Diagnostic &) { return success(); });
  std::vector<image::Target> targets;
  for (const std::string &name : targetNames())
    if (options.tiles || name != options.target.name)
      targets.push_back(image::findTarget(name));
  std::stable_sort(targets.begin(), targets.end(),
                   [](const image::Target &a, const image::Target &b) {
                     return a.meshColumns * a.meshRows <
                            b.meshColumns * b.meshRows;
                   });
  options.tiles = 0;
  for (const image::Target &target : targets) {
    OwningOpRef<ModuleOp> copy(module.clone());
    PassManager pm(module.getContext());
    options.target = target;
    compiler::buildMappingPipeline(pm, options);
    if (succeeded(pm.run(*copy)))
      return target.name;
  }
  return "";
}

bool Compiler::map() {
  compiler::MappingOptions mapping{chip, options.rows,
                                   static_cast<uint32_t>(options.tiles),
                                   options.mapSeed};
  OwningOpRef<ModuleOp> before(root->clone());
  PassManager pm(&context);
  pm.enableTiming(timingScope);
  compiler::buildMappingPipeline(pm, mapping);
  if (succeeded(pm.run(*root)))
    return true;
  auto networks = before->getOps<snn::NetworkOp>();
  if (std::string name = roomierTarget(*before, mapping);
      !name.empty() && !networks.empty())
    emitRemark((*networks.begin()).getLoc(), "the network fits target '")
        << name << "' (--target " << name << ")";
  return false;
}

bool Compiler::quantize(compiler::PipelineOptions &pipeline) {
  if (options.floating || !options.calibrate.empty()) {
    auto exported = compiler::exportFloat(*root);
    if (failed(exported))
      return false;
    floating = std::move(*exported);
  }
  if (options.floating && options.floatingCode) {
    TimingScope scope = timingScope.nest("Native code");
    auto object =
        compiler::compileFloatUpdates(context, floating, compiler::hostCpu());
    if (failed(object))
      return false;
    floating.object = std::move(*object);
  }
  if (!options.calibrate.empty())
    calibrationFile = runCalibration(*root, floating, options);
  pipeline.calibration = calibrationFile;
  PassManager pm(&context);
  pm.enableTiming(timingScope);
  compiler::buildToFixedPipeline(pm, pipeline);
  return succeeded(pm.run(*root)) && makeNative();
}

bool Compiler::makeNative() {
  if (options.native == NativeFor::None)
    return true;
  TimingScope scope = timingScope.nest("Native code");
  std::string host = compiler::hostCpu();
  SmallVector<StringRef> cpus = {host};
  if (options.native == NativeFor::All)
    cpus.assign(compiler::nativeCpus().begin(), compiler::nativeCpus().end());
  auto made = compiler::generateNative(*root, cpus);
  if (failed(made))
    return false;
  native = std::move(*made);
  auto networks = root->getOps<snn::NetworkOp>();
  return succeeded(
      compiler::writeConnectivity(*networks.begin(), *cache, native));
}

std::vector<std::string> Compiler::modelFolders() const {
  std::vector<std::string> folders = options.models;
  for (const std::string &folder : libraryFolders())
    folders.push_back(folder);
  return folders;
}

std::optional<nir::Graph> Compiler::nirGraph() {
  PassManager pm(&context);
  pm.enableTiming(timingScope);
  compiler::LinkModelsOptions link;
  for (const std::string &folder : modelFolders())
    link.paths.push_back(folder);
  pm.addPass(compiler::createLinkModels(link));
  if (failed(pm.run(*root)))
    return std::nullopt;
  auto graph = nir::exportNetwork(*root);
  return succeeded(graph) ? std::optional(std::move(*graph)) : std::nullopt;
}

bool Compiler::run(Stage stage) {
  if (stage == Stage::Core)
    return map();
  PassManager pm(&context);
  pm.enableTiming(timingScope);
  compiler::PipelineOptions pipeline;
  pipeline.models = modelFolders();
  pipeline.seed = options.seed;
  pipeline.weightBits = options.weightBits;
  pipeline.clipWeights = options.clipWeights;
  if (llvm::sys::path::extension(options.report) == ".json")
    pipeline.reportJson = options.report;
  else
    pipeline.report = options.report;
  switch (stage) {
  case Stage::Snn:
    compiler::buildToDiscretePipeline(pm, pipeline);
    break;
  case Stage::Fixed:
    return quantize(pipeline);
  case Stage::Ucode:
    compiler::buildCodegenPipeline(pm);
    break;
  case Stage::Core:
  case Stage::Image:
    return true;
  }
  return succeeded(pm.run(*root));
}

bool Compiler::runTo(Stage stage) {
  while (done < static_cast<int>(stage)) {
    if (!run(static_cast<Stage>(done + 1)))
      return false;
    ++done;
  }
  return true;
}

std::optional<image::Image> Compiler::image() {
  TimingScope scope = timingScope.nest("Image");
  bool placed = done >= static_cast<int>(Stage::Core);
  auto image = placed ? compiler::writeImage(*root, *cache, chip)
                      : compiler::writeLogicalImage(*root, *cache);
  if (failed(image))
    return std::nullopt;
  if (options.floating)
    image->floating = floating;
  image->native = native;
  if (auto report = (*root)->getAttrOfType<StringAttr>(kReport))
    image->quantizationReport = report.str();
  if (placed && !options.mapReport.empty())
    writeMapReport(*image, options.mapReport);
  return std::move(*image);
}

std::string Compiler::print(bool locations) {
  std::string text;
  llvm::raw_string_ostream os(text);
  OpPrintingFlags flags;
  flags.enableDebugInfo(locations);
  root->print(os, flags);
  os << "\n";
  return text;
}

std::string Compiler::printPrograms() {
  std::string text;
  llvm::raw_string_ostream os(text);
  for (Operation &op : root->getBody()->getOperations()) {
    if (auto program = dyn_cast<ucode::ProgramOp>(op))
      compiler::printProgram(program, os);
    else if (auto learn = dyn_cast<ucode::LearnOp>(op))
      os << learn << "\n";
  }
  return text;
}

} // namespace snnc::tools
