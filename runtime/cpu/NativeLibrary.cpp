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

#include <dlfcn.h>

namespace snnc::runtime {

struct NativeLibrary::Implementation {
  virtual ~Implementation() = default;
  /// Null if there is none of that name.
  virtual void *lookup(const std::string &name) = 0;
};

namespace {

class SharedObject final : public NativeLibrary::Implementation {
public:
  explicit SharedObject(const image::NativeCode &code)
      : cpu(code.cpu),
        handle(::dlopen(code.library.c_str(), RTLD_NOW | RTLD_LOCAL)) {
    if (!handle)
      throw Error("native code cannot be loaded: " + std::string(::dlerror()));
  }
  ~SharedObject() override { ::dlclose(handle); }

  void *lookup(const std::string &name) override {
    return ::dlsym(handle, image::librarySymbol(name, cpu).c_str());
  }

private:
  std::string cpu;
  void *handle;
};

class LinkedObject final : public NativeLibrary::Implementation {
public:
  explicit LinkedObject(const image::NativeCode &code) {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
    auto made = llvm::orc::LLJITBuilder().create();
    if (!made)
      fail("native code cannot be loaded", made.takeError());
    jit = std::move(*made);
    llvm::StringRef bytes(reinterpret_cast<const char *>(code.object.data()),
                          code.object.size());
    // Objects are read at any alignment but keep their bytes.
    auto buffer = llvm::MemoryBuffer::getMemBufferCopy(bytes, code.cpu);
    if (llvm::Error error = jit->addObjectFile(std::move(buffer)))
      fail("native code for " + code.cpu + " cannot be linked",
           std::move(error));
  }

  void *lookup(const std::string &name) override {
    auto found = jit->lookup(name);
    if (!found)
      fail("native code has no function '" + name + "'", found.takeError());
    return found->toPtr<void *>();
  }

private:
  [[noreturn]] static void fail(const std::string &what, llvm::Error error) {
    throw Error(what + ": " + llvm::toString(std::move(error)));
  }

  std::unique_ptr<llvm::orc::LLJIT> jit;
};

} // namespace

NativeLibrary::NativeLibrary(const image::NativeCode &code) {
  if (code.library.empty())
    implementation = std::make_unique<LinkedObject>(code);
  else
    implementation = std::make_unique<SharedObject>(code);
}

NativeLibrary::~NativeLibrary() = default;
NativeLibrary::NativeLibrary(NativeLibrary &&) noexcept = default;
NativeLibrary &NativeLibrary::operator=(NativeLibrary &&) noexcept = default;

void *NativeLibrary::lookup(const std::string &name) const {
  void *found = implementation->lookup(name);
  if (!found)
    throw Error("native code has no function '" + name + "'");
  return found;
}

} // namespace snnc::runtime
