//===- ReadGraph.cpp - NIR files in ---------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nothing is allocated for what a file declares before it is known that the
// file can hold it: a dataset's bytes, or their compressed form at the greatest
// ratio that deflate has. Chunks are inflated here once, to nothing, since the
// library's filter has no limit of its own. Links other than plain ones, and
// objects that are met twice, are refused, so the walk ends.
//
//===----------------------------------------------------------------------===//

#include "compiler/nir/Hdf5Guard.h"

#include "image/Hdf5Id.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <sys/stat.h>

namespace snnc::nir {

using image::Hdf5Id;

namespace {

constexpr uint64_t kMostTextBytes = 1 << 12;
constexpr uint64_t kMostChunkBytes = 1 << 28;
/// Deflate makes no more of a byte (zlib's technical details).
constexpr uint64_t kMostRatio = 1032;
/// May be stored by a default value alone.
constexpr uint64_t kSmallBytes = 1 << 12;

class Reader {
public:
  explicit Reader(const std::string &path) : path(path) {}

  Graph read() {
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0)
      throw FileError(path, "cannot open: no such file, or no right to read");
    if (!S_ISREG(status.st_mode))
      throw FileError(path, "is not a regular file");
    image::prepareHdf5();
    Hdf5Id file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose,
                path + ": is not an HDF5 file, or is damaged");
    Graph graph;
    if (exists(file, "version")) {
      Value version = readValue(file, "version", "/version");
      if (version.kind != Value::Kind::Texts || version.texts.size() != 1)
        fail("/version", "is not a text");
      graph.version = version.texts[0];
    }
    if (!exists(file, "node"))
      fail("/node", "is missing; this is no NIR file");
    graph.root = readNode(file, "node", "/node", 0);
    if (!graph.root.isGraph())
      fail("/node",
           "has type '" + graph.root.type + "'; a file holds a NIRGraph");
    return graph;
  }

private:
  [[noreturn]] void fail(const std::string &where, const std::string &text) {
    throw FileError(path + ":" + where, text);
  }
  Hdf5Id own(hid_t id, herr_t (*closer)(hid_t), const std::string &where,
             const char *what) {
    if (id < 0)
      fail(where, what);
    return Hdf5Id(id, closer, path);
  }

  bool exists(hid_t parent, const char *name) {
    return H5Lexists(parent, name, H5P_DEFAULT) > 0;
  }

  Hdf5Id open(hid_t parent, const std::string &name, const std::string &where) {
    H5L_info_t link = {};
    if (H5Lget_info(parent, name.c_str(), &link, H5P_DEFAULT) < 0)
      fail(where, "is missing");
    if (link.type != H5L_TYPE_HARD)
      fail(where, "is a soft or external link, which NIR files do not have");
    Hdf5Id object = own(H5Oopen(parent, name.c_str(), H5P_DEFAULT), H5Oclose,
                        where, "cannot be opened; the file is damaged");
    if (!met.insert(link.u.address).second)
      fail(where, "is linked twice");
    if (met.size() > kMostObjects)
      fail(where, "more than " + std::to_string(kMostObjects) + " objects");
    return object;
  }

  std::vector<std::string> linksOf(hid_t group, const std::string &where) {
    H5G_info_t info = {};
    if (H5Gget_info(group, &info) < 0)
      fail(where, "is not a group");
    if (info.nlinks > kMostObjects)
      fail(where, "has " + std::to_string(info.nlinks) + " members");
    std::vector<std::string> names;
    herr_t done = H5Literate(
        group, H5_INDEX_NAME, H5_ITER_INC, nullptr,
        [](hid_t, const char *name, const H5L_info_t *, void *to) -> herr_t {
          auto &list = *static_cast<std::vector<std::string> *>(to);
          list.push_back(name);
          return list.size() > kMostObjects ? -1 : 0;
        },
        &names);
    if (done < 0)
      fail(where, "its members cannot be listed; the file is damaged");
    return names;
  }

