//===- Archive.h - Structs to and from JSON, by one list of fields -*- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each struct lists its fields once (Fields.h); JsonWriter and JsonReader walk
// the list. The reader rejects missing and unknown keys, wrong types and
// numbers that do not fit, with the path of the offending key.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_IMAGE_ARCHIVE_H
#define SNNC_IMAGE_ARCHIVE_H

#include "image/Error.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace snnc::image {

using Json = nlohmann::json;

class JsonWriter;
class JsonReader;

template <typename T> Json toJson(const T &value);
template <typename T>
void fromJson(const Json &json, T &value, const std::string &path);

class JsonWriter {
public:
  template <typename T> void operator()(const char *key, const T &value) {
    json[key] = toJson(value);
  }
  template <typename T> void optional(const char *key, const T &value) {
    (*this)(key, value);
  }
  Json json = Json::object();
};

class JsonReader {
public:
  JsonReader(const Json &json, const std::string &path)
      : json(json), path(path) {
    if (!json.is_object())
      throw Error(path + ": expected an object");
  }
  template <typename T> void operator()(const char *key, T &value) {
    auto it = json.find(key);
    if (it == json.end())
      throw Error(path + ": missing key '" + key + "'");
    known.push_back(key);
    fromJson(*it, value, path + "." + key);
  }
  /// Keeps what `value` is if the key is missing.
  template <typename T> void optional(const char *key, T &value) {
    if (json.contains(key))
      (*this)(key, value);
  }
  void finish() const {
    if (known.size() == json.size())
      return;
    for (const auto &item : json.items()) {
      bool found = false;
      for (const char *key : known)
        found |= item.key() == key;
      if (!found)
        throw Error(path + ": unknown key '" + item.key() + "'");
    }
  }

private:
  const Json &json;
  std::string path;
  std::vector<const char *> known;
};

namespace detail {
template <typename T> struct IsVector : std::false_type {};
template <typename T> struct IsVector<std::vector<T>> : std::true_type {};
template <typename T> struct IsArray : std::false_type {};
template <typename T, size_t N>
struct IsArray<std::array<T, N>> : std::true_type {};
template <typename T> struct IsOptional : std::false_type {};
template <typename T> struct IsOptional<std::optional<T>> : std::true_type {};

template <typename T>
void integerFromJson(const Json &json, T &value, const std::string &path) {
  bool fits = false;
  if (json.is_number_unsigned()) {
    uint64_t v = json.template get<uint64_t>();
    fits = v <= static_cast<uint64_t>(std::numeric_limits<T>::max());
    value = static_cast<T>(v);
  } else if (json.is_number_integer()) {
    int64_t v = json.template get<int64_t>();
    fits = std::is_signed<T>::value
               ? v >= static_cast<int64_t>(std::numeric_limits<T>::min()) &&
                     v <= static_cast<int64_t>(std::numeric_limits<T>::max())
               : v >= 0 &&
                     static_cast<uint64_t>(v) <=
                         static_cast<uint64_t>(std::numeric_limits<T>::max());
    value = static_cast<T>(v);
  } else {
    throw Error(path + ": expected an integer");
  }
  if (!fits)
    throw Error(path + ": " + json.dump() + " is outside [" +
                std::to_string(std::numeric_limits<T>::min()) + ", " +
                std::to_string(std::numeric_limits<T>::max()) + "]");
}
} // namespace detail

template <typename T> Json toJson(const T &value) {
  if constexpr (std::is_arithmetic<T>::value ||
                std::is_same<T, std::string>::value) {
    return Json(value);
  } else if constexpr (std::is_enum<T>::value) {
    return Json(static_cast<unsigned>(value));
  } else if constexpr (detail::IsVector<T>::value ||
                       detail::IsArray<T>::value) {
    Json array = Json::array();
    for (const auto &element : value)
      array.push_back(toJson(element));
    return array;
  } else if constexpr (detail::IsOptional<T>::value) {
    return value ? toJson(*value) : Json();
  } else {
    JsonWriter writer;
    fields(writer, value);
    return std::move(writer.json);
  }
}

template <typename T>
void fromJson(const Json &json, T &value, const std::string &path) {
  if constexpr (std::is_same<T, bool>::value) {
    if (!json.is_boolean())
      throw Error(path + ": expected true or false");
    value = json.get<bool>();
  } else if constexpr (std::is_floating_point<T>::value) {
    if (!json.is_number())
      throw Error(path + ": expected a number");
    value = json.get<T>();
  } else if constexpr (std::is_integral<T>::value) {
    detail::integerFromJson(json, value, path);
  } else if constexpr (std::is_same<T, std::string>::value) {
    if (!json.is_string())
      throw Error(path + ": expected a string");
    value = json.get<std::string>();
  } else if constexpr (std::is_enum<T>::value) {
    uint8_t number = 0;
    detail::integerFromJson(json, number, path);
    value = static_cast<T>(number);
  } else if constexpr (detail::IsVector<T>::value) {
    if (!json.is_array())
      throw Error(path + ": expected a list");
    // Grown one by one: a bad first element of many costs no memory.
    value.clear();
    for (size_t i = 0; i < json.size(); ++i) {
      typename T::value_type element{};
      fromJson(json[i], element, path + "[" + std::to_string(i) + "]");
      value.push_back(std::move(element));
    }
  } else if constexpr (detail::IsArray<T>::value) {
    if (!json.is_array() || json.size() != value.size())
      throw Error(path + ": expected a list of " +
                  std::to_string(value.size()));
    for (size_t i = 0; i < value.size(); ++i)
      fromJson(json[i], value[i], path + "[" + std::to_string(i) + "]");
  } else if constexpr (detail::IsOptional<T>::value) {
    value.reset();
    if (!json.is_null())
      fromJson(json, value.emplace(), path);
  } else {
    JsonReader reader(json, path);
    fields(reader, value);
    reader.finish();
  }
}

} // namespace snnc::image

#endif // SNNC_IMAGE_ARCHIVE_H
