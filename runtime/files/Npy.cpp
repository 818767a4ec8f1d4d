//===- Npy.cpp - numpy's array files ----------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Bytes.h"
#include "runtime/files/Array.h"

#include <cctype>
#include <cstdio>
#include <cstring>
#include <fstream>

namespace snnc::runtime {

namespace {

const char kNpyMagic[] = "\x93NUMPY";

/// The header: a Python dictionary of texts, tuples, lists and booleans.
class HeaderParser {
public:
  HeaderParser(std::string text, const std::string &origin)
      : text(std::move(text)), origin(origin) {}

  void parse(Array &array, bool &bigEndian, bool &fortran) {
    bool seen[3] = {};
    expect('{');
    while (!take('}')) {
      std::string key = quoted();
      expect(':');
      if (key == "descr") {
        descr(array, bigEndian);
        seen[0] = true;
      } else if (key == "fortran_order") {
        fortran = boolean();
        seen[1] = true;
      } else if (key == "shape") {
        array.shape = tuple();
        seen[2] = true;
      } else {
        bad("unknown key '" + key + "' in the header");
      }
      if (!take(',') && peek() != '}')
        bad("the header is malformed");
    }
    if (!seen[0] || !seen[1] || !seen[2])
      bad("the header is incomplete");
  }

private:
  [[noreturn]] void bad(const std::string &what) const {
    throw Error(origin + ": not a .npy array: " + what);
  }
  char peek() {
    while (at < text.size() &&
           std::isspace(static_cast<unsigned char>(text[at])))
      ++at;
    return at < text.size() ? text[at] : '\0';
  }
  bool take(char c) {
    if (peek() != c)
      return false;
    ++at;
    return true;
  }
  void expect(char c) {
    if (!take(c))
      bad(std::string("expected '") + c + "' in the header");
  }
  std::string quoted() {
    char quote = peek();
    if (quote != '\'' && quote != '"')
      bad("expected a text in the header");
    size_t end = text.find(quote, ++at);
    if (end == std::string::npos)
      bad("the header is malformed");
    std::string value = text.substr(at, end - at);
    at = end + 1;
    return value;
  }
  bool boolean() {
    peek();
    for (const char *word : {"True", "False"})
      if (text.compare(at, std::strlen(word), word) == 0) {
        at += std::strlen(word);
        return word[0] == 'T';
      }
    bad("expected True or False in the header");
  }
  std::vector<uint64_t> tuple() {
    std::vector<uint64_t> values;
    expect('(');
    while (!take(')')) {
      if (!std::isdigit(static_cast<unsigned char>(peek())))
        bad("the shape is malformed");
      uint64_t n = 0;
      for (; at < text.size() &&
             std::isdigit(static_cast<unsigned char>(text[at]));
           ++at) {
        if (n > (1ull << 55))
          bad("the shape is too large");
        n = n * 10 + static_cast<uint64_t>(text[at] - '0');
      }
      values.push_back(n);
      if (!take(',') && peek() != ')')
        bad("the shape is malformed");
    }
    return values;
  }
  /// "<i8" and the like.
  ArrayField type(const std::string &code, bool &bigEndian) {
    ArrayField field;
    if (code.size() < 3 || std::strchr("<>|=", code[0]) == nullptr)
      bad("type '" + code + "' is not taken");
    field.kind = code[1];
    std::string bytes = code.substr(2);
    bool good = bytes == "1" || bytes == "2" || bytes == "4" || bytes == "8";
    field.bytes = good ? static_cast<uint32_t>(bytes[0] - '0') : 0;
    if (field.kind == 'f')
      good &= field.bytes >= 4;
    else if (field.kind == 'b')
      good &= field.bytes == 1;
    else
      good &= field.kind == 'i' || field.kind == 'u';
    if (!good)
      bad("type '" + code +
          "' is not taken; use a bool, integer, float32 or float64 array");
    if (field.bytes > 1)
      bigEndian |= code[0] == '>';
    return field;
  }
  void descr(Array &array, bool &bigEndian) {
    array.fields.clear();
    array.recordBytes = 0;
    auto add = [&](ArrayField field) {
      field.offset = array.recordBytes;
      array.recordBytes += field.bytes;
      array.fields.push_back(std::move(field));
    };
    if (!take('['))
      return add(type(quoted(), bigEndian));
    while (!take(']')) {
      expect('(');
      std::string name = quoted();
      expect(',');
      ArrayField field = type(quoted(), bigEndian);
      field.name = name;
      if (name.empty())
        bad("a field has no name");
      add(field);
      expect(')');
      if (!take(',') && peek() != ']')
        bad("the list of fields is malformed");
    }
    if (array.fields.empty())
      bad("a record has no fields");
  }