  Node readNode(hid_t parent, const std::string &name, const std::string &where,
                int depth) {
    if (depth > kMostDepth)
      fail(where,
           "graphs are nested deeper than " + std::to_string(kMostDepth));
    Hdf5Id group = open(parent, name, where);
    if (H5Iget_type(group) != H5I_GROUP)
      fail(where, "is not a group");
    Node node;
    node.name = name;
    if (!exists(group, "type"))
      fail(where, "has no type");
    Value type = readValue(group, "type", where + "/type");
    if (type.kind != Value::Kind::Texts || type.texts.size() != 1)
      fail(where + "/type", "is not a text");
    node.type = type.texts[0];
    bool hasNodes = false, hasEdges = false;
    for (const std::string &key : linksOf(group, where)) {
      if (key == "type")
        continue;
      std::string at = where + "/" + key;
      if (node.isGraph() && key == "nodes") {
        hasNodes = true;
        Hdf5Id nodes = open(group, key, at);
        if (H5Iget_type(nodes) != H5I_GROUP)
          fail(at, "is not a group");
        for (const std::string &inner : linksOf(nodes, at))
          node.nodes.push_back(
              readNode(nodes, inner, at + "/" + inner, depth + 1));
      } else if (node.isGraph() && key == "edges") {
        hasEdges = true;
        readEdges(group, at, node);
      } else {
        node.params.emplace_back(key, readMember(group, key, at, depth + 1));
      }
    }
    if (node.isGraph() && !hasNodes)
      fail(where, "is a graph without nodes");
    if (node.isGraph() && !hasEdges)
      fail(where, "is a graph without edges");
    return node;
  }

  void readEdges(hid_t group, const std::string &where, Node &node) {
    Value edges = readValue(group, "edges", where);
    // An empty list has whatever type and shape the writer had at hand.
    if (edges.size() == 0)
      return;
    if (edges.kind != Value::Kind::Texts || edges.shape.size() != 2 ||
        edges.shape[1] != 2)
      fail(where, "is not a list of pairs of names");
    for (size_t i = 0; i < edges.texts.size(); i += 2)
      node.edges.emplace_back(edges.texts[i], edges.texts[i + 1]);
  }

  Value readMember(hid_t parent, const std::string &name,
                   const std::string &where, int depth) {
    if (depth > kMostDepth)
      fail(where, "is nested deeper than " + std::to_string(kMostDepth));
    Hdf5Id object = open(parent, name, where);
    if (H5Iget_type(object) != H5I_GROUP)
      return readDataset(object, where);
    Value value;
    value.kind = Value::Kind::Group;
    for (const std::string &key : linksOf(object, where))
      value.members.emplace_back(
          key, readMember(object, key, where + "/" + key, depth + 1));
    return value;
  }

  Value readValue(hid_t parent, const std::string &name,
                  const std::string &where) {
    return readDataset(open(parent, name, where), where);
  }

  Value readDataset(hid_t set, const std::string &where) {
    if (H5Iget_type(set) != H5I_DATASET)
      fail(where, "is not a dataset");
    Hdf5Id space = own(H5Dget_space(set), H5Sclose, where, "has no shape");
    Hdf5Id type = own(H5Dget_type(set), H5Tclose, where, "has no type");
    Value value;
    uint64_t points = readShape(space, where, value);
    size_t bytes = H5Tget_size(type);
    if (bytes == 0 || bytes > kMostTextBytes)
      fail(where, "has elements of " + std::to_string(bytes) + " bytes");
    elements += points;
    if (elements > kMostElements)
      fail(where, "the file has more than " + std::to_string(kMostElements) +
                      " numbers, which is the limit");
    checkStored(set, where, points * bytes);
    switch (H5Tget_class(type)) {
    case H5T_FLOAT:
      readReals(set, type, where, points, value);
      break;
    case H5T_INTEGER:
    case H5T_ENUM: // Booleans of h5py.
      readIntegers(set, type, where, points, value);
      break;
    case H5T_STRING:
      readTexts(set, type, space, where, points, value);
      break;
    default:
      fail(where, "is neither numbers nor text");
    }
    return value;
  }

  uint64_t readShape(hid_t space, const std::string &where, Value &value) {
    H5S_class_t kind = H5Sget_simple_extent_type(space);
    if (kind == H5S_SCALAR)
      return 1;
    if (kind == H5S_NULL) { // None, by some writers.
      value.shape = {0};
      return 0;
    }
    int rank = H5Sget_simple_extent_ndims(space);
    if (kind != H5S_SIMPLE || rank < 1 || rank > 8)
      fail(where, "has no shape, or one of more than 8 dimensions");
    std::vector<hsize_t> extents(static_cast<size_t>(rank));
    if (H5Sget_simple_extent_dims(space, extents.data(), nullptr) < 0)
      fail(where, "has no shape");
    // Beyond the limit a product could overflow.
    uint64_t points = 1;
    for (hsize_t extent : extents) {
      if (extent > kMostElements || points * extent > kMostElements)
        fail(where, "declares more than " + std::to_string(kMostElements) +
                        " elements, which is the limit");
      points *= extent;
      value.shape.push_back(static_cast<int64_t>(extent));
    }
    return points;
  }

