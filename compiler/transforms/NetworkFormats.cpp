//===- NetworkFormats.cpp - Formats of weights, payloads and port sums ---===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/transforms/NetworkFormats.h"

using namespace mlir;

namespace snnc::compiler {

/// Payloads of which the text does not say the width: the widest and narrowest
/// that the compiler chooses by itself.
constexpr unsigned kPayloadBits = 12;
constexpr unsigned kLeastPayloadBits = 8;
/// What a rule adds to a port is at most so wide.
constexpr unsigned kDepositBits = 16;
/// Largest `e` of the contract.
constexpr int kMaxRowShift = 31;
constexpr double kAccumulatorLimit = 2147483647.0;

Interval PortFormat::range() const {
  double bound = std::ldexp(double(minBound), -minFrac);
  return {-bound, bound};
}

PortFormat *NetworkFormats::findPort(snn::PopulationOp population,
                                     StringRef port) {
  for (auto &entry : ports)
    if (entry->population == population && entry->op.getSymName() == port)
      return entry.get();
  return nullptr;
}

SourceFormat *NetworkFormats::findSource(StringRef name) {
  for (auto &source : sources)
    if (source->name == name)
      return source.get();
  return nullptr;
}

ProjectionFormat *NetworkFormats::findProjection(snn::ProjectionOp op) {
  for (auto &projection : projections)
    if (projection->op == op)
      return projection.get();
  return nullptr;
}

DepositFormat *NetworkFormats::findDeposit(snn::DepositOp op) {
  for (auto &deposit : deposits)
    if (deposit->op == op)
      return deposit.get();
  return nullptr;
}

LogicalResult NetworkFormats::load() {
  if (failed(loadSources()))
    return failure();
  for (auto projection : network.getBody().getOps<snn::ProjectionOp>())
    if (failed(loadProjection(projection)))
      return failure();
  return success();
}

LogicalResult NetworkFormats::loadSources() {
  for (Operation &op : network.getBody().front()) {
    auto source = std::make_unique<SourceFormat>();
    source->op = &op;
    if (auto input = dyn_cast<snn::InputOp>(op)) {
      source->name = input.getSymName().str();
      if (auto range = snn::bounds(input.getAnalogAttr())) {
        source->graded = true;
        source->payload = {range->first, range->second};
        source->declared = true;
      }
    } else if (auto population = dyn_cast<snn::PopulationOp>(op)) {
      source->name = population.getSymName().str();
      snn::NeuronOp neuron = snn::resolveNeuron(population);
      if (!neuron)
        return population.emitOpError("has no model in this module; run "
                                      "snn-link-models first");
      neuron.walk([&](snn::EmitOp emit) {
        if (!emit.getPayload())
          return;
        source->graded = true;
        source->payload = Interval();
        if (auto range = snn::bounds(emit.getRangeAttr())) {
          source->payload = {range->first, range->second};
          source->declared = true;
        }
      });
      for (auto port : neuron.getBody().getOps<snn::PortOp>()) {
        ports.push_back(std::make_unique<PortFormat>());
        ports.back()->population = population;
        ports.back()->op = port;
      }
    } else {
      continue;
    }
    sources.push_back(std::move(source));
  }
  return success();
}

LogicalResult NetworkFormats::loadProjection(snn::ProjectionOp op) {
  auto entry = std::make_unique<ProjectionFormat>();
  entry->op = op;
  entry->source = findSource(op.getSource());
  snn::PopulationOp target = snn::resolveTarget(op);
  PortFormat *port = target ? findPort(target, op.getPort()) : nullptr;
  if (!entry->source || !port)
    return op.emitOpError("names a source, target or port that is not there");
  unsigned bits = op.getBits() ? unsigned(*op.getBits()) : weightBits;

  entry->positive.assign(size_t(target.getSize()), 0);
  entry->negative.assign(size_t(target.getSize()), 0);
  snn::LearningRuleOp rule = snn::resolveRule(op);
  if (op.getRule() && !rule)
    return op.emitOpError("has no rule in this module; run snn-link-models "
                          "first");
  auto weights = ProjectionWeights::open(op, blobs);
  if (failed(weights) ||
      failed(rule ? choosePlastic(*entry, bits, *weights, rule)
                  : chooseConstant(*entry, bits, *weights)))
    return failure();
  port->projections.push_back(entry.get());
  if (rule && failed(loadDeposits(*entry, *weights, rule)))
    return failure();
  projections.push_back(std::move(entry));
  return success();
}

LogicalResult NetworkFormats::chooseConstant(ProjectionFormat &entry,
                                             unsigned bits,
                                             const ProjectionWeights &weights) {
  snn::ProjectionOp op = entry.op;
  LogicalResult walked = success();
  auto visit = [&](llvm::function_ref<void(double)> each) {
    if (succeeded(walked))
      walked = weights.visit(each);
  };
  entry.weights = chooseWeightFormat(visit, bits, clipWeights);
  if (failed(walked))
    return failure();
  weights.scaleCounts(entry.weights);
  const WeightFormat &format = entry.weights;
  if (format.unsayable > 0)
    return op.emitOpError("has ")
           << format.unsayable
           << " weights of 0, but 1-bit weights are +1 and -1 "
              "only; leave those synapses out (#snn.sparse) or use 2 bits";
  if (format.nonZero > 0 && format.vanished == format.nonZero)
    return op.emitOpError("has weights that all round to 0 in ")
           << bits << " bits; use more bits";
  if (bits == 1 && format.rmsError > 0.01 * format.rms)
    op.emitWarning("1-bit weights of one size each differ from those given by ")
        << 100.0 * format.rmsError / format.rms
        << " % (rms); make all |weight| one power of two";
  if (format.vanished * 2 > format.nonZero)
    op.emitWarning() << format.vanished << " of " << format.nonZero
                     << " weights round to 0 in " << bits
                     << " bits; use more bits, or scale the large ones down";
  return weights.addCodes(format, entry.positive, entry.negative);
}

/// Plastic weights have the format of the rule's range; any of their codes may
/// come to be.
LogicalResult NetworkFormats::choosePlastic(ProjectionFormat &entry,
                                            unsigned bits,
                                            const ProjectionWeights &weights,
                                            snn::LearningRuleOp rule) {
  snn::ProjectionOp op = entry.op;
  if (bits != 8 && bits != 16)
    return op.emitOpError("learns with weights of ")
           << bits << " bits; plastic weights have 8 or 16: say bits 8";
  snn::WeightOp weight = rule.getWeight();
  auto [low, high] = *snn::bounds(weight.getRangeAttr());
  int frac = storageFormat(Interval{low, high}, bits).frac;
  IntRange codes = IntRange::ofBits(bits);
  std::optional<double> outside;
  LogicalResult walked = success();
  auto visit = [&](llvm::function_ref<void(double)> each) {
    if (succeeded(walked))
      walked = weights.visit([&](double weight) {
        each(weight);
        if (weight < low || weight > high)
          outside = weight;
      });
  };
  entry.weights = formatWeights(visit, bits, frac);
  if (failed(walked))
    return failure();
  weights.scaleCounts(entry.weights);
  if (outside) {
    InFlightDiagnostic diag = op.emitOpError("begins with a weight of ")
                              << *outside << ", outside the range [" << low
                              << ", " << high << "] of rule @"
                              << rule.getSymName();
    diag.attachNote(weight.getLoc())
        << "declared here; widen the range or change the weights";
    return diag;
  }
  std::vector<uint32_t> synapses = weights.synapses();
  for (size_t i = 0; i < synapses.size(); ++i) {
    entry.positive[i] = synapses[i] * codes.hi;
    entry.negative[i] = synapses[i] * codes.lo;
  }
  return success();
}

LogicalResult NetworkFormats::loadDeposits(const ProjectionFormat &entry,
                                           const ProjectionWeights &weights,
                                           snn::LearningRuleOp rule) {
  snn::ProjectionOp op = entry.op;
  snn::PopulationOp target = snn::resolveTarget(op);
  std::vector<uint32_t> synapses;
  for (snn::ProgramOp program : rule.getPrograms())
    for (auto deposit : program.getBody().getOps<snn::DepositOp>()) {
      if (synapses.empty())
        synapses = weights.synapses();
      PortFormat *port = findPort(target, deposit.getPort());
      if (!port)
        return op.emitOpError("adds to a port that is not there");
      deposits.push_back(std::make_unique<DepositFormat>());
      deposits.back()->op = deposit;
      deposits.back()->synapses = synapses;
      port->deposits.push_back(deposits.back().get());
    }
  return success();
}

/// The largest |sum| over the targets; `scale` of a projection turns code *
/// payload into units of the result, `lo` and `hi` are its payload's bounds.
/// Likewise `deposited` of a deposit.
template <typename Part, typename Deposited>
static double largestSum(const PortFormat &port, Part part,
                         Deposited deposited) {
  snn::PopulationOp population = port.population;
  size_t targets = size_t(population.getSize());
  std::vector<double> low(targets), high(targets);
  for (const ProjectionFormat *projection : port.projections) {
    auto [scale, lo, hi] = part(*projection);
    double up = std::max(hi, 0.0), down = std::min(lo, 0.0);
    for (size_t i = 0; i < targets; ++i) {
      double positive = double(projection->positive[i]);
      double negative = double(projection->negative[i]);
      high[i] += scale * (positive * up + negative * down);
      low[i] += scale * (positive * down + negative * up);
    }
  }
  for (const DepositFormat *deposit : port.deposits) {
    Interval each = deposited(*deposit);
    for (size_t i = 0; i < targets; ++i) {
      high[i] += std::max(each.hi, 0.0) * deposit->synapses[i];
      low[i] += std::min(each.lo, 0.0) * deposit->synapses[i];
    }
  }
  double largest = 0.0;
  for (size_t i = 0; i < targets; ++i)
    largest = std::max({largest, high[i], -low[i]});
  return largest;
}

Interval NetworkFormats::realRange(const PortFormat &port) const {
  for (const ProjectionFormat *projection : port.projections)
    if (projection->source->payload.isEmpty())
      return Interval::point(0.0);
  for (const DepositFormat *deposit : port.deposits)
    if (deposit->range.isEmpty())
      return Interval::point(0.0);
  double bound = largestSum(
      port,
      [](const ProjectionFormat &projection) {
        const Interval &payload = projection.source->payload;
        return std::tuple(std::ldexp(1.0, -projection.weights.frac), payload.lo,
                          payload.hi);
      },
      [](const DepositFormat &deposit) { return deposit.range; });
  return {-bound, bound};
}

double NetworkFormats::boundAt(const PortFormat &port, int frac) const {
  return largestSum(
      port,
      [&](const ProjectionFormat &projection) {
        const IntRange &codes = projection.source->codes;
        return std::tuple(std::ldexp(1.0, frac - projection.productFrac()),
                          double(codes.lo), double(codes.hi));
      },
      [&](const DepositFormat &deposit) {
        int shift = frac - deposit.format.frac;
        return Interval{std::ldexp(double(deposit.codes.lo), shift),
                        std::ldexp(double(deposit.codes.hi), shift)};
      });
}

static void setPayloadFormat(SourceFormat &source, unsigned bits) {
  source.format = coveringFormat(source.payload, bits);
  source.codes = {toFixed(source.payload.lo, source.format),
                  toFixed(source.payload.hi, source.format)};
}

static std::optional<int64_t> payloadBitsOf(Operation *op) {
  if (auto input = dyn_cast<snn::InputOp>(op))
    return input.getPayloadBits();
  return cast<snn::PopulationOp>(op).getPayloadBits();
}

void NetworkFormats::choosePayloads() {
  for (auto &source : sources)
    if (source->graded)
      setPayloadFormat(
          *source,
          unsigned(payloadBitsOf(source->op).value_or(int64_t(kPayloadBits))));
  for (auto &deposit : deposits) {
    deposit->format = coveringFormat(deposit->range, kDepositBits);
    deposit->codes = {toFixed(deposit->range.lo, deposit->format),
                      toFixed(deposit->range.hi, deposit->format)};
  }
}

bool NetworkFormats::shrinkPayloads(PortFormat &port) {
  bool any = false;
  for (ProjectionFormat *projection : port.projections) {
    SourceFormat &source = *projection->source;
    if (!source.graded || payloadBitsOf(source.op) ||
        source.format.bits <= kLeastPayloadBits)
      continue;
    setPayloadFormat(source, source.format.bits - 1);
    any = true;
  }
  return any;
}

LogicalResult NetworkFormats::refuse(PortFormat &port, double bound) {
  InFlightDiagnostic diag =
      port.population.emitOpError("port @")
      << port.op.getSymName() << ": the sum of a step can reach " << bound
      << " units of 2^-" << port.minFrac << ", beyond the " << kAccumulatorLimit
      << " of a 32-bit accumulator; give the projections fewer weight bits, "
         "the "
         "payloads fewer bits or smaller ranges, or fewer synapses to a neuron";
  for (ProjectionFormat *projection : port.projections) {
    PortFormat alone;
    alone.population = port.population;
    alone.projections = {projection};
    diag.attachNote(projection->op.getLoc())
        << "@" << projection->op.getSymName() << " adds up to "
        << boundAt(alone, port.minFrac) << ": " << projection->weights.bits
        << "-bit weights of frac " << projection->weights.frac << ", "
        << projection->source->format.bits << "-bit payloads of frac "
        << projection->source->format.frac;
  }
  for (DepositFormat *deposit : port.deposits)
    diag.attachNote(deposit->op.getLoc())
        << "a rule adds " << deposit->range.lo << " to " << deposit->range.hi
        << " for each synapse here";
  return diag;
}

LogicalResult NetworkFormats::choosePorts() {
  choosePayloads();
  // Payloads only ever shrink, so this ends; a port seen before is seen again.
  for (bool again = true; again;) {
    again = false;
    for (auto &port : ports) {
      int coarsest = 100, finest = -100;
      for (ProjectionFormat *projection : port->projections) {
        coarsest = std::min(coarsest, projection->productFrac());
        finest = std::max(finest, projection->productFrac());
      }
      for (DepositFormat *deposit : port->deposits) {
        coarsest = std::min(coarsest, deposit->format.frac);
        finest = std::max(finest, deposit->format.frac);
      }
      if (!port->isUsed())
        coarsest = finest = 0;
      port->minFrac = finest;
      double bound = boundAt(*port, finest);
      if (bound > kAccumulatorLimit || finest - coarsest > kMaxRowShift) {
        if (!shrinkPayloads(*port))
          return refuse(*port, bound);
        again = true;
        break;
      }
      port->minBound = int64_t(bound);
      port->maxFrac = finest;
      while (port->maxFrac + 1 - coarsest <= kMaxRowShift &&
             std::ldexp(bound, port->maxFrac + 1 - finest) <= kAccumulatorLimit)
        ++port->maxFrac;
      port->frac = port->minFrac;
    }
  }
  return success();
}

void NetworkFormats::apply(const Calibration &calibration,
                           QuantizationReport &report) {
  Builder builder(network.getContext());
  for (auto &source : sources) {
    if (!source->graded)
      continue;
    Type i64 = builder.getI64Type();
    source->op->setAttr("payload_bits",
                        IntegerAttr::get(i64, source->format.bits));
    source->op->setAttr("payload_frac",
                        IntegerAttr::get(i64, source->format.frac));
    report.payloads.push_back({source->name, source->format, source->payload});
  }
  for (auto &port : ports) {
    unsigned accBits = port->accBits();
    double limit = accBits == 16 ? 32767.0 : kAccumulatorLimit;
    double headroom =
        std::log2(limit / std::max<double>(1.0, double(port->bound())));
    std::string owner = port->population.getSymName().str();
    std::string name = port->op.getSymName().str();
    report.ports.push_back(
        {owner, name, Format{accBits, port->frac}, port->bound(), headroom,
         Calibration::find(calibration.ports, owner + "." + name)});
    for (ProjectionFormat *projection : port->projections)
      projection->shift = unsigned(port->frac - projection->productFrac());
  }
  for (auto &projection : projections) {
    projection->op.setBits(projection->weights.bits);
    projection->op.setWeightFrac(projection->weights.frac);
    projection->op.setShift(projection->shift);
    report.weights.push_back({projection->op.getSymName().str(),
                              projection->weights, projection->shift});
  }
}

} // namespace snnc::compiler
