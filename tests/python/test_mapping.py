# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Results do not depend on where a network was put: on the reference engine the
state digest after each step is that of one tile, on any number of tiles and for
any seed of the mapping; and the Verilated mesh and native code on threads have the
digests of the reference engine."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import learning
import snnc
import test_rules

pytestmark = pytest.mark.needs_snnc

TILES = "1,2,4,9,16"
SEEDS = (1, 2, 3)
#: Seeds and tiles that the Verilated mesh is given.
RTL = ((1, 4), (2, 16))
EXAMPLES = snnc.ROOT / "examples"

Inputs = Mapping[str, npt.NDArray[np.generic]]


def check(network: Path, folder: Path, inputs: Inputs, options: Sequence[str | Path] = ()) -> None:
    events = folder / "inputs.npz"
    np.savez(events, **inputs)
    alone = folder / "tile.img"
    snnc.call("compile", network, "--target", "tile", "-o", alone)
    arguments = ["--input", events, "--quiet", *options]
    for seed in SEEDS:
        mapping = ["--target", "medium", "--tiles", TILES, "--map-seed", str(seed)]
        report = snnc.call_json("cosim", alone, network, *mapping, *arguments)
        assert report["equal"]
        assert report["steps"] == len(next(iter(inputs.values())))
        assert report["counters"][0]["synapticOps"] > 100
    for seed, tiles in RTL:
        mapping = ["--target", "medium", "--tiles", str(tiles), "--map-seed", str(seed)]
        report = snnc.call_json("cosim", network, "--engines=ref,rtl", *mapping, *arguments)
        assert report["equal"]
    for threads in ("1", "3"):
        options_cpu = ["--engines=ref,cpu", "--threads", threads]
        assert snnc.call_json("cosim", network, *options_cpu, *arguments)["equal"]
    # What was compared was spread.
    image = folder / "spread.img"
    snnc.call("compile", network, "--target", "medium", "--tiles", "4", "-o", image)
    assert snnc.call("info", image) != snnc.call("info", alone)


def active(sizes: Mapping[str, int], steps: int = 30, rate: float = 0.2) -> Inputs:
    rng = np.random.default_rng(7)
    return {name: (rng.random((steps, n)) < rate).astype(np.int8) for name, n in sizes.items()}


CONNECTIVITIES = {
    "dense": "#snn.dense weights #snn.uniform<-0.1, 0.3, seed = 1>",
    "dense_one_weight": "#snn.dense weights 0.05 : f64 delay 3",
    "dense_one_bit": "#snn.dense weights #snn.uniform<-0.1, 0.1, seed = 1> bits 1",
    "random": "#snn.random<probability = 0.1, seed = 2> weights #snn.normal<0.2, 0.1, seed = 3>",
    "filled": "#snn.random<probability = 0.9, seed = 2> weights #snn.uniform<-0.1, 0.2, seed = 3>",
    "one_to_one": "#snn.one_to_one weights 0.9 : f64 delay 2",
    "sparse": "#snn.sparse<dense<[[0, 90], [0, 9], [89, 1], [7, 8], [7, 8], [64, 64]]>"
    " : tensor<6x2xi64>> weights 0.9 : f64 delay dense<[5, 1, 2, 4, 3, 1]> : tensor<6xi64>",
}


@pytest.mark.parametrize("kind", CONNECTIVITIES)
def test_connectivity(kind: str, tmp_path: Path) -> None:
    network = tmp_path / "net.mlir"
    bits = "" if "bits" in CONNECTIVITIES[kind] else " bits 8"
    network.write_text(
        f"""snn.network @net dt 1.0 {{
  snn.input @x size 97
  snn.population @a of @lif_delta size 97
  snn.population @b of @alif size 97
  snn.projection @drive from @x to @a port @in #snn.one_to_one weights 1.5 : f64 bits 8
  snn.projection @p from @a to @b port @in {CONNECTIVITIES[kind]}{bits}
  snn.projection @r from @a to @a port @in {CONNECTIVITIES[kind]}{bits}
  snn.projection @q from @b to @a port @in {CONNECTIVITIES[kind]}{bits}
  snn.output @b
}}
"""
    )
    check(network, tmp_path, active({"x": 97}))


CONVOLUTIONS = {
    "padded": (
        "input = [7, 6, 2], kernel = [3, 2, 3, 3], stride = [1, 1], padding = [1, 1]",
        84,
        126,
        "",
        "",
    ),
    "strided": (
        "input = [9, 8, 2], kernel = [5, 2, 3, 2], stride = [2, 2], padding = [0, 0]",
        144,
        80,
        " delay 4",
        "",
    ),
    "wide": (
        "input = [4, 5, 3], kernel = [10, 3, 2, 3], stride = [1, 2], padding = [1, 1]",
        60,
        150,
        "",
        "",
    ),
    "one_bit": (
        "input = [6, 6, 1], kernel = [3, 1, 3, 3], stride = [1, 1], padding = [0, 0]",
        36,
        48,
        " bits 1",
        "",
    ),
    "packed": (
        "input = [7, 6, 2], kernel = [8, 2, 3, 3], stride = [1, 1], padding = [1, 1]",
        84,
        336,
        "",
        ' {core.layout = "packed"}',
    ),
    "one_position": (
        "input = [3, 3, 2], kernel = [20, 2, 3, 3], stride = [1, 1], padding = [0, 0]",
        18,
        20,
        "",
        "",
    ),
}


