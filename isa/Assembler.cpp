//===- Assembler.cpp - Text to words ----------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "isa/Assembler.h"

#include "isa/Program.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace snnc::isa {

namespace {

/// A comma-separated part of a line, without the blanks around it.
struct Part {
  std::string_view text;
  unsigned column = 1;
};

bool isBlank(char c) { return std::isspace(static_cast<unsigned char>(c)); }

Part trim(std::string_view line, size_t first, size_t last) {
  while (first < last && isBlank(line[first]))
    ++first;
  while (last > first && isBlank(line[last - 1]))
    --last;
  return {line.substr(first, last - first), unsigned(first + 1)};
}

/// Sign and magnitude; decimal, or hexadecimal after 0x.
std::optional<int64_t> parseNumber(std::string_view text) {
  bool negative = !text.empty() && text[0] == '-';
  if (negative)
    text.remove_prefix(1);
  unsigned base = 10;
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    base = 16;
    text.remove_prefix(2);
  }
  if (text.empty() || text.size() > 16)
    return std::nullopt;
  uint64_t value = 0;
  for (char c : text) {
    auto u = static_cast<unsigned char>(c);
    if (!(base == 16 ? std::isxdigit(u) : std::isdigit(u)))
      return std::nullopt;
    value =
        value * base + (std::isdigit(u) ? c - '0' : std::tolower(u) - 'a' + 10);
  }
  if (value > (uint64_t(1) << 62))
    return std::nullopt;
  return negative ? -int64_t(value) : int64_t(value);
}

std::optional<unsigned> parseRegister(std::string_view text) {
  if (text.size() < 2 || text.size() > 3 || text[0] != 'r' ||
      !std::isdigit(static_cast<unsigned char>(text[1])))
    return std::nullopt;
  std::optional<int64_t> number = parseNumber(text.substr(1));
  if (!number || *number >= int64_t(registerCount))
    return std::nullopt;
  return unsigned(*number);
}

class LineParser {
public:
  LineParser(std::string_view line, unsigned number, Assembly &out)
      : line(line.substr(0, line.find(';'))), number(number), out(out) {}

  void parse() {
    Part all = trim(line, 0, line.size());
    if (all.text.empty())
      return;
    size_t start = all.column - 1, stop = start;
    while (stop < line.size() && !isBlank(line[stop]))
      ++stop;
    Part mnemonic = trim(line, start, stop);
    splitOperands(stop);
    if (mnemonic.text == ".word")
      return parseWord(mnemonic);
    info = lookup(mnemonic.text);
    if (!info)
      return fail(mnemonic,
                  "unknown instruction '" + std::string(mnemonic.text) + "'");
    if (parsePositional(mnemonic) && parseNamed() && checkMissing(mnemonic))
      push(mnemonic);
  }

private:
  void splitOperands(size_t from) {
    if (trim(line, from, line.size()).text.empty())
      return;
    for (;;) {
      size_t comma = line.find(',', from);
      size_t stop = std::min(comma, line.size());
      parts.push_back(trim(line, from, stop));
      if (comma == std::string_view::npos)
        return;
      from = comma + 1;
    }
  }

  void parseWord(const Part &mnemonic) {
    Part part = parts.size() == 1 ? parts[0] : mnemonic;
    std::string_view digits = part.text;
    bool isHex = parts.size() == 1 && digits.size() > 2 &&
                 digits.size() <= 18 && digits.substr(0, 2) == "0x";
    uint64_t value = 0;
    for (size_t i = 2; isHex && i < digits.size(); ++i) {
      auto u = static_cast<unsigned char>(digits[i]);
      isHex = std::isxdigit(u);
      value = value << 4 |
              uint64_t(std::isdigit(u) ? u - '0' : std::tolower(u) - 'a' + 10);
    }
    if (!isHex)
      return fail(part, "'.word' takes one number, 0x and up to 16 digits");
    out.words.push_back(value);
    out.lines.push_back(number);
  }

  /// Registers and operand B, in the order of the manual.
  bool parsePositional(const Part &mnemonic) {
    for (const OperandInfo &operand : *info) {
      bool isB = operand.kind == OperandKind::B;
      if (operand.kind != OperandKind::Register && !isB)
        continue;
      std::string what =
          std::string(isB ? "a register or a number" : "a register") + " (" +
          operand.name + ")";
      if (next == parts.size())
        return fail(mnemonic,
                    std::string("'") + info->mnemonic + "' needs " + what),
               false;
      const Part &part = parts[next++];
      if (std::optional<unsigned> reg = parseRegister(part.text)) {
        setRegister(operand, *reg);
        continue;
      }
      std::optional<int64_t> value;
      if (isB)
        value = parseNumber(part.text);
      if (!value)
        return fail(part, "expected " + what + ", registers are r0 to r" +
                              std::to_string(registerCount - 1)),
               false;
      int64_t least =
          operand.immSigned ? -(int64_t(1) << (operand.immBits - 1)) : 0;
      int64_t most = (int64_t(1) << (operand.immBits - operand.immSigned)) - 1;
      if (*value < least || *value > most)
        return fail(part, "immediate " + std::to_string(*value) +
                              " is outside " + std::to_string(least) + " to " +
                              std::to_string(most)),
               false;
      instruction.bimm = true;
      instruction.imm = int32_t(*value);
    }
    return true;
  }

