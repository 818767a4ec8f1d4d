# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Classifies the images of a fold on an engine of snnc."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import digits
import encode
import networks
import snnc

#: The probe of the network that holds the answer.
READOUT = "readout"


@dataclass
class Prepared:
    """Files of a fold: the compiled network and its input."""

    coding: str
    fold: int
    folder: Path
    image: Path
    events: Path
    labels: npt.NDArray[np.uint8]
    #: The compiler's report.
    report: dict[str, Any]


@dataclass
class Outcome:
    """What an engine made of the images."""

    engine: str
    answers: npt.NDArray[np.int64]
    wrong: npt.NDArray[np.bool_]
    #: Read-out, [images, STEPS, 10].
    readout: npt.NDArray[np.float64]
    #: Hidden spikes: records (step, index, payload).
    spikes: npt.NDArray[Any]
    #: Digest after each step; none from the float engine.
    digests: list[str]
    report: dict[str, Any]
    seconds: float

    @property
    def accuracy(self) -> float:
        return 1.0 - float(self.wrong.mean())


def prepare(
    coding: str, fold: int, folder: Path, images: int | None = None, target: str = "tile"
) -> Prepared:
    """Writes network, image and input of a fold to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{coding}_fold{fold}"
    network = networks.write(coding, fold, folder / f"{stem}.mlir")
    image = folder / f"{stem}.img"
    report = snnc.compile_network(
        network, image, ["--target", target, "--report", folder / f"{stem}.formats.txt"]
    )
    events = folder / f"{stem}.events.npz"
    labels = encode.write(coding, fold, events, images)
    return Prepared(coding, fold, folder, image, events, labels, report)


def classify(prepared: Prepared, engine: str) -> Outcome:
    """Runs all images, an image a sample."""
    start = time.monotonic()
    digest_file = prepared.folder / f"{prepared.coding}_fold{prepared.fold}.{engine}.digests"
    options: list[str | Path] = ["--quiet"]
    if engine != "float":
        options += ["--digests", digest_file]
    result = snnc.run(
        prepared.image,
        engine,
        prepared.events,
        probes=[READOUT],
        sample_steps=digits.STEPS,
        options=options,
    )
    readout = result.probes[READOUT].reshape(-1, digits.STEPS, digits.CLASSES)
    answers = readout[:, -1].argmax(axis=1)
    return Outcome(
        engine,
        answers,
        answers != prepared.labels,
        readout,
        result.events["hidden"],
        digest_file.read_text().split() if engine != "float" else [],
        result.report,
        time.monotonic() - start,
    )
