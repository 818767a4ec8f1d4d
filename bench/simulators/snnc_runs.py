# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Workloads as snnc runs them: texts from examples/, seeded anew where asked."""

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import microcircuit
import snnc
from simulators import process
from simulators.workloads import DT, Brunel, Circuit, Cuba, Workload

EXAMPLES = snnc.ROOT / "examples"


@dataclass(frozen=True)
class Network:
    """A text on disk and what it says of its size."""

    path: Path
    #: Neurons by population.
    sizes: dict[str, int]

    def options(self, engine: str, steps: int, *more: str) -> list[str | Path]:
        models = ["--models", EXAMPLES / "brunel"]
        return [self.path, f"--engine={engine}", *models, "--steps", str(steps), "--quiet", *more]


def steps(seconds: float) -> int:
    return round(seconds * 1000 / DT)


def reseeded(text: str, seed: int) -> str:
    """The network with all of its seeds changed; as it is for 0."""
    return re.sub(r"seed = (\d+)", lambda found: f"seed = {int(found[1]) + 1000 * seed}", text)


def text_of(network: Cuba | Brunel | Circuit) -> str:
    if isinstance(network, Cuba):
        return (EXAMPLES / "vogels_abbott" / "cuba.mlir").read_text()
    if isinstance(network, Circuit):
        made = microcircuit.circuit(network.scale, network.poisson)
        return "\n".join(microcircuit.lines(made, DT, microcircuit.LONGEST_DELAY, 8, 1))
    states = {(6.0, 1.2): "brunel", (5.0, 2.0): "brunel_37hz"}
    name = "brunel_stdp" if network.plastic else states[network.g, network.eta]
    text = (EXAMPLES / "brunel" / f"{name}.mlir").read_text()
    if not network.connected:
        lines = text.splitlines(keepends=True)
        text = "".join(line for line in lines if "snn.projection" not in line)
    return text


def write(workload: Workload, folder: Path, seed: int = 0) -> Network:
    text = reseeded(text_of(workload.network), seed)
    path = folder / f"{workload.name}-{seed}.mlir"
    path.write_text(text)
    found = re.findall(r"snn\.population @(\w+) of @\w+ size (\d+)", text)
    return Network(path, {name: int(size) for name, size in found})


def synapses(network: Cuba | Brunel | Circuit) -> int:
    """How many there are, of drawn ones their mean."""
    if isinstance(network, Circuit):
        return int(microcircuit.circuit(network.scale, network.poisson).synapses.sum())
    if isinstance(network, Cuba):
        return round(network.probability * sum(network.sizes) ** 2)
    return sum(network.sizes) * sum(network.inputs) if network.connected else 0


def weights(network: Network, seconds: float) -> list[float]:
    """Mean and deviation of weights that learn, as parts of the greatest."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "weights.npz"
        more = ["--threads", "1", "--weights", str(file)]
        snnc.call("run", *network.options("cpu", steps(seconds), *more))
        with np.load(file) as arrays:
            found = arrays["exc_exc"]
    return [float(found.mean()), float(found.std())]


@dataclass(frozen=True)
class Measured:
    """Of a second of model time, after `warm`."""

    cpu: float
    #: Of the whole run: the clock's time between two runs is too uneven on a busy machine.
    wall: float
    #: Events a second and neuron.
    rate: float
    rates: dict[str, float]
    #: Bytes that were resident at the most, of each process.
    peaks: list[int]


def measure(
    network: Network, warm: float, seconds: float, threads: int, launcher: Sequence[str] = ()
) -> Measured:
    """Processor time by the difference of two runs, one of which is the other's beginning."""
    reports, peaks = [], []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        for time in (warm, warm + seconds):
            more = ["--threads", str(threads), "--json", str(file)]
            command = [snnc.program(), "run", *network.options("cpu", steps(time), *more)]
            peaks = process.peaks(command, launcher)
            reports.append(json.loads(file.read_text()))
    before, after = reports

    def a_second(*names: str) -> float:
        first, last = before, after
        for name in names:
            first, last = first.get(name, 0), last.get(name, 0)
        return (last - first) / seconds

    rates = {name: a_second("events", name) / size for name, size in network.sizes.items()}
    return Measured(
        a_second("cpuSeconds"),
        after["seconds"] / (warm + seconds),
        a_second("counters", "events") / sum(network.sizes.values()),
        rates,
        peaks,
    )
