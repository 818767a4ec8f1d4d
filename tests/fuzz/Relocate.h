//===- Relocate.h - An image at the far end of every memory -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_FUZZ_RELOCATE_H
#define SNNC_TESTS_FUZZ_RELOCATE_H

#include "image/Image.h"

namespace snnc::fuzz {

/// Moves programs, planes, ports, tables, rows, axon entries, descriptors and
/// source blocks of a one-tile image so that each memory is used up to its
/// last word. The network and its cycles stay the same; addresses, which start
/// at 0 otherwise, get their high bits set. Throws snnc::Error if the image has
/// more than its target.
void moveToTheTop(image::Image &image);

} // namespace snnc::fuzz

#endif // SNNC_TESTS_FUZZ_RELOCATE_H
