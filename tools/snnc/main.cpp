//===- main.cpp - The compiler driver -------------------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Exit codes: 0 well, 1 an error or a difference, 2 a wrong command line.
//
//===----------------------------------------------------------------------===//

#include "image/Container.h"
#include "runtime/cpu/CpuEngine.h"
#include "runtime/cpu/Exchange.h"
#include "tools/snnc/CommandLine.h"
#include "tools/snnc/CompileCommands.h"
#include "tools/snnc/Completion.h"
#include "tools/snnc/Doctor.h"
#include "tools/snnc/EstimateEntry.h"
#include "tools/snnc/LearningEntries.h"
#include "tools/snnc/ManPages.h"
#include "tools/snnc/NirOptions.h"
#include "tools/snnc/RunCommands.h"

#ifdef SNNC_SIM
#include "sim/RtlEngine.h"
#endif

#include <csignal>
#include <iostream>

using namespace snnc;
using namespace snnc::tools;

namespace {

/// Where the command line leaves what it says.
struct Settings {
  CompileOptions compile;
  EmitOptions emit;
  RunOptions run;
  CosimOptions cosim;
  std::vector<std::string> cosimTiles;
  EstimateOptions estimate;
  InfoOptions info;
  BootOptions boot;
  AssembleOptions assemble;
  DisassembleOptions disassemble;
  TrainOptions train;
  WeightsOptions weights;
  uint64_t weightBits = 8;
  uint64_t threads = 0;
  std::string json;
};

using Options = std::vector<OptionSpec>;

constexpr uint64_t kMostThreads = 1024;

Options operator+(Options a, const Options &b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Options jsonOption(Settings &s) {
  return {
      {"--json", "FILE", "Write what was printed as JSON.", assign(s.json)}};
}

Options tilesOption(Settings &s) {
  return {{"--tiles", "N",
           "Tiles to spread the network over (the fewest that it fits).",
           assignNumber(s.compile.tiles)}};
}

/// All but --tiles.
Options compileOptionsApart(Settings &s) {
  CompileOptions &c = s.compile;
  auto rows = [&c](const std::string &value) {
    if (value == "auto")
      c.rows = compiler::RowChoice::Auto;
    else if (value == "dense")
      c.rows = compiler::RowChoice::Dense;
    else if (value == "indexed")
      c.rows = compiler::RowChoice::Indexed;
    else
      throw UsageError("'" + value + "' is none of auto, dense and indexed");
  };
  auto bits = [&s](const std::string &value) {
    assignNumber(s.weightBits)(value);
    if (value != "1" && value != "2" && value != "4" && value != "8" &&
        value != "16")
      throw UsageError("weights have 1, 2, 4, 8 or 16 bits, not " + value);
    s.compile.weightBits = s.weightBits;
  };
  Options own = {
      {"--target", "T",
       "Target description: a name or a file (tile); cpu: no chip, native "
       "code.",
       assign(c.target)},
      {"--models", "DIR",
       "Folder with neuron models; repeatable. The network's "
       "folder and the library come besides.",
       append(c.models)},
      {"--calibrate", "FILE",
       "Run the float engine on these events and take ranges from it; "
       "NAME=FILE for one input; repeatable.",
       append(c.calibrate)},
      {"--calibrate-steps", "N", "Steps of that run (as many as the events).",
       assignNumber(c.calibrateSteps)},
      {"--report", "FILE",
       "Write the report of the quantization: JSON if it ends in .json, - for "
       "standard output.",
       assign(c.report)},
      {"--weight-bits", "N", "Bits of weights that do not say (8).", bits},
      {"--clip-weights", "",
       "Let formats clip weights where that lowers the "
       "squared error.",
       assignFlag(c.clipWeights)},
      {"--rows", "FORMAT", "Rows: auto, dense (where possible) or indexed.",
       rows},
      {"--map-seed", "N", "Seed of the search for parts and places (0).",
       assignNumber(c.mapSeed)},
      {"--map-report", "FILE",
       "Write what each tile uses and what the links carry: text, JSON or a "
       "picture (.json, .svg), - for standard output.",
       assign(c.mapReport)},
      {"--seed", "N", "Seed of the neurons' random numbers (0).",
       assignNumber(c.seed)},
      {"--mlir-timing", "", "Print the time of each pass.",
       assignFlag(c.timing)},
  };
  return own + nirOptions(c.nir);
}

Options compileOptions(Settings &s) {
  return tilesOption(s) + compileOptionsApart(s);
}

Options engineOptions(Settings &s, runtime::EngineOptions &e) {
  uint64_t &threads = s.threads;
  return {
      {"--waveform", "FILE", "rtl: write a waveform (FST).",
       assign(e.waveform)},
      {"--host-port-load", "", "rtl: load through the real host port.",
       assignFlag(e.hostPortLoad)},
      {"--threads", "N",
       "cpu: threads (all that the machine has, if the network is large "
       "enough); rtl, of several tiles: 1 (default) or 2.",
       [&threads, &e](const std::string &value) {
         assignNumber(threads)(value);
         if (threads < 1 || threads > kMostThreads)
           throw UsageError("threads are from 1 to " +
                            std::to_string(kMostThreads) + ", not " + value);
         e.threads = static_cast<unsigned>(threads);
       }},
  };
}

Command compileEntry(Settings &s) {
  return {"compile",
          "NET [-o FILE] [options]",
          "Compile a network.\nNET is .mlir text or a .nir file; - reads text "
          "from standard input. With "
          "--target=cpu the image has native code\nfor several processors; "
          "FILE.so is a shared object with that code linked.",
          1,
          1,
          Options{{"-o, --output", "FILE",
                   "The image; text goes to standard "
                   "output without it.",
                   assign(s.emit.output)},
                  {"--emit", "STAGE",
                   "What to write: snn (linked, discretized), fixed "
                   "(quantized), ucode (programs), core (placed), or image.",
                   assign(s.emit.emit)},
                  {"--locations", "", "Text with source locations.",
                   assignFlag(s.emit.locations)}} +
              compileOptions(s) + jsonOption(s),
          [&s](const std::vector<std::string> &arguments) {
            s.emit.json = s.json;
            return compileCommand(arguments[0], s.compile, s.emit);
          }};
}

Command checkEntry(Settings &s) {
  return {"check",
          "NET [options]",
          "Compile a network for its diagnostics only.",
          1,
          1,
          compileOptions(s) + jsonOption(s),
          [&s](const std::vector<std::string> &arguments) {
            return checkCommand(arguments[0], s.compile, s.json);
          }};
}

Command importEntry(Settings &s) {
  return {
      "import",
      "FILE.nir [-o FILE] [options]",
      "Write a NIR file's network as text (docs/nir.md).",
      1,
      1,
      Options{{"-o, --output", "FILE", "The text; standard output without it.",
               assign(s.emit.output)}} +
          nirOptions(s.compile.nir) + jsonOption(s),
      [&s](const std::vector<std::string> &arguments) {
        return importCommand(arguments[0], s.compile, s.emit.output, s.json);
      }};
}

Command exportEntry(Settings &s) {
  return {
      "export",
      "NET -o FILE.nir [options]",
      "Write a network as a NIR file (docs/nir.md).",
      1,
      1,
      Options{{"-o, --output", "FILE", "The NIR file.", assign(s.emit.output)},
              {"--models", "DIR", "Folder with neuron models; repeatable.",
               append(s.compile.models)}} +
          nirOptions(s.compile.nir) + jsonOption(s),
      [&s](const std::vector<std::string> &arguments) {
        return exportCommand(arguments[0], s.compile, s.emit.output, s.json);
      }};
}

Command runEntry(Settings &s) {
  RunOptions &r = s.run;
  bool &progress = r.progress;
  return {
      "run",
      "NET|IMG [options]",
      "Run a network.\nSIGINT or SIGTERM stops it after the step, with what "
      "was "
      "recorded, and exit code 130.",
      1,
      1,
      Options{
          {"--engine", "NAME",
           "float, ref, rtl or cpu (ref; cpu with --target=cpu).",
           assign(r.engine)},
          {"--input", "FILE",
           "Events: .npy, .npz, .csv or .h5; "
           "NAME=FILE for one input; repeatable. Plain integers [N, 2 to 4] "
           "are "
           "events: step, index[, payload] or step, population, index, "
           "payload.",
           append(r.inputs)},
          {"--steps", "N", "Steps (as many as the input has).",
           assignNumber(r.steps)},
          {"--sample-steps", "N",
           "Reset all populations every N steps: a row of samples.",
           assignNumber(r.sampleSteps)},
          {"--batch", "N",
           "cpu: N samples at a time, a thread each; of several processes "
           "each takes a part of the samples.",
           assignPositive(r.batch)},
          {"-o, --output", "FILE",
           "Events of the outputs. A .h5 file (SONATA) is written as the run "
           "goes; .npy, .npz and .csv are in memory until its end.",
           assign(r.output)},
          {"--probe", "P.v", "Record a state variable; repeatable.",
           append(r.probes)},
          {"--probe-output", "FILE", "Probes, as .h5 or .npz.",
           assign(r.probeOutput)},
          {"--record-every", "N", "Probes of every N-th step only (1).",
           assignPositive(r.recordEvery)},
          {"--modulator", "M=VALUE[@STEP]",
           "Set a modulator (integer) before that step (0); repeatable.",
           append(r.modulators)},
          {"--weights", "FILE",
           "Write the weights of projections that learn, as they are at the "
           "end, to this .npz (see snnc weights).",
           assign(r.weights)},
          {"--set-weights", "FILE",
           "Take weights from this .npz before the first step.",
           assign(r.setWeights)},
          {"--no-learning", "", "Learning is off: weights stay.",
           [&r](const std::string &) { r.learning = false; }},
          {"--restore", "FILE", "Continue from a saved state.",
           assign(r.restoreFile)},
          {"--save", "FILE", "Save the state at the end.", assign(r.saveFile)},
          {"--checkpoint", "FILE",
           "Save the state there while the run goes, for --restore.",
           assign(r.checkpoint)},
          {"--checkpoint-every", "N", "Steps between checkpoints.",
           assignPositive(r.checkpointEvery)},
          {"--calibration", "FILE", "float: write the ranges met as JSON.",
           assign(r.calibrationOutput)},
          {"--digests", "FILE", "Append the digest of every step.",
           assign(r.digests)},
          {"--phases", "",
           "cpu: say how long delivery, updates, exchange and learning took.",
           [&r](const std::string &) { r.engineOptions.phases = true; }},
          {"--quiet", "", "No progress lines.",
           [&progress](const std::string &) { progress = false; }}} +
          engineOptions(s, r.engineOptions) + compileOptions(s) + jsonOption(s),
      [&s](const std::vector<std::string> &arguments) {
        s.run.json = s.json;
        if (s.run.checkpoint.empty() != (s.run.checkpointEvery == 0))
          throw UsageError("--checkpoint and --checkpoint-every go together");
        auto image = obtainImage(arguments[0], s.compile,
                                 needsOf(s.run.engine, s.compile));
        return image ? runCommand(image, s.run) : 1;
      }};
}

/// The images of files, or of networks for several numbers of tiles; empty
/// after an error that was printed.
std::vector<NamedImage> obtainImages(const std::vector<std::string> &files,
                                     const Settings &s) {
  std::vector<NamedImage> images;
  for (const std::string &file : files) {
    bool compiled = file != "-" && image::looksLikeImage(file);
    std::vector<std::string> tiles = s.cosimTiles;
    if (tiles.empty() || compiled)
      tiles = {""};
    for (const std::string &count : tiles) {
      CompileOptions options = s.compile;
      if (!count.empty())
        assignNumber(options.tiles)(count);
      auto image =
          obtainImage(file, options, needsOf(s.cosim.engines, options));
      if (!image)
        return {};
      images.push_back({count.empty() ? file : count + " tiles", image});
    }
  }
  return images;
}

Command cosimEntry(Settings &s) {
  CosimOptions &c = s.cosim;
  return {"cosim",
          "NET|IMG... [options]",
          "Run engines in lockstep and compare them in every step.\n"
          "Several images, or a network on several numbers of tiles, run on an "
          "engine each.",
          1,
          64,
          Options{{"--engines", "A,B",
                   "Engines (ref,rtl; of several images ref for each, or cpu "
                   "if it has no tiles).",
                   assignList(c.engines)},
                  {"--tiles", "N,...",
                   "Numbers of tiles to spread the network over.",
                   assignList(s.cosimTiles)},
                  {"--input", "FILE", "Events, as for run.", append(c.inputs)},
                  {"--steps", "N", "Steps (as many as the input has).",
                   assignNumber(c.steps)},
                  {"--sample-steps", "N",
                   "Reset all populations every N steps: a row of samples.",
                   assignNumber(c.sampleSteps)},
                  {"--modulator", "M=VALUE[@STEP]", "As for run.",
                   append(c.modulators)},
                  {"--no-cycles", "", "Do not compare the cycle counters.",
                   [&c](const std::string &) { c.compareCycles = false; }},
                  {"--quiet", "", "No progress lines.",
                   [&c](const std::string &) { c.progress = false; }}} +
              sampleOptions(c.samples) + engineOptions(s, c.engineOptions) +
              compileOptionsApart(s) + jsonOption(s),
          [&s](const std::vector<std::string> &arguments) {
            s.cosim.json = s.json;
            if (s.cosim.samples.data.empty() != s.cosim.samples.labels.empty())
              throw UsageError("--data and --labels go together");
            std::vector<NamedImage> images = obtainImages(arguments, s);
            return images.empty() ? 1 : cosimCommand(images, s.cosim);
          }};
}

Command infoEntry(Settings &s) {
  return {"info",
          "IMG [options]",
          "Show what an image holds.",
          1,
          1,
          Options{{"--full", "", "Every table, not only the summary.",
                   assignFlag(s.info.full)}} +
              jsonOption(s),
          [&s](const std::vector<std::string> &arguments) {
            s.info.json = s.json;
            return infoCommand(image::loadImage(arguments[0]), s.info);
          }};
}

Command bootEntry(Settings &s) {
  return {
      "boot",
      "IMG -o FILE [options]",
      "Write the bus accesses that load an image into a chip "
      "(docs/boot.md).",
      1,
      1,
      Options{{"-o, --output", "FILE", "The boot file.", assign(s.boot.output)},
              {"--clear-by-writes", "",
               "Clear memories by writes of every word, not by the tiles' "
               "command.",
               assignFlag(s.boot.clearByWrites)}} +
          jsonOption(s),
      [&s](const std::vector<std::string> &arguments) {
        s.boot.json = s.json;
        if (s.boot.output.empty())
          throw UsageError("a boot file needs a name: -o FILE");
        return bootCommand(image::loadImage(arguments[0]), s.boot);
      }};
}

Command assembleEntry(Settings &s) {
  return {"assemble",
          "TEXT [-o BIN]",
          "Assemble a program; - reads standard input.",
          1,
          1,
          Options{{"-o, --output", "FILE",
                   "64-bit little-endian words; hexadecimal on standard "
                   "output without it.",
                   assign(s.assemble.output)}} +
              jsonOption(s),
          [&s](const std::vector<std::string> &arguments) {
            s.assemble.input = arguments[0];
            s.assemble.json = s.json;
            return assembleCommand(s.assemble);
          }};
}

Command disassembleEntry(Settings &s) {
  return {"disassemble",
          "IMG|BIN",
          "Disassemble an image's programs, or binary words.",
          1,
          1,
          jsonOption(s),
          [&s](const std::vector<std::string> &arguments) {
            s.disassemble.json = s.json;
            if (image::looksLikeImage(arguments[0])) {
              image::Image image = image::loadImage(arguments[0]);
              return disassembleCommand(&image, s.disassemble);
            }
            s.disassemble.input = arguments[0];
            return disassembleCommand(nullptr, s.disassemble);
          }};
}

Command targetEntry(Settings &s) {
  return {"target",
          "list | show NAME",
          "List targets, or show one.",
          1,
          2,
          jsonOption(s),
          [&s](const std::vector<std::string> &arguments) {
            if (arguments[0] == "list" && arguments.size() == 1)
              return listTargets(s.json);
            if (arguments[0] == "show" && arguments.size() == 2)
              return showTarget(arguments[1], s.json);
            throw UsageError("usage: snnc target list | show NAME");
          }};
}

} // namespace

namespace {

constexpr const char *kVersion = "snnc " SNNC_VERSION;
constexpr const char *kOverview =
    "Compiles spiking networks for a programmable neuromorphic chip, and runs "
    "them.";

Command doctorEntry(Settings &s) {
  return {"doctor",
          "[options]",
          "Say what is installed and what is missing, and check the engines.\n"
          "The exit code is 1 if something that snnc itself needs is missing.",
          0,
          0,
          jsonOption(s),
          [&s](const std::vector<std::string> &) {
            return runDoctor(kVersion, s.json);
          }};
}

/// These two describe all commands, themselves included.
Command completionEntry(const std::vector<Command> &commands) {
  return {"completion",
          "bash|zsh|fish",
          "Print a script that lets a shell complete command lines.\n"
          "For bash: source <(snnc completion bash)",
          1,
          1,
          {},
          [&commands](const std::vector<std::string> &arguments) {
            std::cout << completionScript(arguments[0], commands);
            return 0;
          }};
}

Command manEntry(const std::vector<Command> &commands) {
  return {"man",
          "DIR",
          "Write the manual pages (snnc.1, snnc-run.1, ...) into a folder.",
          1,
          1,
          {},
          [&commands](const std::vector<std::string> &arguments) {
            size_t pages =
                writeManPages(arguments[0], kVersion, kOverview, commands);
            std::cout << pages << " pages in " << arguments[0] << "\n";
            return 0;
          }};
}

} // namespace

int main(int argc, char **argv) {
  // A write beyond the limit of a file's size is an error like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  Settings s;
  std::vector<Command> commands = {
      compileEntry(s),
      checkEntry(s),
      importEntry(s),
      exportEntry(s),
      runEntry(s),
      cosimEntry(s),
      estimateEntry(s.estimate, s.compile, s.json,
                    compileOptions(s) + jsonOption(s)),
      infoEntry(s),
      bootEntry(s),
      assembleEntry(s),
      disassembleEntry(s),
      targetEntry(s),
      trainEntry(s.train, s.compile, s.json,
                 engineOptions(s, s.train.engineOptions) + compileOptions(s) +
                     jsonOption(s)),
      weightsEntry(s.weights, s.compile, compileOptions(s)),
      doctorEntry(s),
      completionEntry(commands),
      manEntry(commands)};
  try {
    runtime::cpu::registerCpuEngine();
#ifdef SNNC_SIM
    sim::registerRtlEngine();
#endif
    return dispatch(argc, argv, kVersion, kOverview, commands);
  } catch (const UsageError &error) {
    std::cerr << "error: " << error.what() << "\nsee snnc --help\n";
    return 2;
  } catch (const Error &error) {
    std::cerr << "error: " << error.what() << std::endl;
    runtime::cpu::endOthers();
    return 1;
  }
}
