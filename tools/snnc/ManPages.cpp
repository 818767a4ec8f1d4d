//===- ManPages.cpp - Manual pages of the commands --------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/snnc/ManPages.h"

#include "image/Container.h"
#include "image/Error.h"

#include <filesystem>

namespace snnc::tools {

namespace {

/// Text as troff takes it literally.
std::string plain(const std::string &text) {
  std::string safe;
  bool begins = true;
  for (char c : text) {
    if (begins && (c == '.' || c == '\''))
      safe += "\\&";
    if (c == '\\')
      safe += "\\e";
    else if (c == '-')
      safe += "\\-";
    else
      safe += c;
    begins = c == '\n';
  }
  return safe;
}

std::string heading(const std::string &name, const std::string &version) {
  return ".TH " + name + " 1 \"\" \"" + version + "\" \"snnc\"\n";
}

std::string upper(std::string text) {
  for (char &c : text)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string firstLine(const std::string &text) {
  return text.substr(0, text.find('\n'));
}

std::string page(const Command &command, const std::string &version) {
  const std::string name = "snnc-" + command.name;
  std::string text = heading(upper(name), version);
  text += ".SH NAME\n" + plain(name) + " \\- " +
          plain(firstLine(command.help)) + "\n";
  text += ".SH SYNOPSIS\n.B snnc " + plain(command.name) + "\n" +
          plain(command.usage) + "\n";
  text += ".SH DESCRIPTION\n" + plain(command.help) + "\n.SH OPTIONS\n";
  auto option = [&](const std::string &names, const std::string &value,
                    const std::string &help) {
    text += ".TP\n.B " + plain(names);
    if (!value.empty())
      text += " \\fI" + plain(value) + "\\fR";
    text += "\n" + plain(help) + "\n";
  };
  for (const OptionSpec &spec : command.options)
    option(spec.names, spec.value, spec.help);
  option("-h, --help", "", "Print the help.");
  text += ".SH EXIT STATUS\n0 if all went well, 1 after an error that was "
          "printed, 2 for a wrong command line, 130 if a run was stopped.\n";
  return text + ".SH SEE ALSO\n.BR snnc (1)\n";
}

std::string overviewPage(const std::string &version,
                         const std::string &overview,
                         const std::vector<Command> &commands) {
  std::string text = heading("SNNC", version);
  text += ".SH NAME\nsnnc \\- compiler and runtime of spiking networks\n"
          ".SH SYNOPSIS\n.B snnc\n.I COMMAND\n[ARGUMENT]...\n"
          ".SH DESCRIPTION\n" +
          plain(overview) + "\n.SH COMMANDS\n";
  for (const Command &command : commands)
    text += ".TP\n.BR snnc\\-" + plain(command.name) + " (1)\n" +
            plain(firstLine(command.help)) + "\n";
  return text;
}

void write(const std::filesystem::path &path, const std::string &text) {
  image::writeFileAtomically(path.string(), text.data(), text.size());
}

} // namespace

size_t writeManPages(const std::string &folder, const std::string &version,
                     const std::string &overview,
                     const std::vector<Command> &commands) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error)
    throw Error(folder + ": cannot be made: " + error.message());
  const std::filesystem::path to = folder;
  write(to / "snnc.1", overviewPage(version, overview, commands));
  for (const Command &command : commands)
    write(to / ("snnc-" + command.name + ".1"), page(command, version));
  return commands.size() + 1;
}

} // namespace snnc::tools
