//===- FilesTest.cpp - Events and probes in files ---------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Bytes.h"
#include "image/Container.h"
#include "runtime/RefEngine.h"
#include "runtime/files/Array.h"
#include "runtime/files/EventInput.h"
#include "tests/unit/Errors.h"
#include "tests/unit/runtime/TinyNetwork.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <unistd.h>
#include <zlib.h>

namespace snnc {
namespace {

using runtime::Array;
using runtime::EventInput;
using runtime::NamedArray;
using testing::errorOf;
using testing::TinyNetwork;
namespace fs = std::filesystem;

class Files : public ::testing::Test {
protected:
  void SetUp() override {
    folder = fs::temp_directory_path() /
             ("snnc-files-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    TinyNetwork net("net");
    net.input("pixels", 4);
    net.input("current", 3, -300, 300);
    net.made.populations[1].payloadFrac = 4;
    uint32_t out = net.population("out", 4);
    net.state(out, "v", 16, {0}, 2);
    net.port(out, "in");
    net.program(out, "ldp r0, {in}\nst r0, {v}\nemit r0, 1");
    net.sparse(0, out, 0, {{0, 0, 1, 1}, {1, 1, 1, 1}, {3, 3, 5, 1}});
    net.made.populations[out].isOutput = true;
    net.probe("membrane", out, 0);
    image = net.shared();
  }
  void TearDown() override { fs::remove_all(folder); }

  std::string write(const std::string &name,
                    const std::vector<uint8_t> &bytes) {
    std::string path = folder / name;
    image::writeFileAtomically(path, bytes.data(), bytes.size());
    return path;
  }
  std::string write(const std::string &name, const std::string &text) {
    return write(name, std::vector<uint8_t>(text.begin(), text.end()));
  }
  /// "step:population:index:payload" of all events, in order.
  std::string eventsOf(const std::string &spec) {
    EventInput input(*image);
    input.read(spec);
    runtime::RefEngine engine(image);
    std::string text;
    for (uint64_t t = 0; t < input.steps(); ++t) {
      input.inject(engine, t);
      engine.step();
      for (const runtime::Event &e : engine.events())
        if (e.population < 2)
          text += std::to_string(t) + ":" + std::to_string(e.population) + ":" +
                  std::to_string(e.index) + ":" + std::to_string(e.payload) +
                  " ";
    }
    return text;
  }
  std::string errorOfInput(const std::string &spec) {
    return errorOf([&] { EventInput(*image).read(spec); });
  }

  fs::path folder;
  std::shared_ptr<const image::Image> image;
};

TEST_F(Files, NpyRoundTripOfEveryType) {
  for (char kind : {'i', 'u', 'f', 'b'})
    for (uint32_t bytes : {1u, 2u, 4u, 8u}) {
      if ((kind == 'f' && bytes < 4) || (kind == 'b' && bytes != 1))
        continue;
      Array array;
      array.shape = {2, 3};
      array.fields = {{"", kind, bytes, 0}};
      array.recordBytes = bytes;
      for (uint32_t i = 0; i < 6 * bytes; ++i)
        array.data.push_back(uint8_t(kind == 'b' ? i % 2 : i));
      Array back = runtime::readNpy(runtime::writeNpy(array), "x");
      EXPECT_EQ(back.shape, array.shape);
      EXPECT_EQ(back.data, array.data);
      EXPECT_EQ(back.fields[0].kind, kind);
    }
}

std::vector<uint8_t> npyOf(const std::string &header,
                           const std::vector<uint8_t> &data) {
  image::ByteWriter w;
  for (char c : std::string("\x93NUMPY\x01", 7))
    w.number(c);
  w.number<uint8_t>(0);
  w.number(uint16_t(header.size()));
  for (char c : header)
    w.number(c);
  w.elements(data);
  return w.bytes;
}

TEST_F(Files, NpyForeignByteOrderAndFortranOrder) {
  Array a = runtime::readNpy(
      npyOf("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }",
            {0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 255, 250}),
      "x");
  std::vector<int64_t> values;
  for (uint64_t i = 0; i < 6; ++i)
    values.push_back(a.integer(i));
  EXPECT_EQ(values, (std::vector<int64_t>{1, 3, 5, 2, 4, -6}));
}

TEST_F(Files, MalformedNpyIsAnError) {
  auto error = [](const std::string &header, size_t data) {
    return errorOf([&] {
      runtime::readNpy(npyOf(header, std::vector<uint8_t>(data)), "a.npy");
    });
  };
  std::string tail = ", 'fortran_order': False, 'shape': (2,)}";
  EXPECT_EQ(error("{'descr': '<i4'" + tail, 8), "");
  EXPECT_NE(error("{'descr': '<i4'" + tail, 7).find("truncated"),
            std::string::npos);
  EXPECT_NE(error("{'descr': '<i4'" + tail, 9), "");
  EXPECT_NE(error("{'descr': '<c8'" + tail, 16).find("'<c8' is not taken"),
            std::string::npos);
  EXPECT_NE(error("{'descr': '|O'" + tail, 16), "");
  EXPECT_NE(error("{'descr': '<i4', 'shape': (2,)}", 8), "");
  EXPECT_NE(error("{'descr': '<i4', 'fortran_order': False, 'shape': "
                  "(99999999999, 99999999999)}",
                  8),
            "");
  EXPECT_NE(error("", 0), "");
  EXPECT_NE(error("{", 0), "");
  auto good = runtime::writeNpy(Array::ofIntegers({2}, {1, 2}));
  for (size_t n = 0; n < good.size(); ++n) {
    std::vector<uint8_t> cut(good.begin(), good.begin() + long(n));
    EXPECT_NE(errorOf([&] { runtime::readNpy(cut, "a.npy"); }), "");
  }
}

TEST_F(Files, NpzRoundTripAndMutants) {
  std::vector<NamedArray> arrays = {
      {"a", Array::ofIntegers({2, 2}, {1, 2, 3, 4})},
      {"b", Array::ofReals({3}, {0.5, 1.5, -2.0})}};
  auto bytes = runtime::writeNpz(arrays);
  auto back = runtime::readNpz(bytes, "x");
  ASSERT_EQ(back.size(), 2u);
  EXPECT_EQ(back[1].first, "b");
  EXPECT_EQ(back[1].second.real(2), -2.0);
  EXPECT_EQ(runtime::writeNpz(back), bytes);
  for (size_t n = 0; n < bytes.size(); ++n) {
    std::vector<uint8_t> cut(bytes.begin(), bytes.begin() + long(n));
    EXPECT_NE(errorOf([&] { runtime::readNpz(cut, "x"); }), "") << n;
  }
  for (size_t i = 0; i < bytes.size(); ++i) {
    auto bad = bytes;
    bad[i] ^= uint8_t(1u << i % 8);
    errorOf([&] { runtime::readNpz(bad, "x"); });
  }
}

TEST_F(Files, NpzWithCompression) {
  auto npy = runtime::writeNpy(Array::ofIntegers(
      {5, 4}, {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1}));
  std::vector<uint8_t> packed(npy.size() + 100);
  z_stream stream = {};
  ASSERT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, 0), Z_OK);
  stream.next_in = npy.data();
  stream.avail_in = uInt(npy.size());
  stream.next_out = packed.data();
  stream.avail_out = uInt(packed.size());
  ASSERT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  image::ByteWriter w;
  auto header = [&](bool central) {
    w.number<uint32_t>(central ? 0x02014b50 : 0x04034b50);
    if (central)
      w.number<uint16_t>(20);
    for (uint16_t field : {20, 0, 8, 0, 0x21})
      w.number(field);
    w.number(uint32_t(crc32(0, npy.data(), uInt(npy.size()))));
    w.number(uint32_t(packed.size()));
    w.number(uint32_t(npy.size()));
    w.number<uint16_t>(10);
    w.number<uint16_t>(0);
    if (central)
      w.elements(std::vector<uint8_t>(14));
    for (char c : std::string("pixels.npy"))
      w.number(c);
  };
  header(false);
  w.elements(packed);
  auto start = uint32_t(w.bytes.size());
  header(true);
  auto size = uint32_t(w.bytes.size() - start);
  w.number<uint32_t>(0x06054b50);
  for (uint16_t field : {0, 0, 1, 1})
    w.number(field);
  w.number(size);
  w.number(start);
  w.number<uint16_t>(0);
  EXPECT_EQ(eventsOf(write("z.npz", w.bytes)), "0:0:0:1 4:0:2:1 4:0:3:1 ");
}

TEST_F(Files, DenseAndListedEventsOfEveryFormat) {
  auto dense = Array::ofIntegers({3, 4}, {1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0});
  auto current = Array::ofReals({1, 3}, {0.0, -1.5, 0.03125});
  std::string expected = "0:0:0:1 0:0:3:1 2:0:1:1 ";
  EXPECT_EQ(eventsOf("pixels=" + write("d.npy", runtime::writeNpy(dense))),
            expected);
  auto npz = runtime::writeNpz({{"pixels", dense}, {"current", current}});
  // 0.03125 * 16 = 0.5, a tie that rounds to 0, and 0 is a payload.
  EXPECT_EQ(eventsOf(write("d.npz", npz)),
            "0:0:0:1 0:0:3:1 0:1:1:-24 0:1:2:0 2:0:1:1 ");
  EXPECT_EQ(
      eventsOf(write("e.csv", "step,population,index,payload\n"
                              "2,pixels,1,1\n0,pixels,3,1\n\n0,pixels,0,1\n"
                              "1,current,2,7\n1,current,0,-0.25\n")),
      "0:0:0:1 0:0:3:1 1:1:0:-4 1:1:2:7 2:0:1:1 ");
}

TEST_F(Files, PlainRowsOfEvents) {
  auto events = [this](const std::string &prefix, uint64_t columns,
                       const std::vector<int64_t> &values) {
    return eventsOf(
        prefix +
        write("l.npy", runtime::writeNpy(Array::ofIntegers(
                           {values.size() / columns, columns}, values))));
  };
  EXPECT_EQ(events("pixels=", 2, {2, 1, 0, 3}), "0:0:3:1 2:0:1:1 ");
  EXPECT_EQ(events("pixels=", 3, {2, 1, 1, 0, 3, 1}), "0:0:3:1 2:0:1:1 ");
  // As many columns as neurons: an array over steps.
  EXPECT_EQ(events("pixels=", 4, {1, 0, 0, 1, 0, 0, 1, 0}),
            "0:0:0:1 0:0:3:1 1:0:2:1 ");
  EXPECT_EQ(events("current=", 3, {5, 0, 0}), "0:1:0:5 ");
  // Four columns name the input, where they cannot be its neurons.
  TinyNetwork other("other");
  other.input("a", 6);
  other.input("b", 3, -300, 300);
  std::vector<int64_t> rows = {1, 1, 2, 7, 0, 0, 5, 1, 1, 1, 0, -4};
  EventInput input(other.made);
  input.read(
      write("f.npy", runtime::writeNpy(Array::ofIntegers({3, 4}, rows))));
  EXPECT_EQ(input.events(), 3u);
  EXPECT_EQ(input.steps(), 2u);
}

TEST_F(Files, ErrorsNameFileAndRow) {
  auto contains = [](const std::string &text, const std::string &part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  std::string dense = write(
      "d.npy", runtime::writeNpy(Array::ofIntegers({2, 4}, {0, 0, 0, 0, //
                                                            0, 3, 0, 0})));
  contains(errorOfInput(dense), "has several inputs; say which: NAME=FILE");
  contains(errorOfInput("pixels=" + dense),
           "d.npy: row 1: payload 3 (value 3.000000) of input 'pixels' is "
           "outside its range [1, 1]");
  contains(errorOfInput("current=" + dense), "expected an array [steps, 3]");
  contains(errorOfInput("nobody=" + dense),
           "no input 'nobody' in network 'net'; its inputs: pixels, current");
  auto csv = [&](const std::string &rows) {
    return errorOfInput(write("e.csv", rows));
  };
  std::string head = "step,population,index,payload\n";
  contains(csv(""), "e.csv: empty");
  contains(csv("step,population,number\n"), "unknown column 'number'");
  contains(csv("step,population\n"), "needs the columns step and index");
  contains(csv(head + "0,pixels,1\n"), "e.csv:2: 3 cells; the header has 4");
  contains(csv(head + "0,pixels,1,1\n0,pixels,x,1\n"),
           "e.csv:3: 'x' is not an integer");
  contains(csv(head + "-1,pixels,1,1\n"), "e.csv:2: negative number -1");
  contains(csv(head + "0,pixels,4,1\n"), "e.csv: row 2: neuron 4 of input");
  contains(csv(head + "0,pixels,1,1\n0,pixels,1,1\n"),
           "has two events in step 0");
  contains(csv(head + "0,current,1,100.5\n"), "outside its range");
  contains(csv(head + "0,current,1,nan\n"), "not finite");
  contains(errorOfInput(write("e.txt", "")), "unknown kind of input");
  contains(errorOfInput(folder / "none.npy"), "cannot open");
  contains(errorOfInput(write("bad.h5", "not HDF5")),
           "cannot open as an HDF5 file");
  contains(errorOfInput(write("bad.npz", "not a zip file, far too long")),
           "not a .npz archive");
}

} // namespace
} // namespace snnc
