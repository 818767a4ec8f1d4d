# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Learns evidence accumulation by e-prop, and tests it on fresh trials.

On request ref and the chip first learn some trials in lockstep.
"""

import argparse
from pathlib import Path

import cues
import numpy as np

import snnc

HERE = Path(__file__).resolve().parent

#: The factor on all learning rates in each quarter of the training.
FACTORS = (1.0, 0.7, 0.4, 0.15)


def prepare(folder: Path, seed: int) -> Path:
    """Compiles the network with the initial weights of `seed`."""
    folder.mkdir(parents=True, exist_ok=True)
    image = folder / f"cues{seed}.img"
    snnc.compile_network(cues.write(folder, seed), image, ["--models", HERE])
    return image


def save(folder: Path, name: str, count: int, seed: int) -> list[str | Path]:
    """Writes trials, returns the paths of spikes and sides."""
    spikes, sides = cues.trials(count, seed)
    paths = [folder / f"{name}.npy", folder / f"{name}.sides.npy"]
    np.save(paths[0], spikes)
    np.save(paths[1], sides)
    return list(paths)


def learn(folder: Path, seed: int, count: int, tested: int, engine: str = "ref") -> float:
    """Trains on `count` trials, each shown once, and returns the share of right answers
    in % on `tested` others."""
    image = prepare(folder, seed)
    spikes, sides = save(folder, f"train{seed}", count, seed)
    fresh, answers = save(folder, f"test{seed}", tested, 1000 + seed)
    data: list[str | Path] = ["--data", spikes, "--labels", sides, "--quiet"]
    quarter = count // len(FACTORS)
    for part, factor in enumerate(FACTORS):
        chosen = ["--samples", f"{part * quarter}:{(part + 1) * quarter}"]
        options = [f"--engine={engine}", f"--seed={seed}", "--set", f"rate={factor}@1", "-o", image]
        snnc.call("train", image, *data, *chosen, *options)
    report = snnc.call_json(
        "train", image, *data, "--epochs", "0", "--eval", fresh, "--eval-labels", answers
    )
    return 100.0 * report["evaluated"]["right"] / report["evaluated"]["shown"]


def lockstep(folder: Path, count: int) -> str:
    """What cosim says of `count` trials learned by ref and rtl."""
    image = prepare(folder, 1)
    spikes, sides = save(folder, "lockstep", count, 1)
    arguments: list[str | Path] = ["--engines=ref,rtl", "--data", spikes, "--labels", sides]
    return snnc.call("cosim", image, *arguments, "--quiet").strip()


def main() -> None:
    parser = argparse.ArgumentParser(description="Learns evidence accumulation by e-prop.")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], help="of weights and trials")
    parser.add_argument("--trials", type=int, default=1600)
    parser.add_argument("--tested", type=int, default=1000)
    parser.add_argument("--lockstep", type=int, metavar="N", help="compare ref and rtl on N trials")
    parser.add_argument("--output", type=Path, default=Path("out/cue_accumulation"))
    args = parser.parse_args()
    if args.lockstep:
        print(lockstep(args.output, args.lockstep))
    shares = []
    for seed in args.seeds:
        shares.append(learn(args.output, seed, args.trials, args.tested))
        print(f"seed {seed}: {shares[-1]:.1f} % of {args.tested} fresh trials right", flush=True)
    if len(shares) > 1:
        print(f"mean {np.mean(shares):.1f} %, least {min(shares):.1f} %")


if __name__ == "__main__":
    main()
