//===- RandomUpdate.cpp - Random quantized neurons --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/codegen/RandomUpdate.h"

#include <algorithm>
#include <random>
#include <vector>

namespace snnc::test {

namespace {

struct Known {
  std::string name;
  bool isBoolean = false;
  int frac = 0;
  int64_t low = 0, high = 0;
};

class Writer {
public:
  explicit Writer(uint64_t seed) : random(seed) {}

  std::string run(unsigned operations) {
    text = "snn.neuron @n {\n";
    for (int i = 0; i < 4; ++i)
      text += "snn.state @s" + std::to_string(i) + " : !fx.q<" +
              std::to_string(stateBits[i]) + ", 4> = 0 : i32 bits " +
              std::to_string(stateBits[i]) + "\n";
    text += "snn.param @p0 : !fx.q<8, 4> = dense<1> : tensor<4xi32> bits 8\n"
            "snn.port @in0 : !fx.q<16, 4>\nsnn.port @in1 : !fx.q<16, 4>\n"
            "snn.port @idle : !fx.q<16, 4>\n"
            "fx.table @t : !fx.q<32, 8> = dense<0> : tensor<8xi32>\n"
            "snn.update {\n";
    for (int i = 0; i < 4; ++i)
      access("snn.read @s" + std::to_string(i), stateBits[i]);
    access("snn.get @p0", 8);
    access("snn.receive @in0", portBits);
    access("snn.receive @in1", portBits);
    line("arith.constant true", {"", true}, "");
    for (unsigned i = 0; i < operations; ++i)
      operation();
    finish();
    return text + "}\n}\n";
  }

private:
  unsigned below(unsigned n) { return unsigned(random() % n); }

  static unsigned bits(const Known &v) {
    unsigned n = 1;
    while (v.low < -(int64_t(1) << (n - 1)) || v.high >= int64_t(1) << (n - 1))
      ++n;
    return n;
  }
  static std::string type(const Known &v) {
    return v.isBoolean ? "i1"
                       : "!fx.q<" + std::to_string(bits(v)) + ", " +
                             std::to_string(v.frac) + ">";
  }

  void line(const std::string &op, Known result, const std::string &rest) {
    result.name = "%x" + std::to_string(values.size());
    text += result.name + " = " + op + rest + "\n";
    values.push_back(result);
  }
  void quantized(const std::string &op, int frac, int64_t low, int64_t high,
                 const std::string &separator = " : ") {
    Known result{"", false, frac, low, high};
    line(op, result, separator + type(result));
  }

  void access(const std::string &op, unsigned stored) {
    // As loaded, or shifted on the way.
    int shift = stored < 32 ? int(below(2)) * 4 : 0;
    int64_t limit = int64_t(1) << (stored - 1);
    quantized(op, 4 + shift, -limit * (1 << shift), (limit - 1) * (1 << shift));
  }

  const Known *pick(bool isBoolean, int frac = -1, unsigned maxBits = 32) {
    for (int tries = 0; tries < 40; ++tries) {
      // Late values rather than early ones, so that trees grow.
      size_t back = std::min<size_t>(below(unsigned(values.size())),
                                     below(unsigned(values.size())));
      const Known &v = values[values.size() - 1 - back];
      if (v.isBoolean == isBoolean && (frac < 0 || v.frac == frac) &&
          (isBoolean || bits(v) <= maxBits))
        return &v;
    }
    return nullptr;
  }

  /// The range of a result beyond 32 bits, as it overflows.
  static void limit(int64_t &low, int64_t &high, bool saturate) {
    if (low >= INT32_MIN && high <= INT32_MAX)
      return;
    low = saturate ? std::clamp<int64_t>(low, INT32_MIN, INT32_MAX) : INT32_MIN;
    high =
        saturate ? std::clamp<int64_t>(high, INT32_MIN, INT32_MAX) : INT32_MAX;
  }
  std::string overflow(bool saturate) {
    return saturate ? " overflow saturate" : "";
  }
  std::string rounding() {
    switch (below(hasDrawn ? 4 : 3)) {
    case 0:
      return " round floor";
    case 3:
      return " round stochastic";
    default:
      return "";
    }
  }

  void operation() {
    switch (below(14)) {
    case 0:
    case 1:
    case 2:
      return sum();
    case 3:
    case 4:
      return product();
    case 5:
    case 6:
      return rescaled();
    case 7:
      return compared();
    case 8:
      return chosen();
    case 9:
      return extreme();
    case 10:
      return logic();
    case 11:
      return constant();
    case 12:
      if (below(3) == 0)
        return drawn();
      return looked();
    default:
      return sum();
    }
  }

  void sum() {
    // Often of what was just made, which is then used once.
    const Known *b =
        below(2) && !values.back().isBoolean ? &values.back() : pick(false);
    const Known *a = b ? pick(false, b->frac) : nullptr;
    if (!a)
      return;
    bool saturate = below(2), isSub = below(2);
    int64_t low = isSub ? a->low - b->high : a->low + b->low;
    int64_t high = isSub ? a->high - b->low : a->high + b->high;
    limit(low, high, saturate);
    quantized((isSub ? "fx.sub " : "fx.add ") + a->name + ", " + b->name +
                  overflow(saturate) + " : " + type(*a) + ", " + type(*b),
              a->frac, low, high, " -> ");
  }

