# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Small instances of the big networks of neuroscience: in fixed point, on ref and cpu,
they fire at the rates that they have in double precision."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import snnc

pytestmark = pytest.mark.needs_snnc

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
STEPS = 3000


def rates(network: Path, engine: str, outputs: list[str]) -> np.ndarray:
    """Events of each population after the first third, a second and neuron."""
    text = network.read_text()
    options = ["--target", "large"] if engine == "ref" else []
    result = snnc.run(network, engine, steps=STEPS, options=options)
    seconds = STEPS * 2 / 3 * 1e-4
    found = []
    for name in outputs:
        size = re.search(rf"@{name} of @\w+ size (\d+)", text)
        assert size
        later = result.events[name]["step"] >= STEPS // 3
        found.append(later.sum() / int(size[1]) / seconds)
    return np.array(found)


def scaled(name: str, folder: Path, *changes: tuple[str, str]) -> Path:
    text = (EXAMPLES / name).read_text()
    for old, new in changes:
        text, count = re.subn(old, new, text)
        assert count, old
    path = folder / "net.mlir"
    path.write_text(text)
    return path


def brunel(folder: Path, name: str = "brunel") -> Path:
    """A 25th of the neurons, and of the synapses of each, with 5 times the weight."""
    return scaled(
        f"brunel/{name}.mlir",
        folder,
        ("size 10000", "size 400"),
        ("size 2500", "size 100"),
        ("fixed_indegree<1000", "fixed_indegree<40"),
        ("fixed_indegree<250", "fixed_indegree<10"),
        ("weights 0.1", "weights 0.5"),
        ("weights -0.6", "weights -3.0"),
    )


def brunel_stdp(folder: Path) -> Path:
    """The same; excitatory synapses of excitatory neurons keep their weight."""
    for model in ("driven_plastic.mlir", "stdp_fine.mlir"):
        shutil.copy(EXAMPLES / "brunel" / model, folder)
    return brunel(folder, "brunel_stdp")


def cuba(folder: Path) -> Path:
    """An eighth of the neurons, 8 times as dense."""
    return scaled(
        "vogels_abbott/cuba.mlir",
        folder,
        ("size 3200", "size 400"),
        ("size 800", "size 100"),
        ("probability = 0.02", "probability = 0.16"),
    )


@pytest.mark.parametrize("make", [brunel, brunel_stdp, cuba])
def test_two_populations(make: Callable[[Path], Path], tmp_path: Path) -> None:
    network = make(tmp_path)
    real, fixed = (rates(network, engine, ["exc", "inh"]) for engine in ("float", "ref"))
    assert np.all((real > 1) & (real < 60)), real
    np.testing.assert_allclose(fixed, real, rtol=0.2, atol=0.5)


def test_conductances_keep_going() -> None:
    # Smaller ones fall silent.
    found = rates(EXAMPLES / "vogels_abbott" / "coba.mlir", "cpu", ["exc", "inh"])
    assert np.all((found > 10) & (found < 30)), found


def test_microcircuit(tmp_path: Path) -> None:
    # A smaller one, or one without noise, hardly fires.
    options = ["--scale", "0.03", "--poisson", "--longest-delay", "1.5"]
    program = EXAMPLES / "microcircuit" / "microcircuit.py"
    text = subprocess.run(
        [sys.executable, program, *options], capture_output=True, text=True, check=True
    ).stdout
    network = tmp_path / "net.mlir"
    network.write_text(text)
    names = re.findall(r"snn\.output @(\w+)", text)
    assert len(names) == 8
    real, fixed = (rates(network, engine, names) for engine in ("float", "cpu"))
    assert 1 < real.mean() < 10
    np.testing.assert_allclose(fixed, real, rtol=0.3, atol=1.0)


def test_microcircuit_has_its_published_size() -> None:
    program = EXAMPLES / "microcircuit" / "microcircuit.py"
    text = subprocess.run([sys.executable, program], capture_output=True, text=True, check=True)
    neurons = [int(size) for size in re.findall(r"size (\d+)", text.stdout)]
    synapses = [int(count) for count in re.findall(r"fixed_total<(\d+)", text.stdout)]
    assert sum(neurons) == 77169
    assert abs(sum(synapses) - 298.88e6) < 1e4
    assert len(synapses) == 55