  std::string text;
  const std::string &origin;
  size_t at = 0;
};

void swapBytes(Array &array) {
  for (uint64_t r = 0; r < array.records(); ++r)
    for (const ArrayField &f : array.fields) {
      uint8_t *p = &array.data[r * array.recordBytes + f.offset];
      for (uint32_t i = 0; i < f.bytes / 2; ++i)
        std::swap(p[i], p[f.bytes - 1 - i]);
    }
}

/// From first-index-fastest to last-index-fastest.
void transpose(Array &array) {
  std::vector<uint8_t> out(array.data.size());
  std::vector<uint64_t> index(array.shape.size());
  for (uint64_t r = 0; r < array.records(); ++r) {
    uint64_t from = 0;
    for (size_t k = index.size(); k-- > 0;)
      from = from * array.shape[k] + index[k];
    std::memcpy(&out[r * array.recordBytes],
                &array.data[from * array.recordBytes], array.recordBytes);
    for (size_t k = index.size(); k-- > 0;) {
      if (++index[k] < array.shape[k])
        break;
      index[k] = 0;
    }
  }
  array.data = std::move(out);
}

std::string typeCode(const ArrayField &f) {
  return (f.bytes == 1 ? "'|" : "'<") + std::string(1, f.kind) +
         std::to_string(f.bytes) + "'";
}

template <typename T>
Array plain(std::vector<uint64_t> shape, char kind,
            const std::vector<T> &values) {
  Array array;
  array.shape = std::move(shape);
  array.fields = {{"", kind, sizeof(T), 0}};
  array.recordBytes = sizeof(T);
  image::ByteWriter w;
  w.elements(values);
  array.data = std::move(w.bytes);
  return array;
}

} // namespace

uint64_t Array::records() const {
  uint64_t n = 1;
  for (uint64_t extent : shape)
    n *= extent;
  return n;
}

int Array::field(const std::string &name) const {
  for (size_t i = 0; i < fields.size(); ++i)
    if (fields[i].name == name)
      return static_cast<int>(i);
  return -1;
}

double Array::real(uint64_t record, size_t field) const {
  const ArrayField &f = fields[field];
  if (f.kind != 'f')
    return static_cast<double>(integer(record, field));
  const uint8_t *p = &data[record * recordBytes + f.offset];
  if (f.bytes == 4) {
    float value;
    std::memcpy(&value, p, 4);
    return value;
  }
  double value;
  std::memcpy(&value, p, 8);
  return value;
}

int64_t Array::integer(uint64_t record, size_t field) const {
  const ArrayField &f = fields[field];
  if (f.kind == 'f')
    throw Error("expected integers, found real numbers");
  uint64_t bits = 0;
  std::memcpy(&bits, &data[record * recordBytes + f.offset], f.bytes);
  unsigned unused = 64 - 8 * f.bytes;
  if (f.kind == 'i')
    return static_cast<int64_t>(bits << unused) >> unused;
  if (bits > static_cast<uint64_t>(INT64_MAX))
    throw Error("value " + std::to_string(bits) + " is too large");
  return static_cast<int64_t>(bits);
}

Array Array::ofReals(std::vector<uint64_t> shape,
                     const std::vector<double> &values) {
  return plain(std::move(shape), 'f', values);
}

Array Array::ofIntegers(std::vector<uint64_t> shape,
                        const std::vector<int64_t> &values) {
  return plain(std::move(shape), 'i', values);
}

Array readNpy(const std::vector<uint8_t> &bytes, const std::string &origin) {
  if (bytes.size() < 10 || std::memcmp(bytes.data(), kNpyMagic, 6) != 0)
    throw Error(origin + ": not a .npy array");
  image::ByteReader r(bytes.data() + 6, bytes.size() - 6, origin);
  auto major = r.number<uint8_t>();
  r.number<uint8_t>();
  if (major < 1 || major > 3)
    throw Error(origin + ": .npy format version " + std::to_string(major) +
                " is not known");
  uint64_t length = major == 1 ? r.number<uint16_t>() : r.number<uint32_t>();
  auto header = r.elements<char>(length);
  Array array;
  bool bigEndian = false, fortran = false;
  HeaderParser(std::string(header.begin(), header.end()), origin)
      .parse(array, bigEndian, fortran);
  if (array.shape.size() > 8)
    throw Error(origin + ": an array of more than 8 dimensions");
  uint64_t need = array.recordBytes;
  for (uint64_t extent : array.shape) {
    if (extent != 0 && need > bytes.size() / extent)
      throw Error(origin + ": truncated: the array is larger than the file");
    need *= extent;
  }
  if (need != r.left())
    throw Error(origin + ": " + (need > r.left() ? "truncated: " : "") +
                "the data takes " + std::to_string(r.left()) +
                " bytes; the array needs " + std::to_string(need));
  array.data = r.elements<uint8_t>(need);
  if (bigEndian)
    swapBytes(array);
  if (fortran && array.shape.size() > 1)
    transpose(array);
  return array;
}

std::vector<uint8_t> writeNpy(const Array &array) {
  std::string header = "{'descr': ";
  if (array.structured()) {
    header += "[";
    for (const ArrayField &f : array.fields)
      header += "('" + f.name + "', " + typeCode(f) + "), ";
    header += "]";
  } else {
    header += typeCode(array.fields[0]);
  }
  header += ", 'fortran_order': False, 'shape': (";
  for (uint64_t extent : array.shape)
    header += std::to_string(extent) + ", ";
  header += "), }";
  // Data begins at a multiple of 64.
  size_t total = (10 + header.size() + 1 + 63) / 64 * 64;
  header.resize(total - 10 - 1, ' ');
  header += '\n';
  image::ByteWriter w;
  w.bytes.insert(w.bytes.end(), kNpyMagic, kNpyMagic + 6);
  w.number<uint8_t>(1);
  w.number<uint8_t>(0);
  w.number(static_cast<uint16_t>(header.size()));
  w.bytes.insert(w.bytes.end(), header.begin(), header.end());
  w.elements(array.data);
  return std::move(w.bytes);
}

std::vector<uint8_t> readFile(const std::string &path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Error(path + ": cannot open");
  std::vector<uint8_t> bytes;
  char chunk[1 << 16];
  while (file.read(chunk, sizeof(chunk)) || file.gcount() > 0)
    bytes.insert(bytes.end(), chunk, chunk + file.gcount());
  if (!file.eof())
    throw Error(path + ": cannot read");
  return bytes;
}

} // namespace snnc::runtime
