# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The other simulators, each run in a process under the Python of its own environment."""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

import snnc
from simulators.process import output
from simulators.workloads import Workload

FOLDER = snnc.ROOT / "out" / "bench"
#: Neuron and ms of each spike, by population.
Spikes = dict[str, tuple[np.ndarray, np.ndarray]]


def python() -> Path:
    """$SNNC_PEERS, or the environment that bench/peers --setup makes."""
    return Path(os.environ.get("SNNC_PEERS", FOLDER / "venv")) / "bin" / "python"


def missing(name: str) -> str:
    """Why a simulator can not be run, or nothing."""
    if not python().exists():
        return f"{python()} is missing; make it with bench/peers --setup"
    found = subprocess.run([python(), "-c", f"import {name}"], capture_output=True, check=False)
    return "" if found.returncode == 0 else f"{python()} can not import {name}"


def measure(
    name: str, workload: Workload, seconds: float, seed: int = 1, spikes: Path | None = None
) -> dict[str, Any]:
    """One run; what its program printed."""
    program = [python(), "-m", f"simulators.{name}_runs", workload.name]
    command = [*program, "--seconds", str(seconds), "--warm", str(workload.warm)]
    command += ["--seed", str(seed)]
    if name == "brian2":
        command += ["--folder", FOLDER / "brian2"]
    if spikes:
        command += ["--spikes", spikes]
    return json.loads(output(command).splitlines()[-1])


def recorded(
    name: str, workload: Workload, seconds: float, seed: int = 1
) -> tuple[dict[str, Any], Spikes]:
    """One run of NEST with its spikes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "spikes.npz"
        report = measure(name, workload, seconds, seed, file)
        with np.load(file) as arrays:
            names = {array.removesuffix(".ms") for array in arrays if array.endswith(".ms")}
            spikes = {p: (arrays[f"{p}.neuron"], arrays[f"{p}.ms"]) for p in names}
    return report, spikes
