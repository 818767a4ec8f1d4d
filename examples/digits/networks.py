# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the network text of a coding and a fold.

digits_rate.mlir and digits_latency.mlir are committed: fold 0 of each. The
other folds differ in the file of the weights alone.
"""

import argparse
import hashlib
import os
from pathlib import Path

import digits
import network

TEXT = """\
// Handwritten digits, {coding} coding, weights of fold {fold}. Written by networks.py.
//
// An image takes {steps} steps: {levels} of input, and two until the last event has
// reached the read-out, whose largest membrane in the last step is the answer.
snn.network @digits_{coding} dt 1.0 {{
  snn.input @pixels size {pixels}
  snn.population @hidden of @lif_delta size {hidden} params {{tau_m = {tau_hidden} : f64}}
  snn.population @digits of @leaky_integrator size {classes} params {{tau_m = {tau_readout} : f64}}

  snn.projection @to_hidden from @pixels to @hidden port @in #snn.dense
      weights #snn.blob<"{file}", 0, tensor<{pixels}x{hidden}xf32>,
                        "{sha_hidden}"> delay 1 bits 8
  snn.projection @to_digits from @hidden to @digits port @in #snn.dense
      weights #snn.blob<"{file}", {offset}, tensor<{hidden}x{classes}xf32>,
                        "{sha_readout}"> delay 1 bits 8

  snn.output @hidden
  snn.probe @readout of @digits state @v
}}
"""


def weights_file(coding: str, fold: int) -> Path:
    return digits.HERE / "weights" / f"{coding}_fold{fold}.bin"


def text(coding: str, fold: int, folder: Path) -> str:
    """The network, to be written in `folder` (blobs are named relative to it)."""
    blob = weights_file(coding, fold)
    data = blob.read_bytes()
    offset = digits.PIXELS * network.HIDDEN * 4
    return TEXT.format(
        coding=coding,
        fold=fold,
        steps=digits.STEPS,
        levels=digits.LEVELS,
        pixels=digits.PIXELS,
        hidden=network.HIDDEN,
        classes=digits.CLASSES,
        tau_hidden=network.TAU_HIDDEN,
        tau_readout=network.TAU_READOUT,
        file=os.path.relpath(blob, folder.resolve()),
        offset=offset,
        sha_hidden=hashlib.sha256(data[:offset]).hexdigest(),
        sha_readout=hashlib.sha256(data[offset:]).hexdigest(),
    )


def write(coding: str, fold: int, path: Path) -> Path:
    path.write_text(text(coding, fold, path.parent))
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes the network text of a coding and a fold.")
    parser.add_argument("--coding", choices=digits.CODINGS, default="rate")
    parser.add_argument("--fold", type=int, choices=range(digits.FOLDS), default=0)
    parser.add_argument("--output", type=Path, help="default: digits_CODING.mlir beside this file")
    args = parser.parse_args()
    output = args.output or digits.HERE / f"digits_{args.coding}.mlir"
    print(write(args.coding, args.fold, output))


if __name__ == "__main__":
    main()
