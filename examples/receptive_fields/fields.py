# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Receptive fields by STDP: competing neurons learn what handwritten digits look
like, without labels.

Shows the pictures of four fifths of the 8 x 8 digits of examples/digits, three times,
draws the weights before and after, gives each neuron the class it fires for most, and
classifies the last fifth by that. On request ref and the chip learn the first
pictures in lockstep.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt

import snnc

HERE = Path(__file__).resolve().parent

sys.path.insert(0, str(HERE.parent / "digits"))

import digits  # noqa: E402

Array = npt.NDArray[Any]

NEURONS = 64
SHOWN = 60
#: With the steps of nothing in which the sources' traces decay.
STEPS = 80
#: Input spikes a step, the same for all pictures.
RATE = 1.5


def encode(pixels: Array) -> dict[str, Array]:
    """Pictures [n, 64] as events [n * STEPS, neurons] of the two inputs.

    A pixel fires regularly, at a rate in proportion to its share of the picture's
    sum, from a phase of its own: pixels in phase would make all neurons' sums equal.
    """
    rates = RATE * pixels / pixels.sum(1, keepdims=True)
    phase = np.random.default_rng(1).random(pixels.shape[1])
    level = phase + rates[:, None, :] * np.arange(SHOWN + 1)[None, :, None]
    events = np.zeros((len(pixels), STEPS, pixels.shape[1]), np.uint8)
    events[:, :SHOWN] = np.diff(np.floor(level), axis=1)
    frame = np.zeros((len(pixels), STEPS, 1), np.uint8)
    frame[:, 0] = 1
    return {"pixels": events.reshape(-1, pixels.shape[1]), "frame": frame.reshape(-1, 1)}


def later(inputs: dict[str, Array], step: int) -> dict[str, Array]:
    """The same events as records (step, index), from `step` on."""
    records = {}
    for name, raster in inputs.items():
        steps, index = np.nonzero(raster)
        records[name] = np.column_stack([steps + step, index])
    return records


def answers(image: Path, engine: str, state: Path, step: int, pixels: Array) -> Array:
    """Spikes [pictures, NEURONS] with learning off, from a state saved after `step`
    steps."""
    steps = len(pixels) * STEPS
    options = ["--quiet", "--no-learning", "--restore", state]
    inputs = later(encode(pixels), step)
    events = snnc.run(image, engine, inputs, steps=steps, options=options).events["neurons"]
    events["step"] -= step
    return snnc.dense(events, steps, NEURONS).reshape(len(pixels), STEPS, NEURONS).sum(1)


def draw(path: Path, weights: Array) -> None:
    """Weights [64, NEURONS] as a picture of fields."""
    figure, axes = plt.subplots(8, 8, figsize=(6, 6), layout="constrained")
    for neuron, panel in enumerate(axes.flat):
        panel.imshow(weights[:, neuron].reshape(8, 8), cmap="gray", vmin=0, vmax=1)
        panel.axis("off")
    figure.savefig(path, dpi=100)
    plt.close(figure)


@dataclass
class Outcome:
    """What the neurons have come to stand for."""

    #: Right answers of those tested, %.
    accuracy: float
    #: Share of a neuron's spikes that go to the class it stands for.
    selectivity: float
    #: Weights [64, NEURONS].
    weights: Array
    report: dict[str, Any]


def judge(
    train: Array, train_labels: Array, test: Array, test_labels: Array
) -> tuple[float, float]:
    """Accuracy in % and selectivity, from spikes [pictures, NEURONS]."""
    by_class = np.stack([train[train_labels == c].sum(0) for c in range(10)])
    stands_for = by_class.argmax(0)
    total = np.maximum(by_class.sum(0), 1)
    votes = np.zeros((len(test), 10))
    for neuron in range(NEURONS):
        votes[:, stands_for[neuron]] += test[:, neuron] / total[neuron]
    chosen = np.where(votes.any(1), votes.argmax(1), -1)
    return (
        100.0 * float((chosen == test_labels).mean()),
        float((by_class.max(0) / total)[by_class.any(0)].mean()),
    )


def learn(folder: Path, engine: str = "ref", epochs: int = 3, seed: int = 1) -> Outcome:
    """Learns, tests, leaves weights and pictures in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    data = digits.load()
    pixels = data.pixels.reshape(len(data.labels), -1).astype(float)
    tested = digits.fold_of(data.labels) == 0
    order = np.random.default_rng(seed).permutation(np.flatnonzero(~tested))
    image, state, weights = folder / "fields.img", folder / "state", folder / "weights.npz"
    snnc.compile_network(HERE / "fields.mlir", image)

    options = ["--quiet", "--weights", weights]
    snnc.run(image, engine, encode(pixels[:1]), options=[*options, "--no-learning"])
    with np.load(weights) as file:
        draw(folder / "before.png", file["fields"])
    shown = encode(pixels[np.concatenate([order] * epochs)])
    result = snnc.run(image, engine, shown, options=[*options, "--save", state])
    with np.load(weights) as file:
        learned = file["fields"]
    draw(folder / "after.png", learned)

    step = len(shown["frame"])
    accuracy, selectivity = judge(
        answers(image, engine, state, step, pixels[order]),
        data.labels[order],
        answers(image, engine, state, step, pixels[tested]),
        data.labels[tested],
    )
    return Outcome(accuracy, selectivity, learned, result.report)


def lockstep(folder: Path, pictures: int) -> None:
    """ref and rtl learn the first pictures, with all state compared in each step."""
    folder.mkdir(parents=True, exist_ok=True)
    data = digits.load()
    inputs = folder / "lockstep.npz"
    pixels = data.pixels.reshape(len(data.labels), -1).astype(float)
    np.savez_compressed(inputs, **encode(pixels[:pictures]))
    network = HERE / "fields.mlir"
    print(snnc.call("cosim", network, "--engines=ref,rtl", "--input", inputs, "--quiet").strip())


def main() -> None:
    parser = argparse.ArgumentParser(description="Learns receptive fields of digits by STDP.")
    parser.add_argument("--engine", choices=("ref", "rtl"), default="ref")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1, help="of the order of the pictures")
    parser.add_argument("--lockstep", type=int, metavar="N", help="compare ref and rtl on N first")
    parser.add_argument("--output", type=Path, default=Path("out/receptive_fields"))
    args = parser.parse_args()
    if args.lockstep:
        lockstep(args.output, args.lockstep)
    outcome = learn(args.output, args.engine, args.epochs, args.seed)
    print(f"right of the test pictures: {outcome.accuracy:.1f} %")
    print(f"of a neuron's spikes go to its class: {100 * outcome.selectivity:.0f} %")
    print(f"weights before and after: {args.output}/before.png, after.png")


if __name__ == "__main__":
    main()