  /// The file holds what the dataset declares.
  void checkStored(hid_t set, const std::string &where, uint64_t bytes) {
    Hdf5Id creation =
        own(H5Dget_create_plist(set), H5Pclose, where, "has no layout");
    if (H5Pget_external_count(creation) > 0)
      fail(where, "keeps its data in another file, which NIR files do not");
    uint64_t stored = H5Dget_storage_size(set);
    H5D_layout_t layout = H5Pget_layout(creation);
    if (layout != H5D_CHUNKED && layout != H5D_CONTIGUOUS &&
        layout != H5D_COMPACT)
      fail(where, "has a layout that NIR files do not have");
    uint64_t most = layout == H5D_CHUNKED ? stored * kMostRatio : stored;
    if (bytes > std::max(most, kSmallBytes))
      fail(where, "declares " + std::to_string(bytes) + " bytes, and " +
                      std::to_string(stored) + " are stored");
    if (layout == H5D_CHUNKED)
      checkChunks(set, creation, where, bytes);
    else if (H5Pget_nfilters(creation) > 0)
      fail(where, "is filtered without chunks");
  }

  void checkChunks(hid_t set, hid_t creation, const std::string &where,
                   uint64_t bytes) {
    hsize_t extents[H5S_MAX_RANK] = {};
    int rank = H5Pget_chunk(creation, H5S_MAX_RANK, extents);
    Hdf5Id type = own(H5Dget_type(set), H5Tclose, where, "has no type");
    uint64_t chunk = H5Tget_size(type);
    if (rank < 1)
      fail(where, "has no chunks");
    for (int i = 0; i < rank; ++i) {
      if (extents[i] == 0 || extents[i] > kMostChunkBytes ||
          chunk * extents[i] > kMostChunkBytes)
        fail(where, "has chunks of more than " +
                        std::to_string(kMostChunkBytes >> 20) + " MiB");
      chunk *= extents[i];
    }
    // The library holds a whole chunk.
    if (chunk > std::max(bytes * 2, kSmallBytes * 16))
      fail(where, "has chunks of " + std::to_string(chunk) +
                      " bytes, more than its data");
    bool deflated = checkFilters(creation, where);
    hsize_t chunks = 0;
    Hdf5Id space = own(H5Dget_space(set), H5Sclose, where, "has no shape");
    if (H5Dget_num_chunks(set, space, &chunks) < 0 || chunks > kMostObjects)
      fail(where, "its chunks cannot be counted, or are too many");
    for (hsize_t i = 0; i < chunks; ++i) {
      hsize_t offset[H5S_MAX_RANK] = {}, size = 0;
      unsigned mask = 0;
      haddr_t address = 0;
      if (H5Dget_chunk_info(set, space, i, offset, &mask, &address, &size) < 0)
        fail(where, "a chunk cannot be found; the file is damaged");
      // Deflate adds at most five bytes a block of 16 KiB, and a few.
      if (size > chunk + chunk / 1024 + 64)
        fail(where, "a chunk is longer than what it holds");
      if (deflated && !mask)
        checkDeflated(set, offset, size, chunk, where);
    }
  }

  bool checkFilters(hid_t creation, const std::string &where) {
    bool deflated = false;
    int filters = H5Pget_nfilters(creation);
    for (int i = 0; i < filters; ++i) {
      unsigned flags = 0, config = 0, values[8] = {};
      size_t count = 8;
      H5Z_filter_t filter =
          H5Pget_filter2(creation, static_cast<unsigned>(i), &flags, &count,
                         values, 0, nullptr, &config);
      if (filter == H5Z_FILTER_DEFLATE && i == filters - 1)
        deflated = true;
      else if (filter != H5Z_FILTER_SHUFFLE)
        fail(where, "is stored by filter " + std::to_string(filter) +
                        "; gzip, with or without shuffle, can be read");
    }
    return deflated;
  }

