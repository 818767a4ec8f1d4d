//===- WriteGraph.cpp - NIR files out -------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "compiler/nir/Graph.h"

#include "image/Hdf5Id.h"
#include "image/PendingFile.h"

namespace snnc::nir {

using image::Hdf5Id;

namespace {

/// Elements of a chunk.
constexpr uint64_t kChunk = 1 << 17;

hid_t storedType(NumberType type) {
  switch (type) {
  case NumberType::F32:
    return H5T_IEEE_F32LE;
  case NumberType::F64:
    return H5T_IEEE_F64LE;
  case NumberType::I8:
    return H5T_STD_I8LE;
  case NumberType::I16:
    return H5T_STD_I16LE;
  case NumberType::I32:
    return H5T_STD_I32LE;
  case NumberType::I64:
    return H5T_STD_I64LE;
  case NumberType::U8:
    return H5T_STD_U8LE;
  case NumberType::U16:
    return H5T_STD_U16LE;
  case NumberType::U32:
    return H5T_STD_U32LE;
  case NumberType::U64:
    return H5T_STD_U64LE;
  }
  return H5I_INVALID_HID;
}

class Writer {
public:
  explicit Writer(const std::string &path) : path(path), pending(path) {
    if (pending.isDevice())
      throw Error(path + ": HDF5 needs a regular file");
    image::prepareHdf5();
  }

  void write(const Graph &graph) {
    {
      Hdf5Id file = own(H5Fcreate(pending.temporary().c_str(), H5F_ACC_TRUNC,
                                  H5P_DEFAULT, H5P_DEFAULT),
                        H5Fclose);
      writeText(file, "version", graph.version);
      writeNode(file, "node", graph.root);
      check(H5Fflush(file, H5F_SCOPE_GLOBAL) >= 0);
    }
    pending.commit();
  }

private:
  void check(bool good) {
    if (!good)
      throw Error(path + ": cannot write");
  }
  Hdf5Id own(hid_t id, herr_t (*closer)(hid_t)) {
    return Hdf5Id(id, closer, path + ": cannot write");
  }
  Hdf5Id group(hid_t parent, const std::string &name) {
    return own(
        H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT),
        H5Gclose);
  }

  void writeNode(hid_t parent, const std::string &name, const Node &node) {
    Hdf5Id at = group(parent, name);
    writeText(at, "type", node.type);
    for (const auto &[key, value] : node.params)
      writeValue(at, key, value);
    if (!node.isGraph())
      return;
    Value edges;
    edges.kind = Value::Kind::Texts;
    edges.shape = {static_cast<int64_t>(node.edges.size()), 2};
    for (const auto &[from, to] : node.edges) {
      edges.texts.push_back(from);
      edges.texts.push_back(to);
    }
    writeValue(at, "edges", edges);
    Hdf5Id nodes = group(at, "nodes");
    for (const Node &inner : node.nodes)
      writeNode(nodes, inner.name, inner);
  }

  void writeText(hid_t parent, const std::string &name,
                 const std::string &text) {
    Value value;
    value.kind = Value::Kind::Texts;
    value.texts = {text};
    writeValue(parent, name, value);
  }

  void writeValue(hid_t parent, const std::string &name, const Value &value) {
    if (value.kind == Value::Kind::Group) {
      Hdf5Id at = group(parent, name);
      for (const auto &[key, member] : value.members)
        writeValue(at, key, member);
      return;
    }
    std::vector<hsize_t> extents(value.shape.begin(), value.shape.end());
    Hdf5Id space = extents.empty()
                       ? own(H5Screate(H5S_SCALAR), H5Sclose)
                       : own(H5Screate_simple(static_cast<int>(extents.size()),
                                              extents.data(), nullptr),
                             H5Sclose);
    Hdf5Id creation = own(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
    check(H5Pset_obj_track_times(creation, false) >= 0);
    if (value.kind == Value::Kind::Texts)
      writeTexts(parent, name, value, space, creation);
    else
      writeNumbers(parent, name, value, space, creation, extents);
  }

  void writeTexts(hid_t parent, const std::string &name, const Value &value,
                  hid_t space, hid_t creation) {
    Hdf5Id type = own(H5Tcopy(H5T_C_S1), H5Tclose);
    check(H5Tset_size(type, H5T_VARIABLE) >= 0 &&
          H5Tset_cset(type, H5T_CSET_UTF8) >= 0);
    Hdf5Id set = own(H5Dcreate2(parent, name.c_str(), type, space, H5P_DEFAULT,
                                creation, H5P_DEFAULT),
                     H5Dclose);
    std::vector<const char *> texts;
    for (const std::string &text : value.texts)
      texts.push_back(text.c_str());
    if (!texts.empty())
      check(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts.data()) >=
            0);
  }

  void writeNumbers(hid_t parent, const std::string &name, const Value &value,
                    hid_t space, hid_t creation, std::vector<hsize_t> extents) {
    if (!extents.empty() && value.size() > 0) {
      // Rows of a chunk, as few as make it small.
      uint64_t chunk = value.size();
      for (hsize_t &extent : extents)
        while (chunk > kChunk && extent > 1) {
          chunk = chunk / extent * ((extent + 1) / 2);
          extent = (extent + 1) / 2;
        }
      check(H5Pset_chunk(creation, static_cast<int>(extents.size()),
                         extents.data()) >= 0 &&
            H5Pset_deflate(creation, 4) >= 0);
    }
    Hdf5Id set = own(H5Dcreate2(parent, name.c_str(), storedType(value.type),
                                space, H5P_DEFAULT, creation, H5P_DEFAULT),
                     H5Dclose);
    bool real = isReal(value.type);
    if (value.size() > 0)
      check(H5Dwrite(set, real ? H5T_NATIVE_DOUBLE : H5T_NATIVE_INT64, H5S_ALL,
                     H5S_ALL, H5P_DEFAULT,
                     real ? static_cast<const void *>(value.reals.data())
                          : value.integers.data()) >= 0);
  }

  std::string path;
  image::PendingFile pending;
};

} // namespace

void writeGraph(const Graph &graph, const std::string &path) {
  Writer(path).write(graph);
}

} // namespace snnc::nir
