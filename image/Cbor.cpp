//===- Cbor.cpp - Untrusted CBOR, read ------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Cbor.h"

#include "image/Error.h"

namespace snnc::image {

namespace {

/// Deeper nesting than any section has; a reader that recurses needs a bound.
constexpr unsigned kMaxDepth = 16;
constexpr uint64_t kMaxBytes = 64ull << 20;

/// nlohmann's DOM builder, stopped at a depth that metadata never has.
class BoundedBuilder : public nlohmann::detail::json_sax_dom_parser<Json> {
public:
  explicit BoundedBuilder(Json &json) : json_sax_dom_parser(json, false) {}
  bool start_object(std::size_t n) {
    return ++depth <= kMaxDepth && json_sax_dom_parser::start_object(n);
  }
  bool start_array(std::size_t n) {
    return ++depth <= kMaxDepth && json_sax_dom_parser::start_array(n);
  }
  bool end_object() {
    --depth;
    return json_sax_dom_parser::end_object();
  }
  bool end_array() {
    --depth;
    return json_sax_dom_parser::end_array();
  }

private:
  unsigned depth = 0;
};

} // namespace

Json parseCbor(const uint8_t *data, size_t size, const std::string &origin,
               const std::string &what) {
  if (size > kMaxBytes)
    throw Error(origin + ": " + what + " of " + std::to_string(size) +
                " bytes; the limit is " + std::to_string(kMaxBytes));
  Json json;
  BoundedBuilder builder(json);
  bool good = false;
  try {
    good = Json::sax_parse(data, data + size, &builder,
                           nlohmann::detail::input_format_t::cbor, true);
  } catch (const Json::exception &) {
    good = false;
  }
  if (!good || builder.is_errored())
    throw Error(origin + ": corrupt: " + what + " is not valid CBOR");
  return json;
}

} // namespace snnc::image
