//===- Doctor.cpp - What is installed and what is missing -------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/snnc/Doctor.h"

#include "compiler/native/Native.h"
#include "image/Container.h"
#include "image/Error.h"
#include "runtime/Factory.h"
#include "tools/snnc/CompileCommands.h"
#include "tools/snnc/Compiler.h"

#include "llvm/Config/llvm-config.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/Threading.h"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace snnc::tools {

namespace {

/// Emits by itself, draws, has delays and rounds: of everything a little.
constexpr const char *kNetwork = R"(
snn.network @check dt 1.0 {
  snn.population @noise of @poisson_source size 20 params {rate = 200.0 : f64}
  snn.population @cells of @lif_delta size 40
  snn.projection @w from @noise to @cells port @in
      #snn.random<probability = 0.5, seed = 1> weights #snn.uniform<-0.1, 0.4, seed = 2>
      delay 2 bits 8
}
)";
constexpr unsigned kSteps = 20;

struct Finding {
  std::string what;
  bool good;
  /// Whether snnc itself is broken without it.
  bool needed;
  std::string said;
};

class Doctor {
public:
  void add(const std::string &what, bool good, bool needed,
           const std::string &said) {
    findings.push_back({what, good, needed, said});
    std::printf("%-8s %-12s %s\n",
                good     ? "ok"
                : needed ? "MISSING"
                         : "-",
                what.c_str(), said.c_str());
  }
  /// A program that some commands or scripts use.
  void program(const std::string &name, const std::string &purpose,
               const std::string &package) {
    auto found = llvm::sys::findProgramByName(name);
    add(name, bool(found), false,
        found ? *found : "for " + purpose + "; apt-get install " + package);
  }
  void models() {
    Compiler compiler(quietOptions());
    bool good =
        compiler.loadText(kNetwork, "check.mlir") && compiler.runTo(Stage::Snn);
    add("models", good, true,
        good ? "the library of models is found"
             : firstError(compiler) +
                   "; install snnc with its folder share/snnc/models");
  }
  void engines();

  int report(const std::string &json) const {
    bool healthy = true;
    nlohmann::json all = nlohmann::json::array();
    for (const Finding &f : findings) {
      healthy &= f.good || !f.needed;
      all.push_back({{"what", f.what},
                     {"ok", f.good},
                     {"needed", f.needed},
                     {"said", f.said}});
    }
    std::printf("%s\n", healthy ? "snnc is healthy" : "snnc is not healthy");
    if (!json.empty()) {
      std::string text =
          nlohmann::json({{"healthy", healthy}, {"findings", all}}).dump(2) +
          "\n";
      image::writeFileAtomically(json, text.data(), text.size());
    }
    return healthy ? 0 : 1;
  }

private:
  static CompileOptions quietOptions() {
    CompileOptions options;
    options.quiet = true;
    options.native = NativeFor::Host;
    return options;
  }
  static std::string firstError(const Compiler &compiler) {
    for (const Message &message : compiler.messages())
      if (message.severity == "error")
        return message.text;
    return "it does not compile";
  }

  std::vector<Finding> findings;
};

void Doctor::engines() {
  Compiler compiler(quietOptions());
  std::optional<image::Image> made;
  if (compiler.loadText(kNetwork, "check.mlir") && compiler.runTo(Stage::Core))
    made = compiler.image();
  if (!made)
    return add("compiler", false, true, firstError(compiler));
  auto image = std::make_shared<const image::Image>(std::move(*made));
  std::string expected;
  for (const std::string &name : runtime::engineNames()) {
    if (name == "float")
      continue;
    try {
      auto engine = runtime::createEngine(name, image);
      for (unsigned t = 0; t < kSteps; ++t)
        engine->step();
      std::string digest = std::to_string(engine->digest());
      if (expected.empty())
        expected = digest;
      bool same = digest == expected;
      add(name, same, true,
          same ? "runs a small network, with the same result as the others"
               : "runs a small network with another result than the others");
    } catch (const Error &error) {
      add(name, false, true, error.what());
    }
  }
  const std::vector<std::string> names = runtime::engineNames();
  if (std::find(names.begin(), names.end(), "rtl") == names.end())
    add("rtl", false, false,
        "the model of the chip was not built; install verilator and configure "
        "with -DSNNC_SIM=ON");
}

} // namespace

int runDoctor(const std::string &version, const std::string &json) {
  Doctor doctor;
  doctor.add("snnc", true, true, version + ", LLVM " LLVM_VERSION_STRING);
  doctor.add(
      "processor", true, true,
      compiler::hostCpu() + ", " +
          std::to_string(llvm::hardware_concurrency().compute_thread_count()) +
          " threads");
  doctor.models();
  doctor.engines();
  doctor.program("mpirun", "several processes of the engine cpu",
                 "openmpi-bin");
  doctor.program("verilator", "building the chip's model", "verilator");
  doctor.program("gtkwave", "looking at waveforms (--waveform)", "gtkwave");
  doctor.program("yosys", "hw/synth, area and timing of the chip", "yosys");
  return doctor.report(json);
}

} // namespace snnc::tools
