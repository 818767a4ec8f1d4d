//===- Doctor.h - What is installed and what is missing ---------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_TOOLS_SNNC_DOCTOR_H
#define SNNC_TOOLS_SNNC_DOCTOR_H

#include <string>

namespace snnc::tools {

/// Says what this installation can do, what it lacks and how to get that, and
/// runs a small network on all engines. Returns 1 if something that snnc itself
/// needs is missing or wrong; what only some commands need is told alone.
int runDoctor(const std::string &version, const std::string &json);

} // namespace snnc::tools

#endif // SNNC_TOOLS_SNNC_DOCTOR_H
