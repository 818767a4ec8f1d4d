# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A choice between two, learned from a reward that comes late.

A stimulus excites two populations that inhibit each other; the one with more spikes is
the choice. Some hundred steps later dopamine tells how much better or worse the
outcome was than of late, and reward-modulated STDP does the rest. Half way through
the other choice becomes the right one.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt

import snnc

HERE = Path(__file__).resolve().parent

Array = npt.NDArray[Any]

#: Steps of a trial, those in which the stimulus comes, and the last that counts.
STEPS = 400
SHOWN = 30
DECIDED = 40
#: Dopamine comes in one of these steps of the trial.
REWARDED = (100, 300)
STIMULUS_RATE = 0.1
NOISE_RATE = 0.05
#: Share of the last outcome in what is expected.
EXPECTATION_RATE = 0.1


@dataclass
class Outcome:
    """What happened in each trial."""

    #: 1 where the choice was the right one.
    right: Array
    #: Dopamine, in [-1, 1].
    dopamine: Array
    #: Trial from which the other choice is right.
    reversal: int

    def before(self, last: int = 50) -> float:
        """Share of right choices in the last trials before the reversal."""
        return float(self.right[self.reversal - last : self.reversal].mean())

    def after(self, last: int = 50) -> float:
        return float(self.right[-last:].mean())


def events(rng: np.random.Generator, start: int) -> dict[str, Array]:
    """Input of a trial that begins at step `start`, as records (step, index)."""
    rasters = {
        "stimulus": rng.random((SHOWN, 50)) < STIMULUS_RATE,
        "noise_left": rng.random((DECIDED, 10)) < NOISE_RATE,
        "noise_right": rng.random((DECIDED, 10)) < NOISE_RATE,
    }
    return {
        name: np.column_stack([step + start, index])
        for name, raster in rasters.items()
        for step, index in [np.nonzero(raster)]
    }


def modulator_scale(image: Path, name: str) -> int:
    """What a modulator's real value is multiplied by."""
    modulators = snnc.call_json("info", image)["modulators"]
    return 1 << next(m["frac"] for m in modulators if m["name"] == name)


class Animal:
    """The network, on disk between its choices."""

    def __init__(self, folder: Path, engine: str = "ref") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.engine = engine
        self.image = folder / "choice.img"
        self.state = folder / "state"
        self.step = 0
        self.reward: list[str] = []
        snnc.compile_network(HERE / "choice.mlir", self.image)
        self.scale = modulator_scale(self.image, "dopamine")

    def choose(self, rng: np.random.Generator) -> tuple[int, int]:
        """Lets the last trial end, shows the stimulus and returns the spikes of left
        and right."""
        begin = self.step + (STEPS - DECIDED if self.step else 0)
        arguments: list[str | Path] = ["--quiet", "--save", self.state, *self.reward]
        if self.step:
            arguments += ["--restore", self.state]
        steps = begin + DECIDED - self.step
        inputs = events(rng, begin)
        spikes = snnc.run(self.image, self.engine, inputs, steps=steps, options=arguments).events
        self.step = begin + DECIDED
        # Only those of this choice.
        left, right = ((spikes[name]["step"] >= begin).sum() for name in ("left", "right"))
        return int(left), int(right)

    def give(self, dopamine: float, when: int) -> None:
        """Dopamine in step `when` of this trial."""
        value = round(dopamine * self.scale)
        # The steps of modulators count from the beginning of a run.
        self.reward = ["--modulator", f"dopamine={value}@{when - DECIDED}"]


def learn(
    folder: Path, trials: int = 300, engine: str = "ref", seed: int = 1, log: bool = False
) -> Outcome:
    rng = np.random.default_rng(seed)
    animal = Animal(folder, engine)
    expected = 0.5
    right, given = np.zeros(trials, int), np.zeros(trials)
    for trial in range(trials):
        left_is_right = trial < trials // 2
        left, other = animal.choose(rng)
        chose_left = left > other if left != other else rng.random() < 0.5
        right[trial] = chose_left == left_is_right
        given[trial] = right[trial] - expected
        expected += EXPECTATION_RATE * given[trial]
        animal.give(given[trial], int(rng.integers(*REWARDED)))
        if log and (trial + 1) % 50 == 0:
            share = right[trial - 49 : trial + 1].mean()
            print(f"trials {trial - 48} to {trial + 1}: {100 * share:.0f} % right", flush=True)
    return Outcome(right, given, trials // 2)


def lockstep(folder: Path, trials: int, seed: int = 1) -> None:
    """ref and rtl pass the same trials, with all state compared in each step; reward
    and punishment take turns."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    network, image = HERE / "choice.mlir", folder / "choice.img"
    snnc.compile_network(network, image)
    scale = modulator_scale(image, "dopamine")
    arguments: list[str | Path] = ["--quiet", "--steps", str(trials * STEPS)]
    shown = [events(rng, trial * STEPS) for trial in range(trials)]
    inputs = folder / "lockstep.npz"
    np.savez(inputs, **{name: np.concatenate([s[name] for s in shown]) for name in shown[0]})
    for trial in range(trials):
        step = trial * STEPS + int(rng.integers(*REWARDED))
        value = scale // 2 if trial % 2 == 0 else -scale // 2
        arguments += ["--modulator", f"dopamine={value}@{step}"]
    said = snnc.call("cosim", image, "--engines=ref,rtl", "--input", inputs, *arguments)
    print(said.strip())


def draw(path: Path, outcome: Outcome, window: int = 20) -> None:
    """The share of right choices over the trials."""
    share = np.convolve(outcome.right, np.ones(window) / window, "valid")
    figure, panel = plt.subplots(figsize=(7, 3), layout="constrained")
    panel.plot(np.arange(len(share)) + window, share, color="black")
    panel.axvline(outcome.reversal, color="0.7")
    panel.axhline(0.5, color="0.7", linestyle=":")
    panel.set_ylim(0, 1.02)
    panel.set_xlabel("trial")
    panel.set_ylabel(f"right of the last {window}")
    figure.savefig(path, dpi=100)
    plt.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(description="Learns a choice from late rewards.")
    parser.add_argument("--engine", choices=("ref", "rtl"), default="ref")
    parser.add_argument("--trials", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1, help="of input and rewards' times")
    parser.add_argument("--lockstep", type=int, metavar="N", help="compare ref and rtl on N first")
    parser.add_argument("--output", type=Path, default=Path("out/two_choice"))
    args = parser.parse_args()
    if args.lockstep:
        lockstep(args.output, args.lockstep, args.seed)
    outcome = learn(args.output, args.trials, args.engine, args.seed, log=True)
    draw(args.output / "choices.png", outcome)
    print(f"right of the last 50 before the reversal: {100 * outcome.before():.0f} %")
    print(f"right of the last 50: {100 * outcome.after():.0f} %")


if __name__ == "__main__":
    main()
