//===- LayoutTest.cpp - Shares of threads ---------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/Layout.h"

#include "image/NativeAbi.h"

#include "gtest/gtest.h"

using namespace snnc;
using namespace snnc::runtime::cpu;

namespace {

image::Image networkOf(const std::vector<uint32_t> &sizes) {
  image::Image image;
  for (uint32_t size : sizes) {
    image::Population p;
    p.size = size;
    p.ports.resize(2);
    p.ports[0].accBits = 16;
    p.ports[1].accBits = 32;
    image.populations.push_back(p);
  }
  return image;
}

TEST(CpuLayout, SlicesCoverEachPopulationOnce) {
  image::Image image = networkOf({1, 63, 64, 65, 1000, 12345});
  for (unsigned threads : {1u, 2u, 3u, 4u, 7u}) {
    std::vector<Share> shares = makeShares(image, threads);
    ASSERT_EQ(shares.size(), threads);
    for (size_t p = 0; p < image.populations.size(); ++p) {
      uint32_t next = 0;
      for (const Share &share : shares) {
        const image::IndexRange &slice = share.slices[p];
        if (slice.begin == slice.end)
          continue;
        EXPECT_EQ(slice.begin, next);
        EXPECT_EQ(slice.begin % image::kNativeLanes, 0u);
        next = slice.end;
      }
      EXPECT_EQ(next, image.populations[p].size);
    }
  }
}

TEST(CpuLayout, WhatDoesNotDivideGoesAround) {
  // Four populations of one vector each: nobody gets all of them.
  std::vector<Share> shares = makeShares(networkOf({64, 64, 64, 64}), 2);
  for (const Share &share : shares) {
    uint32_t neurons = 0;
    for (const image::IndexRange &slice : share.slices)
      neurons += slice.end - slice.begin;
    EXPECT_EQ(neurons, 128u);
  }
}

TEST(CpuLayout, PortsOfAWidthFollowEachOther) {
  std::vector<Share> shares = makeShares(networkOf({100, 30}), 1);
  const Share &share = shares[0];
  EXPECT_FALSE(share.ports[0][0].wide);
  EXPECT_TRUE(share.ports[0][1].wide);
  EXPECT_EQ(share.ports[1][0].first, 128u);
  EXPECT_EQ(share.ports[1][1].first, 128u);
  EXPECT_EQ(share.elements[0], 192u);
  EXPECT_EQ(share.elements[1], 192u);
}

} // namespace
