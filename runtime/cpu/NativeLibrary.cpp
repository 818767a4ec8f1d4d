//===- NativeLibrary.cpp - Native code, loaded ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/NativeLibrary.h"

#include "image/Error.h"

#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"

namespace snnc::runtime {

struct NativeLibrary::Implementation {
  std::unique_ptr<llvm::orc::LLJIT> jit;
};

[[noreturn]] static void fail(const std::string &what, llvm::Error error) {
  throw Error(what + ": " + llvm::toString(std::move(error)));
}

NativeLibrary::NativeLibrary(const image::NativeCode &code)
    : implementation(std::make_unique<Implementation>()) {
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  auto jit = llvm::orc::LLJITBuilder().create();
  if (!jit)
    fail("native code cannot be loaded", jit.takeError());
  implementation->jit = std::move(*jit);
  llvm::StringRef bytes(reinterpret_cast<const char *>(code.object.data()),
                        code.object.size());
  // Objects are read at any alignment but keep their bytes.
  auto buffer = llvm::MemoryBuffer::getMemBufferCopy(bytes, code.cpu);
  if (llvm::Error error = implementation->jit->addObjectFile(std::move(buffer)))
    fail("native code for " + code.cpu + " cannot be linked", std::move(error));
}

NativeLibrary::~NativeLibrary() = default;
NativeLibrary::NativeLibrary(NativeLibrary &&) noexcept = default;
NativeLibrary &NativeLibrary::operator=(NativeLibrary &&) noexcept = default;

void *NativeLibrary::lookup(const std::string &name) const {
  auto found = implementation->jit->lookup(name);
  if (!found)
    fail("native code has no function '" + name + "'", found.takeError());
  return found->toPtr<void *>();
}

} // namespace snnc::runtime
