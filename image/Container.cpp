//===- Container.cpp - The image file, written and read ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"

#include "image/Archive.h"
#include "image/Bytes.h"
#include "image/Cbor.h"
#include "image/Fields.h"
#include "image/FloatSection.h"
#include "image/NativeSection.h"

#include <algorithm>

namespace snnc::image {

namespace {

/// Header fields after the magic.
constexpr size_t kCrcOffset = 28;
constexpr uint32_t kAxonBytes = 12;

struct SectionData {
  Section type;
  uint32_t elementBytes;
  std::vector<uint8_t> bytes;
  uint32_t tile = 0;
};

struct SectionView {
  const uint8_t *data = nullptr;
  uint64_t size = 0;
};

template <typename T>
SectionData plain(Section type, const std::vector<T> &values) {
  ByteWriter w;
  w.elements(values);
  return {type, sizeof(T), std::move(w.bytes), 0};
}

SectionData axonSection(const std::vector<AxonEntry> &axons) {
  ByteWriter w;
  for (const AxonEntry &a : axons) {
    w.number(a.descriptor);
    w.number(a.lastLanes);
    w.number(a.baseBlock);
    w.number(a.count);
    w.number<uint16_t>(0);
    w.number(a.address);
  }
  return {Section::Axons, kAxonBytes, std::move(w.bytes), 0};
}

uint32_t elementBytesOf(Section type) {
  switch (type) {
  case Section::Metadata:
  case Section::Floating:
  case Section::Native:
    return 1;
  case Section::Program:
    return 8;
  case Section::Axons:
    return kAxonBytes;
  default:
    return 4;
  }
}

const char *nameOf(Section type) {
  static const char *const names[] = {
      "metadata", "program", "program locations", "state", "synapses",
      "axons",    "tables",  "float network",     "native"};
  return names[static_cast<uint32_t>(type) - 1];
}

/// Metadata, float network and native code, and the memories of each tile.
constexpr uint32_t kOtherSections = 3;
constexpr uint32_t kTileSections = 6;
constexpr uint32_t kMaxTiles = 32 * 32;

uint32_t sectionsOf(size_t tiles) {
  return kOtherSections + kTileSections * static_cast<uint32_t>(tiles);
}

/// Type and tile of entry i of the table.
std::pair<Section, uint32_t> sectionAt(uint32_t i, uint32_t sections) {
  if (i == 0)
    return {Section::Metadata, 0};
  if (i >= sections - 2)
    return {i == sections - 1 ? Section::Native : Section::Floating, 0};
  return {static_cast<Section>(2 + (i - 1) % kTileSections),
          (i - 1) / kTileSections};
}

uint64_t roundUp8(uint64_t n) { return (n + 7) & ~7ull; }

std::vector<AxonEntry> readAxons(const SectionView &view,
                                 const std::string &origin) {
  ByteReader r(view.data, view.size, origin);
  std::vector<AxonEntry> axons(view.size / kAxonBytes);
  for (AxonEntry &a : axons) {
    a.descriptor = r.number<uint8_t>();
    a.lastLanes = r.number<uint8_t>();
    a.baseBlock = r.number<uint16_t>();
    a.count = r.number<uint16_t>();
    if (r.number<uint16_t>() != 0)
      throw Error(origin + ": corrupt: reserved bits of an axon are not zero");
    a.address = r.number<uint32_t>();
  }
  return axons;
}

template <typename T>
std::vector<T> readPlain(const SectionView &view, const std::string &origin) {
  ByteReader r(view.data, view.size, origin);
  return r.elements<T>(view.size / sizeof(T));
}

/// Header and table, checked; one view a section.
std::vector<SectionView> readTable(const std::vector<uint8_t> &bytes,
                                   const std::string &origin) {
  ByteReader r(bytes.data(), bytes.size(), origin);
  if (bytes.size() < 8 || r.number<uint64_t>() != kMagic)
    throw Error(origin + ": not an snnc image");
  if (bytes.size() < kHeaderBytes)
    throw Error(origin + ": truncated: the header is incomplete");
  uint32_t format = r.number<uint32_t>();
  uint32_t isa = r.number<uint32_t>();
  if (format != kFormatVersion)
    throw Error(origin + ": image format version " + std::to_string(format) +
                "; this program reads version " +
                std::to_string(kFormatVersion) + "; compile the network again");
  if (isa != kIsaVersion)
    throw Error(origin + ": compiled for instruction set version " +
                std::to_string(isa) + "; this program has version " +
                std::to_string(kIsaVersion) + "; compile the network again");
  uint64_t fileSize = r.number<uint64_t>();
  uint32_t sections = r.number<uint32_t>();
  uint32_t crc = r.number<uint32_t>();
  if (fileSize > bytes.size())
    throw Error(origin + ": truncated: " + std::to_string(bytes.size()) +
                " of " + std::to_string(fileSize) + " bytes");
  if (fileSize < bytes.size())
    throw Error(origin +
                ": corrupt: " + std::to_string(bytes.size() - fileSize) +
                " bytes after the end");
  uint64_t tableEnd = kHeaderBytes + uint64_t(sections) * kSectionEntryBytes;
  if (sections < sectionsOf(0) || sections > sectionsOf(kMaxTiles) ||
      (sections - kOtherSections) % kTileSections || tableEnd > bytes.size())
    throw Error(origin + ": corrupt: the section table is incomplete");
  std::vector<uint8_t> head(bytes.begin(),
                            bytes.begin() + static_cast<long>(tableEnd));
  std::fill(head.begin() + kCrcOffset, head.begin() + kHeaderBytes, 0);
  if (crc32c(head.data(), head.size()) != crc)
    throw Error(origin + ": corrupt: the header's checksum is wrong");

  std::vector<SectionView> views(sections);
  uint64_t expected = tableEnd;
  for (uint32_t i = 0; i < sections; ++i) {
    auto [type, tile] = sectionAt(i, sections);
    std::string where = origin + ": corrupt: section '" + nameOf(type) + "'";
    if (tile)
      where += " of tile " + std::to_string(tile);
    uint32_t foundType = r.number<uint32_t>();
    uint32_t sectionCrc = r.number<uint32_t>();
    uint64_t offset = r.number<uint64_t>();
    uint64_t length = r.number<uint64_t>();
    uint32_t element = r.number<uint32_t>();
    uint32_t foundTile = r.number<uint32_t>();
    if (foundType != static_cast<uint32_t>(type) ||
        element != elementBytesOf(type) || foundTile != tile)
      throw Error(where + " has a wrong entry in the table");
    if (offset != expected || length > bytes.size() - offset ||
        length % element)
      throw Error(where + " has a wrong place or length");
    uint64_t end = roundUp8(offset + length);
    if (end > bytes.size())
      throw Error(where + " is longer than the file");
    for (uint64_t k = offset + length; k < end; ++k)
      if (bytes[k])
        throw Error(where + " is followed by bytes that are not zero");
    if (crc32c(bytes.data() + offset, length) != sectionCrc)
      throw Error(where + " has a wrong checksum");
    views[i] = {bytes.data() + offset, length};
    expected = end;
  }
  if (expected != bytes.size())
    throw Error(origin + ": corrupt: the sections do not fill the file");
  return views;
}

} // namespace

std::vector<uint8_t> writeImage(const Image &image) {
  validate(image, "image '" + image.name + "'");
  std::vector<SectionData> sections;
  sections.push_back({Section::Metadata, 1, Json::to_cbor(toJson(image)), 0});
  for (uint32_t t = 0; t < image.tiles.size(); ++t) {
    const Tile &tile = image.tiles[t];
    for (SectionData section :
         {plain(Section::Program, tile.program),
          plain(Section::ProgramLocations, tile.programLocations),
          plain(Section::State, tile.state),
          plain(Section::Synapses, tile.synapses), axonSection(tile.axons),
          plain(Section::Tables, tile.tables)}) {
      section.tile = t;
      sections.push_back(std::move(section));
    }
  }
  sections.push_back(
      {Section::Floating, 1, writeFloatSection(image.floating), 0});
  sections.push_back({Section::Native, 1, writeNativeSection(image.native), 0});

  ByteWriter table, body;
  uint64_t bodyStart = kHeaderBytes + sections.size() * kSectionEntryBytes;
  for (const SectionData &section : sections) {
    table.number(static_cast<uint32_t>(section.type));
    table.number(crc32c(section.bytes.data(), section.bytes.size()));
    table.number<uint64_t>(bodyStart + body.bytes.size());
    table.number<uint64_t>(section.bytes.size());
    table.number(section.elementBytes);
    table.number(section.tile);
    body.elements(section.bytes);
    body.bytes.resize(roundUp8(body.bytes.size()));
  }
  uint64_t fileSize = bodyStart + body.bytes.size();
  if (fileSize > kMaxFileBytes)
    throw Error("image '" + image.name + "' would take " +
                std::to_string(fileSize) + " bytes; the limit is " +
                std::to_string(kMaxFileBytes));

  ByteWriter file;
  file.number(kMagic);
  file.number(kFormatVersion);
  file.number(kIsaVersion);
  file.number(fileSize);
  file.number(static_cast<uint32_t>(sections.size()));
  file.number<uint32_t>(0);
  file.elements(table.bytes);
  uint32_t crc = crc32c(file.bytes.data(), file.bytes.size());
  std::memcpy(file.bytes.data() + kCrcOffset, &crc, sizeof(crc));
  file.elements(body.bytes);
  return std::move(file.bytes);
}

Image readImage(const std::vector<uint8_t> &bytes, const std::string &origin) {
  std::vector<SectionView> views = readTable(bytes, origin);
  Image image;
  fromJson(
      parseCbor(views.front().data, views.front().size, origin, "the metadata"),
      image, origin + ": metadata");
  if (sectionsOf(image.tiles.size()) != views.size())
    throw Error(
        origin + ": corrupt: " + std::to_string(image.tiles.size()) +
        " tiles with memories of " +
        std::to_string((views.size() - kOtherSections) / kTileSections));
  const SectionView *view = views.data();
  for (Tile &tile : image.tiles) {
    tile.program = readPlain<uint64_t>(*++view, origin);
    tile.programLocations = readPlain<int32_t>(*++view, origin);
    tile.state = readPlain<uint32_t>(*++view, origin);
    tile.synapses = readPlain<uint32_t>(*++view, origin);
    tile.axons = readAxons(*++view, origin);
    tile.tables = readPlain<int32_t>(*++view, origin);
  }
  SectionView floating = *++view, native = *++view;
  image.floating = readFloatSection(floating.data, floating.size, origin);
  image.native = readNativeSection(native.data, native.size, origin);
  validate(image, origin);
  return image;
}

} // namespace snnc::image
