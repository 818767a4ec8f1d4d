//===- Quantize.cpp - From real numbers to fixed point -------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/LowerBody.h"
#include "compiler/transforms/Modulators.h"
#include "compiler/transforms/Passes.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/ToolOutputFile.h"

namespace snnc::compiler {
#define GEN_PASS_DEF_QUANTIZE
#include "compiler/transforms/Passes.h.inc"
} // namespace snnc::compiler

using namespace mlir;

namespace snnc::compiler {
namespace {

/// Rounds of payload ranges around the network before they must be declared.
constexpr int kPayloadRounds = 8;

class Quantize : public impl::QuantizeBase<Quantize> {
public:
  using QuantizeBase::QuantizeBase;

  void runOnOperation() override {
    if (failed(checkOptions()))
      return signalPassFailure();
    QuantizationReport found;
    for (auto network : getOperation().getOps<snn::NetworkOp>())
      if (failed(quantize(network, found)))
        return signalPassFailure();
    std::string json;
    llvm::raw_string_ostream(json) << found.toJson();
    getOperation()->setAttr("snn.quantization_report",
                            StringAttr::get(&getContext(), json));
    count(found);
    if (failed(write(report, [&](raw_ostream &os) { found.print(os); })) ||
        failed(write(reportJson, [&](raw_ostream &os) {
          os << llvm::formatv("{0:2}", found.toJson()) << '\n';
        })))
      return signalPassFailure();
  }

private:
  LogicalResult checkOptions() {
    Location loc = getOperation().getLoc();
    if (weightBits != 1 && weightBits != 2 && weightBits != 4 &&
        weightBits != 8 && weightBits != 16)
      return emitError(loc) << "weight-bits is " << weightBits
                            << "; 1, 2, 4, 8 and 16 are possible";
    if (tableEntries < 16 || tableEntries > 4096)
      return emitError(loc) << "table-entries is " << tableEntries
                            << "; 16 to 4096 are possible";
    if (!(margin >= 1.0))
      return emitError(loc)
             << "margin is " << margin << "; it must be 1 or more";
    settings = QuantizeSettings();
    settings.margin = margin;
    settings.tableEntries = tableEntries;
    settings.tableError = tableError;
    if (calibration.empty())
      return success();
    FailureOr<Calibration> read = readCalibration(calibration, loc);
    if (failed(read))
      return failure();
    settings.calibration = std::move(*read);
    return success();
  }

  LogicalResult quantize(snn::NetworkOp network, QuantizationReport &found) {
    NetworkFormats formats(network, weightBits, clipWeights);
    if (failed(formats.load()))
      return failure();
    setModulatorFormats(network);
    std::vector<std::unique_ptr<ModelPlan>> plans;
    llvm::DenseMap<Operation *, ModelPlan *> planOf;
    llvm::DenseSet<Operation *> seen;
    for (auto population : network.getBody().getOps<snn::PopulationOp>()) {
      snn::NeuronOp neuron = snn::resolveNeuron(population);
      if (!seen.insert(neuron).second)
        return population.emitOpError("shares its model with another "
                                      "population; run snn-discretize first");
      plans.push_back(
          std::make_unique<ModelPlan>(population, neuron, formats, settings));
      planOf[population] = plans.back().get();
      if (failed(plans.back()->prepare()))
        return failure();
    }
    // Rules come after the neurons, whose states they read.
    for (auto projection : network.getBody().getOps<snn::ProjectionOp>()) {
      snn::LearningRuleOp rule = snn::resolveRule(projection);
      if (!rule)
        continue;
      if (!seen.insert(rule).second)
        return projection.emitOpError("shares its rule with another "
                                      "projection; run snn-discretize first");
      plans.push_back(std::make_unique<ModelPlan>(
          projection, rule, *planOf[snn::resolveTarget(projection)], formats,
          settings));
      if (failed(plans.back()->prepare()))
        return failure();
    }
    if (failed(findPayloads(plans)) || failed(formats.choosePorts()) ||
        failed(setDrivenFormats(network, formats)))
      return failure();
    for (auto &plan : plans) {
      plan->followTarget();
      for (auto &program : plan->programs)
        if (failed(program->choose()) || failed(checkDecays(*program, found)))
          return failure();
      checkIncrements(*plan);
      if (failed(lowerModel(*plan, found)))
        return failure();
    }
    formats.apply(settings.calibration, found);
    return success();
  }

  /// Payload ranges that are not declared follow from the bodies, whose ports
  /// may follow from other payloads, and from what rules deposit.
  LogicalResult findPayloads(ArrayRef<std::unique_ptr<ModelPlan>> plans) {
    bool changed = true;
    for (int round = 0; changed && round < kPayloadRounds; ++round) {
      changed = false;
      for (auto &plan : plans) {
        FailureOr<bool> moved =
            plan->isRule() ? findDeposits(*plan) : findPayload(*plan);
        if (failed(moved))
          return failure();
        changed |= *moved;
      }
    }
    for (auto &plan : plans)
      if (changed && !plan->isRule() && plan->source->graded &&
          !plan->source->declared)
        return noPayload(*plan);
    return success();
  }

  /// True if the range of the population's payload changed.
  static FailureOr<bool> findPayload(ModelPlan &plan) {
    SourceFormat &source = *plan.source;
    if (!source.graded || source.declared)
      return false;
    Interval payload;
    for (auto &program : plan.programs) {
      FailureOr<Interval> emitted = program->payloadRange();
      if (failed(emitted))
        return failure();
      payload = Interval::join(payload, *emitted);
    }
    if (!payload.isFinite())
      return noPayload(plan);
    bool changed = !(payload == source.payload);
    source.payload = payload;
    return changed;
  }

  static FailureOr<bool> findDeposits(ModelPlan &plan) {
    bool changed = false;
    for (auto &program : plan.programs) {
      FailureOr<bool> moved = program->updateDeposits();
      if (failed(moved))
        return failure();
      changed |= *moved;
    }
    return changed;
  }

  static LogicalResult noPayload(ModelPlan &plan) {
    snn::EmitOp at;
    plan.model->walk([&](snn::EmitOp emit) { at = emit; });
    return at.emitOpError("has a payload without a bound (it depends on "
                          "payloads that depend on it); clamp it and declare "
                          "its range [low, high]");
  }

  void count(const QuantizationReport &found) {
    for (const auto &variable : found.variables)
      numStates += variable.kind != VariableKind::Param;
    numTables += found.tables.size();
    for (const auto &body : found.bodies)
      numRescales += body.rescales;
    for (const auto &weights : found.weights)
      numVanished += weights.format.vanished;
  }

  /// A file appears whole or not at all.
  LogicalResult write(StringRef path,
                      llvm::function_ref<void(raw_ostream &)> print) {
    if (path.empty())
      return success();
    if (path == "-") {
      print(llvm::outs());
      return success();
    }
    Location loc = getOperation().getLoc();
    SmallString<256> temporary;
    int descriptor = -1;
    if (std::error_code error = llvm::sys::fs::createUniqueFile(
            path + ".%%%%%%", descriptor, temporary))
      return emitError(loc)
             << "cannot write " << path << ": " << error.message();
    {
      llvm::raw_fd_ostream os(descriptor, /*shouldClose=*/true);
      print(os);
    }
    if (std::error_code error = llvm::sys::fs::rename(temporary, path)) {
      llvm::sys::fs::remove(temporary);
      return emitError(loc)
             << "cannot write " << path << ": " << error.message();
    }
    return success();
  }

  QuantizeSettings settings;
};

} // namespace
} // namespace snnc::compiler
