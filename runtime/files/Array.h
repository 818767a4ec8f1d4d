//===- Array.h - Arrays of .npy and .npz files ------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_RUNTIME_FILES_ARRAY_H
#define SNNC_RUNTIME_FILES_ARRAY_H

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace snnc::runtime {

/// One field of a record of an array; plain arrays have one without a name.
struct ArrayField {
  std::string name;
  /// 'b' bool, 'i', 'u', 'f'.
  char kind = 'i';
  /// 1, 2, 4 or 8 (floats: 2 is not taken).
  uint32_t bytes = 8;
  /// Byte in the record.
  uint32_t offset = 0;
};

/// An array in C order, little-endian.
struct Array {
  std::vector<uint64_t> shape;
  std::vector<ArrayField> fields;
  uint32_t recordBytes = 8;
  std::vector<uint8_t> data;

  uint64_t records() const;
  bool structured() const { return !fields[0].name.empty(); }
  bool isReal(size_t field = 0) const { return fields[field].kind == 'f'; }
  /// Index of a field, or -1.
  int field(const std::string &name) const;
  double real(uint64_t record, size_t field = 0) const;
  /// Throws snnc::Error for a real field or a value above 2^63.
  int64_t integer(uint64_t record, size_t field = 0) const;

  /// Plain arrays of a kind.
  static Array ofReals(std::vector<uint64_t> shape,
                       const std::vector<double> &values);
  static Array ofIntegers(std::vector<uint64_t> shape,
                          const std::vector<int64_t> &values);
};

using NamedArray = std::pair<std::string, Array>;

/// All throw snnc::Error that begins with `origin` for malformed bytes; sizes
/// are bounded by the bytes given.
Array readNpy(const std::vector<uint8_t> &bytes, const std::string &origin);
std::vector<uint8_t> writeNpy(const Array &array);
/// Zip members that end in .npy, in the order of the archive.
std::vector<NamedArray> readNpz(const std::vector<uint8_t> &bytes,
                                const std::string &origin);
/// Stored, without times: the same arrays give the same bytes.
std::vector<uint8_t> writeNpz(const std::vector<NamedArray> &arrays);

/// A whole file; throws snnc::Error with its path.
std::vector<uint8_t> readFile(const std::string &path);

} // namespace snnc::runtime

#endif // SNNC_RUNTIME_FILES_ARRAY_H
