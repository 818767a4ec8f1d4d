//===- RuleLowering.cpp - The programs of a learning rule -------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/codegen/RuleLowering.h"

#include "dialects/snn/Network.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using snnc::ucode::InstructionOpInterface;
using snnc::ucode::Over;
using snnc::ucode::ProgramKind;

namespace snnc::compiler {

namespace {

/// What an instruction has bits for.
constexpr size_t kMostVariables = 7;
constexpr size_t kMostCommons = 8;

/// A value's width as a plane.
unsigned planeBits(Value value) {
  auto type = dyn_cast<fx::QType>(value.getType());
  // A draw is kept whole.
  if (value.getDefiningOp<snn::RandomOp>())
    return 32;
  unsigned bits = type ? type.getBits() : 1;
  return bits <= 8 ? 8 : bits <= 16 ? 16 : 32;
}

/// What selection made and nobody uses.
void eraseDead(ucode::ProgramOp program) {
  for (Operation &op :
       llvm::make_early_inc_range(llvm::reverse(program.getBody().front())))
    if (isOpTriviallyDead(&op))
      op.erase();
}

/// What a program over synapses names.
struct Names {
  llvm::SetVector<StringAttr> commons, memories;

  explicit Names(ucode::ProgramOp program) {
    auto add = [](llvm::SetVector<StringAttr> &set, FlatSymbolRefAttr name) {
      if (name)
        set.insert(name.getAttr());
    };
    for (Operation &op : program.getBody().front()) {
      auto instruction = cast<InstructionOpInterface>(op);
      add(commons, instruction.common());
      add(commons, instruction.drawSymbol());
      if (isa<ucode::LdOp>(op))
        add(memories, instruction.memory());
    }
  }
};

ArrayAttr symbols(OpBuilder &builder, ArrayRef<StringAttr> names) {
  SmallVector<Attribute> refs;
  for (StringAttr name : names)
    refs.push_back(FlatSymbolRefAttr::get(name));
  return builder.getArrayAttr(refs);
}

} // namespace

RuleLowering::RuleLowering(snn::ProjectionOp projection, bool fuse,
                           bool columns)
    : projection(projection), rule(snn::resolveRule(projection)),
      builder(projection.getContext()), fuse(fuse), columns(columns) {}

LogicalResult RuleLowering::run() {
  size_t variables = llvm::range_size(rule.getOps<snn::StateOp>());
  if (variables > kMostVariables)
    return rule.emitError("rule @")
           << rule.getSymName() << " keeps " << variables
           << " variables at each synapse beside the weight; a synapse has at "
              "most "
           << kMostVariables
           << "; let traces or states of the target hold what is the same for "
              "many synapses";
  builder.setInsertionPointAfter(rule);
  learn = ucode::LearnOp::create(builder, rule.getLoc(),
                                 FlatSymbolRefAttr::get(rule.getSymNameAttr()));
  learn.getBody().emplaceBlock();
  for (snn::ProgramOp program : rule.getPrograms())
    if (failed(program.isTrace() ? lowerTrace(program)
                                 : lowerSynaptic(program)))
      return failure();
  return success();
}

RuleLowering::Trigger RuleLowering::triggerOf(snn::ProgramOp program) {
  return TypeSwitch<Operation *, Trigger>(program)
      .Case([](snn::PreOp) { return Trigger{"pre", {}, {}}; })
      .Case([](snn::PostOp) { return Trigger{"post", {}, {}}; })
      .Case([](snn::OnPreOp) { return Trigger{"on_pre", {}, {}}; })
      .Case([](snn::OnPostOp) { return Trigger{"on_post", {}, {}}; })
      .Case([](snn::EveryOp every) {
        return Trigger{"every." + std::to_string(every.getSteps()),
                       every.getStepsAttr(),
                       {}};
      })
      .Default([](Operation *op) {
        auto signal = cast<snn::OnSignalOp>(op);
        return Trigger{("on_signal." + signal.getModulator()).str(),
                       {},
                       signal.getModulatorAttr()};
      });
}

ucode::ProgramOp RuleLowering::makeProgram(snn::ProgramOp from,
                                           ProgramKind kind, StringRef suffix) {
  std::string name = (rule.getSymName() + "." + triggerOf(from).name).str();
  if (!suffix.empty())
    name += ("." + suffix).str();
  auto module = rule->getParentOfType<ModuleOp>();
  while (module.lookupSymbol(name))
    name += "_";
  builder.setInsertionPoint(learn);
  auto program =
      ucode::ProgramOp::create(builder, from.getLoc(), kind, name,
                               FlatSymbolRefAttr::get(rule.getSymNameAttr()));
  program.getBody().emplaceBlock();
  ++numPrograms;
  return program;
}

template <typename SelectorT>
LogicalResult RuleLowering::fill(SelectorT &selector) {
  LogicalResult result = selector.run();
  numFused += selector.fused();
  return result;
}

void RuleLowering::addTemporary(StringAttr name, Over over, unsigned bits,
                                bool index) {
  if (SymbolTable::lookupSymbolIn(learn, name))
    return;
  // Before the steps.
  Block &block = learn.getBody().front();
  auto steps = block.getOps<ucode::StepOp>();
  if (steps.empty())
    builder.setInsertionPointToEnd(&block);
  else
    builder.setInsertionPoint(*steps.begin());
  ucode::TemporaryOp::create(builder, rule.getLoc(), over, index,
                             name.getValue(), bits);
}

/// A name that is none of the rule's own.
StringAttr RuleLowering::freeName(const Twine &wanted) {
  std::string name = wanted.str();
  while (SymbolTable::lookupSymbolIn(rule, name))
    name += "_";
  return builder.getStringAttr(name);
}

ucode::StepOp RuleLowering::addStep(const Trigger &trigger, Over over,
                                    ucode::ProgramOp program, bool synaptic) {
  builder.setInsertionPointToEnd(&learn.getBody().front());
  return ucode::StepOp::create(builder, program.getLoc(), over,
                               program.getSymName(), trigger.every,
                               trigger.signal, synaptic,
                               /*gate=*/false, /*records=*/false,
                               /*gated=*/false,
                               /*planes=*/ArrayAttr(), /*commons=*/ArrayAttr());
}

LogicalResult RuleLowering::lowerTrace(snn::ProgramOp program) {
  ucode::ProgramOp made = makeProgram(program, ProgramKind::Blocks, "");
  Selector selector(program, made, fuse);
  if (failed(fill(selector)))
    return failure();
  // Traces that never change need no program.
  if (llvm::hasSingleElement(made.getBody().front())) {
    made.erase();
    return success();
  }
  addStep(triggerOf(program), Over::Sources, made, /*synaptic=*/false);
  return success();
}

/// What deposits adds to one sum from many lanes in a column, and so walks
/// rows.
Walk RuleLowering::walkOf(snn::ProgramOp program) {
  bool deposits = !program.getBody().front().getOps<snn::DepositOp>().empty();
  return columns && isOnPost(program) && !deposits ? Walk::Columns : Walk::Rows;
}

LogicalResult RuleLowering::lowerSynaptic(snn::ProgramOp program) {
  RuleSplit split(program);
  Trigger trigger = triggerOf(program);
  Walk walk = walkOf(program);
  // All names that may be needed; which are is known from the synapse's
  // program.
  Handover names;
  unsigned count = 0;
  for (Value value : split.commons())
    if (!value.getDefiningOp<snn::ReadOp>())
      names.commons[value] = freeName(trigger.name + "." + Twine(count++));
  names.condition = freeName(trigger.name + ".condition");
  names.targetFired = freeName(trigger.name + ".target_fired");
  names.sourceCondition = freeName(trigger.name + ".source_condition");
  names.sourceIndex = freeName("source.index");
  names.targetIndex = freeName("target.index");

  ucode::ProgramOp synapses = makeProgram(
      program, walk == Walk::Columns ? ProgramKind::Columns : ProgramKind::Rows,
      "synapses");
  snn::PopulationOp population = snn::resolveTarget(projection);
  SynapseSelector selector(program, synapses, fuse, split, names,
                           snn::resolveNeuron(population), walk);
  if (failed(fill(selector)))
    return failure();
  eraseDead(synapses);
  // Nothing that acts, nothing to run.
  if (llvm::hasSingleElement(synapses.getBody().front())) {
    synapses.erase();
    return success();
  }
  Names used(synapses);
  if (used.commons.size() > kMostCommons)
    return program.emitError("rule @")
           << rule.getSymName() << " hands " << used.commons.size()
           << " values of each source to its synapses here (traces and what is "
              "computed from them); at most "
           << kMostCommons
           << " are possible; combine them in a trace, or divide the program";

  llvm::DenseSet<Value> stored;
  for (Value value : split.commons())
    if (StringAttr name = names.commons.lookup(value);
        name && used.commons.contains(name)) {
      stored.insert(value);
      addTemporary(name, Over::Sources, planeBits(value), false);
    }
  if (used.commons.contains(names.sourceCondition))
    addTemporary(names.sourceCondition, Over::Sources, 8, false);
  if (used.commons.contains(names.sourceIndex))
    addTemporary(names.sourceIndex, Over::Sources, 16, /*index=*/true);
  if (used.memories.contains(names.targetIndex))
    addTemporary(names.targetIndex, Over::Targets, 16, /*index=*/true);
  StringAttr condition, targetFired;
  if (used.memories.contains(names.condition))
    condition = names.condition;
  if (used.memories.contains(names.targetFired))
    targetFired = names.targetFired;
  for (StringAttr name : {condition, targetFired})
    if (name)
      addTemporary(name, Over::Targets, 8, false);

  bool isGated = isOnPost(program) || !split.targetConditions().empty();
  if ((isGated || targetFired) &&
      failed(lowerTargets(program, split, walk, condition, targetFired)))
    return failure();
  if (failed(lowerSources(program, split, names, std::move(stored), walk,
                          isGated)))
    return failure();

  // The weight is variable 0, whether the program names it or not.
  SmallVector<StringAttr> planes = {rule.getWeight().getSymNameAttr()};
  for (auto state : rule.getOps<snn::StateOp>())
    planes.push_back(state.getSymNameAttr());
  synapses->moveBefore(learn);
  ucode::StepOp step =
      addStep(trigger, walk == Walk::Columns ? Over::Columns : Over::Synapses,
              synapses, true);
  step.setGated(isGated);
  step.setPlanesAttr(symbols(builder, planes));
  if (!used.commons.empty())
    step.setCommonsAttr(symbols(builder, used.commons.getArrayRef()));
  return success();
}

LogicalResult RuleLowering::lowerTargets(snn::ProgramOp program,
                                         const RuleSplit &split, Walk walk,
                                         StringAttr condition,
                                         StringAttr targetFired) {
  ucode::ProgramOp targets =
      makeProgram(program, ProgramKind::Blocks, "targets");
  TargetSelector select(program, targets, fuse, split, condition, targetFired);
  if (failed(fill(select)))
    return failure();
  eraseDead(targets);
  ucode::StepOp step =
      addStep(triggerOf(program), Over::Targets, targets, true);
  step.setGate(isOnPost(program) || !split.targetConditions().empty());
  step.setRecords(walk == Walk::Columns);
  return success();
}

LogicalResult RuleLowering::lowerSources(snn::ProgramOp program,
                                         const RuleSplit &split,
                                         const Handover &names,
                                         llvm::DenseSet<Value> stored,
                                         Walk walk, bool isGated) {
  ucode::ProgramOp sources =
      makeProgram(program, ProgramKind::Blocks, "sources");
  SourceSelector select(program, sources, fuse, split, names, std::move(stored),
                        walk);
  if (failed(fill(select)))
    return failure();
  eraseDead(sources);
  // In a walk of columns there may be nothing to hand over.
  if (llvm::hasSingleElement(sources.getBody().front())) {
    sources.erase();
    --numPrograms;
    return success();
  }
  addStep(triggerOf(program), Over::Sources, sources, true).setGated(isGated);
  return success();
}

} // namespace snnc::compiler
