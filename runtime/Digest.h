//===- Digest.h - The mix of the state digest -------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The engines' names for image/Digest.h, which the compiler shares.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_DIGEST_H
#define SNNC_RUNTIME_DIGEST_H

#include "image/Digest.h"

namespace snnc::runtime {

using image::digestElement;
using image::digestMix;
using image::digestPrefix;
using image::kDigestDriven;
using image::kDigestEvent;
using image::kDigestGolden;
using image::kDigestLearning;
using image::kDigestModulator;
using image::kDigestPort;
using image::kDigestProjection;
using image::kDigestStep;
using image::kDigestTraces;

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_DIGEST_H
