# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Calls of the snnc program."""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parents[2]

Array = npt.NDArray[Any]

#: Seconds that one call may take; $SNNC_LIMIT for long runs.
LIMIT = float(os.environ.get("SNNC_LIMIT", "900"))


class SnncError(RuntimeError):
    """snnc ended with an error; the text is what it said."""


@dataclass
class RunResult:
    """What a run left behind."""

    #: Events of each output population: records (step, index, payload).
    events: dict[str, Array]
    #: Probes by the name they were asked for, in real units, [steps, neurons].
    probes: dict[str, Array]
    #: What `snnc run --json` wrote.
    report: dict[str, Any]


def program() -> Path:
    """The snnc program: $SNNC, or build/bin/snnc of this tree."""
    return Path(os.environ.get("SNNC", ROOT / "build" / "bin" / "snnc"))


def call(*arguments: str | Path) -> str:
    """Runs snnc and returns what it printed; raises SnncError if it fails."""
    path = program()
    if not path.exists():
        raise SnncError(f"{path} is missing; build it with scripts/build")
    try:
        done = subprocess.run(
            [str(path), *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            timeout=LIMIT,
        )
    except subprocess.TimeoutExpired as error:
        raise SnncError(f"snnc {arguments[0]} did not end within {LIMIT} s") from error
    if done.returncode != 0:
        said = done.stderr.strip() or done.stdout.strip()
        raise SnncError(said or f"snnc ended with {done.returncode}")
    return done.stdout


def call_json(*arguments: str | Path) -> dict[str, Any]:
    """Runs snnc with --json and returns that report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        call(*arguments, "--json", path)
        return json.loads(path.read_text())


def compile_network(
    network: Path, image: Path, options: Sequence[str | Path] = ()
) -> dict[str, Any]:
    """Compiles a network's text to an image and returns the report."""
    return call_json("compile", network, "-o", image, *options)


def run(
    network: Path,
    engine: str,
    inputs: Mapping[str, Array] | Path | None = None,
    *,
    steps: int = 0,
    probes: Sequence[str] = (),
    sample_steps: int = 0,
    options: Sequence[str | Path] = (),
) -> RunResult:
    """Runs a network's text or an image.

    `inputs`: for each input an array [steps, neurons], 0 for no event (integers
    are payloads, real numbers are rounded to the input's format), or a file.
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output.npz"
        arguments: list[str | Path] = ["run", network, f"--engine={engine}", "--output", output]
        if isinstance(inputs, Path):
            arguments += ["--input", inputs]
        elif inputs:
            np.savez(Path(folder) / "input.npz", **inputs)
            arguments += ["--input", Path(folder) / "input.npz"]
        if steps:
            arguments += ["--steps", str(steps)]
        if sample_steps:
            arguments += ["--sample-steps", str(sample_steps)]
        for probe in probes:
            arguments += ["--probe", probe]
        report = call_json(*arguments, *options)
        with np.load(output) as file:
            arrays = dict(file)
    recorded = {name: arrays.pop(name) for name in probes if name in arrays}
    return RunResult(arrays, recorded, report)


def dense(events: Array, steps: int, neurons: int) -> Array:
    """Records (step, index, payload) as payloads [steps, neurons], 0 for none."""
    array = np.zeros((steps, neurons), events["payload"].dtype)
    array[events["step"], events["index"]] = events["payload"]
    return array
