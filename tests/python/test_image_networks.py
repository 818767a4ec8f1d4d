# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""examples/mnist: the committed networks are what network.py writes, and compile."""

import importlib.util
import sys
from pathlib import Path

import pytest

import snnc

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "mnist"
# Under a name of its own: examples/digits has a network.py as well.
spec = importlib.util.spec_from_file_location("image_network", EXAMPLE / "network.py")
assert spec and spec.loader
network = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = network
spec.loader.exec_module(network)


@pytest.mark.parametrize("name", sorted(network.TASKS))
def test_text_is_current(name: str) -> None:
    assert (EXAMPLE / f"{name}.mlir").read_text() == network.text(network.TASKS[name])


@pytest.mark.needs_snnc
@pytest.mark.parametrize("name", sorted(network.TASKS))
def test_network_compiles(name: str, tmp_path: Path) -> None:
    image = tmp_path / "network.img"
    snnc.compile_network(EXAMPLE / f"{name}.mlir", image)
    assert len(snnc.call_json("info", image)["trial"])
