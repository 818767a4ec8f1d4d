//===- ContainerTest.cpp - Images on disk: same bytes, or one clear error -*-
// C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"

#include "image/Describe.h"
#include "runtime/RefEngine.h"
#include "tests/unit/image/Mutants.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>

namespace snnc {
namespace {

using testing::errorOf;
using testing::TinyNetwork;
namespace fs = std::filesystem;

/// Something in every section.
image::Image sample() {
  TinyNetwork net("sample");
  uint32_t in = net.input("in", 12, -8, 8);
  uint32_t p = net.population("hidden", 21, 7);
  net.made.populations[p].isOutput = true;
  net.state(p, "v", 16, {3}, 8);
  std::vector<int32_t> values;
  for (int i = 0; i < 21; ++i)
    values.push_back(100 * i - 1000);
  net.param(p, "threshold", 32, values);
  net.port(p, "in", 32, 3);
  net.modulator("reward", -7);
  net.driven("rate", in, true);
  net.probe("v", p, 0);
  net.probe("spikes", p, -1);
  net.table({1, 2, 3, -4});
  net.program(p, "ld r0, {v}\nldp r1, {in}\nadd r0, r0, r1, sat\n"
                 "ld r2, {threshold}\ncgt r3, r0, r2\nst r0, {v}\n"
                 "emit r3, 1");
  net.sparse(in, p, 0,
             {{0, 1, 5, 1}, {0, 20, -3, 7}, {11, 9, 100, 2}, {3, 3, 1, 1}});
  net.sparse(p, p, 0, {{0, 1, 5, 1}, {20, 19, -3, 1}}, 2, 4);
  image::Image image = net.build();
  image.dtMs = 0.5;
  image.quantizationReport = "{\"formats\": []}";

  image::FloatNetwork &f = image.floating;
  f.modulators = {{-7.0}, {0.0, 0, true}};
  f.populations.resize(2);
  f.populations[0].name = "in";
  f.populations[0].size = 12;
  f.populations[0].isInput = true;
  image::FloatPopulation &h = f.populations[1];
  h.name = "hidden";
  h.size = 21;
  h.ports = 1;
  h.states = {{"v", {0.0117}, -10.0, 10.0}};
  h.params = {{"threshold", {2.5}, 0, 0}};
  using image::FloatOp;
  h.program = {{FloatOp::State, 0, 0, 0, 0, 0.0},
               {FloatOp::Port, 0, 0, 0, 0, 0.0},
               {FloatOp::Add, 0, 1, 0, 0, 0.0},
               {FloatOp::WriteState, 2, 0, 0, 0, 0.0}};
  f.projections.resize(2);
  f.projections[0] = {"a", 0, 1, 0, std::vector<uint64_t>(13, 0), {}, {}, {}};
  f.projections[0].weights = {1.0f};
  f.projections[0].delays = {1};
  f.projections[1] = {"b", 1,      1,  0, std::vector<uint64_t>(22, 1),
                      {4}, {0.5f}, {2}};
  f.projections[1].rowStart[0] = 0;
  return image;
}

TEST(Container, RoundTripGivesTheSameBytes) {
  auto bytes = image::writeImage(sample());
  image::Image back = image::readImage(bytes, "x");
  EXPECT_EQ(image::writeImage(back), bytes);
  EXPECT_EQ(image::describeJson(back), image::describeJson(sample()));
  EXPECT_EQ(image::describe(back, true), image::describe(sample(), true));
}

TEST(Container, Crc32cIsTheStandards) {
  EXPECT_EQ(image::crc32c("123456789", 9), 0xe3069283u);
  EXPECT_EQ(image::crc32c("", 0), 0u);
}

TEST(Container, EveryTruncationIsAnError) {
  auto bytes = image::writeImage(sample());
  for (size_t n = 0; n < bytes.size(); n += n < 400 ? 1 : 7) {
    std::vector<uint8_t> cut(bytes.begin(), bytes.begin() + long(n));
    std::string error = errorOf([&] { image::readImage(cut, "f.img"); });
    ASSERT_EQ(error.compare(0, 7, "f.img: "), 0) << n << ": " << error;
  }
}

TEST(Container, EveryFlippedBitIsAnError) {
  auto bytes = image::writeImage(sample());
  for (size_t i = 0; i < bytes.size(); i += i < 400 ? 1 : 11)
    for (unsigned bit : {0u, 3u, 7u}) {
      auto bad = bytes;
      bad[i] ^= uint8_t(1u << bit);
      ASSERT_NE(errorOf([&] { image::readImage(bad, "f.img"); }), "")
          << "byte " << i << " bit " << bit;
    }
}

TEST(Container, MutantsWithGoodChecksumsNeverCrash) {
  testing::MutantCount count = testing::runMutants(sample(), 11, 1500);
  EXPECT_GT(count.refused, 300u);
  EXPECT_GT(count.taken, 100u);
}

TEST(Container, ForeignFilesAreNamedAsSuch) {
  auto bytes = image::writeImage(sample());
  auto error = [&](std::vector<uint8_t> bad) {
    return errorOf([&] { image::readImage(bad, "f.img"); });
  };
  EXPECT_EQ(error({}), "f.img: not an snnc image");
  EXPECT_EQ(error({'P', 'K', 3, 4, 0, 0, 0, 0, 0}), "f.img: not an snnc image");
  auto version = bytes;
  version[8] = 99;
  EXPECT_NE(error(version).find("image format version 99"), std::string::npos);
  version = bytes;
  version[12] = 7;
  EXPECT_NE(error(version).find("instruction set version 7"),
            std::string::npos);
  bytes.push_back(0);
  EXPECT_NE(error(bytes).find("1 bytes after the end"), std::string::npos);
}

TEST(Container, InconsistentTablesAreRefused) {
  using Change = std::function<void(image::Image &)>;
  auto check = [](const std::string &expect, const Change &change) {
    image::Image image = sample();
    change(image);
    std::string error = errorOf([&] { image::validate(image, "i"); });
    EXPECT_NE(error.find(expect), std::string::npos)
        << "expected '" << expect << "', got '" << error << "'";
  };
  check("plane ends at unit",
        [](auto &i) { i.populations[1].parts[0].states[0] = 5000; });
  check("does not fit in 16 bits",
        [](auto &i) { i.populations[1].states[0].init = {40000}; });
  check("largest delay 8 needs more than 8 slots",
        [](auto &i) { i.populations[1].ports[0].maxDelay = 8; });
  check("ends at accumulator row",
        [](auto &i) { i.tiles[0].accumulatorRows -= 1; });
  check("group 9 of 2", [](auto &i) { i.populations[0].parts[0].group = 9; });
  check("belongs to two populations", [](auto &i) {
    i.populations.push_back(i.populations[0]);
    i.populations.back().name = "twin";
  });
  check("the name is used twice",
        [](auto &i) { i.populations[1].name = "in"; });
  check("program at 400",
        [](auto &i) { i.tiles[0].groups[1].programAddress = 400; });
  check("share source block",
        [](auto &i) { i.tiles[0].groups[1].blockBase = 0; });
  check("valid lanes", [](auto &i) { i.tiles[0].groups[1].lastLanes = 3; });
  check("its axon entries end beyond",
        [](auto &i) { i.tiles[0].groups[0].axonBase = 1000; });
  check("row descriptor 7 of 2",
        [](auto &i) { i.tiles[0].axons[0].descriptor = 7; });
  check("end beyond the synapse memory",
        [](auto &i) { i.tiles[0].axons[0].address = 1 << 20; });
  check("beyond the accumulators",
        [](auto &i) { i.tiles[0].axons[0].baseBlock = 60000; });
  check("leads to no port",
        [](auto &i) { i.tiles[0].descriptors[0].portBase = 3; });
  check("cannot hold weight",
        [](auto &i) { i.tiles[0].descriptors[0].delayBits = 9; });
  check("names a population that does not exist",
        [](auto &i) { i.floating.projections[0].target = 2; });
  check("which is not defined before it",
        [](auto &i) { i.floating.populations[1].program[2].a = 2; });
  check("joins population 5", [](auto &i) { i.projections[0].source = 5; });
  check("but a fan-out of", [](auto &i) { i.projections[0].synapses = 1; });
  check("modulators; the target has 8",
        [](auto &i) { i.modulators.resize(9); });
  check("modulator 'rate': population 2 of 2 drives it", [](auto &i) {
    i.modulators[1].driver = i.floating.modulators[1].driver = 2;
  });
  check("modulator 'rate': population -2 of 2 drives it",
        [](auto &i) { i.modulators[1].driver = -2; });
  check("modulator 'rate': is driven by 'in', whose group drives -1",
        [](auto &i) { i.tiles[0].groups[0].drives = -1; });
  check("is driven by 'in', whose group drives 0",
        [](auto &i) { i.tiles[0].groups[0].drives = 0; });
  check("modulator 'reward': falls, but no population drives it",
        [](auto &i) { i.modulators[0].falls = true; });
  // Two modulators of one driver.
  check("modulator 'reward': is driven by 'in', whose group drives 1",
        [](auto &i) { i.modulators[0].driver = 0; });
  // Two drivers of one modulator.
  for (int32_t drives : {1, 0, 2, -7})
    check("population 'hidden': its group drives modulator " +
              std::to_string(drives) + ", whose driver it is not",
          [&](auto &i) { i.tiles[0].groups[1].drives = drives; });
  check("3 fractional bits; payloads of its driver 'in' have 0",
        [](auto &i) { i.modulators[1].frac = 3; });
  check("has another driver in the float network",
        [](auto &i) { i.floating.modulators[1].falls = false; });
  check("a modulator is driven by a population that does not exist",
        [](auto &i) { i.floating.modulators[1].driver = 2; });
  check("state 4 of 1", [](auto &i) { i.probes[0].state = 4; });
  check("must be a power of two", [](auto &i) { i.target.lanes = 6; });
  check("location 99", [](auto &i) { i.populations[0].location = 99; });
}

TEST(Container, PayloadsOfADriverFitInItsModulator) {
  auto error = [](uint32_t size, int32_t least, int32_t most) {
    image::Target target = image::findTarget("tile");
    target.blocks = 16384;
    TinyNetwork net("many", target);
    net.driven("m", net.input("in", size, least, most), false);
    return errorOf([&] { image::validate(net.build(), "i"); });
  };
  EXPECT_EQ(error(65536, -32768, 32767), "");
  EXPECT_EQ(error(65538, -32767, 32767), "");
  EXPECT_NE(error(65537, -32768, 0)
                .find("payloads of its driver 'in' may sum "
                      "to more than 32 bits hold"),
            std::string::npos);
  EXPECT_NE(error(65539, 0, 32767), "");
}

class Folder : public ::testing::Test {
protected:
  void SetUp() override {
    path = fs::temp_directory_path() /
           ("snnc-image-" + std::to_string(::getpid()));
    fs::create_directories(path);
  }
  void TearDown() override { fs::remove_all(path); }
  fs::path path;
};

TEST_F(Folder, SavedFilesAreWholeOrNotThere) {
  std::string file = path / "a.img";
  image::saveImage(sample(), file);
  EXPECT_TRUE(image::looksLikeImage(file));
  EXPECT_EQ(image::writeImage(image::loadImage(file)),
            image::writeImage(sample()));
  EXPECT_NE(errorOf([&] { image::saveImage(sample(), path / "no" / "b"); }),
            "");
  image::Image bad = sample();
  bad.populations[0].parts[0].group = 9;
  EXPECT_NE(errorOf([&] { image::saveImage(bad, file); }), "");
  EXPECT_EQ(image::loadImage(file).name, "sample");
  // Nothing but the file is left.
  EXPECT_EQ(std::distance(fs::directory_iterator(path), {}), 1);
  EXPECT_NE(errorOf([&] { image::loadImage(path); }), "");
  EXPECT_NE(errorOf([&] { image::loadImage(path / "none"); }), "");
}

TEST_F(Folder, FullDiskIsAnError) {
  if (!fs::exists("/dev/full"))
    GTEST_SKIP() << "no /dev/full here";
  std::string error = errorOf([&] { image::saveImage(sample(), "/dev/full"); });
  EXPECT_NE(error.find("No space left"), std::string::npos) << error;
}

TEST(TargetFile, ReadsWhatItWrites) {
  image::Target target = image::findTarget("tile");
  EXPECT_EQ(target.lanes, 8u);
  std::string text = image::targetToJson(target);
  EXPECT_EQ(image::targetToJson(image::targetFromJson(text, "t")), text);
}

TEST(TargetFile, OneTileWhereNoMeshIsNamed) {
  std::string text = image::targetToJson(image::findTarget("tile"));
  for (const char *key : {"meshColumns", "meshRows", "sources"}) {
    size_t at = text.find(std::string("  \"") + key);
    ASSERT_NE(at, std::string::npos);
    text.erase(at, text.find('\n', at) + 1 - at);
  }
  image::Target target = image::targetFromJson(text, "t");
  EXPECT_EQ(target.meshColumns, 1u);
  EXPECT_EQ(target.meshRows, 1u);
  EXPECT_EQ(target.sources, 256u);
}

TEST(TargetFile, ErrorsNameFileAndKey) {
  std::string good = image::targetToJson(image::findTarget("nano"));
  auto with = [&](const std::string &from, const std::string &to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return errorOf([&] { image::targetFromJson(text, "t.json"); });
  };
  EXPECT_EQ(with("\"lanes\": 8", "\"lanes\": 7"),
            "t.json: key 'lanes' is 7, must be a power of two");
  EXPECT_EQ(with("\"lanes\": 8", "\"lanes\": 1024"),
            "t.json: key 'lanes' is 1024, must be from 2 to 32");
  EXPECT_EQ(with("\"lanes\"", "\"lames\""), "t.json: missing key 'lanes'");
  EXPECT_EQ(with("\"meshColumns\": 1", "\"meshColumns\": 33"),
            "t.json: key 'meshColumns' is 33, must be from 1 to 32");
  EXPECT_EQ(with("\"meshRows\": 1", "\"meshRows\": 0"),
            "t.json: key 'meshRows' is 0, must be from 1 to 32");
  EXPECT_EQ(with("\"sources\": 256", "\"sources\": 100"),
            "t.json: key 'sources' is 100, must be a power of two");
  EXPECT_EQ(with("\"meshRows\": 1", "\"meshRows\": true"),
            "t.json.meshRows: expected an integer");
  EXPECT_EQ(with("\"lanes\": 8", "\"lanes\": 8, \"colour\": 1"),
            "t.json: unknown key 'colour'");
  EXPECT_EQ(with("\"lanes\": 8", "\"lanes\": \"8\""),
            "t.json.lanes: expected an integer");
  EXPECT_NE(with("}", "").find("t.json: not JSON"), std::string::npos);
  EXPECT_NE(errorOf([] {
              image::findTarget("none");
            }).find("known targets: fpga, large, medium, nano, small, tile"),
            std::string::npos);
  EXPECT_NE(
      errorOf([] { image::findTarget("/no/such.json"); }).find("cannot open"),
      std::string::npos);
}

TEST(Describe, CountsBitsOfMemory) {
  image::MemoryUse use = image::memoryUse(sample());
  EXPECT_EQ(use.neurons, 21u);
  EXPECT_EQ(use.synapses, 6u);
  // 3 blocks of 8 lanes: a 16-bit state, a 32-bit parameter, 8 slots.
  EXPECT_EQ(use.stateBits, 3u * 8 * (16 + 32));
  EXPECT_EQ(use.accumulatorBits, 3u * 8 * 8 * 32);
}

} // namespace
} // namespace snnc
