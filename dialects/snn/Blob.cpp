//===- Blob.cpp - Numbers kept in files -----------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "dialects/snn/Blob.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SHA256.h"

using namespace mlir;

namespace snnc::snn {

/// The folder of the first file named in `loc`; empty if none.
static std::string folderOf(Location loc) {
  std::string folder;
  loc->walk([&](Location part) {
    auto file = dyn_cast<FileLineColLoc>(part);
    if (!file)
      return WalkResult::advance();
    folder = llvm::sys::path::parent_path(file.getFilename().getValue()).str();
    return WalkResult::interrupt();
  });
  return folder;
}

FailureOr<llvm::MemoryBuffer *> BlobCache::open(StringRef file, Location loc) {
  SmallVector<std::string> candidates;
  if (!llvm::sys::path::is_absolute(file))
    for (const std::string &folder : {folderOf(loc), base})
      if (!folder.empty()) {
        SmallString<256> path(folder);
        llvm::sys::path::append(path, file);
        candidates.push_back(path.str().str());
      }
  candidates.push_back(file.str());
  std::string path = candidates.back();
  for (const std::string &candidate : candidates)
    if (llvm::sys::fs::exists(candidate)) {
      path = candidate;
      break;
    }
  auto known = files.find(path);
  if (known != files.end())
    return known->second.get();
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (!buffer) {
    InFlightDiagnostic diag =
        emitError(loc) << "cannot read the file '" << file
                       << "' of a #snn.blob: " << buffer.getError().message();
    for (const std::string &candidate : candidates)
      diag.attachNote() << "looked for " << candidate;
    return diag;
  }
  return (files[path] = std::move(*buffer)).get();
}

FailureOr<ArrayRef<char>> BlobCache::bytes(BlobAttr blob, Location loc) {
  FailureOr<llvm::MemoryBuffer *> file = open(blob.getFile(), loc);
  if (failed(file))
    return failure();
  RankedTensorType type = blob.getType();
  uint64_t width = type.getElementType().getIntOrFloatBitWidth() / 8;
  uint64_t count = type.getNumElements();
  uint64_t size = (*file)->getBufferSize();
  uint64_t offset = blob.getOffset();
  // Divided, since count * width could exceed 64 bits.
  if (offset > size || count > (size - offset) / width)
    return emitError(loc) << "the file '" << blob.getFile() << "' has " << size
                          << " bytes, too few for " << type << " at offset "
                          << offset;
  ArrayRef<char> bytes((*file)->getBufferStart() + offset, count * width);
  auto key = std::make_tuple((*file)->getBufferIdentifier().str(), offset,
                             uint64_t(bytes.size()), blob.getSha256().str());
  if (checked.count(key))
    return bytes;
  auto sum = llvm::SHA256::hash(ArrayRef<uint8_t>(
      reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size()));
  std::string hex = llvm::toHex(sum, /*LowerCase=*/true);
  if (!StringRef(hex).equals_insensitive(blob.getSha256()))
    return emitError(loc) << "the numbers in '" << blob.getFile()
                          << "' are not those of the network: SHA-256 is "
                          << hex << ", expected '" << blob.getSha256() << "'";
  checked.insert(std::move(key));
  return bytes;
}

} // namespace snnc::snn
