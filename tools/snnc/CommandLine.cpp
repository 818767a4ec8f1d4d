//===- CommandLine.cpp - The command line of snnc -------------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/snnc/CommandLine.h"

#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <iostream>

namespace snnc::tools {

std::vector<std::string> optionNames(const OptionSpec &option) {
  std::vector<std::string> names;
  for (size_t at = 0; at < option.names.size();) {
    size_t end = std::min(option.names.find(", ", at), option.names.size());
    names.push_back(option.names.substr(at, end - at));
    at = end + 2;
  }
  return names;
}

namespace {

/// The candidate nearest to `word`, or "" if none is near.
std::string nearest(const std::string &word,
                    const std::vector<std::string> &candidates) {
  std::string best;
  unsigned least = 4;
  for (const std::string &candidate : candidates) {
    unsigned distance =
        llvm::StringRef(word).edit_distance(candidate, true, least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

std::string suggestion(const std::string &word,
                       const std::vector<std::string> &candidates) {
  std::string best = nearest(word, candidates);
  return best.empty() ? "" : "; did you mean '" + best + "'?";
}

/// Help texts in a column, wrapped to 80 characters.
void printColumn(const std::string &left, const std::string &text) {
  constexpr size_t kIndent = 26, kWidth = 80;
  std::string line = "  " + left;
  if (line.size() + 1 > kIndent) {
    std::cout << line << "\n";
    line.clear();
  }
  line.resize(kIndent, ' ');
  size_t at = 0;
  while (at < text.size()) {
    size_t end = std::min(text.find(' ', at), text.size());
    std::string word = text.substr(at, end - at);
    if (line.size() + word.size() + 1 > kWidth && line.size() > kIndent) {
      std::cout << line << "\n";
      line = std::string(kIndent, ' ');
    }
    if (line.size() > kIndent)
      line += " ";
    line += word;
    at = end + 1;
  }
  std::cout << line << "\n";
}

void printHelp(const std::string &program, const Command &command) {
  std::cout << "usage: " << program << " " << command.usage << "\n\n"
            << command.help << "\n\noptions:\n";
  for (const OptionSpec &option : command.options)
    printColumn(option.names + (option.value.empty() ? "" : " " + option.value),
                option.help);
  printColumn("-h, --help", "Print this help.");
}

void printOverview(const std::string &overview,
                   const std::vector<Command> &commands) {
  std::cout << "usage: snnc COMMAND ...\n\n" << overview << "\n\ncommands:\n";
  for (const Command &command : commands)
    printColumn(command.name, command.help.substr(0, command.help.find('\n')));
  printColumn("-h, --help", "Print this help; after a command, its own.");
  printColumn("--version", "Print the version.");
}

const OptionSpec &findOption(const Command &command, const std::string &name) {
  std::vector<std::string> all = {"--help"};
  for (const OptionSpec &option : command.options)
    for (const std::string &candidate : optionNames(option)) {
      if (candidate == name)
        return option;
      all.push_back(candidate);
    }
  throw UsageError("unknown option '" + name + "'" + suggestion(name, all));
}

int runCommand(const std::string &program, Command &command,
               const std::vector<std::string> &words) {
  std::vector<std::string> arguments;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string &word = words[i];
    if (word == "-h" || word == "--help") {
      printHelp(program, command);
      return 0;
    }
    if (word.size() < 2 || word[0] != '-') {
      arguments.push_back(word);
      continue;
    }
    size_t equals = word.find('=');
    std::string name = word.substr(0, equals);
    const OptionSpec &option = findOption(command, name);
    std::string value;
    if (option.value.empty()) {
      if (equals != std::string::npos)
        throw UsageError("option '" + name + "' takes no value");
    } else if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else {
      if (++i == words.size())
        throw UsageError("option '" + name + "' needs a value (" +
                         option.value + ")");
      value = words[i];
    }
    try {
      option.set(value);
    } catch (const UsageError &error) {
      throw UsageError("option '" + name + "': " + error.what());
    }
  }
  if (arguments.size() < command.minArguments ||
      arguments.size() > command.maxArguments)
    throw UsageError("usage: " + program + " " + command.usage);
  return command.run(arguments);
}

} // namespace

std::function<void(const std::string &)> assign(std::string &to) {
  return [&to](const std::string &value) { to = value; };
}

std::function<void(const std::string &)> append(std::vector<std::string> &to) {
  return [&to](const std::string &value) { to.push_back(value); };
}

std::function<void(const std::string &)> assignNumber(uint64_t &to) {
  return [&to](const std::string &value) {
    if (llvm::StringRef(value).getAsInteger(0, to))
      throw UsageError("'" + value + "' is not a number of 0 or more");
  };
}

std::function<void(const std::string &)> assignPositive(uint64_t &to) {
  return [&to](const std::string &value) {
    assignNumber(to)(value);
    if (to == 0)
      throw UsageError("must be at least 1");
  };
}

std::function<void(const std::string &)> assignFlag(bool &to) {
  return [&to](const std::string &) { to = true; };
}

std::function<void(const std::string &)>
assignList(std::vector<std::string> &to) {
  return [&to](const std::string &value) {
    to.clear();
    for (size_t at = 0; at <= value.size();) {
      size_t end = std::min(value.find(',', at), value.size());
      if (end == at)
        throw UsageError("'" + value + "' is not a list of names");
      to.push_back(value.substr(at, end - at));
      at = end + 1;
    }
  };
}

int dispatch(int argc, char **argv, const std::string &version,
             const std::string &overview, std::vector<Command> &commands) {
  std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) {
    printOverview(overview, commands);
    return 2;
  }
  std::string first = words[0];
  words.erase(words.begin());
  if (first == "help") {
    if (words.empty())
      first = "--help";
    else {
      first = words[0];
      words = {"--help"};
    }
  }
  if (first == "-h" || first == "--help") {
    printOverview(overview, commands);
    return 0;
  }
  if (first == "--version") {
    std::cout << version << "\n";
    return 0;
  }
  std::vector<std::string> names;
  for (Command &command : commands) {
    if (command.name == first)
      return runCommand("snnc " + command.name, command, words);
    names.push_back(command.name);
  }
  throw UsageError("unknown command '" + first + "'" +
                   suggestion(first, names));
}

int runAlone(int argc, char **argv, Command &command) {
  return runCommand(command.name, command,
                    std::vector<std::string>(argv + 1, argv + argc));
}

} // namespace snnc::tools
