//===- Arrays.h - Arguments for native functions ----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TESTS_UNIT_NATIVE_ARRAYS_H
#define SNNC_TESTS_UNIT_NATIVE_ARRAYS_H

#include "dialects/fx/Fx.h"
#include "image/Native.h"
#include "runtime/cpu/NativeLibrary.h"

#include "mlir/IR/BuiltinOps.h"

#include <cstdint>
#include <memory>
#include <random>
#include <vector>

namespace snnc::test {

/// Integers of 8, 16 or 32 bits in memory, as the functions take them: aligned
/// and padded, with a guard behind that nobody may touch.
class Elements {
public:
  Elements(unsigned bits, size_t size);

  int64_t operator[](size_t i) const;
  void set(size_t i, int64_t value);
  void *data() const { return memory.get(); }
  size_t size() const { return count; }
  unsigned bits() const { return width; }
  /// The same numbers in memory of their own.
  Elements copy() const;
  /// What lies behind the padding is as it was.
  bool isGuarded() const;

private:
  struct Free {
    void operator()(void *p) const;
  };
  unsigned width;
  size_t count, bytes;
  std::unique_ptr<char, Free> memory;
};

/// Random values from `low` to `high`, the ends and small ones often.
void fill(Elements &elements, int64_t low, int64_t high,
          std::mt19937_64 &random);

std::vector<void *> pointers(const std::vector<Elements> &arrays);

/// The bits of a quantized declaration.
unsigned bitsOf(mlir::Operation *declaration);

/// A value as `fill` takes it.
int64_t pick(int64_t low, int64_t high, std::mt19937_64 &random);

/// Code for each kind of processor that this machine is.
struct Loaded {
  std::string cpu;
  std::unique_ptr<runtime::NativeLibrary> library;
};
std::vector<llvm::StringRef> runnableCpus();
std::vector<Loaded> load(const image::Native &native);

} // namespace snnc::test

#endif // SNNC_TESTS_UNIT_NATIVE_ARRAYS_H
