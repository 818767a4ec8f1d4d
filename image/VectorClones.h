//===- VectorClones.h - Functions for several processors --------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_VECTORCLONES_H
#define SNNC_IMAGE_VECTORCLONES_H

/// Compiles a function once for each kind of vectors; the first call chooses.
/// The choice runs before a sanitizer is ready.
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) &&          \
    !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define SNNC_VECTOR_CLONES                                                     \
  __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define SNNC_VECTOR_CLONES
#endif

#endif // SNNC_IMAGE_VECTORCLONES_H
