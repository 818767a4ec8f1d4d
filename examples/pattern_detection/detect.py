# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Detection of a spatio-temporal pattern by a neuron with a dendrite.

200 afferents fire at random; again and again the same 50 steps of spikes come, at the
same rate as the noise around them. While the soma is taught to fire at the pattern's
end, the dendrite learns to predict that. Then teacher and learning are switched off.
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

AFFERENTS = 200
PATTERN = 50
#: Spikes of an afferent in a step (of 1 ms), in the pattern and outside.
RATE = 0.02
#: Steps of noise between two patterns.
GAP = (75, 225)
#: The teacher's steps, relative to the pattern's last one.
TAUGHT = (-2, -1, 0)
#: Spikes in these steps, relative to the pattern's last one, are hits.
WINDOW = (-5, 3)


@dataclass
class Stream:
    """Patterns in noise."""

    afferents: Array
    #: Last step of each pattern.
    ends: Array

    def taught(self) -> dict[str, Array]:
        excite = np.zeros((len(self.afferents), 1), np.uint8)
        excite[np.add.outer(self.ends, TAUGHT)] = 1
        return {"afferents": self.afferents, "excite": excite, "hold": 1 - excite}


def make_stream(rng: np.random.Generator, pattern: Array, count: int) -> Stream:
    """`count` patterns, each after some noise, and noise at the end."""
    parts: list[Array] = []
    ends: list[int] = []
    step = 0
    for _ in range(count):
        gap = int(rng.integers(*GAP))
        parts += [rng.random((gap, AFFERENTS)) < RATE, pattern]
        step += gap + PATTERN
        ends.append(step - 1)
    parts.append(rng.random((GAP[0], AFFERENTS)) < RATE)
    return Stream(np.concatenate(parts).astype(np.uint8), np.array(ends))


@dataclass
class Score:
    #: Patterns at whose end the neuron fired, and all patterns.
    hits: int
    patterns: int
    #: Spikes elsewhere, and the seconds in which they fell.
    false_alarms: int
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.hits} of {self.patterns} patterns found, "
            f"{self.false_alarms} false alarms in {self.seconds:.1f} s"
        )


def score(spikes: Array, ends: Array) -> Score:
    """Of spikes [steps]."""
    near = np.add.outer(ends, np.arange(WINDOW[0], WINDOW[1] + 1))
    elsewhere = np.ones(len(spikes), bool)
    elsewhere[near] = False
    hits = int(spikes[near].any(1).sum())
    alarms = int(spikes[elsewhere].sum())
    return Score(hits, len(ends), alarms, len(spikes) / 1000)


@dataclass
class Outcome:
    before: Score
    after: Score


class Detector:
    """The network and its weights, on disk."""

    def __init__(self, folder: Path, engine: str = "ref") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.engine = engine
        self.image = folder / "detector.img"
        self.weights = folder / "weights.npz"
        self.learned = False
        snnc.compile_network(HERE / "detector.mlir", self.image)

    def learn(self, stream: Stream) -> None:
        options: list[str | Path] = ["--quiet", "--weights", self.weights]
        snnc.run(self.image, self.engine, stream.taught(), options=options)
        self.learned = True

    def test(self, stream: Stream) -> tuple[Score, Array]:
        """The score without teacher and learning, and the dendrite in each step."""
        options: list[str | Path] = ["--quiet", "--no-learning"]
        if self.learned:
            options += ["--set-weights", self.weights]
        steps = len(stream.afferents)
        result = snnc.run(
            self.image,
            self.engine,
            {"afferents": stream.afferents},
            probes=["neuron.d"],
            options=options,
        )
        spikes = snnc.dense(result.events["neuron"], steps, 1)[:, 0] != 0
        return score(spikes, stream.ends), result.probes["neuron.d"][:, 0]


def draw(path: Path, stream: Stream, before: Array, after: Array, steps: int = 1000) -> None:
    """The dendrite's potential before and after learning; patterns are grey."""
    figure, panels = plt.subplots(2, figsize=(8, 4), sharex=True, layout="constrained")
    for panel, trace, title in zip(panels, (before, after), ("before", "after"), strict=True):
        for end in stream.ends[stream.ends < steps]:
            panel.axvspan(end + 1 - PATTERN, end + 1, color="0.85")
        panel.plot(trace[:steps], color="black", linewidth=0.8)
        panel.set_ylabel(f"dendrite {title}")
    panels[1].set_xlabel("step")
    figure.savefig(path, dpi=100)
    plt.close(figure)


def learn(folder: Path, patterns: int = 300, engine: str = "ref", seed: int = 1) -> Outcome:
    """Tests, learns and tests again on the same 100 patterns in noise that is new."""
    rng = np.random.default_rng(seed)
    pattern = rng.random((PATTERN, AFFERENTS)) < RATE
    detector = Detector(folder, engine)
    tested = make_stream(rng, pattern, 100)
    before, dendrite = detector.test(tested)
    detector.learn(make_stream(rng, pattern, patterns))
    after, learned = detector.test(tested)
    draw(folder / "dendrite.png", tested, dendrite, learned)
    return Outcome(before, after)


def lockstep(folder: Path, patterns: int, seed: int = 1) -> None:
    """ref and rtl learn the first patterns, with all state compared in each step."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    pattern = rng.random((PATTERN, AFFERENTS)) < RATE
    inputs = folder / "lockstep.npz"
    np.savez_compressed(inputs, **make_stream(rng, pattern, patterns).taught())
    network = HERE / "detector.mlir"
    print(snnc.call("cosim", network, "--engines=ref,rtl", "--input", inputs, "--quiet").strip())


def main() -> None:
    parser = argparse.ArgumentParser(description="Learns to detect a pattern in noise.")
    parser.add_argument("--engine", choices=("ref", "rtl"), default="ref")
    parser.add_argument("--patterns", type=int, default=300, help="to learn from")
    parser.add_argument("--seed", type=int, default=1, help="of pattern and noise")
    parser.add_argument("--lockstep", type=int, metavar="N", help="compare ref and rtl on N first")
    parser.add_argument("--output", type=Path, default=Path("out/pattern_detection"))
    args = parser.parse_args()
    if args.lockstep:
        lockstep(args.output, args.lockstep, args.seed)
    outcome = learn(args.output, args.patterns, args.engine, args.seed)
    print(f"before: {outcome.before}")
    print(f"after: {outcome.after}")
    print(f"the dendrite before and after: {args.output}/dendrite.png")


if __name__ == "__main__":
    main()
