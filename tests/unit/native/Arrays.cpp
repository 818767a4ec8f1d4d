//===- Arrays.cpp - Arguments for native functions --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/native/Arrays.h"

#include "compiler/native/Native.h"
#include "image/NativeAbi.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace snnc::test {

constexpr size_t kAlignment = 64;
constexpr size_t kGuard = 64;
constexpr char kGuardByte = 0x5a;

void Elements::Free::operator()(void *p) const { std::free(p); }

Elements::Elements(unsigned bits, size_t size) : width(bits), count(size) {
  size_t lanes = image::kNativeLanes;
  bytes = (size + lanes - 1) / lanes * lanes * bits / 8;
  memory.reset(
      static_cast<char *>(std::aligned_alloc(kAlignment, bytes + kGuard)));
  std::memset(memory.get(), 0, bytes);
  std::memset(memory.get() + bytes, kGuardByte, kGuard);
}

int64_t Elements::operator[](size_t i) const {
  int32_t value = 0;
  std::memcpy(&value, memory.get() + i * width / 8, width / 8);
  return static_cast<int32_t>(static_cast<uint32_t>(value) << (32 - width)) >>
         (32 - width);
}

void Elements::set(size_t i, int64_t value) {
  std::memcpy(memory.get() + i * width / 8, &value, width / 8);
}

Elements Elements::copy() const {
  Elements made(width, count);
  std::memcpy(made.memory.get(), memory.get(), bytes + kGuard);
  return made;
}

bool Elements::isGuarded() const {
  return std::all_of(memory.get() + bytes, memory.get() + bytes + kGuard,
                     [](char c) { return c == kGuardByte; });
}

int64_t pick(int64_t low, int64_t high, std::mt19937_64 &random) {
  switch (random() % 8) {
  case 0:
    return low;
  case 1:
    return high;
  case 2:
  case 3:
    return std::clamp<int64_t>(int64_t(random() % 9) - 4, low, high);
  default:
    return low + int64_t(random() % (uint64_t(high - low) + 1));
  }
}

void fill(Elements &elements, int64_t low, int64_t high,
          std::mt19937_64 &random) {
  for (size_t i = 0; i < elements.size(); ++i)
    elements.set(i, pick(low, high, random));
}

std::vector<void *> pointers(const std::vector<Elements> &arrays) {
  std::vector<void *> made;
  for (const Elements &array : arrays)
    made.push_back(array.data());
  return made;
}

unsigned bitsOf(mlir::Operation *declaration) {
  return mlir::cast<fx::QType>(
             declaration->getAttrOfType<mlir::TypeAttr>("type").getValue())
      .getBits();
}

std::vector<llvm::StringRef> runnableCpus() {
  auto cpus = compiler::nativeCpus();
  const auto *host = llvm::find(cpus, compiler::hostCpu());
  return {host, cpus.end()};
}

std::vector<Loaded> load(const image::Native &native) {
  std::vector<Loaded> made;
  for (const image::NativeCode &code : native.code)
    made.push_back({code.cpu, std::make_unique<runtime::NativeLibrary>(code)});
  return made;
}

} // namespace snnc::test
