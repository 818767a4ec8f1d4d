//===- ImpulseTest.cpp - One event reaches what the text says -------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Networks of every connectivity, weight width and layout go through the whole
// compiler. Then each input emits alone, and the pending sums of the reference
// engine must be those of the synapses listed for the float engine, which know
// nothing of rows.
//
//===----------------------------------------------------------------------===//

#include "image/WeightCode.h"
#include "runtime/RefEngine.h"
#include "tools/snnc/Compiler.h"

#include <cstdlib>
#include <gtest/gtest.h>
#include <map>

using namespace snnc;

namespace {

std::shared_ptr<const image::Image> compile(const std::string &body,
                                            compiler::RowChoice rows) {
  tools::CompileOptions options;
  options.rows = rows;
  options.quiet = true;
  tools::Compiler compiler(options);
  if (!compiler.loadText("snn.network @net dt 1.0 {\n" + body + "}\n", "t") ||
      !compiler.runTo(tools::Stage::Core))
    return nullptr;
  auto image = compiler.image();
  return image ? std::make_shared<image::Image>(std::move(*image)) : nullptr;
}

/// Sums at (target, steps after the coming Update) that one event of source
/// `s` leaves.
std::map<std::pair<uint32_t, uint32_t>, int64_t>
expectedSums(const image::Image &image, uint32_t s) {
  const image::FloatProjection &real = image.floating.projections[0];
  const image::Projection &fixed = image.projections[0];
  std::map<std::pair<uint32_t, uint32_t>, int64_t> sums;
  for (uint64_t i = real.rowStart[s]; i < real.rowStart[s + 1]; ++i) {
    float weight = real.weights[real.weights.size() == 1 ? 0 : i];
    uint32_t delay = real.delays[real.delays.size() == 1 ? 0 : i];
    int64_t code =
        image::quantizeWeight(weight, fixed.weightBits, fixed.weightFrac);
    sums[{real.targets[i], delay - 1}] += code * (int64_t(1) << fixed.shift);
  }
  return sums;
}

void checkImpulses(const std::string &body, compiler::RowChoice rows) {
  auto image = compile(body, rows);
  ASSERT_TRUE(image) << body;
  runtime::RefEngine engine(image);
  const image::Projection &projection = image->projections[0];
  const image::Port &port =
      image->populations[projection.target].ports[projection.port];
  uint32_t sources = image->populations[projection.source].size;
  // The list has weights in single precision, which may round to the next code
  // of 16 bits.
  int64_t slack = projection.weightBits == 16 ? 1 << projection.shift : 0;
  for (uint32_t s = 0; s < sources; ++s) {
    engine.reset();
    engine.inject(projection.source, s, 1);
    engine.step();
    auto expected = expectedSums(*image, s);
    for (uint32_t d = 0; d < port.maxDelay; ++d) {
      std::vector<int64_t> sums =
          engine.readPort(projection.target, projection.port, d);
      for (uint32_t t = 0; t < sums.size(); ++t) {
        auto found = expected.find({t, d});
        int64_t sum = found == expected.end() ? 0 : found->second;
        ASSERT_LE(std::abs(sums[t] - sum), slack)
            << body << "source " << s << ", target " << t << ", " << d
            << " steps ahead: " << sums[t] << " for " << sum;
      }
    }
  }
}

std::string network(unsigned sources, unsigned targets,
                    const std::string &projection) {
  return "  snn.input @x size " + std::to_string(sources) +
         "\n  snn.population @a of @leaky_integrator size " +
         std::to_string(targets) +
         "\n  snn.projection @w from @x to @a port @in " + projection + "\n";
}

class Impulse
    : public testing::TestWithParam<std::tuple<unsigned, compiler::RowChoice>> {
protected:
  std::string bits() const {
    return " bits " + std::to_string(std::get<0>(GetParam()));
  }
  compiler::RowChoice rows() const { return std::get<1>(GetParam()); }
};

const char *const kWeights = " weights #snn.uniform<-0.5, 0.5, seed = 3>";

TEST_P(Impulse, Dense) {
  checkImpulses(network(13, 21, "#snn.dense" + std::string(kWeights) + bits()),
                rows());
  checkImpulses(network(5, 8, "#snn.dense weights 0.25 delay 6" + bits()),
                rows());
}

TEST_P(Impulse, DenseWithDelays) {
  checkImpulses(
      network(2, 3,
              "#snn.dense" + std::string(kWeights) +
                  " delay dense<[[1, 2, 3], [7, 1, 4]]> : tensor<2x3xi64>" +
                  bits()),
      rows());
}

TEST_P(Impulse, SparseWithSeveralSynapsesAPair) {
  checkImpulses(network(3, 30,
                        "#snn.sparse<dense<[[2, 29], [0, 1], [0, 1], [1, 8], "
                        "[0, 9]]> : tensor<5x2xi64>>" +
                            std::string(kWeights) +
                            " delay dense<[1, 3, 2, 5, 3]> : tensor<5xi64>" +
                            bits()),
                rows());
}

TEST_P(Impulse, Random) {
  for (const char *probability : {"0.1", "0.9"})
    checkImpulses(
        network(20, 70,
                "#snn.random<probability = " + std::string(probability) +
                    ", seed = 5>" + kWeights + bits()),
        rows());
}

TEST_P(Impulse, OneToOne) {
  checkImpulses(
      network(19, 19, "#snn.one_to_one" + std::string(kWeights) + bits()),
      rows());
}

TEST_P(Impulse, Convolution) {
  checkImpulses(network(5 * 6 * 2, 5 * 6 * 3,
                        "#snn.conv<input = [5, 6, 2], kernel = [3, 2, 3, 3], "
                        "stride = [1, 1], padding = [1, 1]>" +
                            std::string(kWeights) + bits()),
                rows());
  checkImpulses(network(7 * 8, 3 * 3 * 9,
                        "#snn.conv<input = [7, 8, 1], kernel = [9, 1, 3, 4], "
                        "stride = [2, 2], padding = [0, 0]>" +
                            std::string(kWeights) + " delay 2" + bits()),
                rows());
}

INSTANTIATE_TEST_SUITE_P(
    Widths, Impulse,
    testing::Combine(testing::Values(1, 2, 4, 8, 16),
                     testing::Values(compiler::RowChoice::Auto,
                                     compiler::RowChoice::Dense,
                                     compiler::RowChoice::Indexed)));

} // namespace
