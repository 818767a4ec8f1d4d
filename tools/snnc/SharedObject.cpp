//===- SharedObject.cpp - An image as a shared object ---------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/snnc/SharedObject.h"

#include "image/Container.h"
#include "image/ElfImage.h"

#include "llvm/ObjCopy/ConfigManager.h"
#include "llvm/ObjCopy/ObjCopy.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

namespace snnc::tools {

namespace {

/// A value, or its error thrown.
template <typename T> T take(llvm::Expected<T> value, const std::string &what) {
  if (!value)
    throw Error(what + ": " + llvm::toString(value.takeError()));
  return std::move(*value);
}

/// A folder that is gone at the end.
class Workplace {
public:
  Workplace() {
    if (std::error_code error =
            llvm::sys::fs::createUniqueDirectory("snnc", path))
      throw Error("cannot make a temporary folder: " + error.message());
  }
  ~Workplace() { llvm::sys::fs::remove_directories(path); }
  Workplace(const Workplace &) = delete;
  Workplace &operator=(const Workplace &) = delete;

  std::string file(const llvm::Twine &name) const {
    llvm::SmallString<128> whole = path;
    llvm::sys::path::append(whole, name);
    return whole.str().str();
  }

private:
  llvm::SmallString<128> path;
};

/// The object with its functions under the names that they have among those for
/// other processors, and with the section of an image if there is one.
std::string prepare(const image::NativeCode &code,
                    const std::vector<uint8_t> *image) {
  llvm::StringRef bytes(reinterpret_cast<const char *>(code.object.data()),
                        code.object.size());
  const std::string what = "native code for " + code.cpu;
  auto buffer = llvm::MemoryBuffer::getMemBufferCopy(bytes, code.cpu);
  auto object =
      take(llvm::object::ObjectFile::createELFObjectFile(*buffer), what);
  llvm::objcopy::ConfigManager config;
  llvm::objcopy::CommonConfig &common = config.Common;
  common.InputFilename = common.OutputFilename = code.cpu;
  std::vector<std::string> names;
  for (const llvm::object::SymbolRef &symbol : object->symbols()) {
    uint32_t flags = take(symbol.getFlags(), what);
    if ((flags & llvm::object::SymbolRef::SF_Global) &&
        !(flags & llvm::object::SymbolRef::SF_Undefined))
      names.push_back(take(symbol.getName(), what).str());
  }
  std::vector<std::string> renamed;
  for (const std::string &name : names)
    renamed.push_back(image::librarySymbol(name, code.cpu));
  for (size_t i = 0; i < names.size(); ++i)
    common.SymbolsToRename[names[i]] = renamed[i];
  if (image) {
    llvm::StringRef contents(reinterpret_cast<const char *>(image->data()),
                             image->size());
    common.AddSection.push_back(
        {image::kElfSection,
         llvm::MemoryBuffer::getMemBuffer(contents, "", false)});
    llvm::objcopy::SectionFlagsUpdate flags;
    flags.Name = image::kElfSection;
    flags.NewFlags = llvm::objcopy::SectionFlag(
        llvm::objcopy::SecAlloc | llvm::objcopy::SecLoad |
        llvm::objcopy::SecReadonly | llvm::objcopy::SecContents |
        llvm::objcopy::SecData);
    common.SetSectionFlags[image::kElfSection] = flags;
  }
  std::string result;
  llvm::raw_string_ostream os(result);
  if (llvm::Error error =
          llvm::objcopy::executeObjcopyOnBinary(config, *object, os))
    throw Error(what + ": " + llvm::toString(std::move(error)));
  return result;
}

std::string linker() {
  for (const char *name : {"ld", "ld.lld", "ld.lld-22"})
    if (auto found = llvm::sys::findProgramByName(name))
      return *found;
  throw Error("a shared object needs a linker, and there is no ld; install "
              "binutils, or write an image (-o FILE.img)");
}

} // namespace

bool isSharedObject(const std::string &path) {
  return llvm::sys::path::extension(path) == ".so";
}

void saveSharedObject(const image::Image &image, const std::string &path) {
  const std::vector<uint8_t> container = image::writeImage(image);
  const std::string program = linker();
  Workplace place;
  const std::string output = place.file("linked.so");
  std::vector<std::string> arguments = {
      program, "-shared", "-z", "noexecstack", "--build-id=none", "-o", output};
  for (const image::NativeCode &code : image.native.code) {
    bool first = &code == image.native.code.data();
    std::string object = prepare(code, first ? &container : nullptr);
    arguments.push_back(place.file(code.cpu + ".o"));
    image::writeFileAtomically(arguments.back(), object.data(), object.size());
  }
  const std::string log = place.file("log");
  std::vector<llvm::StringRef> words(arguments.begin(), arguments.end());
  std::string failure;
  if (llvm::sys::ExecuteAndWait(program, words, std::nullopt, {"", log, log}, 0,
                                0, &failure) != 0) {
    auto said = llvm::MemoryBuffer::getFile(log);
    throw Error(path + ": cannot link: " + failure +
                (said ? (*said)->getBuffer().str() : ""));
  }
  auto linked = llvm::MemoryBuffer::getFile(output);
  if (!linked)
    throw Error(path + ": cannot link: " + linked.getError().message());
  image::writeFileAtomically(path, (*linked)->getBufferStart(),
                             (*linked)->getBufferSize());
}

} // namespace snnc::tools
