# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""How the tests of the dialects, the passes and the tools are run."""

import os
import sys

import lit.formats

config.name = "snnc"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test", ".s"]
config.excludes = ["Inputs", "CMakeLists.txt", "README.md"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = config.snnc_binary_dir

config.environment["PATH"] = os.pathsep.join(
    [config.snnc_tools_dir, config.llvm_tools_dir, config.environment.get("PATH", "")]
)
for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

models = os.path.join(config.snnc_source_dir, "models")
config.substitutions.append(("%models", models))
config.substitutions.append(("%source", config.snnc_source_dir))
config.substitutions.append(("%python", sys.executable))

# Tests that need a tool say so: "REQUIRES: snnc".
for tool in ("snnc", "snnc-opt", "snnc-lsp-server"):
    if os.path.exists(os.path.join(config.snnc_tools_dir, tool)):
        config.available_features.add(tool)
