# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Tests that run snnc are left out where it is not built, unless $SNNC_REQUIRE
says that it must be."""

import os

import pytest

import snnc


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if snnc.program().exists() or os.environ.get("SNNC_REQUIRE"):
        return
    missing = pytest.mark.skip(reason=f"{snnc.program()} is not built (scripts/build)")
    for item in items:
        if "needs_snnc" in item.keywords:
            item.add_marker(missing)