@pytest.mark.parametrize("kind", CONVOLUTIONS)
def test_convolution(kind: str, tmp_path: Path) -> None:
    shape, sources, targets, more, layout = CONVOLUTIONS[kind]
    bits = "" if "bits" in more else " bits 8"
    network = tmp_path / "net.mlir"
    network.write_text(
        f"""snn.network @net dt 1.0 {{
  snn.input @x size {sources}
  snn.population @a of @lif_delta size {sources}
  snn.population @b of @lif_delta size {targets}{layout}
  snn.population @c of @leaky_integrator size 10
  snn.projection @drive from @x to @a port @in #snn.one_to_one weights 1.5 : f64 bits 8
  snn.projection @p from @a to @b port @in #snn.conv<{shape}>
      weights #snn.uniform<-0.3, 0.7, seed = 4>{more}{bits}
  snn.projection @q from @b to @c port @in #snn.dense
      weights #snn.uniform<-0.1, 0.1, seed = 5> bits 8
  snn.output @b
}}
"""
    )
    check(network, tmp_path, active({"x": sources}))


SPARSE = "#snn.random<probability = 0.4, seed = 3> weights 0.25 : f64"


@pytest.mark.parametrize("connectivity", ["dense", "sparse"])
@pytest.mark.parametrize("case", test_rules.CASES, ids=test_rules._id)
def test_rule(
    case: test_rules.Case, connectivity: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Several blocks, so that there is something to cut.
    monkeypatch.setattr(test_rules, "SOURCES", 37)
    monkeypatch.setattr(test_rules, "TARGETS", 43)
    steps = 90
    monkeypatch.setattr(test_rules, "STEPS", steps)
    setup = test_rules.Setup(case, tmp_path, bits=8)
    if connectivity == "sparse":
        text = setup.network.read_text()
        begin, end = text.index("#snn.dense"), text.index(" delay 1\n")
        setup.network.write_text(text[:begin] + SPARSE + text[end:])
    check(setup.network, tmp_path, setup.inputs, learning.settings(setup.modulators))


def test_recurrent_learning(tmp_path: Path) -> None:
    """A population that learns from itself: its homes lie in windows on it."""
    network = tmp_path / "net.mlir"
    network.write_text(
        """snn.network @net dt 1.0 {
  snn.input @x size 50
  snn.population @a of @lif_delta_traced size 75
  snn.projection @drive from @x to @a port @in #snn.random<probability = 0.2, seed = 5>
      weights 0.6 : f64 bits 8
  snn.projection @p from @a to @a port @in #snn.dense
      weights #snn.uniform<0.0, 0.1, seed = 1> bits 8 learn @stdp_pair_additive
  snn.projection @q from @a to @a port @in #snn.random<probability = 0.2, seed = 2>
      weights 0.125 : f64 delay 2 bits 8 learn @stdp_pair_multiplicative
  snn.output @a
}
"""
    )
    check(network, tmp_path, active({"x": 50}))


def test_driven_modulator(tmp_path: Path) -> None:
    """Events of a population that is spread are one sum on every tile."""
    network = tmp_path / "net.mlir"
    network.write_text(
        """snn.network @net dt 1.0 {
  snn.modulator @dopamine = 0.0 range [0.0, 40.0] driven by @reward falls
  snn.input @x size 50
  snn.population @reward of @lif_delta size 40
  snn.population @a of @lif_delta_traced size 45
  snn.projection @drive from @x to @reward port @in #snn.random<probability = 0.2, seed = 5>
      weights 0.6 : f64 bits 8
  snn.projection @p from @x to @a port @in #snn.dense
      weights #snn.uniform<0.1, 0.3, seed = 1> bits 8 learn @stdp_reward
  snn.output @a
}
"""
    )
    check(network, tmp_path, active({"x": 50}))


EXAMPLE_INPUTS: dict[str, dict[str, int]] = {
    "digits/digits_rate": {"pixels": 64},
    "two_choice/choice": {"stimulus": 50, "noise_left": 10, "noise_right": 10},
    "receptive_fields/fields": {"pixels": 64, "frame": 1},
    "mnist/uci": {"pixels": 64, "labels": 10},
}
EXAMPLE_SIGNALS = {"two_choice/choice": "dopamine", "mnist/uci": "update"}


@pytest.mark.parametrize("name", EXAMPLE_INPUTS)
def test_example(name: str, tmp_path: Path) -> None:
    options: list[str | Path] = []
    if signal := EXAMPLE_SIGNALS.get(name):
        options = learning.settings({signal: {t: 1.0 for t in range(8, 30, 7)}})
    check(EXAMPLES / f"{name}.mlir", tmp_path, active(EXAMPLE_INPUTS[name]), options)
