//===- TrialTest.cpp - Samples from files, shown to an engine ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "runtime/RefEngine.h"
#include "runtime/files/Idx.h"
#include "runtime/training/TrialRunner.h"
#include "tests/unit/Errors.h"
#include "tests/unit/runtime/TinyNetwork.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <unistd.h>
#include <zlib.h>

namespace snnc {
namespace {

using image::Coding;
using runtime::Array;
using runtime::Dataset;
using testing::errorOf;
using testing::TinyNetwork;
namespace fs = std::filesystem;

using Bytes = std::vector<uint8_t>;

Bytes gzip(const Bytes &bytes) {
  Bytes out(compressBound(bytes.size()) + 32);
  z_stream stream = {};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = const_cast<uint8_t *>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// Three inputs, one a coding, each joined with weight 1 to neurons that sum
/// what they get; neuron i of `sum` belongs to neuron i of the input.
class Trial : public ::testing::Test {
protected:
  void SetUp() override {
    folder = fs::temp_directory_path() /
             ("snnc-trial-" + std::to_string(::getpid()));
    fs::create_directories(folder);
  }
  void TearDown() override { fs::remove_all(folder); }

  static TinyNetwork network(Coding coding, uint32_t steps, double full) {
    TinyNetwork net("net");
    bool spikes = coding == Coding::Rate;
    net.input("pixels", 3, spikes ? 1 : -100, spikes ? 1 : 100);
    net.made.populations[0].payloadFrac = spikes ? 0 : 2;
    net.input("labels", 3);
    uint32_t sum = net.population("sum", 3);
    net.state(sum, "v", 16);
    net.port(sum, "in");
    net.program(sum, "ldp r0, {in}\nld r1, {v}\nadd r1, r1, r0\nst r1, {v}");
    net.sparse(0, sum, 0, {{0, 0, 1, 1}, {1, 1, 1, 1}, {2, 2, 1, 1}});
    net.sparse(1, sum, 0, {{0, 0, 50, 1}, {1, 1, 50, 1}, {2, 2, 50, 1}});
    net.modulator("phase", 0);
    image::Trial &trial = net.made.trial;
    trial.steps = steps + 2;
    trial.resets = {{sum, 0}};
    trial.presents = {{0, 0, steps, coding, full}};
    trial.labels = {{1, steps}};
    trial.answer = {{sum, 0, steps, 1}};
    return net;
  }

  std::string write(const std::string &name, const Bytes &bytes) const {
    std::string path = folder / name;
    image::writeFileAtomically(path, bytes.data(), bytes.size());
    return path;
  }
  std::string array(const std::string &name, const Array &array) const {
    return write(name, runtime::writeNpy(array));
  }
  runtime::DatasetFiles files(const Array &data,
                              const std::vector<int64_t> &labels) const {
    return {{array("data.npy", data)},
            array("labels.npy", Array::ofIntegers({labels.size()}, labels)),
            {}};
  }
  static std::vector<int64_t> shown(const image::Image &image,
                                    const Dataset &data, uint64_t sample,
                                    bool training, int64_t &answer) {
    auto shared = std::make_shared<const image::Image>(image);
    runtime::RefEngine engine(shared);
    runtime::TrialRunner runner(*shared);
    // Twice: what the first leaves behind must not show.
    runner.run(engine, data, sample, true);
    answer = runner.run(engine, data, sample, training);
    return engine.readState(2, 0);
  }

  fs::path folder;
};

TEST_F(Trial, RatesAreSpikesOfASigmaDeltaCode) {
  image::Image image = network(Coding::Rate, 4, 255.0).build();
  Dataset data(
      image,
      files(Array::ofIntegers({2, 3}, {0, 255, 128, 63, 64, 32}), {1, 0}));
  int64_t answer = -1;
  EXPECT_EQ(shown(image, data, 0, false, answer),
            (std::vector<int64_t>{0, 4, 2}));
  EXPECT_EQ(answer, 1);
  EXPECT_EQ(shown(image, data, 1, false, answer),
            (std::vector<int64_t>{1, 1, 1}));
  EXPECT_EQ(answer, 0) << "of equal ones the first";
  EXPECT_EQ(shown(image, data, 0, true, answer),
            (std::vector<int64_t>{0, 54, 2}));
}

TEST_F(Trial, ValuesAreRoundedPayloads) {
  image::Image image = network(Coding::Value, 2, 2.0).build();
  Dataset data(image, files(Array::ofReals({1, 3}, {-3.0, 0.25, 7.75}), {2}));
  int64_t answer = -1;
  // x / 2 in quarters, ties to even, in each of two steps.
  EXPECT_EQ(shown(image, data, 0, false, answer),
            (std::vector<int64_t>{-12, 0, 32}));
}

TEST_F(Trial, RastersSayEachStep) {
  image::Image image = network(Coding::Raster, 2, 1.0).build();
  Dataset data(image,
               files(Array::ofIntegers({1, 2, 3}, {1, 2, 3, 0, 20, -9}), {2}));
  int64_t answer = -1;
  EXPECT_EQ(shown(image, data, 0, false, answer),
            (std::vector<int64_t>{1, 22, -6}));
}

TEST_F(Trial, AnswersMayCountEvents) {
  TinyNetwork net = network(Coding::Rate, 4, 1.0);
  net.program(2, "ldp r0, {in}\nemit r0, 1\nst r0, {v}");
  net.made.trial.answer = {{2, -1, 1, 4}};
  image::Image image = net.build();
  Dataset data(image, files(Array::ofReals({1, 3}, {0.5, 0.25, 1.0}), {2}));
  int64_t answer = -1;
  shown(image, data, 0, false, answer);
  EXPECT_EQ(answer, 2);
}

TEST_F(Trial, ValuesThatCannotBeShownAreRefused) {
  image::Image image = network(Coding::Rate, 4, 1.0).build();
  int64_t answer = -1;
  Dataset large(image, files(Array::ofReals({1, 3}, {0.5, 1.25, 0}), {0}));
  EXPECT_NE(errorOf([&] {
              shown(image, large, 0, false, answer);
            }).find("sample 0: value 1.25 of neuron 1 is outside 0 .. 1"),
            std::string::npos);
  image = network(Coding::Raster, 1, 1.0).build();
  Dataset payload(image, files(Array::ofIntegers({1, 1, 3}, {1, 101, 0}), {0}));
  EXPECT_NE(errorOf([&] { shown(image, payload, 0, false, answer); })
                .find("payload 101 (value 101) of neuron 1 is outside the "
                      "range [-100, 100] of input 'pixels'"),
            std::string::npos);
}

TEST_F(Trial, DataThatDoesNotFitIsRefused) {
  image::Image image = network(Coding::Rate, 4, 1.0).build();
  auto error = [&](const Array &data, const std::vector<int64_t> &labels,
                   runtime::SampleRange range = {}) {
    runtime::DatasetFiles f = files(data, labels);
    f.range = range;
    return errorOf([&] { Dataset dataset(image, f); });
  };
  Array two = Array::ofIntegers({2, 3}, {0, 0, 0, 0, 0, 0});
  EXPECT_EQ(error(two, {0, 1}), "");
  EXPECT_NE(error(Array::ofIntegers({2, 2}, {0, 0, 0, 0}), {0, 1})
                .find("expected an array [samples, 3] for input 'pixels', not "
                      "[2, 2]"),
            std::string::npos);
  EXPECT_NE(error(two, {0}).find("1 labels for 2 samples"), std::string::npos);
  EXPECT_NE(error(two, {0, 3}).find("label 3 of sample 1 is outside 0 .. 2"),
            std::string::npos);
  EXPECT_NE(error(two, {0, -1}).find("label -1 of sample 1"),
            std::string::npos);
  EXPECT_NE(error(two, {0, 1}, {1, 3}).find("samples 1 to 3 of 2"),
            std::string::npos);
  EXPECT_NE(error(two, {0, 1}, {2, 0}).find("samples 2 to 2 of 2"),
            std::string::npos);
  runtime::DatasetFiles wrong = files(two, {0, 1});
  wrong.data[0] = "other=" + wrong.data[0];
  EXPECT_NE(errorOf([&] {
              Dataset dataset(image, wrong);
            }).find("no data for input 'other'; the trial presents: pixels"),
            std::string::npos);
  wrong.data.clear();
  EXPECT_NE(errorOf([&] {
              Dataset dataset(image, wrong);
            }).find("no data for input 'pixels'"),
            std::string::npos);
}

TEST_F(Trial, IdxIsReadAsItIsAndInGzip) {
  Bytes idx = {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255};
  for (const Bytes &bytes : {idx, gzip(idx)}) {
    auto arrays = runtime::readArrays(write("a.idx", bytes));
    ASSERT_EQ(arrays.size(), 1u);
    const Array &a = arrays[0].second;
    EXPECT_EQ(a.shape, (std::vector<uint64_t>{2, 3}));
    EXPECT_EQ(a.integer(5), 255);
  }
  Bytes shorts = {0, 0, 0x0b, 1, 0, 0, 0, 2, 0xff, 0xfe, 1, 0};
  Array a = runtime::readIdx(shorts, "s");
  EXPECT_EQ(a.integer(0), -2);
  EXPECT_EQ(a.integer(1), 256);
  Bytes floats = {0, 0, 0x0d, 1, 0, 0, 0, 1, 0x3f, 0xc0, 0, 0};
  EXPECT_EQ(runtime::readIdx(floats, "f").real(0), 1.5);
}

TEST_F(Trial, BadIdxIsRefused) {
  Bytes idx = {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6};
  for (size_t size = 4; size < idx.size(); ++size) {
    Bytes part(idx.begin(), idx.begin() + long(size));
    EXPECT_NE(errorOf([&] { runtime::readIdx(part, "x"); }).find("truncated"),
              std::string::npos)
        << size;
  }
  Bytes more = {0, 0, 8, 1, 0, 0, 0, 1, 7, 7};
  EXPECT_NE(errorOf([&] { runtime::readIdx(more, "x"); }).find("too many"),
            std::string::npos);
  more = idx;
  more[2] = 7;
  EXPECT_NE(errorOf([&] { runtime::readIdx(more, "x"); }).find("type 7"),
            std::string::npos);
  Bytes packed = gzip(idx);
  packed.resize(packed.size() / 2);
  std::string path = write("half.gz", packed);
  EXPECT_NE(errorOf([&] { runtime::readArrays(path); }).find("truncated"),
            std::string::npos);
  path = write("text", {'h', 'e', 'l', 'l', 'o'});
  EXPECT_NE(errorOf([&] { runtime::readArrays(path); }).find("neither"),
            std::string::npos);
}

TEST_F(Trial, TheImageKeepsItAndChecksIt) {
  image::Image image = network(Coding::Rate, 4, 255.0).build();
  image.trial.signals = {{0, 5, 1, true}};
  image::Image again = image::readImage(image::writeImage(image), "again");
  EXPECT_EQ(again.trial.steps, 6u);
  ASSERT_EQ(again.trial.presents.size(), 1u);
  EXPECT_EQ(again.trial.presents[0].full, 255.0);
  ASSERT_EQ(again.trial.signals.size(), 1u);
  EXPECT_TRUE(again.trial.signals[0].training);

  auto error = [&](const std::function<void(image::Trial &)> &change) {
    image::Image bad = image;
    change(bad.trial);
    return errorOf([&] { image::validate(bad, "bad"); });
  };
  EXPECT_NE(error([](auto &t) {
              t.presents[0].steps = 7;
            }).find("trial: steps 0 to 6 of 6"),
            std::string::npos);
  EXPECT_NE(error([](auto &t) {
              t.presents[0].population = 2;
            }).find("'sum', which is not an input"),
            std::string::npos);
  EXPECT_NE(error([](auto &t) {
              t.signals[0].modulator = 1;
            }).find("modulator 1 of 1"),
            std::string::npos);
  image.modulators[0].driver = 0;
  image.tiles[0].groups[0].drives = 0;
  EXPECT_NE(error([](auto &) {})
                .find("sets modulator 'phase', which a "
                      "population drives"),
            std::string::npos);
  image.modulators[0].driver = -1;
  image.tiles[0].groups[0].drives = -1;
  EXPECT_NE(error([](auto &t) { t.answer[0].state = 1; }).find("state 1"),
            std::string::npos);
  EXPECT_NE(error([](auto &t) {
              t.presents.push_back(t.presents[0]);
            }).find("presented twice"),
            std::string::npos);
  EXPECT_NE(error([](auto &t) { t.presents[0].full = 0.0; }).find("full"),
            std::string::npos);
  EXPECT_NE(error([](auto &t) { t.resets[0].at = 6; }).find("steps 6 to 6"),
            std::string::npos);
}

} // namespace
} // namespace snnc
