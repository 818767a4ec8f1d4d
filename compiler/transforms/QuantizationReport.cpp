//===- QuantizationReport.cpp - What quantization chose and what it costs -===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/QuantizationReport.h"

#include "llvm/Support/Format.h"

using llvm::format;
using llvm::json::Array;
using llvm::json::Object;

namespace snnc::compiler {

llvm::StringRef nameOf(VariableKind kind) {
  switch (kind) {
  case VariableKind::State:
    return "state";
  case VariableKind::Param:
    return "param";
  case VariableKind::Weight:
    return "weight";
  case VariableKind::Synapse:
    return "synapse";
  case VariableKind::Trace:
    return "trace";
  case VariableKind::Target:
    return "target";
  }
  return "";
}

static Array pair(const Interval &range) { return Array{range.lo, range.hi}; }

llvm::json::Value QuantizationReport::toJson() const {
  Array variableList, decayList, weightList, portList, payloadList, tableList,
      bodyList;
  for (const Variable &v : variables)
    variableList.push_back(
        Object{{v.isOfRule() ? "projection" : "population", v.owner},
               {"name", v.name},
               {"kind", nameOf(v.kind)},
               {"bits", int64_t(v.format.bits)},
               {"frac", v.format.frac},
               {"range", pair(v.range)},
               {"calibrated", v.calibrated},
               {"max_error", v.maxError()}});
  for (const Decay &d : decays)
    decayList.push_back(Object{{"population", d.population},
                               {"state", d.state},
                               {"factor", d.factor},
                               {"dead_band", d.deadBand},
                               {"range", d.range}});
  for (const Weights &w : weights)
    weightList.push_back(Object{{"projection", w.projection},
                                {"bits", int64_t(w.format.bits)},
                                {"frac", w.format.frac},
                                {"shift", int64_t(w.shift)},
                                {"weights", int64_t(w.format.count)},
                                {"nonzero", int64_t(w.format.nonZero)},
                                {"vanished", int64_t(w.format.vanished)},
                                {"clipped", int64_t(w.format.clipped)},
                                {"min", w.format.min},
                                {"max", w.format.max},
                                {"max_error", w.format.maxError},
                                {"mean_error", w.format.meanError},
                                {"rms_error", w.format.rmsError},
                                {"rms", w.format.rms}});
  for (const Port &p : ports) {
    Object port{{"population", p.population},
                {"port", p.name},
                {"acc_bits", int64_t(p.format.bits)},
                {"frac", p.format.frac},
                {"bound", p.bound},
                {"headroom_bits", p.headroom}};
    if (p.typical)
      port["typical"] = pair(*p.typical);
    portList.push_back(std::move(port));
  }
  for (const Payload &p : payloads)
    payloadList.push_back(Object{{"source", p.source},
                                 {"bits", int64_t(p.format.bits)},
                                 {"frac", p.format.frac},
                                 {"range", pair(p.range)},
                                 {"max_error", p.format.step() / 2}});
  for (const Table &t : tables)
    tableList.push_back(Object{{"population", t.population},
                               {"name", t.name},
                               {"entries", int64_t(t.entries)},
                               {"domain", pair(t.domain)},
                               {"values", pair(t.values)},
                               {"max_error", t.maxError},
                               {"relative_error", t.relativeError}});
  for (const Body &b : bodies) {
    Object body{{b.program.empty() ? "population" : "projection", b.owner},
                {"operations", int64_t(b.operations)},
                {"rescales", int64_t(b.rescales)}};
    if (!b.program.empty())
      body["program"] = b.program;
    bodyList.push_back(std::move(body));
  }
  return Object{
      {"variables", std::move(variableList)}, {"decays", std::move(decayList)},
      {"weights", std::move(weightList)},     {"ports", std::move(portList)},
      {"payloads", std::move(payloadList)},   {"tables", std::move(tableList)},
      {"bodies", std::move(bodyList)}};
}

namespace {
/// A title and column heads, printed before the first row.
struct Section {
  llvm::raw_ostream &os;
  Section(llvm::raw_ostream &os, bool any, const char *title) : os(os) {
    if (any)
      os << title << '\n';
  }
};
std::string name(const std::string &owner, const std::string &member) {
  return "@" + owner + "." + member;
}
std::string text(const Interval &range) {
  std::string result;
  llvm::raw_string_ostream os(result);
  range.print(os);
  return result;
}
} // namespace

void QuantizationReport::print(llvm::raw_ostream &os) const {
  Section(os, !variables.empty(),
          "Variables                        bits frac  range               "
          "      max error");
  for (const Variable &v : variables)
    os << format("  %-30s %4u %4d  %-24s %9.3g", name(v.owner, v.name).c_str(),
                 v.format.bits, v.format.frac, text(v.range).c_str(),
                 v.maxError())
       << (v.kind == VariableKind::State   ? ""
           : v.kind == VariableKind::Param ? "  parameter"
                                           : "  ")
       << (v.isOfRule() ? nameOf(v.kind) : "")
       << (v.calibrated ? "  calibrated" : "") << '\n';
  Section(
      os, !decays.empty(),
      "Decays                           factor a step   dead band  of range");
  for (const Decay &d : decays)
    os << format("  %-30s %13.9f %11.3g %8.3g%%\n",
                 name(d.population, d.state).c_str(), d.factor, d.deadBand,
                 100.0 * d.deadBand / d.range);
  Section(os, !weights.empty(),
          "Weights                          bits frac shift  max error  mean "
          "error  rms error  vanished  clipped");
  for (const Weights &w : weights)
    os << format("  %-30s %4u %4d %5u %10.3g %11.3g %10.3g",
                 ("@" + w.projection).c_str(), w.format.bits, w.format.frac,
                 w.shift, w.format.maxError, w.format.meanError,
                 w.format.rmsError)
       << format(" %9llu %8llu of %llu\n",
                 static_cast<unsigned long long>(w.format.vanished),
                 static_cast<unsigned long long>(w.format.clipped),
                 static_cast<unsigned long long>(w.format.count));
  Section(
      os, !ports.empty(),
      "Ports                            bits frac  bound of |sum|  headroom");
  for (const Port &p : ports) {
    os << format("  %-30s %4u %4d %15.6g %6.1f bits",
                 name(p.population, p.name).c_str(), p.format.bits,
                 p.format.frac, std::ldexp(double(p.bound), -p.format.frac),
                 p.headroom);
    if (p.typical)
      os << "  met " << text(*p.typical);
    os << '\n';
  }
  Section(os, !payloads.empty(),
          "Payloads                         bits frac  range                  "
          "   max error");
  for (const Payload &p : payloads)
    os << format("  %-30s %4u %4d  %-24s %9.3g\n", ("@" + p.source).c_str(),
                 p.format.bits, p.format.frac, text(p.range).c_str(),
                 p.format.step() / 2);
  Section(os, !tables.empty(),
          "Tables                           entries  domain                   "
          " max error  relative");
  for (const Table &t : tables)
    os << format("  %-30s %7u  %-24s %10.3g %8.2g\n",
                 name(t.population, t.name).c_str(), t.entries,
                 text(t.domain).c_str(), t.maxError, t.relativeError);
  Section(os, !bodies.empty(),
          "Programs                         operations  rescales");
  for (const Body &b : bodies)
    os << format(
        "  %-30s %10u %9u\n",
        (b.program.empty() ? "@" + b.owner : name(b.owner, b.program)).c_str(),
        b.operations, b.rescales);
}

} // namespace snnc::compiler
