# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Calls of the snnc program."""

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy.typing as npt

ROOT = Path(__file__).resolve().parents[2]

Array = npt.NDArray[Any]


class SnncError(RuntimeError):
    """snnc ended with an error; the text is what it said."""


@dataclass
class RunResult:
    """What a run left. With samples, arrays have a leading axis for them."""

    #: Output populations: the payload of each event, 0 where there is none,
    #: [steps, neurons]. `emitted` tells an event of payload 0 from none.
    events: dict[str, Array]
    #: Probes in real units, [steps, neurons].
    probes: dict[str, Array]
    #: What `snnc run --json` wrote: counters, digests, times.
    report: dict[str, Any] = field(default_factory=dict)


def program() -> Path:
    """The snnc program: $SNNC, or build/bin/snnc of this tree."""
    return Path(os.environ.get("SNNC", ROOT / "build" / "bin" / "snnc"))


def call(*arguments: str | Path) -> str:
    """Runs snnc and returns what it printed; raises SnncError if it fails."""
    path = program()
    if not path.exists():
        raise SnncError(f"{path} is missing; build it with scripts/build")
    done = subprocess.run(
        [str(path), *map(str, arguments)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise SnncError(done.stderr.strip() or f"snnc ended with {done.returncode}")
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
