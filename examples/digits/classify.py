# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The main job: one fold of the digits on several engines, with a report.

Compiles the network, classifies the test images on the un-quantized network,
on the reference engine and on the chip under Verilator, and compares the
state digests of the last two in every step of every image.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import digits
import engines
import snnc
from engines import Outcome, Prepared
from snnc import plot

#: Images in the picture.
PICTURED = 10


def summary(outcome: Outcome) -> dict[str, Any]:
    images = len(outcome.answers)
    counters = outcome.report["counters"]
    return {
        "engine": outcome.engine,
        "images": images,
        "wrong": int(outcome.wrong.sum()),
        "accuracy": outcome.accuracy,
        "inputEventsPerImage": (counters["events"] - len(outcome.spikes)) / images,
        "hiddenSpikesPerImage": len(outcome.spikes) / images,
        "synapticOpsPerImage": counters["synapticOps"] / images,
        "cyclesPerImage": counters["cycles"] / images,
        "saturations": counters["saturations"],
        "seconds": outcome.seconds,
    }


def print_table(rows: list[dict[str, Any]]) -> None:
    print(
        "engine  accuracy  wrong  hidden spikes  synaptic operations  cycles    time\n"
        "                              an image             an image  an image"
    )
    for row in rows:
        cycles = f"{row['cyclesPerImage']:8.0f}" if row["cyclesPerImage"] else "       -"
        print(
            f"{row['engine']:6s} {row['accuracy']:8.2%} {row['wrong']:7d} "
            f"{row['hiddenSpikesPerImage']:13.1f} {row['synapticOpsPerImage']:20.0f}  "
            f"{cycles} {row['seconds']:6.1f} s"
        )


def compare(prepared: Prepared, first: Outcome, other: Outcome) -> bool:
    """Whether the digests of two engines agree in every step; says so."""
    pair = f"{first.engine} and {other.engine}"
    if first.digests == other.digests:
        print(f"{pair}: equal digests in all {len(first.digests)} steps")
        return True
    step = next(
        (i for i, (a, b) in enumerate(zip(first.digests, other.digests, strict=False)) if a != b),
        min(len(first.digests), len(other.digests)),
    )
    print(f"{pair} DIFFER from step {step} (image {step // digits.STEPS}) on", file=sys.stderr)
    # Lockstep names the variable, the instruction and the source line.
    try:
        snnc.call(
            "cosim",
            prepared.image,
            f"--engines={first.engine},{other.engine}",
            "--input",
            prepared.events,
            "--sample-steps",
            str(digits.STEPS),
            "--quiet",
        )
    except snnc.SnncError as error:
        print(error, file=sys.stderr)
    return False


def picture(path: Path, prepared: Prepared, outcome: Outcome) -> None:
    """Raster of the first images: input, hidden spikes, read-out."""
    steps = PICTURED * digits.STEPS
    with np.load(prepared.events) as file:
        inputs: npt.NDArray[np.uint8] = file["pixels"][:steps]
    shown = outcome.spikes[outcome.spikes["step"] < steps]
    hidden = np.zeros((len(inputs), int(outcome.spikes["index"].max(initial=0)) + 1), bool)
    hidden[shown["step"], shown["index"]] = True
    answers = " ".join(str(a) for a in outcome.answers[:PICTURED])
    labels = " ".join(str(a) for a in prepared.labels[:PICTURED])
    plot.raster(
        path,
        {"input": inputs, "hidden": hidden},
        {"read-out": outcome.readout[:PICTURED].reshape(-1, digits.CLASSES)},
        title=f"digits, {prepared.coding} coding, on {outcome.engine}: "
        f"images of {labels}, answered {answers}",
        marks=np.arange(0, len(inputs), digits.STEPS),
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Classifies one fold of the digits on several engines."
    )
    parser.add_argument("--coding", choices=digits.CODINGS, default="rate")
    parser.add_argument("--fold", type=int, choices=range(digits.FOLDS), default=0)
    parser.add_argument("--images", type=int, help="only so many images of the fold")
    parser.add_argument("--engines", default="float,ref,rtl", help="default: %(default)s")
    parser.add_argument("--target", default="tile", help="target description (%(default)s)")
    parser.add_argument("--output", type=Path, default=Path("out/digits"), help="folder")
    args = parser.parse_args()

    try:
        prepared = engines.prepare(args.coding, args.fold, args.output, args.images, args.target)
        print(
            f"{args.coding} coding, fold {args.fold}: {len(prepared.labels)} images "
            f"of {digits.STEPS} steps; image {prepared.image}"
        )
        outcomes = [engines.classify(prepared, name) for name in args.engines.split(",")]
    except snnc.SnncError as error:
        print(error, file=sys.stderr)
        return 1
    rows = [summary(outcome) for outcome in outcomes]
    print_table(rows)
    exact = [outcome for outcome in outcomes if outcome.digests]
    equal = [compare(prepared, exact[0], other) for other in exact[1:]]
    path = args.output / f"{args.coding}_fold{args.fold}.png"
    picture(path, prepared, outcomes[-1])
    report = args.output / f"{args.coding}_fold{args.fold}.json"
    report.write_text(
        json.dumps(
            {"coding": args.coding, "fold": args.fold, "equal": all(equal), "engines": rows},
            indent=2,
        )
        + "\n"
    )
    print(f"picture {path}\nreport  {report}")
    return 0 if all(equal) else 1


if __name__ == "__main__":
    sys.exit(main())
