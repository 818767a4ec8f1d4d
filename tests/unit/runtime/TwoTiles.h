//===- TwoTiles.h - A network on two tiles, put there by hand ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each tile is built as if it were the network: what lives elsewhere stands
// there as an input, which then becomes a window.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_RUNTIME_TWOTILES_H
#define SNNC_TESTS_UNIT_RUNTIME_TWOTILES_H

#include "tests/unit/runtime/TinyNetwork.h"

namespace snnc::testing {

/// 16 inputs to 16 cells, dense; cells to cells, sparse, delays 1 to 3, cells
/// of the first block to both, those of the second to the second only. A cell
/// sums what it hears and emits at 40 or more.
class TwoTiles {
public:
  static constexpr uint32_t kInputs = 16, kCells = 16;

  TwoTiles() {
    TinyRandom random(5);
    for (uint32_t i = 0; i < kInputs * kCells; ++i)
      dense.push_back(int32_t(random() % 31) - 12);
    for (uint32_t s = 0; s < kCells; ++s)
      for (uint32_t d = s / 8 * 8; d < kCells; ++d)
        if (random() % 3 == 0)
          sparse.push_back(
              {s, d, int32_t(random() % 21) - 10, 1 + random() % 3});
  }

  /// All of it on one tile.
  image::Image one() const {
    TinyNetwork net("two");
    uint32_t in = net.input("in", kInputs), cell = addCells(net, "cell", 16);
    net.dense(in, cell, 0, dense);
    net.sparse(cell, cell, 0, sparse);
    net.probe("v", cell, 0);
    return net.build();
  }

  /// Inputs and the cells 0 to 7 on tile 0, the others on tile 1.
  image::Image two() const {
    image::Image made = one();
    made.target.meshColumns = 2;
    image::Image first = tile(0), second = tile(1);
    made.tiles = {first.tiles[0], second.tiles[0]};

    image::Part left = first.populations[1].parts[0];
    image::Part right = second.populations[2].parts[0];
    right.tile = 1;
    right.first = 8;
    made.populations[1].parts = {left, right};
    for (uint32_t j = 0; j < 2; ++j) {
      image::ProjectionPart part = second.projections[j].parts[0];
      part.tile = 1;
      part.targetPart = 1;
      made.projections[j].parts = {first.projections[j].parts[0], part};
    }

    std::vector<image::Group> &groups = made.tiles[1].groups;
    for (uint32_t g = 0; g < 2; ++g) {
      groups[g].window = true;
      groups[g].blockBase = 0;
    }
    image::Group &home = groups[2];
    home.population = 1;
    home.firstBlock = 1;
    home.logicalBase = 8;
    home.axonBase = groups[1].axonBase + 8;
    home.axonStride = groups[1].axonStride;
    home.axonSubs = groups[1].axonSubs;

    // Sources: the inputs, cells 0 to 7, cells 8 to 15.
    made.tiles[0].routes.resize(3);
    made.tiles[1].routes.resize(3);
    for (uint32_t n = 0; n < 2; ++n) {
      made.tiles[0].routes[n].out = image::kRouteEast;
      made.tiles[1].routes[n].window = int32_t(n);
    }
    return made;
  }

  std::vector<int32_t> dense;
  std::vector<TinySynapse> sparse;

private:
  static uint32_t addCells(TinyNetwork &net, const std::string &name,
                           uint32_t size) {
    uint32_t p = net.population(name, size);
    net.state(p, "v", 16, {3});
    net.port(p, "in", 32, 2);
    net.program(p,
                "ld r0, {v}\n ldp r1, {in}\n add r0, r0, r1, sat\n"
                "cge r2, r0, 40\n emit r2, 1\n mov r3, 0\n sel r0, r2, r3, r0\n"
                "st r0, {v}");
    return p;
  }

  /// The rows to cells 8 t to 8 t + 7. Tile 1 has all cells as sources.
  image::Image tile(uint32_t t) const {
    TinyNetwork net("tile");
    uint32_t in = net.input("in", kInputs);
    uint32_t sources = t == 1 ? net.input("window", kCells) : 0;
    uint32_t cell = addCells(net, "cell", 8);
    std::vector<int32_t> weights;
    for (uint32_t s = 0; s < kInputs; ++s)
      for (uint32_t d = 0; d < 8; ++d)
        weights.push_back(dense[s * kCells + 8 * t + d]);
    std::vector<TinySynapse> here;
    for (TinySynapse s : sparse)
      if (s.target / 8 == t) {
        s.target %= 8;
        here.push_back(s);
      }
    net.dense(in, cell, 0, weights);
    net.sparse(t == 1 ? sources : cell, cell, 0, here);
    return net.build();
  }
};

} // namespace snnc::testing

#endif // SNNC_TESTS_UNIT_RUNTIME_TWOTILES_H
