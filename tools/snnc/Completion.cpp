//===- Completion.cpp - Completion of command lines by shells ---*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/snnc/Completion.h"

#include "runtime/Factory.h"
#include "tools/snnc/Compiler.h"

namespace snnc::tools {

namespace {

using Words = std::vector<std::string>;

std::string joined(const Words &words, const std::string &between) {
  std::string all;
  for (const std::string &word : words)
    all += (all.empty() ? "" : between) + word;
  return all;
}

/// What the value of an option can be; empty: a file, or anything.
Words valuesOf(const OptionSpec &option) {
  const std::string name = optionNames(option).back();
  if (name == "--engine" || name == "--engines")
    return runtime::engineNames();
  if (name == "--target" && option.value == "T") {
    Words names = targetNames();
    names.push_back(kCpuTarget);
    return names;
  }
  if (name == "--rows")
    return {"auto", "dense", "indexed"};
  if (name == "--emit")
    return {"snn", "fixed", "ucode", "core", "image"};
  return {};
}

Words optionsOf(const Command &command) {
  Words all = {"-h", "--help"};
  for (const OptionSpec &option : command.options)
    for (const std::string &name : optionNames(option))
      all.push_back(name);
  return all;
}

Words namesOf(const std::vector<Command> &commands) {
  Words names = {"--help", "--version"};
  for (const Command &command : commands)
    names.push_back(command.name);
  return names;
}

std::string firstLine(const std::string &text) {
  return text.substr(0, text.find('\n'));
}

/// In single quotes, for any shell.
std::string quoted(const std::string &text) {
  std::string safe = "'";
  for (char c : text)
    safe += c == '\'' ? "'\\''" : std::string(1, c);
  return safe + "'";
}

std::string bashScript(const std::vector<Command> &commands) {
  std::string script =
      R"(# bash completion of snnc; source <(snnc completion bash)
_snnc() {
  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"
  local words=
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W ')" +
      joined(namesOf(commands), " ") +
      R"(' -- "$word"))
    return
  fi
  case "${COMP_WORDS[1]} $before" in
)";
  for (const Command &command : commands)
    for (const OptionSpec &option : command.options)
      if (Words values = valuesOf(option); !values.empty())
        script += "  '" + command.name + " " + optionNames(option).back() +
                  "') words='" + joined(values, " ") + "' ;;\n";
  script += R"(  esac
  if [[ -z "$words" && "$word" == -* ]]; then
    case "${COMP_WORDS[1]}" in
)";
  for (const Command &command : commands)
    script += "    " + command.name + ") words='" +
              joined(optionsOf(command), " ") + "' ;;\n";
  script += R"(    esac
  fi
  if [[ -n "$words" ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _snnc snnc
)";
  return script;
}

/// In zsh's descriptions brackets and colons have a meaning.
std::string describedZsh(const std::string &text) {
  std::string safe;
  for (char c : text)
    safe += std::string(c == '[' || c == ']' || c == ':' ? "\\" : "") + c;
  return safe;
}

std::string zshScript(const std::vector<Command> &commands) {
  std::string script = "#compdef snnc\n# zsh completion of snnc; put it as "
                       "_snnc into a folder of $fpath\n_snnc() {\n"
                       "  local -a commands=(\n";
  for (const Command &command : commands)
    script +=
        "    " +
        quoted(command.name + ":" + describedZsh(firstLine(command.help))) +
        "\n";
  script += "  )\n  if ((CURRENT == 2)); then\n"
            "    _describe command commands\n    return\n  fi\n"
            "  case \"$words[2]\" in\n";
  for (const Command &command : commands) {
    script += "  " + command.name + ")\n    _arguments \\\n";
    for (const OptionSpec &option : command.options)
      for (const std::string &name : optionNames(option)) {
        std::string spec =
            "*" + name + "[" + describedZsh(firstLine(option.help)) + "]";
        Words values = valuesOf(option);
        if (!values.empty())
          spec += ":" + option.value + ":(" + joined(values, " ") + ")";
        else if (!option.value.empty())
          spec += ":" + describedZsh(option.value) + ":_files";
        script += "      " + quoted(spec) + " \\\n";
      }
    script += "      '*:file:_files'\n    ;;\n";
  }
  return script + "  esac\n}\n_snnc \"$@\"\n";
}

std::string fishScript(const std::vector<Command> &commands) {
  std::string script = "# fish completion of snnc; snnc completion fish | "
                       "source\n";
  for (const Command &command : commands) {
    script += "complete -c snnc -n __fish_use_subcommand -a " + command.name +
              " -d " + quoted(firstLine(command.help)) + "\n";
    for (const OptionSpec &option : command.options) {
      script += "complete -c snnc -n '__fish_seen_subcommand_from " +
                command.name + "'";
      for (const std::string &name : optionNames(option))
        script += name.rfind("--", 0) == 0 ? " -l " + name.substr(2)
                                           : " -s " + name.substr(1);
      if (!option.value.empty())
        script += " -r";
      if (Words values = valuesOf(option); !values.empty())
        script += " -f -a " + quoted(joined(values, " "));
      script += " -d " + quoted(firstLine(option.help)) + "\n";
    }
  }
  return script;
}

} // namespace

std::string completionScript(const std::string &shell,
                             const std::vector<Command> &commands) {
  if (shell == "bash")
    return bashScript(commands);
  if (shell == "zsh")
    return zshScript(commands);
  if (shell == "fish")
    return fishScript(commands);
  throw UsageError("no completion for '" + shell +
                   "'; there is one for bash, zsh and fish");
}

} // namespace snnc::tools
