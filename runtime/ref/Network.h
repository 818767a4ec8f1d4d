//===- Network.h - The way of events between tiles --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The routes of an image, followed once for each source; docs/chip.md.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_REF_NETWORK_H
#define SNNC_RUNTIME_REF_NETWORK_H

#include "image/Image.h"

#include <vector>

namespace snnc::runtime::ref {

/// Where the events of a part are delivered, other than at home.
struct Arrival {
  uint32_t tile = 0;
  uint32_t window = 0;
  /// Place in the window of the part's first; those outside of the window have
  /// no targets there.
  int64_t first = 0;
};

/// All the ways of a part's events.
struct Tree {
  std::vector<Arrival> arrivals;
  /// Tiles that send them to a neighbour: tile * 4 + number of the way.
  std::vector<uint32_t> links;
};

class Network {
public:
  explicit Network(const image::Image &image);

  const Tree &from(uint32_t tile, uint32_t group) const {
    return trees[tile][group];
  }

private:
  void follow(const image::Image &image, size_t number, const image::Part &part,
              uint32_t tile, Tree &tree) const;

  /// By tile and home group.
  std::vector<std::vector<Tree>> trees;
};

} // namespace snnc::runtime::ref

#endif // SNNC_RUNTIME_REF_NETWORK_H
