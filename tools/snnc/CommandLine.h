//===- CommandLine.h - The command line of snnc -----------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Commands with their options, their help, and a parser: small enough that
// the help says only what snnc has.
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_SNNC_COMMANDLINE_H
#define SNNC_TOOLS_SNNC_COMMANDLINE_H

#include <functional>
#include <iosfwd>
#include <stdexcept>
#include <string>
#include <vector>

namespace snnc::tools {

/// A wrong command line; exit code 2.
class UsageError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// `--name` (a flag) or `--name VALUE` / `--name=VALUE`.
struct OptionSpec {
  /// "--output", perhaps with a short form: "-o, --output".
  std::string names;
  /// "FILE"; empty for a flag.
  std::string value;
  std::string help;
  /// Gets the value, or "" for a flag; throws UsageError for a bad one.
  std::function<void(const std::string &)> set;
};

/// "--output" and "-o", as they are written in `names`.
std::vector<std::string> optionNames(const OptionSpec &option);

struct Command {
  /// As typed: "compile".
  std::string name;
  /// "NET -o IMG"; positional arguments first.
  std::string usage;
  std::string help;
  unsigned minArguments = 0, maxArguments = 0;
  std::vector<OptionSpec> options;
  /// Positional arguments; returns the exit code.
  std::function<int(const std::vector<std::string> &)> run;
};

/// Helpers for `set`.
std::function<void(const std::string &)> assign(std::string &to);
std::function<void(const std::string &)> append(std::vector<std::string> &to);
std::function<void(const std::string &)> assignNumber(uint64_t &to);
/// The number is at least 1.
std::function<void(const std::string &)> assignPositive(uint64_t &to);
std::function<void(const std::string &)> assignFlag(bool &to);
/// Comma-separated, replacing what is there.
std::function<void(const std::string &)>
assignList(std::vector<std::string> &to);

/// Runs the command that argv names. --help and --version print to stdout and
/// return 0; a wrong line throws UsageError.
int dispatch(int argc, char **argv, const std::string &version,
             const std::string &overview, std::vector<Command> &commands);

/// The same for a program that is one command; command.name is the program's.
int runAlone(int argc, char **argv, Command &command);

} // namespace snnc::tools

#endif // SNNC_TOOLS_SNNC_COMMANDLINE_H
