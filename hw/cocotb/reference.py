# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The bench's network: compiled, as a boot file, and as the reference engine runs it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEPS = 24
INPUTS = 24
STATES = ("cell.v", "cell.y", "readout.v")


def prepare(work: Path, sizes: dict[str, int], snnc: Path, network: Path) -> None:
    """Leaves in `work` what Reference reads."""
    target = work / "target.json"
    target.write_text(json.dumps({**sizes, "name": "bench"}))
    rng = np.random.default_rng(1)
    events = np.argwhere(rng.random((STEPS, INPUTS)) < 0.3)
    np.save(work / "events.npy", events)
    tiles = sizes["meshColumns"] * sizes["meshRows"]

    def call(*words: object) -> None:
        command = [str(word) for word in (snnc, *words)]
        try:
            subprocess.run(command, check=True)
        except OSError as error:
            sys.exit(f"error: {snnc}: {error.strerror}; say with --build where it is")
        except subprocess.CalledProcessError:
            sys.exit(f"error: failed: {' '.join(command)}")

    image = work / "net.img"
    call("compile", network, "--target", target, "--tiles", tiles, "-o", image)
    call("info", image, "--full", "--json", work / "info.json")
    call("boot", image, "-o", work / "net.boot")
    probes = [word for state in STATES for word in ("--probe", state)]
    call(
        *("run", image, "--engine=ref", "--input", work / "events.npy", "--steps", STEPS),
        *("-o", work / "out.npz", "--weights", work / "weights.npz"),
        *(*probes, "--probe-output", work / "probes.npz"),
    )


@dataclass(frozen=True)
class Place:
    """Where a neuron is: physical index in its group, and block of it there."""

    tile: int
    group: int
    physical: int
    part: dict[str, Any]
    block: int


class Reference:
    """What must happen, and where on the chip it is to be seen."""

    def __init__(self, work: Path) -> None:
        self.info: dict[str, Any] = json.loads((work / "info.json").read_text())
        self.lanes: int = self.info["target"]["lanes"]
        self.inputs = np.load(work / "events.npy")
        self.outputs = np.load(work / "out.npz")["cell"]
        self.probes = dict(np.load(work / "probes.npz"))
        weights = np.load(work / "weights.npz")
        self.weights: dict[str, NDArray[np.int64]] = {
            name: weights[f"codes.{name}"] for name in ("forward", "back")
        }

    def population(self, name: str) -> dict[str, Any]:
        return next(p for p in self.info["populations"] if p["name"] == name)

    def place(self, population: dict[str, Any], neuron: int) -> Place:
        """Neurons of the bench lie in a row: logical and physical indices are the same."""
        assert population["inner"] == population["innerPad"] == population["size"]
        part = next(p for p in population["parts"] if p["first"] <= neuron < p["first"] + p["size"])
        group = self.info["tiles"][part["tile"]]["groups"][part["group"]]
        physical = neuron - group["firstBlock"] * self.lanes
        return Place(part["tile"], part["group"], physical, part, physical // self.lanes)

    def state_words(self, name: str) -> Iterator[tuple[int, int, int, int, int]]:
        """By neuron: tile, word of the state memory, low bit, width, binary places."""
        population_name, _, state_name = name.partition(".")
        population = self.population(population_name)
        index = [s["name"] for s in population["states"]].index(state_name)
        state = population["states"][index]
        for neuron in range(population["size"]):
            place = self.place(population, neuron)
            bit = (place.part["states"][index] + place.block) * state["bits"]
            word = bit // 32 * self.lanes + place.physical % self.lanes
            yield place.tile, word, bit % 32, state["bits"], state["frac"]

    def weight_words(self, name: str) -> Iterator[tuple[int, int, int, int, int, int]]:
        """By synapse of dense rows: source, target, tile, word of the synapses, low bit, width."""
        projection = next(p for p in self.info["projections"] if p["name"] == name)
        source = self.info["populations"][projection["source"]]
        target = self.info["populations"][projection["target"]]
        for part in projection["parts"]:
            tile = self.info["tiles"][part["tile"]]
            group = tile["groups"][part["sourceGroup"]]
            row = tile["descriptors"][part["descriptor"]]
            assert row["format"] == 0 and part["subs"] == 1
            home = target["parts"][part["targetPart"]]
            width, entry = 1 << row["weightLog2"], 1 << row["entryLog2"]
            for i in range(source["size"]):
                physical = i - group["firstBlock"] * self.lanes
                axon = tile["axons"][
                    group["axonBase"] + part["firstSub"] * group["axonStride"] + physical
                ]
                for k in range(home["size"]):
                    block, lane = divmod(k, self.lanes)
                    unit = (block - axon["baseBlock"]) * (self.lanes if row["skewed"] else 1)
                    bit = (axon["address"] + unit) * entry
                    bank = (lane + (physical if row["skewed"] else 0)) % self.lanes
                    word = bit // 32 * self.lanes + bank
                    yield i, home["first"] + k, part["tile"], word, bit % 32, width
