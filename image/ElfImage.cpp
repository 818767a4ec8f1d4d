//===- ElfImage.cpp - An image inside a shared object ---------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/ElfImage.h"

#include "image/Error.h"

#include <cstring>
#include <elf.h>

namespace snnc::image {

namespace {

class ElfReader {
public:
  ElfReader(const std::vector<uint8_t> &bytes, const std::string &origin)
      : bytes(bytes), origin(origin) {}

  std::vector<uint8_t> section(const std::string &name) const {
    auto header = read<Elf64_Ehdr>(0);
    if (header.e_ident[EI_CLASS] != ELFCLASS64 ||
        header.e_ident[EI_DATA] != ELFDATA2LSB)
      throw Error(origin + ": not a 64-bit little-endian object");
    auto sectionAt = [&](uint64_t i) {
      return read<Elf64_Shdr>(header.e_shoff + i * sizeof(Elf64_Shdr));
    };
    if (header.e_shnum == 0 || header.e_shstrndx >= header.e_shnum ||
        header.e_shentsize != sizeof(Elf64_Shdr))
      throw Error(origin + ": holds no sections");
    auto names = sectionAt(header.e_shstrndx);
    for (uint64_t i = 0; i < header.e_shnum; ++i) {
      auto found = sectionAt(i);
      if (found.sh_type == SHT_NOBITS || !hasName(names, found.sh_name, name))
        continue;
      check(found.sh_offset, found.sh_size);
      return {bytes.begin() + static_cast<long>(found.sh_offset),
              bytes.begin() +
                  static_cast<long>(found.sh_offset + found.sh_size)};
    }
    throw Error(origin +
                ": a shared object, but none that snnc has made (no "
                "section " +
                name + ")");
  }

private:
  void check(uint64_t offset, uint64_t size) const {
    if (offset > bytes.size() || size > bytes.size() - offset)
      throw Error(origin + ": truncated, or no shared object");
  }
  template <typename T> T read(uint64_t offset) const {
    check(offset, sizeof(T));
    T value;
    std::memcpy(&value, &bytes[offset], sizeof(T));
    return value;
  }
  bool hasName(const Elf64_Shdr &names, uint64_t at,
               const std::string &name) const {
    check(names.sh_offset, names.sh_size);
    return at < names.sh_size && names.sh_size - at > name.size() &&
           std::memcmp(&bytes[names.sh_offset + at], name.c_str(),
                       name.size() + 1) == 0;
  }

  const std::vector<uint8_t> &bytes;
  const std::string &origin;
};

} // namespace

bool isElf(const std::vector<uint8_t> &bytes) {
  return bytes.size() >= SELFMAG &&
         std::memcmp(bytes.data(), ELFMAG, SELFMAG) == 0;
}

std::vector<uint8_t> imageInElf(const std::vector<uint8_t> &bytes,
                                const std::string &origin) {
  return ElfReader(bytes, origin).section(kElfSection);
}

} // namespace snnc::image
