# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Trains the network with surrogate gradients and writes weights/ anew.

For every coding and fold: Adam on the cross-entropy of the last step's
read-out, on all images that are not of the fold. Written are the weights as
raw little-endian float32 (first the hidden layer's [64, hidden], then the
read-out's [hidden, 10]) and accuracies.json. Seeds are fixed; the last digits
of weights may differ where the linear algebra library does.
"""

import argparse
import json
import os
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

import digits
import network
from network import Array, Weights

BATCH = 32
DROPOUT = np.float32(0.4)
LEARNING_RATE = 2e-3
#: Weights stay in the range of 8-bit codes of 7 fractional bits.
LIMIT = np.float32(127 / 128)


class Adam:
    """Adam (Kingma and Ba, 2015) with a learning rate given at each step."""

    def __init__(self, parameters: list[Array]) -> None:
        self.parameters = parameters
        self.mean = [np.zeros_like(p) for p in parameters]
        self.square = [np.zeros_like(p) for p in parameters]
        self.count = 0

    def step(self, gradients: list[Array], rate: float) -> None:
        self.count += 1
        rate *= np.sqrt(1 - 0.999**self.count) / (1 - 0.9**self.count)
        for p, g, m, s in zip(self.parameters, gradients, self.mean, self.square, strict=True):
            m += 0.1 * (g - m)
            s += 0.001 * (g * g - s)
            p -= (rate * m / (np.sqrt(s) + 1e-8)).astype(np.float32)
            np.clip(p, -LIMIT, LIMIT, out=p)


def warped(pixels: digits.Pixels, rng: np.random.Generator) -> digits.Pixels:
    """Each image turned, scaled, sheared and moved a little, with some noise."""
    n = len(pixels)
    images = np.pad(pixels.reshape(n, 8, 8).astype(np.float32), ((0, 0), (2, 2), (2, 2)))
    turn = rng.uniform(-0.1, 0.1, (n, 1, 1))
    scale = rng.uniform(0.94, 1.06, (2, n, 1, 1))
    shear = rng.uniform(-0.1, 0.1, (n, 1, 1))
    move = rng.uniform(-0.4, 0.4, (2, n, 1, 1))
    down, right = np.mgrid[-3.5:4.0, -3.5:4.0][:, None]
    y = (np.cos(turn) * down + np.sin(turn) * right) * scale[0] + move[0]
    x = (np.cos(turn) * right - np.sin(turn) * down + shear * down) * scale[1] + move[1]
    # Bilinear, in the padded image.
    y, x = (np.clip(c + 5.5, 0, 10.999) for c in (y, x))
    row, column = y.astype(int), x.astype(int)
    y, x = y - row, x - column
    image = np.arange(n)[:, None, None]
    top = images[image, row, column] * (1 - x) + images[image, row, column + 1] * x
    bottom = images[image, row + 1, column] * (1 - x) + images[image, row + 1, column + 1] * x
    mixed = top * (1 - y) + bottom * y
    mixed += rng.normal(0, 0.4, mixed.shape) * (mixed > 0)
    return np.clip(np.rint(mixed), 0, digits.LEVELS).astype(np.uint8).reshape(n, -1)


def softmax(x: Array) -> Array:
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def train_fold(data: digits.Digits, coding: str, fold: int, epochs: int) -> Weights:
    folds = digits.fold_of(data.labels)
    pixels, labels = data.pixels[folds != fold], data.labels[folds != fold]
    rng = np.random.default_rng([digits.CODINGS.index(coding), fold])
    # Latency coding brings one event a pixel where rate coding brings several.
    gain = 0.15 if coding == "rate" else 0.6
    weights = Weights(
        rng.normal(0, gain, (digits.PIXELS, network.HIDDEN)).astype(np.float32),
        rng.normal(0, 0.1, (network.HIDDEN, digits.CLASSES)).astype(np.float32),
    )
    adam = Adam([weights.hidden, weights.readout])
    targets = np.eye(digits.CLASSES, dtype=np.float32)[labels] * 0.95 + 0.005
    batches = -(-len(labels) // BATCH)
    for epoch in range(epochs):
        order = rng.permutation(len(labels))
        for i in range(batches):
            rate = LEARNING_RATE * 0.5 * (1 + np.cos(np.pi * (epoch + i / batches) / epochs))
            chosen = order[i * BATCH : (i + 1) * BATCH]
            events = digits.encode(warped(pixels[chosen], rng), coding)
            keep = (rng.random((len(chosen), network.HIDDEN)) >= DROPOUT) / (1 - DROPOUT)
            keep = keep.astype(np.float32)
            trace = network.run(weights, events, keep)
            error = softmax(trace.readout) - targets[chosen]
            error /= np.float32(len(chosen))
            g = network.gradients(weights, trace, error, keep)
            adam.step([g.hidden, g.readout], rate)
    return weights


def quantized(weights: Weights, bits: int) -> Weights:
    """Rounded to `bits`-bit codes with the smallest power-of-two scale that
    holds every weight, as the compiler does it."""

    def rounded(w: Array) -> Array:
        top = 2.0 ** (bits - 1) - 1
        scale = 2.0 ** np.floor(np.log2(top / np.abs(w).max()))
        return (np.rint(w * scale) / scale).astype(np.float32)

    return Weights(rounded(weights.hidden), rounded(weights.readout))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--coding", choices=digits.CODINGS, help="only this coding")
    parser.add_argument("--fold", type=int, choices=range(digits.FOLDS), help="only this fold")
    parser.add_argument("--epochs", type=int, default=300)
    parser.add_argument("--output", type=Path, default=digits.HERE / "weights")
    args = parser.parse_args()
    args.output.mkdir(parents=True, exist_ok=True)

    data = digits.load()
    folds = digits.fold_of(data.labels)
    report_path = args.output / "accuracies.json"
    report = json.loads(report_path.read_text()) if report_path.exists() else {}
    for coding in [args.coding] if args.coding else digits.CODINGS:
        for fold in range(digits.FOLDS) if args.fold is None else [args.fold]:
            start = time.monotonic()
            weights = train_fold(data, coding, fold, args.epochs)
            test = folds == fold
            events = digits.encode(data.pixels[test], coding)
            wrong = {}
            for name, candidate in (("float", weights), ("8 bits", quantized(weights, 8))):
                trace = network.run(candidate, events)
                wrong[name] = int(np.sum(trace.readout.argmax(axis=1) != data.labels[test]))
            images = int(test.sum())
            spikes = float(network.run(weights, events).spikes.sum()) / images
            report.setdefault(coding, {})[f"fold{fold}"] = {
                "images": images,
                "wrong": wrong["float"],
                "wrong_8_bit_weights": wrong["8 bits"],
                "hidden_spikes_per_image": round(spikes, 1),
            }
            blob = weights.hidden.astype("<f4").tobytes() + weights.readout.astype("<f4").tobytes()
            (args.output / f"{coding}_fold{fold}.bin").write_bytes(blob)
            print(
                f"{coding} fold {fold}: {wrong['float']} of {images} wrong "
                f"({1 - wrong['float'] / images:.2%} right), {wrong['8 bits']} with 8-bit weights, "
                f"{spikes:.1f} hidden spikes an image, {time.monotonic() - start:.0f} s",
                flush=True,
            )
    report_path.write_text(json.dumps(report, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
