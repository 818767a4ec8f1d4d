//===- Pipelines.cpp - Sequences of passes -------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/Pipelines.h"
#include "compiler/transforms/Passes.h"

#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

namespace snnc::compiler {

void buildToDiscretePipeline(OpPassManager &pm,
                             const PipelineOptions &options) {
  LinkModelsOptions link;
  link.paths.assign(options.models.begin(), options.models.end());
  pm.addPass(createLinkModels(link));
  pm.addPass(createRetime());
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  DiscretizeOptions discretize;
  discretize.seed = options.seed;
  pm.addPass(createDiscretize(discretize));
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

void buildToFixedPipeline(OpPassManager &pm, const PipelineOptions &options) {
  QuantizeOptions quantize;
  quantize.calibration = options.calibration;
  quantize.margin = options.margin;
  quantize.weightBits = options.weightBits;
  quantize.clipWeights = options.clipWeights;
  quantize.tableEntries = options.tableEntries;
  quantize.tableError = options.tableError;
  quantize.report = options.report;
  quantize.reportJson = options.reportJson;
  pm.addPass(createQuantize(quantize));
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addPass(createVerifyRanges());
}

namespace {
/// Command-line form of PipelineOptions.
struct TextOptions : PassPipelineOptions<TextOptions> {
  ListOption<std::string> models{*this, "models",
                                 llvm::cl::desc("Folders with models")};
  Option<uint64_t> seed{*this, "seed", llvm::cl::desc("Seed of random streams"),
                        llvm::cl::init(0)};
  Option<std::string> calibration{*this, "calibration",
                                  llvm::cl::desc("Calibration file")};
  Option<unsigned> weightBits{*this, "weight-bits",
                              llvm::cl::desc("Bits of weights by default"),
                              llvm::cl::init(8)};
  Option<std::string> report{*this, "report",
                             llvm::cl::desc("File for the report as text")};
  Option<std::string> reportJson{*this, "report-json",
                                 llvm::cl::desc("File for the report as JSON")};

  PipelineOptions get() const {
    PipelineOptions options;
    options.models.assign(models.begin(), models.end());
    options.seed = seed;
    options.calibration = calibration;
    options.weightBits = weightBits;
    options.report = report;
    options.reportJson = reportJson;
    return options;
  }
};
} // namespace

void registerPipelines() {
  PassPipelineRegistration<TextOptions>(
      "snn-to-discrete", "Network text to specialized real-valued models",
      [](OpPassManager &pm, const TextOptions &options) {
        buildToDiscretePipeline(pm, options.get());
      });
  PassPipelineRegistration<TextOptions>(
      "snn-to-fixed", "Network text to fixed point",
      [](OpPassManager &pm, const TextOptions &options) {
        buildToDiscretePipeline(pm, options.get());
        buildToFixedPipeline(pm, options.get());
      });
}

} // namespace snnc::compiler
