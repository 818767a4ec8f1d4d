//===- Blob.h - Numbers kept in files ---------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Files of #snn.blob attributes, mapped into memory and checked once.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_DIALECTS_SNN_BLOB_H
#define SNNC_DIALECTS_SNN_BLOB_H

#include "dialects/snn/Snn.h"

#include "llvm/Support/MemoryBuffer.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>

namespace snnc::snn {

/// Keeps the files of blobs mapped. What bytes() returns lives as long as the
/// cache. Not for use from several threads at once.
class BlobCache {
public:
  /// A relative file is sought in the folder of the location's file, then in
  /// `base` (if not empty), then in the working directory.
  explicit BlobCache(std::string base = {}) : base(std::move(base)) {}

  /// The bytes of `blob`: size and SHA-256 are checked at the first use.
  /// Errors, at `loc`: no such file, too short a file, another SHA-256.
  mlir::FailureOr<llvm::ArrayRef<char>> bytes(BlobAttr blob,
                                              mlir::Location loc);

private:
  mlir::FailureOr<llvm::MemoryBuffer *> open(llvm::StringRef file,
                                             mlir::Location loc);

  std::string base;
  std::map<std::string, std::unique_ptr<llvm::MemoryBuffer>> files;
  /// File, offset, size and sum of what was checked.
  std::set<std::tuple<std::string, uint64_t, uint64_t, std::string>> checked;
};

} // namespace snnc::snn

#endif // SNNC_DIALECTS_SNN_BLOB_H
