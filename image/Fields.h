//===- Fields.h - The fields of the structs, listed once --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What Archive.h walks: the keys of target files and of the metadata.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_FIELDS_H
#define SNNC_IMAGE_FIELDS_H

#include "image/Image.h"

namespace snnc::image {

// `T` is the struct or the struct const; `A` an archive of Archive.h.
template <typename T, typename S>
using EnableFor =
    std::enable_if_t<std::is_same<std::remove_const_t<T>, S>::value, int>;

template <typename A, typename T, EnableFor<T, Target> = 0>
void fields(A &a, T &v) {
  a("name", v.name);
  a("version", v.version);
  a.optional("meshColumns", v.meshColumns);
  a.optional("meshRows", v.meshRows);
  a("lanes", v.lanes);
  a("groups", v.groups);
  a("descriptors", v.descriptors);
  a("blocks", v.blocks);
  a("programWords", v.programWords);
  a("stateRows", v.stateRows);
  a("accumulatorRows", v.accumulatorRows);
  a("synapseRows", v.synapseRows);
  a("axons", v.axons);
  a("tableWords", v.tableWords);
  a("eventRecords", v.eventRecords);
  a("modulators", v.modulators);
  a("maxSlots", v.maxSlots);
  a("learnEntries", v.learnEntries);
  a.optional("sources", v.sources);
  a("ecc", v.ecc);
  a("clockMHz", v.clockMHz);
}

template <typename A, typename T, EnableFor<T, DebugLocation> = 0>
void fields(A &a, T &v) {
  a("file", v.file);
  a("line", v.line);
  a("column", v.column);
  a("what", v.what);
}

template <typename A, typename T, EnableFor<T, Variable> = 0>
void fields(A &a, T &v) {
  a("name", v.name);
  a("bits", v.bits);
  a("frac", v.frac);
  a("init", v.init);
  a("unit", v.unit);
}

template <typename A, typename T, EnableFor<T, Port> = 0>
void fields(A &a, T &v) {
  a("name", v.name);
  a("frac", v.frac);
  a("accBits", v.accBits);
  a("slotsLog2", v.slotsLog2);
  a("maxDelay", v.maxDelay);
  a("bound", v.bound);
}

template <typename A, typename T, EnableFor<T, Part> = 0>
void fields(A &a, T &v) {
  a("tile", v.tile);
  a("group", v.group);
  a("first", v.first);
  a("size", v.size);
  a("states", v.states);
  a("params", v.params);
  a("ports", v.ports);
}

template <typename A, typename T, EnableFor<T, Population> = 0>
void fields(A &a, T &v) {
  a("name", v.name);
  a("size", v.size);
  a("inner", v.inner);
  a("innerPad", v.innerPad);
  a("isInput", v.isInput);
  a("isOutput", v.isOutput);
  a.optional("skew", v.skew);
  a("graded", v.graded);
  a("payloadFrac", v.payloadFrac);
  a("payloadMin", v.payloadMin);
  a("payloadMax", v.payloadMax);
  a("states", v.states);
  a("params", v.params);
  a("ports", v.ports);
  a("parts", v.parts);
  a("location", v.location);
}

template <typename A, typename T, EnableFor<T, SynapseVariable> = 0>
void fields(A &a, T &v) {
  a("name", v.name);
  a("bits", v.bits);
  a("frac", v.frac);
  a("init", v.init);
  a("unit", v.unit);
}

template <typename A, typename T, EnableFor<T, ColumnIndex> = 0>
void fields(A &a, T &v) {
  a("columnBase", v.columnBase);
  a("rowBase", v.rowBase);
  a("rows", v.rows);
}

template <typename A, typename T, EnableFor<T, Plasticity> = 0>
void fields(A &a, T &v) {
  a("rule", v.rule);
  a("variables", v.variables);
  a("traces", v.traces);
  a("location", v.location);
}

template <typename A, typename T, EnableFor<T, ProjectionPart> = 0>
void fields(A &a, T &v) {
  a("tile", v.tile);
  a("targetPart", v.targetPart);
  a("sourceGroup", v.sourceGroup);
  a("descriptor", v.descriptor);
  a("firstSub", v.firstSub);
  a("subs", v.subs);
  a("unitBase", v.unitBase);
  a("units", v.units);
  a("variables", v.variables);
  a("traces", v.traces);
  a("index", v.index);
}

template <typename A, typename T, EnableFor<T, Projection> = 0>
void fields(A &a, T &v) {
  a("name", v.name);
  a("source", v.source);
  a("target", v.target);
  a("port", v.port);
  a("weightBits", v.weightBits);
  a("weightFrac", v.weightFrac);
  a("shift", v.shift);
  a("synapses", v.synapses);
  a("fanOut", v.fanOut);
  a("connectivity", v.connectivity);
  a("location", v.location);
  a("plastic", v.plastic);
  a("parts", v.parts);
}

template <typename A, typename T, EnableFor<T, Modulator> = 0>
void fields(A &a, T &v) {
  a("name", v.name);
  a("init", v.init);
  a("frac", v.frac);
  a("driver", v.driver);
  a("falls", v.falls);
}

template <typename A, typename T, EnableFor<T, Probe> = 0>
void fields(A &a, T &v) {
  a("name", v.name);
  a("population", v.population);
  a("state", v.state);
}

template <typename A, typename T, EnableFor<T, TrialPresent> = 0>
void fields(A &a, T &v) {
  a("population", v.population);
  a("from", v.from);
  a("steps", v.steps);
  a("coding", v.coding);
  a("full", v.full);
}

template <typename A, typename T, EnableFor<T, TrialLabel> = 0>
void fields(A &a, T &v) {
  a("population", v.population);
  a("at", v.at);
}

template <typename A, typename T, EnableFor<T, TrialSignal> = 0>
void fields(A &a, T &v) {
  a("modulator", v.modulator);
  a("value", v.value);
  a("at", v.at);
  a("training", v.training);
}

template <typename A, typename T, EnableFor<T, TrialReset> = 0>
void fields(A &a, T &v) {
  a("population", v.population);
  a("at", v.at);
}

template <typename A, typename T, EnableFor<T, TrialAnswer> = 0>
void fields(A &a, T &v) {
  a("population", v.population);
  a("state", v.state);
  a("from", v.from);
  a("steps", v.steps);
}

template <typename A, typename T, EnableFor<T, Trial> = 0>
void fields(A &a, T &v) {
  a("steps", v.steps);
  a("resets", v.resets);
  a("presents", v.presents);
  a("labels", v.labels);
  a("signals", v.signals);
  a("answer", v.answer);
}

template <typename A, typename T, EnableFor<T, Group> = 0>
void fields(A &a, T &v) {
  a("population", v.population);
  a("window", v.window);
  a("kept", v.kept);
  a("firstBlock", v.firstBlock);
  a("hasProgram", v.hasProgram);
  a("programAddress", v.programAddress);
  a("blocks", v.blocks);
  a("blockBase", v.blockBase);
  a("period", v.period);
  a("lastLanes", v.lastLanes);
  a("logicalBase", v.logicalBase);
  a("axonBase", v.axonBase);
  a("axonStride", v.axonStride);
  a("axonSubs", v.axonSubs);
  a("drives", v.drives);
}

template <typename A, typename T, EnableFor<T, RowDescriptor> = 0>
void fields(A &a, T &v) {
  a("format", v.format);
  a("weightLog2", v.weightLog2);
  a("entryLog2", v.entryLog2);
  a("indexBits", v.indexBits);
  a("delayBits", v.delayBits);
  a("shift", v.shift);
  a("delay", v.delay);
  a("slotsLog2", v.slotsLog2);
  a("wide", v.wide);
  a("portBase", v.portBase);
  a("skewed", v.skewed);
}

template <typename A, typename T, EnableFor<T, LearnPlane> = 0>
void fields(A &a, T &v) {
  a("base", v.base);
  a("bits", v.bits);
}

template <typename A, typename T, EnableFor<T, LearnEntry> = 0>
void fields(A &a, T &v) {
  a("kind", v.kind);
  a("when", v.when);
  a("every", v.every);
  a("signals", v.signals);
  a("synaptic", v.synaptic);
  a("gate", v.gate);
  a("records", v.records);
  a("gated", v.gated);
  a("group", v.group);
  a("programAddress", v.programAddress);
  a("targetGroup", v.targetGroup);
  a("sub", v.sub);
  a("subs", v.subs);
  a("descriptor", v.descriptor);
  a("unitBase", v.unitBase);
  a("columnBase", v.columnBase);
  a("planes", v.planes);
  a("commons", v.commons);
  a("projection", v.projection);
}

template <typename A, typename T, EnableFor<T, Route> = 0>
void fields(A &a, T &v) {
  a("out", v.out);
  a("window", v.window);
}

/// The tables of a tile that are metadata; its memories are sections.
template <typename A, typename T, EnableFor<T, Tile> = 0>
void fields(A &a, T &v) {
  a("groups", v.groups);
  a("descriptors", v.descriptors);
  a("learn", v.learn);
  a("routes", v.routes);
  a("accumulatorRows", v.accumulatorRows);
}

/// All but elements in memory.
template <typename A, typename T, EnableFor<T, Numbers> = 0>
void fields(A &a, T &v) {
  a("kind", v.kind);
  a("integral", v.integral);
  a("count", v.count);
  a("first", v.first);
  a("second", v.second);
  a("scalar", v.scalar);
  a("seed", v.seed);
  a("least", v.least);
  a("most", v.most);
}

template <typename A, typename T, EnableFor<T, Connectivity> = 0>
void fields(A &a, T &v) {
  a("kind", v.kind);
  a("sources", v.sources);
  a("targets", v.targets);
  a("probability", v.probability);
  a("count", v.count);
  a("seed", v.seed);
  a("self", v.self);
  a("multiple", v.multiple);
  a("input", v.input);
  a("kernel", v.kernel);
  a("stride", v.stride);
  a("padding", v.padding);
  a("pairs", v.pairs);
  a("weights", v.weights);
  a("delays", v.delays);
  a("dtMs", v.dtMs);
}

template <typename A, typename T, EnableFor<T, NativePopulation> = 0>
void fields(A &a, T &v) {
  a("update", v.update);
  a("saturates", v.saturates);
}

template <typename A, typename T, EnableFor<T, NativeProgram> = 0>
void fields(A &a, T &v) {
  a("trigger", v.trigger);
  a("argument", v.argument);
  a("function", v.function);
  a("sourceGuard", v.sourceGuard);
  a("targetGuard", v.targetGuard);
  a("readsWeight", v.readsWeight);
  a("writesWeight", v.writesWeight);
  a("readsVariables", v.readsVariables);
  a("writesVariables", v.writesVariables);
  a("readsTraces", v.readsTraces);
  a("readsTargets", v.readsTargets);
  a("readsFired", v.readsFired);
  a("readsPayload", v.readsPayload);
  a("readsTargetFired", v.readsTargetFired);
  a("draws", v.draws);
  a("deposits", v.deposits);
}

/// All but what was learned.
template <typename A, typename T, EnableFor<T, NativeProjection> = 0>
void fields(A &a, T &v) {
  a("connectivity", v.connectivity);
  a("targetStates", v.targetStates);
  a("programs", v.programs);
}

/// All but the object.
template <typename A, typename T, EnableFor<T, NativeCode> = 0>
void fields(A &a, T &v) {
  a("cpu", v.cpu);
}

template <typename A, typename T, EnableFor<T, Native> = 0>
void fields(A &a, T &v) {
  a("populations", v.populations);
  a("projections", v.projections);
  a("code", v.code);
}

/// All but the memories, the float network and native code.
template <typename A, typename T, EnableFor<T, Image> = 0>
void fields(A &a, T &v) {
  a("name", v.name);
  a("dtMs", v.dtMs);
  a("target", v.target);
  a("populations", v.populations);
  a("projections", v.projections);
  a("modulators", v.modulators);
  a("probes", v.probes);
  a("trial", v.trial);
  a("tiles", v.tiles);
  a("locations", v.locations);
  a("hasWeightsDigest", v.hasWeightsDigest);
  a("weightsDigest", v.weightsDigest);
  a("quantizationReport", v.quantizationReport);
}

} // namespace snnc::image

#endif // SNNC_IMAGE_FIELDS_H
