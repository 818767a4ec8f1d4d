//===- Hdf5Guard.h - Files of unknown origin, at arm's length ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The HDF5 library believes much of what a file says: damaged metadata make it
// read outside its buffers or loop. A process of its own reads the file, within
// limits of time and memory, and hands the graph over as bytes.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_COMPILER_NIR_HDF5GUARD_H
#define SNNC_COMPILER_NIR_HDF5GUARD_H

#include "compiler/nir/Graph.h"

namespace snnc::nir {

/// readGraph in this process.
Graph readGraphHere(const std::string &path);

/// A graph as bytes, and back. Throws snnc::Error for bytes that are none.
std::vector<uint8_t> toBytes(const Graph &graph);
Graph fromBytes(const std::vector<uint8_t> &bytes);

} // namespace snnc::nir

#endif // SNNC_COMPILER_NIR_HDF5GUARD_H
