//===- Discretize.cpp - Specialize models for parameters and the time step
//-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/Formats.h"
#include "compiler/transforms/PartialEvaluation.h"
#include "compiler/transforms/Passes.h"
#include "compiler/transforms/SimplifyReal.h"
#include "dialects/snn/Weights.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"

namespace snnc::compiler {
#define GEN_PASS_DEF_DISCRETIZE
#include "compiler/transforms/Passes.h.inc"
} // namespace snnc::compiler

using namespace mlir;

namespace snnc::compiler {
namespace {

/// 32 bits of (seed, object, number of the draw).
uint32_t streamWord(uint64_t seed, StringRef object, uint64_t draw) {
  auto mix = [](uint64_t z) {
    z ^= z >> 30;
    z *= 0xbf58476d1ce4e5b9ull;
    z ^= z >> 27;
    z *= 0x94d049bb133111ebull;
    return z ^ (z >> 31);
  };
  constexpr uint64_t golden = 0x9e3779b97f4a7c15ull;
  uint64_t hash = mix(seed + golden);
  for (unsigned char c : object)
    hash = mix(hash ^ (c + golden));
  return uint32_t(mix(hash ^ (draw + golden)) >> 32);
}

class Discretize : public impl::DiscretizeBase<Discretize> {
public:
  using DiscretizeBase::DiscretizeBase;

  void runOnOperation() override {
    snn::BlobCache files;
    blobs = &files;
    SmallVector<snn::NetworkOp> networks(
        getOperation().getOps<snn::NetworkOp>());
    llvm::SetVector<Operation *> specialized;
    for (snn::NetworkOp network : networks) {
      double dt = network.getDt().convertToDouble();
      for (auto population : network.getBody().getOps<snn::PopulationOp>()) {
        FailureOr<snn::NeuronOp> copy = specialize(population, dt);
        if (failed(copy))
          return signalPassFailure();
        specialized.insert(*copy);
      }
      for (auto projection : network.getBody().getOps<snn::ProjectionOp>()) {
        if (failed(toSteps(projection, dt)))
          return signalPassFailure();
        if (!projection.getRule())
          continue;
        FailureOr<snn::LearningRuleOp> copy = specialize(projection, dt);
        if (failed(copy))
          return signalPassFailure();
        specialized.insert(*copy);
      }
    }
    if (networks.empty())
      return;
    for (auto model :
         llvm::make_early_inc_range(getOperation().getOps<snn::ModelOp>()))
      if (!specialized.contains(model))
        model.erase();
  }

private:
  FailureOr<snn::NeuronOp> specialize(snn::PopulationOp population, double dt) {
    snn::NeuronOp model = snn::resolveNeuron(population);
    if (!model)
      return population.emitOpError("is of @")
             << population.getNeuron()
             << ", which is not in this module; run snn-link-models first";
    snn::NeuronOp copy = ownCopy(model, population.getSymName());
    ParamValues params;
    if (failed(collectParams(population, copy, params)) ||
        failed(applyInit(population, copy)))
      return failure();
    for (auto update : copy.getBody().getOps<snn::UpdateOp>())
      assignStreams(update, population.getSymName());
    if (failed(simplify(copy, int64_t(population.getSize()), params, dt)))
      return failure();
    population.setNeuron(copy.getSymName());
    population.removeParamsAttr();
    population.removeInitAttr();
    return copy;
  }

  FailureOr<snn::LearningRuleOp> specialize(snn::ProjectionOp projection,
                                            double dt) {
    snn::LearningRuleOp rule = snn::resolveRule(projection);
    if (!rule)
      return projection.emitOpError("learns by @")
             << *projection.getRule()
             << ", which is not in this module; run snn-link-models first";
    snn::LearningRuleOp copy = ownCopy(rule, projection.getSymName());
    ParamValues params;
    DictionaryAttr given = projection.getParamsAttr();
    for (auto param : copy.getBody().getOps<snn::ParamOp>()) {
      Attribute value = given ? given.get(param.getSymNameAttr()) : Attribute();
      auto number = cast<FloatAttr>(value ? value : param.getValueAttr());
      params[param.getSymName()] = {number.getValueAsDouble()};
    }
    for (snn::ProgramOp program : copy.getPrograms())
      assignStreams(
          program,
          (projection.getSymName() + "." + programName(program)).str());
    if (failed(simplify(copy, 1, params, dt)))
      return failure();
    projection.setRule(copy.getSymName());
    projection.removeParamsAttr();
    return copy;
  }

  template <typename ModelT> ModelT ownCopy(ModelT model, StringRef owner) {
    OpBuilder builder(model);
    builder.setInsertionPointAfter(model);
    auto copy = cast<ModelT>(builder.clone(*model));
    std::string name = (owner + "." + model.getSymName()).str();
    while (getOperation().lookupSymbol(name))
      name += "_";
    copy.setSymName(name);
    return copy;
  }

  LogicalResult simplify(snn::ModelOp copy, int64_t size,
                         const ParamValues &params, double dt) {
    EvaluationCounts counts;
    if (failed(evaluateParams(copy, size, params, dt, counts)))
      return failure();
    for (auto program : copy.getBody().getOps<snn::ProgramOp>())
      if (failed(simplifyReal(program)))
        return failure();
    numFolded += counts.folded;
    numDerived += counts.derived;
    return success();
  }

  FailureOr<std::vector<double>> readValues(Attribute attr, int64_t size,
                                            Location loc, const Twine &what) {
    auto reader = snn::numbersOf(attr, {size}, *blobs, loc, what);
    if (failed(reader))
      return failure();
    std::vector<double> values(reader->isSplat() ? 1 : size);
    for (size_t i = 0; i < values.size(); ++i) {
      values[i] = (*reader)[i];
      if (!std::isfinite(values[i]))
        return emitError(loc) << what << " are not finite at index " << i;
    }
    if (llvm::all_equal(values))
      values.resize(1);
    return values;
  }