  void setRegister(const OperandInfo &operand, unsigned reg) {
    if (operand.kind == OperandKind::B)
      instruction.rb = reg;
    else if (operand.lo == field::RdLsb)
      instruction.rd = reg;
    else if (operand.lo == field::RaLsb)
      instruction.ra = reg;
    else if (operand.lo == field::RbLsb)
      instruction.rb = reg;
    else
      instruction.rc = reg;
  }

  bool parseNamed() {
    for (; next < parts.size(); ++next) {
      const Part &part = parts[next];
      if (part.text == "last" && info->op != Opcode::End) {
        if (instruction.last)
          return fail(part, "'last' is given twice"), false;
        instruction.last = true;
        continue;
      }
      size_t equals = part.text.find('=');
      bool hasValue = equals != std::string_view::npos;
      Part name =
          trim(line, part.column - 1,
               part.column - 1 + (hasValue ? equals : part.text.size()));
      const OperandInfo *operand = info->operand(name.text);
      bool isFlag = operand && operand->kind == OperandKind::Flag;
      if (!operand || (operand->kind != OperandKind::Value && !isFlag))
        return fail(part, std::string("'") + info->mnemonic + "' has no '" +
                              std::string(name.text) + "'"),
               false;
      if (std::find(given.begin(), given.end(), operand) != given.end())
        return fail(part,
                    std::string("'") + operand->name + "' is given twice"),
               false;
      given.push_back(operand);
      if (isFlag == hasValue)
        return fail(part, std::string("'") + operand->name +
                              (isFlag ? "' is a flag, without a value"
                                      : "' needs a value: name=value")),
               false;
      if (isFlag) {
        setValue(*operand, 1);
        continue;
      }
      Part value =
          trim(line, part.column + equals, part.column - 1 + part.text.size());
      if (!parseValue(*operand, value))
        return false;
    }
    return true;
  }

  bool parseValue(const OperandInfo &operand, const Part &part) {
    if (operand.values) {
      std::string names;
      for (uint64_t i = operand.min; i <= operand.max; ++i) {
        const char *name = operand.values[i - operand.min];
        if (part.text == name) {
          setValue(operand, i);
          return true;
        }
        names += (names.empty() ? "" : ", ") + std::string(name);
      }
      fail(part, std::string("'") + operand.name + "' is one of " + names);
      return false;
    }
    std::optional<int64_t> value = parseNumber(part.text);
    if (!value || *value < int64_t(operand.min) ||
        *value > int64_t(operand.max)) {
      fail(part, std::string("'") + operand.name + "' is a number from " +
                     std::to_string(operand.min) + " to " +
                     std::to_string(operand.max));
      return false;
    }
    setValue(operand, uint64_t(*value));
    return true;
  }

  void setValue(const OperandInfo &operand, uint64_t value) {
    if (operand.lo == field::ShLsb)
      instruction.sh = uint8_t(value);
    else if (operand.lo == field::RndLsb)
      instruction.rnd = Rounding(value);
    else if (operand.lo == field::SatLsb)
      instruction.sat = value;
    else
      instruction.imm =
          int32_t(uint32_t(instruction.imm) | uint32_t(value << operand.lo));
  }

  bool checkMissing(const Part &mnemonic) {
    for (const OperandInfo &operand : *info) {
      bool isNamed = operand.kind == OperandKind::Value ||
                     operand.kind == OperandKind::Flag;
      if (!isNamed || operand.optional ||
          std::find(given.begin(), given.end(), &operand) != given.end())
        continue;
      fail(mnemonic, std::string("'") + info->mnemonic + "' needs " +
                         operand.name + "=...");
      return false;
    }
    return true;
  }

  void push(const Part &mnemonic) {
    instruction.op = info->op;
    uint64_t word = 0;
    std::string error;
    if (!encode(instruction, word, error))
      return fail(mnemonic, error);
    out.words.push_back(word);
    out.lines.push_back(number);
  }

  void fail(const Part &part, std::string message) {
    out.errors.push_back({number, part.column, std::move(message)});
  }

  std::string_view line;
  unsigned number;
  Assembly &out;
  std::vector<Part> parts;
  size_t next = 0;
  const OpcodeInfo *info = nullptr;
  std::vector<const OperandInfo *> given;
  Instruction instruction;
};

} // namespace

std::string AssemblyError::str(const std::string &origin) const {
  return origin + ":" + std::to_string(line) + ":" + std::to_string(column) +
         ": error: " + message;
}

Assembly assemble(std::string_view text, bool check, ProgramKind kind) {
  Assembly result;
  unsigned line = 1;
  for (size_t from = 0; from <= text.size(); ++line) {
    size_t stop = std::min(text.find('\n', from), text.size());
    LineParser(text.substr(from, stop - from), line, result).parse();
    from = stop + 1;
  }
  if (check && result.errors.empty())
    for (ProgramError &error : checkProgram(result.words, kind)) {
      unsigned where =
          error.index < result.lines.size() ? result.lines[error.index] : 1;
      result.errors.push_back({where, 1, std::move(error.message)});
    }
  if (!result.errors.empty()) {
    result.words.clear();
    result.lines.clear();
  }
  return result;
}

} // namespace snnc::isa
