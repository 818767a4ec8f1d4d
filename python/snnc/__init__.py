# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compile and run spiking networks with snnc, and draw what they did."""

from snnc.tools import (
    ROOT,
    RunResult,
    SnncError,
    call,
    call_json,
    compile_network,
    dense,
    program,
    run,
)

__all__ = [
    "ROOT",
    "RunResult",
    "SnncError",
    "call",
    "call_json",
    "compile_network",
    "dense",
    "program",
    "run",
]
