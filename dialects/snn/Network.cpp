//===- Network.cpp - Who is who in a network ------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Network.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace snnc::snn {

Operation *lookupOutwards(Operation *from, StringAttr symbol) {
  for (Operation *table = SymbolTable::getNearestSymbolTable(from); table;
       table = table->getParentOp()
                   ? SymbolTable::getNearestSymbolTable(table->getParentOp())
                   : nullptr)
    if (Operation *found = SymbolTable::lookupSymbolIn(table, symbol))
      return found;
  return nullptr;
}

NeuronOp resolveNeuron(PopulationOp population) {
  return dyn_cast_or_null<NeuronOp>(
      lookupOutwards(population, population.getNeuronAttr().getAttr()));
}

LearningRuleOp resolveRule(ProjectionOp projection) {
  FlatSymbolRefAttr rule = projection.getRuleAttr();
  return rule ? dyn_cast_or_null<LearningRuleOp>(
                    lookupOutwards(projection, rule.getAttr()))
              : LearningRuleOp();
}

StoreRounding storeRounding(WriteOp write) {
  auto model = write->getParentOfType<ModelOp>();
  Operation *variable =
      SymbolTable::lookupSymbolIn(model, write.getStateAttr().getAttr());
  auto round = variable->getAttrOfType<StoreRoundingAttr>("round");
  return round ? round.getValue() : StoreRounding::Nearest;
}

Operation *resolveSource(ProjectionOp projection) {
  Operation *found = SymbolTable::lookupNearestSymbolFrom(
      projection, projection.getSourceAttr());
  return isa_and_nonnull<InputOp, PopulationOp>(found) ? found : nullptr;
}

PopulationOp resolveTarget(ProjectionOp projection) {
  return SymbolTable::lookupNearestSymbolFrom<PopulationOp>(
      projection, projection.getTargetAttr());
}

int64_t sizeOf(Operation *op) {
  if (auto input = dyn_cast_or_null<InputOp>(op))
    return input.getSize();
  if (auto population = dyn_cast_or_null<PopulationOp>(op))
    return population.getSize();
  return 0;
}

void setConvolution(image::Connectivity &connectivity, ConvAttr conv) {
  connectivity.kind = image::ConnectivityKind::Conv;
  llvm::copy(conv.getInput(), connectivity.input.begin());
  llvm::copy(conv.getKernel(), connectivity.kernel.begin());
  llvm::copy(conv.getStride(), connectivity.stride.begin());
  llvm::copy(conv.getPadding(), connectivity.padding.begin());
}

image::ConvGeometry geometryOf(ConvAttr conv) {
  image::Connectivity connectivity;
  setConvolution(connectivity, conv);
  return image::ConvGeometry(connectivity);
}

ShapedType shapedTypeOf(Attribute values) {
  if (auto elements = dyn_cast_or_null<ElementsAttr>(values))
    return elements.getShapedType();
  if (auto blob = dyn_cast_or_null<BlobAttr>(values))
    return blob.getType();
  return {};
}

SmallVector<int64_t> weightShape(ProjectionOp projection, int64_t sources,
                                 int64_t targets) {
  return TypeSwitch<Attribute, SmallVector<int64_t>>(
             projection.getConnectivity())
      .Case<DenseAttr, RandomAttr>(
          [&](auto) { return SmallVector<int64_t>{sources, targets}; })
      .Case([&](FixedInDegreeAttr fixed) {
        return SmallVector<int64_t>{targets,
                                    static_cast<int64_t>(fixed.getCount())};
      })
      .Case([&](FixedTotalAttr fixed) {
        return SmallVector<int64_t>{static_cast<int64_t>(fixed.getCount())};
      })
      .Case([&](OneToOneAttr) { return SmallVector<int64_t>{sources}; })
      .Case([&](SparseAttr sparse) {
        ShapedType pairs = shapedTypeOf(sparse.getPairs());
        if (!pairs || !pairs.hasStaticShape() || pairs.getRank() != 2)
          return SmallVector<int64_t>{};
        return SmallVector<int64_t>{pairs.getDimSize(0)};
      })
      .Case(
          [&](ConvAttr conv) { return SmallVector<int64_t>(conv.getKernel()); })
      .Default([](Attribute) { return SmallVector<int64_t>{}; });
}

} // namespace snnc::snn
