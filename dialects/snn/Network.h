//===- Network.h - Who is who in a network ----------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Resolving symbols, sizes and shapes: what verifiers and passes ask of a
// network before they look at numbers.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_SNN_NETWORK_H
#define SNNC_DIALECTS_SNN_NETWORK_H

#include "dialects/snn/Snn.h"
#include "image/Connectivity.h"

#include <optional>

namespace snnc::snn {

/// The neuron definition of a population, sought from the network outwards;
/// null while the model is not linked (or the symbol is something else).
NeuronOp resolveNeuron(PopulationOp population);
/// The learning rule of a projection, sought in the same way; null if it has
/// none or the rule is not linked.
LearningRuleOp resolveRule(ProjectionOp projection);

/// How the variable that `write` sets meets its stored width.
StoreRounding storeRounding(WriteOp write);

/// What `symbol` names in the symbol tables around `from`, innermost first.
mlir::Operation *lookupOutwards(mlir::Operation *from, mlir::StringAttr symbol);

/// The snn.input or snn.population a projection comes from; null if neither.
mlir::Operation *resolveSource(ProjectionOp projection);
/// The population a projection goes to; null if it is none.
PopulationOp resolveTarget(ProjectionOp projection);

/// Neurons of an snn.input or snn.population; 0 for anything else.
int64_t sizeOf(mlir::Operation *op);

/// Makes it that of a verified #snn.conv, whose sizes geometryOf gives.
void setConvolution(image::Connectivity &connectivity, ConvAttr conv);
image::ConvGeometry geometryOf(ConvAttr conv);

/// The shape of a projection's weights (and of delays for each synapse):
/// [sources, targets] for dense and random, [size] for one-to-one, [synapses]
/// for sparse and fixed_total, [targets, synapses] for fixed_indegree, the
/// kernel for a convolution. Empty if the connectivity is not
/// one of these or its pairs have no shape.
llvm::SmallVector<int64_t> weightShape(ProjectionOp projection, int64_t sources,
                                       int64_t targets);

/// The shaped type of elements or of a #snn.blob; null for anything else.
mlir::ShapedType shapedTypeOf(mlir::Attribute values);

} // namespace snnc::snn

#endif // SNNC_DIALECTS_SNN_NETWORK_H
