//===- RecordingTest.cpp - What a run leaves in files ---------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/files/Recording.h"
#include "image/PendingFile.h"
#include "runtime/RefEngine.h"
#include "runtime/files/Array.h"
#include "runtime/files/EventInput.h"
#include "runtime/files/Hdf5.h"
#include "tests/unit/Errors.h"
#include "tests/unit/runtime/TinyNetwork.h"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <sys/resource.h>
#include <unistd.h>

namespace snnc {
namespace {

using runtime::EventInput;
using runtime::Recording;
using testing::errorOf;
using testing::TinyNetwork;
namespace fs = std::filesystem;

class Recordings : public ::testing::Test {
protected:
  /// Inputs of plain events and of payloads; each of `out` and `graded` emits a
  /// step after its input what it got.
  void SetUp() override {
    folder = fs::temp_directory_path() /
             ("snnc-recording-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    TinyNetwork net("net");
    net.made.dtMs = 0.1;
    net.input("pixels", 4);
    net.input("current", 3, -300, 300);
    net.made.populations[1].payloadFrac = 4;
    uint32_t out = net.population("out", 4);
    net.state(out, "v", 16, {0}, 2);
    net.state(out, "wide", 32, {0x1000001});
    net.port(out, "in");
    net.program(out, "ldp r0, {in}\nst r0, {v}\nemit r0, 1");
    net.sparse(0, out, 0, {{0, 0, 1, 1}, {1, 1, 1, 1}, {3, 3, 5, 1}});
    net.made.populations[out].isOutput = true;
    net.probe("membrane", out, 0);
    image = net.shared();
  }
  void TearDown() override { fs::remove_all(folder); }

  /// Records a run of `steps` steps with events of both inputs in each.
  std::string run(Recording &recording, uint64_t steps) {
    runtime::RefEngine engine(image);
    try {
      for (uint64_t t = 0; t < steps; ++t) {
        engine.inject(0, t % 4, 1);
        engine.inject(1, 2, int32_t(t) % 300 - 5);
        engine.step();
        recording.sample(engine);
      }
      recording.finish();
    } catch (const Error &error) {
      return error.what() + recording.abandon();
    }
    return "";
  }
  std::vector<std::string> files() {
    std::vector<std::string> names;
    for (const auto &entry : fs::directory_iterator(folder))
      names.push_back(entry.path().filename());
    return names;
  }

  fs::path folder;
  std::shared_ptr<const image::Image> image;
};

TEST_F(Recordings, InMemory) {
  std::string npz = folder / "o.npz", csv = folder / "o.csv";
  Recording recording(*image, false);
  recording.recordEvents(2);
  recording.recordByName("membrane");
  recording.recordByName("out.v");
  recording.open(npz, "", 4);
  EXPECT_EQ(run(recording, 4), "");
  auto arrays = runtime::readNpz(runtime::readFile(npz), npz);
  ASSERT_EQ(arrays.size(), 3u);
  EXPECT_EQ(arrays[0].first, "out");
  ASSERT_EQ(arrays[0].second.records(), 2u);
  EXPECT_EQ(arrays[0].second.integer(1, 0), 2);
  EXPECT_EQ(arrays[0].second.integer(1, 1), 1);
  EXPECT_EQ(arrays[1].first, "membrane");
  EXPECT_EQ(arrays[1].second.shape, (std::vector<uint64_t>{4, 4}));
  EXPECT_EQ(arrays[1].second.real(1 * 4 + 0), 0.25);
  EXPECT_EQ(arrays[2].second.data, arrays[1].second.data);
  Recording events(*image, false);
  events.recordEvents(2);
  events.open(csv, "", 4);
  EXPECT_EQ(run(events, 4), "");
  auto text = runtime::readFile(csv);
  EXPECT_EQ(std::string(text.begin(), text.end()),
            "step,population,index,payload\n1,out,0,1\n2,out,1,1\n");
}

TEST_F(Recordings, SonataIsReadBack) {
  std::string path = folder / "o.h5";
  constexpr uint64_t kSteps = 20000;
  Recording recording(*image, false);
  for (uint32_t p = 0; p < 3; ++p)
    recording.recordEvents(p);
  recording.recordByName("membrane");
  recording.recordByName("out.wide");
  recording.recordEvery(3);
  recording.open(path, "", kSteps);
  EXPECT_EQ(run(recording, kSteps), "");
  EXPECT_EQ(files(), std::vector<std::string>{"o.h5"});
  EXPECT_EQ(runtime::readHdf5Text(path, "spikes/out/timestamps", "units"),
            "ms");
  auto spikes = runtime::readHdf5(path, "spikes");
  // node_ids and timestamps of three, payloads of one that is graded.
  ASSERT_EQ(spikes.size(), 7u);
  auto probes = runtime::readHdf5(path, "probes");
  ASSERT_EQ(probes.size(), 2u);
  EXPECT_EQ(probes[0].first, "membrane/data");
  EXPECT_EQ(probes[0].second.shape,
            (std::vector<uint64_t>{(kSteps + 2) / 3, 4}));
  EXPECT_EQ(probes[1].second.real(0), double(0x1000001));

  EventInput input(*image);
  input.read(path);
  EXPECT_EQ(input.steps(), kSteps);
  ASSERT_EQ(input.all().size(), 3u);
  for (const runtime::EventStream &s : input.all()) {
    EXPECT_EQ(s.step.size(), recording.eventCount(s.population));
    for (size_t i = 0; i < s.step.size() && s.population == 1; ++i) {
      ASSERT_EQ(s.step[i], i);
      ASSERT_EQ(s.payload[i], int32_t(i) % 300 - 5);
    }
  }
  // One population of several, and the one that has another name.
  EventInput named(*image);
  named.read("pixels=" + path);
  EXPECT_EQ(named.all().size(), 1u);
  EXPECT_EQ(named.events(), kSteps);
  Recording only(*image, false);
  only.recordEvents(2);
  only.open(path, "", 8);
  EXPECT_EQ(run(only, 8), "");
  EventInput renamed(*image);
  renamed.read("pixels=" + path);
  EXPECT_EQ(renamed.events(), only.eventCount(2));
}

TEST_F(Recordings, WhatCannotBeIsSaidBefore) {
  Recording recording(*image, false);
  recording.recordEvents(2);
  recording.recordByName("membrane");
  auto error = [&](const std::string &events, const std::string &probes,
                   uint64_t steps) {
    return errorOf([&] {
      recording.open(events.empty() ? "" : std::string(folder / events),
                     probes.empty() ? "" : std::string(folder / probes), steps);
    });
  };
  EXPECT_NE(error("o.csv", "", 1).find("probes go into a .h5 or .npz file"),
            std::string::npos);
  EXPECT_NE(error("o.xyz", "", 1).find("unknown kind of output"),
            std::string::npos);
  EXPECT_NE(error("o.npy", "p.npz", 1ull << 30)
                .find("take 32 GiB, and a .npz is kept in memory"),
            std::string::npos);
  EXPECT_NE(error("no/o.h5", "", 1).find("cannot write"), std::string::npos);
  EXPECT_EQ(error("o.csv", "p.h5", 1ull << 30), "");
  EXPECT_NE(errorOf([&] {
              recording.recordByName("out.w");
            }).find("there are: membrane, out.v"),
            std::string::npos);
  EXPECT_NE(errorOf([] {
              image::checkWritable("/no such folder/o.npz");
            }).find("No such file"),
            std::string::npos);
}

TEST_F(Recordings, AFullDiskLeavesWhatWasFlushed) {
  struct rlimit before;
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  auto handler = std::signal(SIGXFSZ, SIG_IGN);
  std::string path = folder / "o.h5";
  Recording recording(*image, false);
  recording.recordEvents(1);
  recording.recordByName("membrane");
  recording.open(path, "", 1);
  // Steps until the file is over the limit: 20 bytes of events, 16 of states.
  struct rlimit low = before;
  low.rlim_cur = 1 << 20;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &low), 0);
  std::string error = run(recording, 100000);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  std::string temporary = path + ".tmp" + std::to_string(::getpid());
  EXPECT_EQ(error.find(path + ": cannot write: File too large; what was "
                              "recorded before step "),
            0u)
      << error;
  EXPECT_NE(error.find(" is in " + temporary), std::string::npos) << error;
  EXPECT_EQ(files().size(), 1u);
  auto spikes = runtime::readHdf5(temporary, "spikes");
  ASSERT_EQ(spikes.size(), 3u);
  EXPECT_GE(spikes[0].second.records(), 1u);
  EXPECT_EQ(spikes[0].second.records(), spikes[2].second.records());
}

TEST_F(Recordings, AnErrorKeepsWhatWasRecorded) {
  std::string path = folder / "o.h5", npz = folder / "p.npz";
  std::string temporary = path + ".tmp" + std::to_string(::getpid());
  Recording recording(*image, false);
  recording.recordEvents(2);
  recording.recordByName("membrane");
  recording.open(path, npz, 10);
  runtime::RefEngine engine(image);
  for (uint32_t t = 0; t < 6; ++t) {
    engine.inject(0, 1, 1);
    engine.step();
    recording.sample(engine);
  }
  EXPECT_EQ(recording.abandon(),
            "; what was recorded before step 6 is in " + temporary +
                "; what was recorded before step 6 is in " + npz + ".tmp" +
                std::to_string(::getpid()));
  EXPECT_FALSE(fs::exists(path));
  EXPECT_EQ(runtime::readHdf5(temporary, "spikes")[1].second.records(), 5u);
}

TEST_F(Recordings, NothingRecordedLeavesNothing) {
  {
    Recording recording(*image, false);
    recording.recordEvents(2);
    recording.open(folder / "o.h5", "", 10);
    EXPECT_EQ(files().size(), 1u);
    EXPECT_EQ(recording.abandon(), "");
  }
  EXPECT_TRUE(files().empty());
}

} // namespace
} // namespace snnc
