//===- Compiler.h - The whole compiler in memory ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From text to image, one stage after the other; what the driver and the fuzzer
// use. Diagnostics go to stderr with their source lines and are kept.
//
// Library: SnncDriver.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_SNNC_COMPILER_H
#define SNNC_TOOLS_SNNC_COMPILER_H

#include "compiler/mapping/Mapping.h"
#include "compiler/nir/Import.h"
#include "image/Image.h"

#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Support/Timing.h"
#include "llvm/Support/SourceMgr.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace snnc::compiler {
struct PipelineOptions;
}
namespace mlir {
class PassManager;
class SourceMgrDiagnosticHandler;
} // namespace mlir

namespace snnc::tools {

/// What the compiler can stop after and print.
enum class Stage { Snn, Fixed, Ucode, Core, Image };

/// What --target calls the engine that needs no chip.
constexpr const char *kCpuTarget = "cpu";

/// What native code is made for.
enum class NativeFor { None, Host, All };

struct CompileOptions {
  /// Name or file of the target description; kCpuTarget: no chip.
  std::string target = "tile";
  /// Folders of models, before the library's.
  std::vector<std::string> models;
  /// Events to calibrate ranges with ("FILE" or "NAME=FILE"); none: static.
  std::vector<std::string> calibrate;
  /// Steps of the calibration; 0: as many as the events have.
  uint64_t calibrateSteps = 0;
  /// Report of the quantization; JSON if it ends in .json, - for stdout.
  std::string report;
  unsigned weightBits = 8;
  bool clipWeights = false;
  compiler::RowChoice rows = compiler::RowChoice::Auto;
  /// Tiles to spread the network over; 0: the fewest that it fits.
  uint64_t tiles = 0;
  /// Seed of the searches for parts and places.
  uint64_t mapSeed = 0;
  /// Report of the mapping; by its end JSON or SVG, - for stdout.
  std::string mapReport;
  uint64_t seed = 0;
  /// How NIR files are read; ranges and keepGraph are set by the commands.
  nir::ImportOptions nir;
  /// Native code that the image is to have; set by the commands.
  NativeFor native = NativeFor::None;
  /// The image is to have the float network; set by the commands.
  bool floating = true;
  /// The float network is to have native code, in memory.
  bool floatingCode = false;
  /// Print the time of each pass to stderr.
  bool timing = false;
  /// Do not print diagnostics (they are still kept).
  bool quiet = false;
};

/// Names of the targets of the library, sorted.
std::vector<std::string> targetNames();

/// By its extension.
bool isNirFile(const std::string &path);

/// A diagnostic as `--json` writes it.
struct Message {
  std::string severity, file, text;
  unsigned line = 0, column = 0;
  std::vector<Message> notes;
};

/// One network on its way. After a false the diagnostics say why; errors of
/// files and targets are thrown as snnc::Error.
class Compiler {
public:
  explicit Compiler(CompileOptions options);
  ~Compiler();

  /// Reads the network: a file of text or NIR (.nir), or - for text on stdin.
  bool load(const std::string &path);
  bool loadText(const std::string &text, const std::string &name);

  /// Runs the passes up to `stage`, which must not lie before the last one.
  bool runTo(Stage stage);
  /// The image, after runTo(Stage::Fixed) or later; without tiles before
  /// Stage::Core.
  std::optional<image::Image> image();

  /// The network as a NIR graph; before any stage.
  std::optional<nir::Graph> nirGraph();

  /// Text of the module; `locations` adds them to every op.
  std::string print(bool locations);
  /// Text of the programs with source lines; after Stage::Ucode.
  std::string printPrograms();

  const std::vector<Message> &messages() const { return kept; }
  const image::Target &target() const { return chip; }
  mlir::ModuleOp module() { return *root; }

private:
  bool parse();
  std::vector<std::string> modelFolders() const;
  void printNamedPlaces();
  bool run(Stage stage);
  bool quantize(compiler::PipelineOptions &pipeline);
  bool makeNative();
  bool map();

  CompileOptions options;
  image::Target chip;
  mlir::MLIRContext context;
  llvm::SourceMgr sources;
  std::unique_ptr<mlir::SourceMgrDiagnosticHandler> printer;
  std::optional<mlir::DiagnosticEngine::HandlerID> keeper, named;
  std::unique_ptr<mlir::DefaultTimingManager> timing;
  mlir::TimingScope timingScope;
  mlir::OwningOpRef<mlir::ModuleOp> root;
  std::unique_ptr<snn::BlobCache> cache;
  image::FloatNetwork floating;
  image::Native native;
  /// File with the ranges of the calibration; empty: none.
  std::string calibrationFile;
  std::vector<Message> kept;
  /// Stages done.
  int done = -1;
};

} // namespace snnc::tools

#endif // SNNC_TOOLS_SNNC_COMPILER_H
