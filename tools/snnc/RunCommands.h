//===- RunCommands.h - The commands of snnc that run images -----*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// run, cosim, info, assemble and disassemble as functions over plain options;
// the driver parses its command line, compiles a network given as text, and
// calls these. Each returns the exit code: 0, or 1 for a difference found by
// cosim, or 130 for a run that SIGINT or SIGTERM stopped. Bad input is thrown
// as snnc::Error (the driver prints `error: ...` and exits with 1). Results go
// to stdout, progress to stderr.
//
// Library: SnncCommands.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_SNNC_RUNCOMMANDS_H
#define SNNC_TOOLS_SNNC_RUNCOMMANDS_H

#include "image/Image.h"
#include "runtime/Factory.h"
#include "runtime/training/Dataset.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace snnc::tools {

struct RunOptions {
  /// Name of the engine; empty: runtime::defaultEngine.
  std::string engine;
  /// "FILE", or "NAME=FILE" for the input population NAME.
  std::vector<std::string> inputs;
  /// 0: as many as the input has.
  uint64_t steps = 0;
  /// If not 0, the run is a row of independent samples of so many steps: before
  /// each sample but the first the host resets all populations (variables and
  /// pending sums; weights, modulators and t stay).
  uint64_t sampleSteps = 0;
  /// If not 0: so many samples at a time, a thread each (engine cpu); of
  /// several processes each runs some of the samples.
  uint64_t batch = 0;
  /// Events of output populations (and event probes); empty: none. Format by
  /// extension: .npy .npz .csv .h5 (runtime/files/Recording.h).
  std::string output;
  /// "POPULATION.STATE" or names of the network's probes; all of the
  /// network's if empty and probeOutput is given.
  std::vector<std::string> probes;
  /// .npz or .h5 with one array [steps, neurons] a probe; if empty and probes
  /// are asked for, they go into `output`, which must then be one of these.
  std::string probeOutput;
  /// Probes of every N-th step only.
  uint64_t recordEvery = 1;
  /// "MODULATOR=VALUE[@STEP]" (integer) set before that step of the run (0).
  std::vector<std::string> modulators;
  /// Weights and synapse variables of projections that learn, as .npz: written
  /// at the end, and taken before the first step.
  std::string weights, setWeights;
  /// Synapse programs run.
  bool learning = true;
  /// State to continue from, and where to leave it.
  std::string restoreFile, saveFile;
  /// Where to leave it besides, whenever the number of steps done is a multiple
  /// of checkpointEvery, and when the run is stopped; empty: nowhere.
  std::string checkpoint;
  uint64_t checkpointEvery = 0;
  /// float only: write the calibration record (JSON) here.
  std::string calibrationOutput;
  /// Write the digest after every step to this file (text, one a line).
  std::string digests;
  std::string json;
  bool progress = true;
  runtime::EngineOptions engineOptions;
};

struct CosimOptions {
  /// Empty: ref and rtl, or for each of several images its default.
  std::vector<std::string> engines;
  std::vector<std::string> inputs;
  /// Samples to show as in training, instead of inputs; none if data is empty.
  runtime::DatasetFiles samples;
  uint64_t steps = 0;
  /// As in RunOptions.
  uint64_t sampleSteps = 0;
  /// As in RunOptions.
  std::vector<std::string> modulators;
  /// Compare the cycle counters as well; a difference is reported separately
  /// and also gives exit code 1.
  bool compareCycles = true;
  std::string json;
  bool progress = true;
  runtime::EngineOptions engineOptions;
};

/// An image, and what to call it where there are several.
struct NamedImage {
  std::string name;
  std::shared_ptr<const image::Image> image;
};

struct InfoOptions {
  std::string json;
  /// Print every table, not only the summary.
  bool full = false;
};

struct AssembleOptions {
  /// Assembler text; "-" is stdin.
  std::string input;
  /// Binary: 64-bit little-endian words. Empty: hexadecimal words to stdout.
  std::string output;
  std::string json;
};

struct DisassembleOptions {
  /// Binary words, written by assemble; ignored if an image is given.
  std::string input;
  std::string json;
};

struct BootOptions {
  std::string output;
  /// Every word of every memory is written, instead of the command that clears.
  bool clearByWrites = false;
  std::string json;
};

int runCommand(std::shared_ptr<const image::Image> image,
               const RunOptions &options);
/// Images of one network, each by its name: engine i runs image i, or if there
/// is one image, all run it; one engine is that of all.
int cosimCommand(const std::vector<NamedImage> &images,
                 const CosimOptions &options);
int infoCommand(const image::Image &image, const InfoOptions &options);
int assembleCommand(const AssembleOptions &options);
/// With an image: its programs, by population, with source locations.
int disassembleCommand(const image::Image *image,
                       const DisassembleOptions &options);
/// Writes the accesses that load the image into a chip (docs/boot.md).
int bootCommand(const image::Image &image, const BootOptions &options);

} // namespace snnc::tools

#endif // SNNC_TOOLS_SNNC_RUNCOMMANDS_H
