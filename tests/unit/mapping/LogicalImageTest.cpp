//===- LogicalImageTest.cpp - An image says the same on no tiles ----------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Networks go through the compiler twice, once without mapping. Whatever does
// not say where something lies must be equal in both images.
//
//===----------------------------------------------------------------------===//

#include "compiler/image/SynapseCounts.h"
#include "image/Archive.h"
#include "image/Fields.h"
#include "tools/snnc/Compiler.h"

#include <gtest/gtest.h>

using namespace snnc;

namespace {

image::Image imageAt(tools::Compiler &compiler, tools::Stage stage) {
  EXPECT_TRUE(compiler.runTo(stage));
  auto image = compiler.image();
  EXPECT_TRUE(image);
  return image ? std::move(*image) : image::Image();
}

/// Without places. Programs on tiles add source positions at the end.
image::Json logicalPart(const image::Image &image, size_t locations) {
  image::Json json = image::toJson(image);
  json.erase("tiles");
  json.erase("target");
  for (const char *list : {"populations", "projections"})
    for (image::Json &entry : json[list])
      for (const char *key : {"parts", "inner", "innerPad"})
        entry.erase(key);
  image::Json &all = json["locations"];
  all.erase(all.begin() + long(locations), all.end());
  return json;
}

void checkEqual(tools::Compiler &compiler) {
  image::Image unplaced = imageAt(compiler, tools::Stage::Fixed);
  image::Image placed = imageAt(compiler, tools::Stage::Core);
  EXPECT_FALSE(unplaced.isPlaced());
  EXPECT_TRUE(placed.isPlaced());
  EXPECT_TRUE(unplaced.hasWeightsDigest);
  size_t locations = unplaced.locations.size();
  ASSERT_LE(locations, placed.locations.size());
  image::Json a = logicalPart(unplaced, locations),
              b = logicalPart(placed, locations);
  EXPECT_EQ(a, b) << image::Json::diff(a, b).dump(1);
}

std::string network(unsigned sources, unsigned targets,
                    const std::string &projection) {
  return "snn.network @net dt 0.5 {\n  snn.input @x size " +
         std::to_string(sources) +
         "\n  snn.population @a of @leaky_integrator size " +
         std::to_string(targets) +
         "\n  snn.projection @w from @x to @a port @in " + projection +
         "\n  snn.output @a\n  snn.probe @v of @a state @v\n}\n";
}

class Connectivities : public testing::TestWithParam<std::string> {};

TEST_P(Connectivities, AreCountedAsOnTiles) {
  tools::CompileOptions options;
  tools::Compiler compiler(options);
  ASSERT_TRUE(compiler.loadText(GetParam(), "t"));
  checkEqual(compiler);
}

const std::string kWeights = " weights #snn.uniform<-0.5, 0.5, seed = 3>";

INSTANTIATE_TEST_SUITE_P(
    All, Connectivities,
    testing::Values(
        network(13, 21, "#snn.dense" + kWeights),
        network(2, 3,
                "#snn.dense" + kWeights +
                    " delay dense<[[1, 2, 3], [7, 1, 4]]> : tensor<2x3xi64>"),
        network(3, 30,
                "#snn.sparse<dense<[[2, 29], [0, 1], [0, 1], [1, 8], [0, 9]]> "
                ": tensor<5x2xi64>>" +
                    kWeights +
                    " delay dense<[1, 3, 2, 5, 3]> : tensor<5xi64> bits 4"),
        network(20, 70,
                "#snn.random<probability = 0.2, seed = 5>" + kWeights +
                    " delay #snn.uniform<0.5, 4.0, seed = 8>"),
        network(19, 19, "#snn.one_to_one" + kWeights + " delay 3 bits 1"),
        network(60, 90,
                "#snn.conv<input = [5, 6, 2], kernel = [3, 2, 3, 3], stride = "
                "[1, 1], padding = [1, 1]>" +
                    kWeights + " delay 2")));

class Examples : public testing::TestWithParam<std::string> {};

TEST_P(Examples, SayTheSameOnNoTiles) {
  tools::CompileOptions options;
  options.target = "medium";
  tools::Compiler compiler(options);
  ASSERT_TRUE(
      compiler.load(SNNC_SOURCE_FOLDER "/examples/" + GetParam() + ".mlir"));
  checkEqual(compiler);
}

// Rules, traces, modulators with and without drivers, trials.
INSTANTIATE_TEST_SUITE_P(All, Examples,
                         testing::Values("two_choice/choice", "mnist/uci",
                                         "receptive_fields/fields",
                                         "pattern_detection/detector"));

TEST(SynapseCounts, TheLongestDelayNeedsNoCount) {
  for (const char *delay : {"", " delay 5",
                            " delay #snn.uniform<0.5, 9.0, "
                            "seed = 8>"}) {
    tools::Compiler compiler({});
    ASSERT_TRUE(compiler.loadText(
        network(40, 70,
                "#snn.random<probability = 0.2, seed = 5>" + kWeights + delay),
        "t"));
    ASSERT_TRUE(compiler.runTo(tools::Stage::Fixed));
    snn::BlobCache cache;
    compiler.module().walk([&](snn::ProjectionOp projection) {
      auto counts = compiler::countSynapses(projection, 0, cache);
      auto connectivity = snn::connectivityOf(projection, cache);
      ASSERT_TRUE(succeeded(counts) && succeeded(connectivity));
      auto longest = compiler::longestDelay(projection, *connectivity);
      ASSERT_TRUE(succeeded(longest));
      EXPECT_EQ(*longest, counts->longestDelay) << delay;
      EXPECT_NEAR(compiler::expectedSynapses(*connectivity),
                  double(counts->synapses), 120.0);
    });
  }
}

} // namespace