  void checkDeflated(hid_t set, const hsize_t *offset, hsize_t size,
                     uint64_t chunk, const std::string &where) {
    std::vector<unsigned char> raw(size), out(1 << 14);
    uint32_t mask = 0;
    if (H5Dread_chunk(set, H5P_DEFAULT, offset, &mask, raw.data()) < 0)
      fail(where, "a chunk cannot be read; the file is damaged");
    z_stream stream = {};
    if (inflateInit(&stream) != Z_OK)
      fail(where, "cannot be inflated");
    stream.next_in = raw.data();
    stream.avail_in = static_cast<unsigned>(raw.size());
    uint64_t made = 0;
    int state = Z_OK;
    while (state == Z_OK && made <= chunk) {
      stream.next_out = out.data();
      stream.avail_out = static_cast<unsigned>(out.size());
      state = inflate(&stream, Z_NO_FLUSH);
      made += out.size() - stream.avail_out;
    }
    inflateEnd(&stream);
    if (state != Z_STREAM_END || made != chunk)
      fail(where, "its compressed data are damaged, or not of the size that is "
                  "declared");
  }

  void readReals(hid_t set, hid_t type, const std::string &where,
                 uint64_t points, Value &value) {
    value.type = H5Tget_size(type) > 4 ? NumberType::F64 : NumberType::F32;
    value.reals.resize(points);
    if (points && H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT,
                          value.reals.data()) < 0)
      fail(where, "cannot be read; the file is damaged");
  }

  void readIntegers(hid_t set, hid_t type, const std::string &where,
                    uint64_t points, Value &value) {
    // An enumeration is read as the integers it is made of.
    bool enumerated = H5Tget_class(type) == H5T_ENUM;
    Hdf5Id base = own(enumerated ? H5Tget_super(type) : H5Tcopy(type), H5Tclose,
                      where, "has no type");
    bool isSigned = H5Tget_sign(base) != H5T_SGN_NONE;
    switch (H5Tget_size(base)) {
    case 1:
      value.type = isSigned ? NumberType::I8 : NumberType::U8;
      break;
    case 2:
      value.type = isSigned ? NumberType::I16 : NumberType::U16;
      break;
    case 4:
      value.type = isSigned ? NumberType::I32 : NumberType::U32;
      break;
    case 8:
      value.type = isSigned ? NumberType::I64 : NumberType::U64;
      break;
    default:
      fail(where,
           "has integers of a width that is none of 1, 2, 4 and 8 bytes");
    }
    if (enumerated && value.type != NumberType::I8)
      fail(where, "is neither numbers nor text");
    value.integers.resize(points);
    std::vector<int8_t> raw(enumerated ? points : 0);
    void *to =
        enumerated ? static_cast<void *>(raw.data()) : value.integers.data();
    hid_t memory = enumerated ? hid_t(type) : H5T_NATIVE_INT64;
    if (points && H5Dread(set, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, to) < 0)
      fail(where, "cannot be read; the file is damaged");
    std::copy(raw.begin(), raw.end(), value.integers.begin());
  }

  void readTexts(hid_t set, hid_t type, hid_t space, const std::string &where,
                 uint64_t points, Value &value) {
    value.kind = Value::Kind::Texts;
    if (points > kMostObjects)
      fail(where, "has " + std::to_string(points) + " texts");
    if (H5Tis_variable_str(type) > 0) {
      std::vector<char *> texts(points, nullptr);
      if (points &&
          H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()) < 0)
        fail(where, "cannot be read; the file is damaged");
      for (const char *text : texts)
        value.texts.push_back(
            text ? std::string(text, strnlen(text, kMostTextBytes + 1)) : "");
      H5Dvlen_reclaim(type, space, H5P_DEFAULT, texts.data());
    } else {
      size_t width = H5Tget_size(type);
      std::vector<char> bytes(points * width);
      if (points &&
          H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0)
        fail(where, "cannot be read; the file is damaged");
      for (uint64_t i = 0; i < points; ++i) {
        const char *text = bytes.data() + i * width;
        value.texts.emplace_back(text, strnlen(text, width));
      }
    }
    for (const std::string &text : value.texts)
      if (text.size() > kMostTextBytes)
        fail(where, "has a text of more than " +
                        std::to_string(kMostTextBytes) + " bytes");
  }

  const std::string &path;
  std::set<haddr_t> met;
  uint64_t elements = 0;
};

} // namespace

Graph readGraphHere(const std::string &path) {
  try {
    return Reader(path).read();
  } catch (const FileError &) {
    throw;
  } catch (const Error &error) {
    // What the identifiers say begins with the path.
    std::string text = error.what(), start = path + ": ";
    throw FileError(path, text.rfind(start, 0) == 0 ? text.substr(start.size())
                                                    : text);
  }
}

} // namespace snnc::nir
