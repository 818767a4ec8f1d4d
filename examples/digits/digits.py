# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The data of the example: images, folds and the two codings.

Timing is the machine's: an input event of step t reaches the hidden layer in
step t + 1, and the read-out sees the hidden spikes one step after that.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

HERE = Path(__file__).resolve().parent

FOLDS = 5
CLASSES = 10
PIXELS = 64
#: Pixels are integers 0 .. LEVELS.
LEVELS = 16
CODINGS = ("rate", "latency")
#: Steps of one image: 16 of input and two for the way to the read-out.
STEPS = LEVELS + 2

Pixels = npt.NDArray[np.uint8]
Spikes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Digits:
    """pixels [images, 64] in 0 .. 16, row by row; labels [images] in 0 .. 9."""

    pixels: Pixels
    labels: npt.NDArray[np.uint8]


def load() -> Digits:
    """All 1,797 images, in the order of the source."""
    with np.load(HERE / "data" / "digits.npz") as file:
        return Digits(file["pixels"], file["labels"])


def fold_of(labels: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """The fold (0 .. 4) that each image is tested in: stratified by class,
    drawn once from a fixed seed."""
    rng = np.random.default_rng(20240607)
    folds = np.empty(len(labels), np.int64)
    dealt = 0
    for digit in range(CLASSES):
        members = rng.permutation(np.flatnonzero(labels == digit))
        # Go on dealing where the class before stopped, so that folds are even.
        folds[members] = (dealt + np.arange(len(members))) % FOLDS
        dealt += len(members)
    return folds


def encode_rate(pixels: Pixels) -> Spikes:
    """Pixel p emits p evenly spaced events in 16 steps: [images, STEPS, 64]."""
    step = np.arange(LEVELS + 1, dtype=np.int64)
    due = step[None, :, None] * pixels[:, None, :].astype(np.int64) // LEVELS
    spikes = np.zeros((len(pixels), STEPS, PIXELS), np.uint8)
    spikes[:, :LEVELS] = np.diff(due, axis=1)
    return spikes


def encode_latency(pixels: Pixels) -> Spikes:
    """Pixel p > 0 emits one event in step 16 - p: [images, STEPS, 64]."""
    spikes = np.zeros((len(pixels), STEPS, PIXELS), np.uint8)
    image, pixel = np.nonzero(pixels)
    spikes[image, LEVELS - pixels[image, pixel].astype(np.int64), pixel] = 1
    return spikes


def encode(pixels: Pixels, coding: str) -> Spikes:
    """Input events of images in one of CODINGS, an image after the other."""
    return {"rate": encode_rate, "latency": encode_latency}[coding](pixels)
