//===- Csv.cpp - Events as text ---------------------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "image/Error.h"
#include "runtime/files/EventInput.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>

namespace snnc::runtime {

namespace {

std::vector<std::string> split(const std::string &line) {
  std::vector<std::string> cells(1);
  for (char c : line) {
    if (c == ',')
      cells.emplace_back();
    else if (c != '\r' && c != ' ' && c != '\t')
      cells.back() += c;
  }
  return cells;
}

int64_t integerCell(const std::string &cell, const std::string &where) {
  errno = 0;
  char *end = nullptr;
  long long value = std::strtoll(cell.c_str(), &end, 10);
  if (cell.empty() || *end || errno == ERANGE)
    throw Error(where + "'" + cell + "' is not an integer");
  return value;
}

uint64_t countCell(const std::string &cell, const std::string &where) {
  int64_t value = integerCell(cell, where);
  if (value < 0)
    throw Error(where + "negative number " + cell);
  return static_cast<uint64_t>(value);
}

} // namespace

void readEventCsv(EventInput &input, const std::string &path,
                  uint32_t population) {
  std::ifstream file(path);
  if (!file)
    throw Error(path + ": cannot open");
  std::string line;
  if (!std::getline(file, line))
    throw Error(path + ": empty; expected a header step,population,index,"
                       "payload");
  std::vector<std::string> header = split(line);
  auto column = [&](const char *name) {
    auto it = std::find(header.begin(), header.end(), name);
    return it == header.end() ? -1 : int(it - header.begin());
  };
  int step = column("step"), of = column("population"), index = column("index"),
      payload = column("payload");
  for (const std::string &name : header)
    if (name != "step" && name != "population" && name != "index" &&
        name != "payload")
      throw Error(path + ":1: unknown column '" + name +
                  "'; the header is step,population,index,payload");
  if (step < 0 || index < 0)
    throw Error(path + ":1: the header needs the columns step and index");

  for (uint64_t row = 2; std::getline(file, line); ++row) {
    std::string where = path + ":" + std::to_string(row) + ": ";
    std::vector<std::string> cells = split(line);
    if (cells.size() == 1 && cells[0].empty())
      continue;
    if (cells.size() != header.size())
      throw Error(where + std::to_string(cells.size()) +
                  " cells; the header "
                  "has " +
                  std::to_string(header.size()));
    uint32_t to = population;
    if (to == ~0u)
      to = of >= 0 ? input.populationOf(path + ":" + std::to_string(row),
                                        cells[size_t(of)])
                   : input.onlyInput(path);
    uint64_t t = countCell(cells[size_t(step)], where);
    uint64_t i = countCell(cells[size_t(index)], where);
    std::string value = payload < 0 ? "1" : cells[size_t(payload)];
    if (value.find_first_of(".eEnN") == std::string::npos) {
      input.addInteger(path, row, t, to, i, integerCell(value, where));
      continue;
    }
    char *end = nullptr;
    double real = std::strtod(value.c_str(), &end);
    if (*end)
      throw Error(where + "'" + value + "' is not a number");
    input.addReal(path, row, t, to, i, real);
  }
  if (file.bad())
    throw Error(path + ": cannot read");
}

} // namespace snnc::runtime
