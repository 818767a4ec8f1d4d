//===- Tiles.cpp - Tiles and a network, as the barrier sees them ----------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tests/unit/fabric/Tiles.h"

#include <algorithm>
#include <bitset>
#include <gtest/gtest.h>

namespace snnc::fabric {

Tiles::Tiles(const Mesh &mesh, const StepLimits &limits, uint32_t seed,
             bool late)
    : mesh(mesh), limits(limits), rng(seed), late(late), tiles(mesh.tiles()) {}

bool Tiles::Tile::delivered() const {
  return phase == Phase::Deliver && sent == plan.sends.size() && work == 0;
}

/// Does something in which it may fail.
bool Tiles::Tile::busy() const {
  return phase == Phase::Update || phase == Phase::Learn ||
         (phase == Phase::Deliver && !delivered());
}

void Tiles::plan() {
  total = Total();
  bool learns = limits.learn && draw(3);
  for (Tile &tile : tiles) {
    Plan &plan = tile.next;
    plan = Plan();
    plan.learns = learns && draw(1);
    plan.update = draw(limits.update);
    plan.learn = plan.learns ? draw(limits.learn) : 0;
    // In some steps most tiles have nothing to say.
    uint32_t events = draw(1) ? draw(limits.events) : 0;
    for (uint32_t i = 0; i < events; ++i) {
      Send send;
      send.gap = draw(limits.gap);
      uint32_t count = draw(limits.copies);
      for (uint32_t c = 0; c < count; ++c)
        send.copies.push_back(rng() % mesh.tiles());
      if (limits.drivers && draw(1)) {
        send.modulator = int32_t(rng() % limits.drivers);
        send.payload = uint32_t(int32_t(int16_t(rng())));
        total.driven |= uint8_t(1 << send.modulator);
        total.sums[send.modulator] += send.payload;
      }
      plan.sends.push_back(send);
    }
  }
  if (rng() % 100 < limits.haltsPercent)
    tiles[rng() % tiles.size()].next.haltAfter = int32_t(
        draw(limits.update + limits.events * limits.gap + limits.learn));
}

Status Tiles::status(const Tile &tile, uint32_t sumIndex) const {
  Status status;
  status.idle = tile.phase == Phase::Idle;
  status.delivered = tile.delivered();
  status.learned = tile.phase == Phase::Wait;
  status.halt = tile.halted;
  status.learns = tile.plan.learns;
  status.driven = tile.driven;
  status.balance = tile.balance;
  status.sum = tile.sums[sumIndex];
  return status;
}

/// What is sent must be right for all tiles in the cycle in which it is.
void Tiles::checkAll(const Control &root) const {
  bool halted = anyHalted();
  if (root.learn) {
    EXPECT_TRUE(copies.empty()) << "learn with events on their way";
    for (const Tile &tile : tiles)
      EXPECT_TRUE(tile.delivered()) << "learn before all is delivered";
  }
  if (root.finish && root.learn) {
    EXPECT_EQ(total.driven, 0);
    for (const Tile &tile : tiles)
      EXPECT_FALSE(tile.plan.learns);
  } else if (root.finish) {
    for (const Tile &tile : tiles)
      EXPECT_TRUE(tile.phase == Phase::Wait)
          << "finish before all have learned";
  }
  EXPECT_TRUE(halted || !root.giveUp) << "given up for nothing";
  EXPECT_FALSE(halted && root.finish);
}

void Tiles::checkTold(const Tile &tile, const Control &control) const {
  if (tile.halted)
    return;
  EXPECT_TRUE(tile.phase == Phase::Idle || !control.start) << "start in a step";
  EXPECT_TRUE(tile.delivered() || !control.learn);
  if (control.joinSum) {
    EXPECT_TRUE(tile.phase == Phase::Learn || tile.phase == Phase::Wait);
    EXPECT_EQ(control.joinValue, tile.total.sums[control.joinIndex]);
    EXPECT_TRUE(tile.total.driven >> control.joinIndex & 1);
  }
  if (control.finish) {
    EXPECT_TRUE(tile.phase == Phase::Wait || control.learn);
    EXPECT_EQ(tile.driven, tile.total.driven);
    for (uint32_t k = 0; k < 8; ++k)
      EXPECT_EQ(tile.sums[k], tile.total.sums[k]);
  }
}

void Tiles::enterDeliver(Tile &tile) {
  tile.phase = Phase::Deliver;
  tile.left = tile.plan.sends.empty() ? 0 : tile.plan.sends[0].gap;
}

void Tiles::obey(Tile &tile, const Control &control) {
  if (control.start && !tile.halted) {
    tile.plan = tile.next;
    tile.total = total;
    tile.sent = 0;
    tile.work = 0;
    tile.driven = 0;
    tile.sums = {};
    tile.phase = Phase::Update;
    tile.left = tile.plan.update;
    if (tile.left == 0)
      enterDeliver(tile);
  }
  if (control.learn && tile.phase == Phase::Deliver) {
    tile.phase = tile.plan.learn ? Phase::Learn : Phase::Wait;
    tile.left = tile.plan.learn;
  }
  if (control.joinSum) {
    tile.sums[control.joinIndex] = control.joinValue;
    tile.driven |= uint8_t(1 << control.joinIndex);
  }
  if (control.finish && tile.phase == Phase::Wait) {
    tile.phase = Phase::Idle;
    ++tile.finished;
  }
  if (control.giveUp)
    tile.phase = Phase::Idle;
}

void Tiles::send(Tile &tile) {
  const Send &event = tile.plan.sends[tile.sent++];
  for (uint32_t to : event.copies)
    copies.push_back({to, draw(limits.travel)});
  tile.balance += uint32_t(event.copies.size());
  if (event.modulator >= 0) {
    tile.driven |= uint8_t(1 << event.modulator);
    tile.sums[event.modulator] += event.payload;
  }
  tile.left =
      tile.sent < tile.plan.sends.size() ? tile.plan.sends[tile.sent].gap : 0;
}

void Tiles::run(Tile &tile) {
  if (tile.busy() && tile.plan.haltAfter >= 0 && tile.plan.haltAfter-- == 0) {
    tile.halted = true;
    tile.phase = Phase::Idle;
    return;
  }
  switch (tile.phase) {
  case Phase::Update:
    if (--tile.left == 0)
      enterDeliver(tile);
    break;
  case Phase::Deliver:
    if (tile.work)
      --tile.work;
    if (tile.sent < tile.plan.sends.size()) {
      if (tile.left)
        --tile.left;
      else
        send(tile);
    }
    break;
  case Phase::Learn:
    if (--tile.left == 0)
      tile.phase = Phase::Wait;
    break;
  case Phase::Idle:
  case Phase::Wait:
    break;
  }
}

void Tiles::travel() {
  for (size_t i = 0; i < copies.size();) {
    Copy &copy = copies[i];
    Tile &tile = tiles[copy.tile];
    if (copy.left) {
      --copy.left;
    } else if (tile.phase == Phase::Deliver && draw(1)) {
      --tile.balance;
      tile.work += draw(limits.work);
      copy = copies.back();
      copies.pop_back();
      continue;
    }
    ++i;
  }
}

void Tiles::cycle(Parts &parts) {
  checkAll(parts.control(0));
  std::vector<Control> told(tiles.size());
  std::vector<Status> before(tiles.size());
  for (uint32_t i = 0; i < tiles.size(); ++i) {
    told[i] = parts.control(i);
    checkTold(tiles[i], told[i]);
    EXPECT_TRUE(tiles[i].phase == Phase::Idle || !parts.tileRequest(i))
        << "a request in a step";
    before[i] = status(tiles[i], told[i].sumIndex);
  }
  travel();
  // Flip-flops of the tiles and of the fabric change together.
  parts.cycle();
  for (uint32_t i = 0; i < tiles.size(); ++i) {
    run(tiles[i]);
    obey(tiles[i], told[i]);
    const Control &control = told[i];
    Status says = late ? before[i] : status(tiles[i], control.sumIndex);
    if (late) {
      says.idle &= !control.start;
      says.delivered &= !control.learn && !control.giveUp;
      says.learned &= !control.finish && !control.giveUp;
    }
    parts.setStatus(i, says);
  }
}

uint32_t Tiles::driven() const {
  return uint32_t(std::bitset<8>(total.driven).count());
}

bool Tiles::anyHalted() const {
  return std::any_of(tiles.begin(), tiles.end(),
                     [](const Tile &tile) { return tile.halted; });
}

bool Tiles::allIdle() const {
  return std::all_of(tiles.begin(), tiles.end(), [](const Tile &tile) {
    return tile.phase == Phase::Idle;
  });
}

uint64_t Tiles::finished() const {
  for (const Tile &tile : tiles)
    EXPECT_EQ(tile.finished, tiles[0].finished);
  return tiles[0].finished;
}

void Tiles::clear() {
  copies.clear();
  for (Tile &tile : tiles) {
    tile.halted = false;
    tile.balance = 0;
  }
}

} // namespace snnc::fabric