  LogicalResult collectParams(snn::PopulationOp population, snn::NeuronOp copy,
                              ParamValues &params) {
    DictionaryAttr given = population.getParamsAttr();
    if (given)
      for (NamedAttribute entry : given)
        if (!copy.lookupSymbol<snn::ParamOp>(entry.getName()))
          return population.emitOpError("sets @")
                 << entry.getName().getValue() << ", but @"
                 << population.getNeuron() << " has no such parameter";
    for (auto param : copy.getBody().getOps<snn::ParamOp>()) {
      Attribute value = given ? given.get(param.getSymNameAttr()) : Attribute();
      auto values = readValues(
          value ? value : param.getValueAttr(), int64_t(population.getSize()),
          value ? population.getLoc() : param.getLoc(),
          Twine("the values of parameter @") + param.getSymName());
      if (failed(values))
        return failure();
      params[param.getSymName()] = std::move(*values);
    }
    return success();
  }

  LogicalResult applyInit(snn::PopulationOp population, snn::NeuronOp copy) {
    DictionaryAttr given = population.getInitAttr();
    if (given)
      for (NamedAttribute entry : given)
        if (!copy.lookupSymbol<snn::StateOp>(entry.getName()))
          return population.emitOpError("initializes @")
                 << entry.getName().getValue() << ", but @"
                 << population.getNeuron() << " has no such state variable";
    for (auto state : copy.getBody().getOps<snn::StateOp>()) {
      Attribute init = given ? given.get(state.getSymNameAttr()) : Attribute();
      Location loc = init ? population.getLoc() : state.getLoc();
      int64_t size = int64_t(population.getSize());
      auto values =
          readValues(init ? init : state.getInitAttr(), size, loc,
                     Twine("the initial values of @") + state.getSymName());
      if (failed(values))
        return failure();
      if (auto range = snn::bounds(state.getRangeAttr()))
        for (auto [i, value] : llvm::enumerate(*values))
          if (value < range->first || value > range->second) {
            InFlightDiagnostic diag =
                emitError(loc)
                << "initial value " << value << " of state @"
                << state.getSymName() << " is outside its range ["
                << range->first << ", " << range->second << "]";
            diag.attachNote(state.getLoc())
                << "declared here; widen the range or change the value";
            return diag;
          }
      OpBuilder builder(state);
      if (values->size() == 1)
        state.setInitAttr(builder.getF64FloatAttr(values->front()));
      else
        state.setInitAttr(DenseElementsAttr::get(
            RankedTensorType::get({size}, builder.getF64Type()),
            ArrayRef(*values)));
    }
    return success();
  }

  /// What the text calls a program of a rule; one rule has each name once.
  static std::string programName(snn::ProgramOp program) {
    std::string name = program->getName().stripDialect().str();
    if (auto every = dyn_cast<snn::EveryOp>(program.getOperation()))
      name += "." + std::to_string(every.getSteps());
    if (auto signal = dyn_cast<snn::OnSignalOp>(program.getOperation()))
      name += "." + signal.getModulator().str();
    return name;
  }

  /// Draws, and after them the writes that round stochastically.
  void assignStreams(snn::ProgramOp program, StringRef object) {
    uint64_t draw = 0;
    program->walk([&](snn::RandomOp random) {
      random.setStream(streamWord(seed, object, draw++));
    });
    program->walk([&](snn::WriteOp write) {
      if (snn::storeRounding(write) != snn::StoreRounding::Nearest)
        write.setStream(streamWord(seed, object, draw++));
    });
  }

  LogicalResult toSteps(snn::ProjectionOp projection, double dt) {
    Attribute delay = projection.getDelayAttr();
    if (!delay)
      return success();
    OpBuilder builder(projection);
    int64_t sources = snn::sizeOf(snn::resolveSource(projection));
    int64_t targets = snn::sizeOf(snn::resolveTarget(projection));
    auto shape = snn::weightShape(projection, sources, targets);
    auto reader =
        snn::numbersOf(delay, shape, *blobs, projection.getLoc(),
                       Twine("the delays of @") + projection.getSymName());
    if (failed(reader))
      return failure();
    // Drawn ones stay a rule: who draws them rounds them.
    if (reader->isInteger() || reader->isDrawn())
      return success();
    std::vector<int32_t> steps(reader->isSplat() ? 1 : reader->size());
    for (size_t i = 0; i < steps.size(); ++i) {
      double exact = (*reader)[i] / dt, whole = std::nearbyint(exact);
      if (!(whole >= 1.0 && whole <= image::kMaxDelaySteps))
        return projection.emitOpError("has a delay of ")
               << (*reader)[i] << " ms, which is " << exact << " steps of "
               << dt << " ms; 1 to " << image::kMaxDelaySteps
               << " steps are possible";
      if (std::fabs(exact - whole) > 1e-6 * whole)
        return projection.emitOpError("has a delay of ")
               << (*reader)[i] << " ms, which is no whole number of steps of "
               << dt << " ms (" << exact << "); use a multiple of dt";
      steps[i] = int32_t(whole);
    }
    if (reader->isSplat() || llvm::all_equal(steps))
      projection.setDelayAttr(builder.getI64IntegerAttr(steps.front()));
    else
      projection.setDelayAttr(DenseElementsAttr::get(
          RankedTensorType::get(shape, builder.getI32Type()), ArrayRef(steps)));
    return success();
  }

  /// The files of one run.
  snn::BlobCache *blobs = nullptr;
};

} // namespace
} // namespace snnc::compiler
