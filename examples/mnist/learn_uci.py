# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Learns the 8 x 8 digits of examples/digits from nothing.

Trains uci.mlir on four fifths of the images, an image at a time, evaluates on
the last fifth after each epoch, and leaves the learned image behind. On request
the chip learns the first of them as well, in lockstep with the reference engine.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np

import snnc

HERE = Path(__file__).resolve().parent

sys.path.insert(0, str(HERE.parent / "digits"))

import digits  # noqa: E402

#: Halvings of the learning rates, by epoch.
SETTINGS = ("rate=0.5@6", "rate=0.25@10", "rate=0.125@13")
EPOCHS = 15


def learn(folder: Path, fold: int = 0, engine: str = "ref", seed: int = 1) -> dict[str, Any]:
    """Returns the report of `snnc train`; learned.img and the data are left in
    `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    data = digits.load()
    tested = digits.fold_of(data.labels) == fold
    for name, chosen in (("train", ~tested), ("test", tested)):
        np.save(folder / f"{name}.npy", data.pixels[chosen])
        np.save(folder / f"{name}.labels.npy", data.labels[chosen])
    settings = [item for setting in SETTINGS for item in ("--set", setting)]
    return snnc.call_json(
        "train",
        HERE / "uci.mlir",
        f"--engine={engine}",
        f"--seed={seed}",
        f"--epochs={EPOCHS}",
        "--data",
        folder / "train.npy",
        "--labels",
        folder / "train.labels.npy",
        "--eval",
        folder / "test.npy",
        "--eval-labels",
        folder / "test.labels.npy",
        "--output",
        folder / "learned.img",
        "--quiet",
        *settings,
    )


def lockstep(folder: Path, images: int) -> dict[str, Any]:
    """Trains on the first images on both integer engines, all of whose weights,
    traces and states must be equal in every step."""
    return snnc.call_json(
        "cosim",
        HERE / "uci.mlir",
        "--engines=ref,rtl",
        "--data",
        folder / "train.npy",
        "--labels",
        folder / "train.labels.npy",
        "--samples",
        f"0:{images}",
        "--quiet",
    )


def percent(score: dict[str, int]) -> float:
    return 100.0 * score["right"] / score["shown"]


def main() -> None:
    parser = argparse.ArgumentParser(description="Learns the 8 x 8 digits from nothing.")
    parser.add_argument("--output", type=Path, default=snnc.ROOT / "out" / "learn")
    parser.add_argument("--fold", type=int, choices=range(digits.FOLDS), default=0)
    parser.add_argument("--engine", choices=("ref", "rtl"), default="ref")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lockstep", type=int, metavar="N", help="N images on ref and rtl")
    args = parser.parse_args()
    report = learn(args.output, args.fold, args.engine, args.seed)
    for i, epoch in enumerate(report["epochs"], 1):
        print(
            f"epoch {i:2}: {percent(epoch['trained']):6.2f} % right while training,"
            f" {percent(epoch['evaluated']):6.2f} % of the test images"
        )
    each = 1e3 * report["seconds"] / report["samplesTrained"]
    print(
        f"{report['samplesTrained']} samples in {report['seconds']:.1f} s ({each:.2f} ms each),"
        f" {report['synapseUpdates']} synapse updates; learned: {args.output / 'learned.img'}"
    )
    if args.lockstep:
        outcome = lockstep(args.output, args.lockstep)
        print(f"{args.lockstep} images learned on ref and rtl: equal in {outcome['steps']} steps")


if __name__ == "__main__":
    main()
