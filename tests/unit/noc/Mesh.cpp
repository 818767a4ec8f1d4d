//===- Mesh.cpp - The network of a chip, a cycle at a time ----------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/noc/Mesh.h"

#include "sim/Coverage.h"

#include "VNocMesh.h"

namespace snnc::noc {

namespace {

constexpr uint32_t kPayloadBits = 16;
constexpr uint32_t kIndexBits = 12;
constexpr uint32_t kSourceBits = 8;
constexpr uint32_t kFlitBits = kSourceBits + kIndexBits + kPayloadBits;

template <typename Wide>
uint64_t bits(const Wide &wide, uint32_t from, uint32_t count) {
  uint64_t value = 0;
  for (uint32_t i = 0; i < count; ++i)
    value |= uint64_t(wide[(from + i) / 32] >> ((from + i) % 32) & 1) << i;
  return value;
}

template <typename Wide>
void setBits(Wide &wide, uint32_t from, uint32_t count, uint64_t value) {
  for (uint32_t i = 0; i < count; ++i) {
    uint32_t mask = uint32_t(1) << ((from + i) % 32);
    auto &word = wide[(from + i) / 32];
    word = (value >> i & 1) ? word | mask : word & ~mask;
  }
}

} // namespace

struct Mesh::Impl {
  VerilatedContext context;
  VNocMesh top{&context, "TOP"};
};

Mesh::Mesh() : impl(std::make_unique<Impl>()) { reset(); }

Mesh::~Mesh() {
  impl->top.final();
  sim::writeCoverage(impl->context);
}

void Mesh::reset() {
  VNocMesh &top = impl->top;
  top.send_valid_i = 0;
  top.arrive_ready_i = 0;
  top.route_re_i = 0;
  top.route_we_i = 0;
  top.rst_ni = 0;
  for (int i = 0; i < 2; ++i)
    cycle();
  top.rst_ni = 1;
  cycle();
}

void Mesh::setRoute(uint32_t tile, uint32_t source, uint8_t route) {
  VNocMesh &top = impl->top;
  top.route_we_i = static_cast<uint16_t>(1u << tile);
  top.route_addr_i = static_cast<uint8_t>(source);
  top.route_wdata_i = route;
  cycle();
  top.route_we_i = 0;
}

uint8_t Mesh::route(uint32_t tile, uint32_t source) {
  VNocMesh &top = impl->top;
  top.route_re_i = static_cast<uint16_t>(1u << tile);
  top.route_addr_i = static_cast<uint8_t>(source);
  cycle();
  top.route_re_i = 0;
  return static_cast<uint8_t>(bits(top.route_rdata_o, tile * 5, 5));
}

void Mesh::offer(uint32_t tile, const std::optional<Flit> &flit) {
  VNocMesh &top = impl->top;
  const uint32_t bit = 1u << tile;
  top.send_valid_i = static_cast<uint16_t>(flit ? top.send_valid_i | bit
                                                : top.send_valid_i & ~bit);
  if (flit)
    setBits(top.send_i, tile * kFlitBits, kFlitBits,
            uint64_t(flit->source) << (kIndexBits + kPayloadBits) |
                uint64_t(flit->index) << kPayloadBits | flit->payload);
}

bool Mesh::takes(uint32_t tile) const {
  return impl->top.send_ready_o >> tile & 1;
}

void Mesh::setReady(uint32_t tile, bool ready) {
  VNocMesh &top = impl->top;
  const uint32_t bit = 1u << tile;
  top.arrive_ready_i = static_cast<uint16_t>(ready ? top.arrive_ready_i | bit
                                                   : top.arrive_ready_i & ~bit);
}

std::optional<Flit> Mesh::arrival(uint32_t tile) const {
  const VNocMesh &top = impl->top;
  if (!(top.arrive_valid_o >> tile & 1))
    return std::nullopt;
  uint64_t word = bits(top.arrive_o, tile * kFlitBits, kFlitBits);
  return Flit{static_cast<uint32_t>(word >> (kIndexBits + kPayloadBits)),
              static_cast<uint32_t>(word >> kPayloadBits) % kIndices,
              static_cast<uint32_t>(word & 0xffff)};
}

void Mesh::cycle() {
  VNocMesh &top = impl->top;
  for (int level : {1, 0}) {
    top.clk_i = static_cast<uint8_t>(level);
    top.eval();
    impl->context.timeInc(1);
  }
}

bool Mesh::error(uint32_t tile) const { return impl->top.error_o >> tile & 1; }

} // namespace snnc::noc
