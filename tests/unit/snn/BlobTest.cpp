//===- BlobTest.cpp - Numbers kept in files -------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "tests/unit/snn/Parse.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/SHA256.h"
#include "llvm/Support/raw_ostream.h"

#include <gtest/gtest.h>

using namespace snnc::snn;

namespace {

/// A temporary file with 3 odd bytes before its numbers.
class BlobTest : public ::testing::Test {
protected:
  void SetUp() override {
    llvm::SmallString<128> created;
    ASSERT_FALSE(
        llvm::sys::fs::createTemporaryFile("snnc-blob", "bin", created));
    path = created.str().str();
    std::error_code error;
    llvm::raw_fd_ostream out(path, error);
    ASSERT_FALSE(error);
    out << "odd";
    out.write(reinterpret_cast<const char *>(values), sizeof(values));
    auto sum = llvm::SHA256::hash(llvm::ArrayRef<uint8_t>(
        reinterpret_cast<const uint8_t *>(values), sizeof(values)));
    hex = llvm::toHex(sum, /*LowerCase=*/true);
  }

  void TearDown() override { llvm::sys::fs::remove(path); }

  std::string network(const std::string &type, const std::string &sum,
                      int offset = 3) {
    return networkText(2, 2,
                       "#snn.dense weights #snn.blob<\"" + path + "\", " +
                           std::to_string(offset) + ", " + type + ", \"" + sum +
                           "\">");
  }

  const float values[4] = {0.5f, -1.0f, 2.25f, 1e-3f};
  std::string path, hex;
};

} // namespace

TEST_F(BlobTest, ReadsAtAnyAlignment) {
  Parsed parsed(network("tensor<2x2xf32>", hex));
  auto synapses = synapsesOf(parsed);
  EXPECT_EQ(parsed.errors, "");
  ASSERT_EQ(synapses.size(), 4u);
  for (int i = 0; i < 4; ++i)
    EXPECT_EQ(synapses[i].weight, values[i]);
}

TEST_F(BlobTest, RefusesAnotherSum) {
  Parsed parsed(network("tensor<2x2xf32>", "00"));
  EXPECT_TRUE(synapsesOf(parsed).empty());
  EXPECT_NE(parsed.errors.find("SHA-256 is " + hex + ", expected '00'"),
            std::string::npos)
      << parsed.errors;
}

TEST_F(BlobTest, RefusesAShortFile) {
  Parsed parsed(network("tensor<2x2xf64>", hex));
  EXPECT_TRUE(synapsesOf(parsed).empty());
  EXPECT_NE(parsed.errors.find("has 19 bytes, too few for"), std::string::npos)
      << parsed.errors;
}

TEST_F(BlobTest, RefusesAnOffsetBeyondTheEnd) {
  Parsed parsed(network("tensor<2x2xf32>", hex, 1000));
  EXPECT_TRUE(synapsesOf(parsed).empty());
  EXPECT_NE(parsed.errors.find("at offset 1000"), std::string::npos)
      << parsed.errors;
}

TEST_F(BlobTest, NamesAMissingFile) {
  llvm::sys::fs::remove(path);
  Parsed parsed(network("tensor<2x2xf32>", hex));
  EXPECT_TRUE(synapsesOf(parsed).empty());
  EXPECT_NE(parsed.errors.find("cannot read the file '" + path + "'"),
            std::string::npos)
      << parsed.errors;
}
