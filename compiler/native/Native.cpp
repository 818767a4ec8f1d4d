//===- Native.cpp - Native code of a quantized network ----------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/native/Native.h"

#include "compiler/native/Declarations.h"
#include "compiler/native/Lowering.h"
#include "compiler/native/Object.h"
#include "compiler/native/Passes.h"
#include "compiler/native/ProgramRanges.h"
#include "dialects/snn/Network.h"

#include "mlir/IR/OwningOpRef.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/TargetParser/Host.h"

using namespace mlir;

namespace snnc::compiler {

namespace {

struct Cpu {
  StringLiteral name;
  /// What measured best.
  Vectors vectors;
  /// What a machine must have, beside what those below it have.
  std::initializer_list<StringLiteral> features;
};

const Cpu kCpus[] = {
    {"x86-64-v4",
     {64, {64, 16}, true},
     {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}},
    {"x86-64-v3",
     {32, {32, 8}, false},
     {"avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe", "popcnt",
      "sse4.2", "cx16", "sahf"}},
    {"x86-64", {16, {16, 8}, false}, {}},
};

image::NativePopulation describe(snn::PopulationOp population,
                                 unsigned number) {
  snn::NeuronOp neuron = snn::resolveNeuron(population);
  snn::UpdateOp update = neuron.getUpdate();
  ProgramRanges ranges(cast<snn::ProgramOp>(update.getOperation()));
  image::NativePopulation made;
  made.update = updateName(number);
  for (auto state : neuron.getOps<snn::StateOp>())
    made.saturates.push_back(
        llvm::any_of(update.getOps<snn::WriteOp>(), [&](snn::WriteOp write) {
          return write.getState() == state.getSymName() &&
                 ranges.saturates(write);
        }));
  return made;
}

FailureOr<image::NativeProjection> describe(snn::ProjectionOp projection,
                                            unsigned number) {
  image::NativeProjection made;
  FailureOr<std::vector<RuleProgram>> rules = rulePrograms(projection, number);
  if (failed(rules))
    return failure();
  for (RuleProgram &rule : *rules)
    made.programs.push_back(std::move(rule.made));
  snn::LearningRuleOp rule = snn::resolveRule(projection);
  if (!rule)
    return made;
  snn::NeuronOp neuron = snn::resolveNeuron(snn::resolveTarget(projection));
  for (auto target : rule.getOps<snn::TargetOp>())
    made.targetStates.push_back(
        uint32_t(numberOf(neuron.lookup<snn::StateOp>(target.getVariable()))));
  return made;
}

/// The module of functions, taken out of a clone.
FailureOr<OwningOpRef<ModuleOp>> lowered(ModuleOp module,
                                         const Vectors &vectors) {
  OwningOpRef<ModuleOp> clone(module.clone());
  PassManager passes(module.getContext(), module.getOperationName());
  SnnToNativeOptions options;
  options.lanes = vectors.lanes;
  options.synapseLanes = vectors.synapseLanes;
  options.masks = vectors.masks;
  passes.addPass(createSnnToNative(options));
  if (failed(passes.run(*clone)))
    return failure();
  auto native = cast<ModuleOp>(clone->lookupSymbol(kNativeModule));
  native->remove();
  return OwningOpRef<ModuleOp>(native);
}

} // namespace

std::string updateName(unsigned population) {
  return "update_" + std::to_string(population);
}

ArrayRef<StringLiteral> nativeCpus() {
  static const StringLiteral names[] = {kCpus[0].name, kCpus[1].name,
                                        kCpus[2].name};
  return names;
}

std::string hostCpu() {
  llvm::StringMap<bool> features = llvm::sys::getHostCPUFeatures();
  // Each level has what those below it have.
  const Cpu *best = std::end(kCpus) - 1;
  while (best != kCpus &&
         llvm::all_of((best - 1)->features, [&](StringLiteral feature) {
           return features.lookup(feature);
         }))
    --best;
  return best->name.str();
}

FailureOr<image::Native> generateNative(ModuleOp module,
                                        ArrayRef<StringRef> cpus) {
  image::Native native;
  for (StringRef cpu : cpus) {
    const Cpu *kind =
        llvm::find_if(kCpus, [&](const Cpu &c) { return c.name == cpu; });
    if (kind == std::end(kCpus))
      return module.emitError("no native code for processor '") << cpu << "'";
    FailureOr<OwningOpRef<ModuleOp>> functions = lowered(module, kind->vectors);
    if (failed(functions))
      return failure();
    FailureOr<std::vector<uint8_t>> object = compileObject(**functions, cpu);
    if (failed(object))
      return failure();
    native.code.push_back({cpu.str(), std::move(*object), ""});
  }
  for (auto network : module.getOps<snn::NetworkOp>())
    for (Operation &op : network.getBody().front()) {
      if (auto population = dyn_cast<snn::PopulationOp>(op)) {
        native.populations.push_back(
            describe(population, unsigned(native.populations.size())));
      } else if (isa<snn::InputOp>(op)) {
        native.populations.emplace_back();
      } else if (auto projection = dyn_cast<snn::ProjectionOp>(op)) {
        FailureOr<image::NativeProjection> made =
            describe(projection, unsigned(native.projections.size()));
        if (failed(made))
          return failure();
        native.projections.push_back(std::move(*made));
      }
    }
  return native;
}

} // namespace snnc::compiler
