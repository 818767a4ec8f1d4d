# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the images of a fold as input events, one image after the other.

The file is .npz with one array `pixels` [images * STEPS, 64], named as the
network's input; 1 is an event. `snnc run --sample-steps` resets the network
before each image. The labels go to NAME.labels.npy beside it.
"""

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt

import digits


def write(coding: str, fold: int, path: Path, limit: int | None = None) -> npt.NDArray[np.uint8]:
    """Writes the first `limit` (default: all) test images of a fold and
    returns their labels."""
    data = digits.load()
    chosen = np.flatnonzero(digits.fold_of(data.labels) == fold)[:limit]
    events = digits.encode(data.pixels[chosen], coding)
    np.savez_compressed(path, pixels=events.reshape(-1, digits.PIXELS))
    return data.labels[chosen]


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes the images of a fold as input events.")
    parser.add_argument("--coding", choices=digits.CODINGS, default="rate")
    parser.add_argument("--fold", type=int, choices=range(digits.FOLDS), default=0)
    parser.add_argument("--images", type=int, help="only so many")
    parser.add_argument("output", type=Path, help="an .npz file")
    args = parser.parse_args()
    labels = write(args.coding, args.fold, args.output, args.images)
    np.save(args.output.with_suffix(".labels.npy"), labels)
    print(f"{args.output}: {len(labels)} images of {digits.STEPS} steps")


if __name__ == "__main__":
    main()