  void product() {
    bool byConstant = below(2);
    if (byConstant)
      constant();
    const Known *a = pick(false);
    const Known *b = byConstant && bits(values.back()) <= 16
                         ? &values.back()
                         : pick(false, -1, 16);
    if (!a || !b)
      return;
    int frac = 4 * int(1 + below(3)), shift = a->frac + b->frac - frac;
    if (shift < 0 || shift > 30)
      return;
    bool saturate = below(2);
    int64_t corners[] = {a->low * b->low, a->low * b->high, a->high * b->low,
                         a->high * b->high};
    // Rounding adds at most one.
    int64_t low = (*std::min_element(corners, corners + 4) >> shift);
    int64_t high =
        (*std::max_element(corners, corners + 4) >> shift) + (shift > 0);
    limit(low, high, saturate);
    quantized("fx.mul " + a->name + ", " + b->name + rounding() +
                  overflow(saturate) + " : " + type(*a) + ", " + type(*b),
              frac, low, high, " -> ");
    if (below(2))
      sum();
  }

  void rescaled() {
    const Known *a = pick(false);
    if (!a)
      return;
    int frac = 4 * int(1 + below(3)), left = frac - a->frac;
    bool saturate = below(2);
    int64_t low = left < 0 ? a->low >> -left : a->low * (int64_t(1) << left);
    int64_t high =
        left < 0 ? (a->high >> -left) + 1 : a->high * (int64_t(1) << left);
    limit(low, high, saturate);
    quantized("fx.rescale " + a->name + rounding() + overflow(saturate) +
                  " : " + type(*a),
              frac, low, high, " -> ");
    if (below(2))
      sum();
  }

  void compared() {
    const Known *a = pick(false);
    const Known *b = a ? pick(false, a->frac) : nullptr;
    if (!b)
      return;
    static const char *const names[] = {"eq", "ne", "lt", "le", "gt", "ge"};
    line(std::string("fx.cmp ") + names[below(6)] + " " + a->name + ", " +
             b->name + " : " + type(*a) + ", " + type(*b),
         {"", true}, "");
  }

  void chosen() {
    const Known *c = pick(true);
    const Known *a = pick(false);
    const Known *b = a ? pick(false, a->frac) : nullptr;
    if (!c || !b)
      return;
    quantized("fx.select " + c->name + ", " + a->name + ", " + b->name + " : " +
                  type(*a) + ", " + type(*b),
              a->frac, std::min(a->low, b->low), std::max(a->high, b->high),
              " -> ");
  }

  void extreme() {
    const Known *a = pick(false);
    const Known *b = a ? pick(false, a->frac) : nullptr;
    if (!b)
      return;
    bool isMin = below(2);
    quantized((isMin ? "fx.min " : "fx.max ") + a->name + ", " + b->name +
                  " : " + type(*a) + ", " + type(*b),
              a->frac,
              isMin ? std::min(a->low, b->low) : std::max(a->low, b->low),
              isMin ? std::min(a->high, b->high) : std::max(a->high, b->high),
              " -> ");
  }

  void logic() {
    const Known *a = pick(true);
    const Known *b = pick(true);
    if (!a || !b)
      return;
    static const char *const names[] = {"arith.andi ", "arith.ori ",
                                        "arith.xori "};
    line(names[below(3)] + a->name + ", " + b->name + " : i1", {"", true}, "");
  }

  void constant() {
    static const int64_t favourites[] = {0, 1, -1, 16384, -32768, 32767, 65536};
    int64_t value = below(2) ? favourites[below(7)]
                             : int64_t(int32_t(random())) >> below(32);
    Known result{"", false, 4 * int(1 + below(3)), value, value};
    line("fx.constant " + std::to_string(value), result, " : " + type(result));
  }

  void drawn() {
    hasDrawn = true;
    int frac = 4 * int(1 + below(3));
    quantized("snn.random stream " + std::to_string(below(1000000)), frac, 0,
              (int64_t(1) << frac) - 1);
  }

  void looked() {
    const Known *a = pick(false);
    if (!a)
      return;
    std::string offset = below(2) ? " offset 1" : "";
    quantized("fx.lookup @t[" + a->name + " shift " +
                  std::to_string(below(20)) + offset + "] : " + type(*a),
              8, INT32_MIN, INT32_MAX, " -> ");
  }

  void finish() {
    for (int i = 0; i < 4; ++i)
      if (const Known *v = pick(false))
        text += "snn.write @s" + std::to_string(i) + ", " + v->name + " : " +
                type(*v) + "\n";
    const Known *c = pick(true);
    const Known *v = pick(false, -1, 16);
    if (!c)
      return;
    text += "snn.emit " + c->name;
    if (v && below(2))
      text += " payload " + v->name + " : " + type(*v) + " range [-1.0, 1.0]";
    text += "\n";
  }

  std::mt19937_64 random;
  std::string text;
  std::vector<Known> values;
  bool hasDrawn = false;
};

} // namespace

std::string randomNeuron(uint64_t seed, unsigned operations) {
  return Writer(seed).run(operations);
}

} // namespace snnc::test
