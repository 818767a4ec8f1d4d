//===- Clones.h - Loops for several processors -------------------*- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_CPU_CLONES_H
#define SNNC_RUNTIME_CPU_CLONES_H

// A function with a version for each level of vector units, chosen when the
// program starts. The choice runs before a sanitizer is ready.
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) &&          \
    !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define SNNC_CPU_CLONES                                                        \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SNNC_CPU_CLONES
#endif

#endif // SNNC_RUNTIME_CPU_CLONES_H
