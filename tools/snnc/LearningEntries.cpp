//===- LearningEntries.cpp - train and weights on the command line --------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/snnc/LearningEntries.h"

#include "tools/snnc/CompileCommands.h"

#include "llvm/ADT/StringRef.h"

namespace snnc::tools {

namespace {

using Options = std::vector<OptionSpec>;

Options joined(Options a, const Options &b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

/// "FROM:TO"; TO may be left out.
std::function<void(const std::string &)>
assignRange(runtime::SampleRange &range) {
  return [&range](const std::string &value) {
    auto [from, to] = llvm::StringRef(value).split(':');
    range.to = 0;
    if (!llvm::StringRef(value).contains(':') ||
        from.getAsInteger(10, range.from) ||
        (!to.empty() && (to.getAsInteger(10, range.to) || !range.to)))
      throw UsageError("'" + value + "' is not a range FROM:TO of samples");
  };
}

/// An image that is written has what `compile` gives it.
ImageNeeds needsOfOutput(const std::string &engine, const std::string &output,
                         const CompileOptions &compile) {
  ImageNeeds needs = needsOf(engine, compile);
  if (output.empty())
    return needs;
  if (needs.native != NativeFor::None)
    needs.native = NativeFor::All;
  needs.floating = needs.tiles;
  return needs;
}

} // namespace

Options sampleOptions(runtime::DatasetFiles &files) {
  return {
      {"--data", "FILE",
       "Samples: .npy, .npz or IDX, also in gzip; INPUT=FILE for one of "
       "several inputs; repeatable.",
       append(files.data)},
      {"--labels", "FILE", "The class of each sample.", assign(files.labels)},
      {"--samples", "FROM:TO",
       "Only these samples; TO is the first that is not meant.",
       assignRange(files.range)}};
}

Command trainEntry(TrainOptions &t, const CompileOptions &compile,
                   const std::string &json, const Options &common) {
  bool &progress = t.progress;
  Options options = {
      {"--engine", "NAME", "ref, rtl or cpu (ref; cpu with --target=cpu).",
       assign(t.engine)},
      {"--limit", "N", "Train on the first N of them.", assignNumber(t.limit)},
      {"--epochs", "N",
       "Times that all samples are shown (1); 0: only evaluate.",
       assignNumber(t.epochs)},
      {"--set", "M=VALUE@E",
       "Set a modulator to a real value when epoch E begins (1); repeatable.",
       append(t.settings)},
      {"--eval", "FILE", "Samples to evaluate after each epoch, as for --data.",
       append(t.evaluation.data)},
      {"--eval-labels", "FILE", "Their classes.", assign(t.evaluation.labels)},
      {"--eval-samples", "FROM:TO", "Evaluate on these only.",
       assignRange(t.evaluation.range)},
      {"--checkpoint", "DIR",
       "Keep a checkpoint there, and continue from it if there is one.",
       assign(t.checkpoint)},
      {"--checkpoint-every", "N", "Samples between checkpoints (1000).",
       assignPositive(t.checkpointEvery)},
      {"-o, --output", "IMG", "The image with what was learned.",
       assign(t.output)},
      {"--quiet", "", "No progress lines.",
       [&progress](const std::string &) { progress = false; }}};
  return {"train",
          "NET|IMG --data FILE --labels FILE [options]",
          "Train a network on labelled samples.\n"
          "Shows each sample as the network's snn.trial says, one after the "
          "other, in an\norder shuffled by --seed; all learning happens in the "
          "network.",
          1,
          1,
          joined(joined(sampleOptions(t.data), options), common),
          [&t, &compile, &json](const std::vector<std::string> &arguments) {
            if (t.data.data.empty() || t.data.labels.empty())
              throw UsageError("give samples and their classes: --data FILE "
                               "--labels FILE");
            if (t.evaluation.data.empty() != t.evaluation.labels.empty())
              throw UsageError("--eval and --eval-labels go together");
            if (t.epochs == 0 && t.evaluation.data.empty())
              throw UsageError("--epochs 0 needs --eval FILE to evaluate on");
            t.seed = compile.seed;
            t.json = json;
            auto image =
                obtainImage(arguments[0], compile,
                            needsOfOutput(t.engine, t.output, compile));
            return image ? trainCommand(image, t) : 1;
          }};
}

Command weightsEntry(WeightsOptions &w, const CompileOptions &compile,
                     const Options &common) {
  Options options = {
      {"--get", "FILE", "Write weights and synapse variables to this .npz.",
       assign(w.get)},
      {"--projection", "P",
       "Only of this projection; repeatable (all that learn).",
       append(w.projections)},
      {"--set", "FILE", "Take weights and synapse variables from this .npz.",
       assign(w.set)},
      {"-o, --output", "IMG", "The image with them.", assign(w.output)}};
  return {"weights",
          "NET|IMG --get FILE | --set FILE -o IMG",
          "Get or set the weights of projections that learn.\n"
          "The .npz has for projection p the real values p, [sources, targets] "
          "if it is\ndense, else [synapses] with source.p and target.p; the "
          "integers codes.p; and\np.v and codes.p.v for each synapse variable "
          "v.",
          1,
          1,
          joined(std::move(options), common),
          [&w, &compile](const std::vector<std::string> &arguments) {
            if (w.get.empty() && w.set.empty())
              throw UsageError("say --get FILE or --set FILE");
            if (w.set.empty() != w.output.empty())
              throw UsageError("--set FILE and -o IMG go together");
            auto image = obtainImage(arguments[0], compile,
                                     needsOfOutput("", w.output, compile));
            return image ? weightsCommand(*image, w) : 1;
          }};
}

} // namespace snnc::tools
