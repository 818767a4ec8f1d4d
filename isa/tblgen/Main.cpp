//===- Main.cpp - The generator of everything that follows the ISA *- C++
//-*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "isa/tblgen/Model.h"

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/TableGen/Main.h"

namespace {
enum class Backend { Cpp, Sv, Manual };
} // namespace

static llvm::cl::opt<Backend> backend(
    llvm::cl::desc("What to write:"), llvm::cl::Required,
    llvm::cl::values(
        clEnumValN(Backend::Cpp, "gen-cpp", "C++ tables (isa/Isa.inc)"),
        clEnumValN(Backend::Sv, "gen-sv", "SystemVerilog package"),
        clEnumValN(Backend::Manual, "gen-manual", "manual (docs/isa.md)")));

static bool run(llvm::raw_ostream &os, const llvm::RecordKeeper &records) {
  using namespace snnc::isa::tblgen;
  switch (backend) {
  case Backend::Cpp:
    return emitCpp(os, records);
  case Backend::Sv:
    return emitSv(os, records);
  case Backend::Manual:
    return emitManual(os, records);
  }
  return true;
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  llvm::cl::ParseCommandLineOptions(argc, argv,
                                    "snnc instruction set generator\n");
  return llvm::TableGenMain(argv[0], llvm::TableGenMainFn(run));
}
