# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs of networks that learn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

import snnc

Array = npt.NDArray[np.float64]


@dataclass
class Learned:
    run: snnc.RunResult
    #: Weights and synapse variables at the end, in real numbers: "p", "p.v".
    arrays: dict[str, Array]

    def emitted(self, population: str, steps: int, neurons: int) -> Array:
        """1 where an event was [steps, neurons]."""
        array = np.zeros((steps, neurons))
        if population in self.run.events:
            events = self.run.events[population]
            array[events["step"], events["index"]] = 1
        return array


def settings(modulators: Mapping[str, Mapping[int, float]]) -> list[str | Path]:
    """Options for values by step, of modulators with range [-1, 1]."""
    options: list[str | Path] = []
    for name, values in modulators.items():
        for step, value in values.items():
            # 16 bits for [-2, 2).
            options += ["--modulator", f"{name}={round(value * 2**14)}@{step}"]
    return options


def learn(
    network: Path,
    engine: str,
    inputs: Mapping[str, npt.NDArray[np.generic]],
    *,
    probes: Sequence[str] = (),
    modulators: Mapping[str, Mapping[int, float]] | None = None,
) -> Learned:
    """Runs a network; `modulators` as for settings()."""
    file = network.with_name("learned.npz")
    options = ["--weights", file, *settings(modulators or {})]
    run = snnc.run(network, engine, inputs, probes=probes, options=options)
    with np.load(file) as arrays:
        return Learned(run, dict(arrays))
