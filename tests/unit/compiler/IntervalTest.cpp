//===- IntervalTest.cpp - Interval arithmetic ----------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/analysis/Interval.h"

#include <gtest/gtest.h>

using namespace snnc::compiler;

TEST(Interval, Arithmetic) {
  Interval a{-1.0, 2.0}, b{3.0, 4.0};
  EXPECT_EQ(a + b, (Interval{2.0, 6.0}));
  EXPECT_EQ(a - b, (Interval{-5.0, -1.0}));
  EXPECT_EQ(a * b, (Interval{-4.0, 8.0}));
  EXPECT_EQ(a / Interval({2.0, 4.0}), (Interval{-0.5, 1.0}));
  EXPECT_EQ(abs(a), (Interval{0.0, 2.0}));
  EXPECT_EQ(min(a, b), a);
  EXPECT_EQ(max(a, b), b);
}

TEST(Interval, DivisionByZeroIsUnbounded) {
  EXPECT_FALSE((Interval{1.0, 1.0} / Interval{-1.0, 1.0}).isFinite());
}

TEST(Interval, ZeroTimesInfinityIsZero) {
  EXPECT_EQ(Interval::point(0.0) * Interval::whole(), Interval::point(0.0));
}

TEST(Interval, EmptyStaysEmpty) {
  EXPECT_TRUE((Interval() + Interval::point(1.0)).isEmpty());
  EXPECT_EQ(Interval::join(Interval(), Interval::point(1.0)),
            Interval::point(1.0));
}
