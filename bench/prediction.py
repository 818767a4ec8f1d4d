# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""How well `snnc estimate` foretells cycles.

Each network runs on an engine (ref, or rtl where the chip is built); then it is
estimated twice: from the events that this run had, and from events drawn by the mean
rates of this run, as one would who knows no more than rates. Prints a table: cycles of
a step that were counted, the error of both estimates over the run, and that of the
95th percentile of steps of the drawn one.
"""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import snnc

EXAMPLES = snnc.ROOT / "examples"

Inputs = Mapping[str, npt.NDArray[np.generic]]


@dataclass
class Case:
    """A network with its input."""

    name: str
    network: Path
    inputs: Inputs
    #: The mean of activity stays the same from step to step.
    stationary: bool
    #: Options of compiling, and of the run.
    mapping: Sequence[str] = ()
    options: Sequence[str] = ()


@dataclass
class Prediction:
    """Cycles of all steps, counted and estimated."""

    counted: int
    recorded: int
    #: Of Learn, in which conditions are taken to hold that only a run knows.
    assumptions: list[str]
    mean_error: float
    percentile_error: float
    mean: float


def _rates(report: Mapping[str, Any]) -> list[str]:
    rates = report["traffic"]["rates"]
    return [option for name, rate in rates.items() for option in ("--rate", f"{name}={rate}")]


def predict(case: Case, folder: Path, engine: str = "ref") -> Prediction:
    image = folder / "net.img"
    snnc.call("compile", case.network, "-o", image, *case.mapping)
    inputs = folder / "inputs.npz"
    np.savez(inputs, **dict(case.inputs))
    steps = len(next(iter(case.inputs.values())))

    measured = snnc.call_json("estimate", image, "--input", inputs, *case.options)
    populations = list(measured["traffic"]["rates"])
    events = folder / "events.npz"
    probes = [option for p in populations for option in ("--probe", f"{p}.events")]
    run = [f"--engine={engine}", "--input", inputs, "--output", events, "--quiet"]
    counters = snnc.call_json("run", image, *run, *probes, *case.options)["counters"]

    with np.load(events) as arrays:
        silent = [p for p in populations if p not in arrays or not len(arrays[p])]
    zero = [option for p in silent for option in ("--rate", f"{p}=0")]
    over = ["--over", str(steps)]
    recorded = snnc.call_json("estimate", image, "--activity", events, *zero, *over)
    drawn = snnc.call_json("estimate", image, *_rates(measured), *over)

    total, counted = drawn["cycles"]["total"], measured["cycles"]["total"]
    assert counted["sum"] == counters["cycles"]
    return Prediction(
        counters["cycles"],
        recorded["cycles"]["total"]["sum"],
        recorded["assumptions"],
        total["sum"] / counted["sum"] - 1,
        total["percentile95"] / counted["percentile95"] - 1,
        counted["mean"],
    )


def _random(sizes: Mapping[str, int], steps: int, rate: float) -> Inputs:
    rng = np.random.default_rng(5)
    return {name: (rng.random((steps, n)) < rate).astype(np.int8) for name, n in sizes.items()}


def digits(coding: str, images: int = 50) -> Case:
    data = np.load(EXAMPLES / "digits" / "data" / "digits.npz")
    name = "pixels" if "pixels" in data else data.files[0]
    pixels = data[name].reshape(-1, 64)[:images].astype(float)
    # As the example: an image in 16 steps of a row of 18.
    steps = np.zeros((images, 18, 64), np.int8)
    if coding == "rate":
        level = np.cumsum(np.repeat(pixels[:, None, :] / 16, 16, 1), 1)
        steps[:, :16] = np.diff(np.floor(level + 0.5), axis=1, prepend=0) > 0
    else:
        first = np.rint(16 - pixels).astype(int)
        for t in range(16):
            steps[:, t] = first == t
    network = EXAMPLES / "digits" / f"digits_{coding}.mlir"
    events = {"pixels": steps.reshape(-1, 64)}
    return Case(f"digits, {coding}", network, events, False, options=["--sample-steps", "18"])


def learning_digits(samples: int = 30) -> Case:
    """The rule of examples/mnist on 8 x 8 digits, as its trial shows a sample in training."""
    data = np.load(EXAMPLES / "digits" / "data" / "digits.npz")
    rng = np.random.default_rng(3)
    names = data.files
    pixels = data["pixels" if "pixels" in names else names[0]].reshape(-1, 64)[:samples]
    shown = np.zeros((samples, 11, 64), np.int8)
    shown[:, :8] = rng.random((samples, 8, 64)) < pixels[:, None, :] / 16
    labels = np.zeros((samples, 11, 10), np.int8)
    labels[np.arange(samples), 8, data["labels"][:samples]] = 1
    options = ["--sample-steps", "11"]
    for sample in range(samples):
        options += ["--modulator", f"update=16384@{11 * sample + 10}"]
    inputs = {"pixels": shown.reshape(-1, 64), "labels": labels.reshape(-1, 10)}
    return Case("digits that learn", EXAMPLES / "mnist" / "uci.mlir", inputs, False, (), options)


#: Every neuron has noise of its own.
NOISE = """snn.network @noise dt 1.0 {{
  snn.input @x size 400
  snn.population @a of @{model} size 400
  snn.population @b of @{model} size 200
  snn.projection @in from @x to @a port @in #snn.one_to_one weights {strong} bits 8
  snn.projection @noise from @x to @b port @in #snn.random<probability = 0.01, seed = 1>
      weights {strong} bits 8
  snn.projection @on from @a to @b port @in #snn.random<probability = 0.1, seed = 3>
      weights #snn.uniform<-{weak}, {weak}, seed = 4> delay 2 bits 8
  snn.projection @back from @b to @a port @in #snn.random<probability = 0.1, seed = 5>
      weights #snn.uniform<-{weak}, {weak}, seed = 6> bits 8
  snn.output @b
}}
"""

#: All neurons see the same inputs, excite and are inhibited together: waves.
WAVES = """snn.network @waves dt 1.0 {
  snn.input @x size 128
  snn.population @a of @lif_delta size 400
  snn.population @b of @lif_delta size 200
  snn.projection @in from @x to @a port @in #snn.random<probability = 0.2, seed = 1>
      weights #snn.uniform<0.0, 0.5, seed = 2> bits 8
  snn.projection @on from @a to @b port @in #snn.random<probability = 0.1, seed = 3>
      weights #snn.uniform<0.0, 0.5, seed = 4> delay 2 bits 8
  snn.projection @back from @b to @a port @in #snn.random<probability = 0.1, seed = 5>
      weights #snn.uniform<-0.125, 0.0, seed = 6> bits 8
  snn.output @b
}
"""

CONVOLUTION = """snn.network @convolution dt 1.0 {
  snn.input @x size 256
  snn.population @a of @lif_delta size 1568
  snn.population @b of @lif_delta size 10
  snn.projection @conv from @x to @a port @in
      #snn.conv<input = [16, 16, 1], kernel = [8, 1, 3, 3], stride = [1, 1], padding = [0, 0]>
      weights #snn.uniform<-0.2, 0.5, seed = 4> bits 8
  snn.projection @out from @a to @b port @in #snn.dense
      weights #snn.uniform<-0.1, 0.1, seed = 5> bits 8
  snn.output @b
}
"""

#: Models with one port, and the weight of the noise.
MODELS = {"lif_delta": 0.75, "lif_refractory": 0.75, "lif_cuba": 0.25, "alif": 0.75}


def noise(model: str, folder: Path, tiles: int = 0) -> Case:
    strong = MODELS[model]
    path = folder / f"noise_{model}_{tiles}.mlir"
    path.write_text(NOISE.format(model=model, strong=strong, weak=strong / 16))
    mapping = ["--target", "medium", "--tiles", str(tiles)] if tiles else []
    name = f"noise, {model}" + (f", {tiles} tiles" if tiles else "")
    return Case(name, path, _random({"x": 400}, 400, 0.1), True, mapping)


def waves(folder: Path) -> Case:
    path = folder / "waves.mlir"
    path.write_text(WAVES)
    return Case("waves", path, _random({"x": 128}, 400, 0.1), False)


def convolution(folder: Path) -> Case:
    path = folder / "convolution.mlir"
    path.write_text(CONVOLUTION)
    return Case("convolution", path, _random({"x": 256}, 300, 0.1), True)


def cases(folder: Path) -> list[Case]:
    return [
        digits("rate"),
        digits("latency"),
        learning_digits(),
        waves(folder),
        convolution(folder),
        *(noise(model, folder) for model in MODELS),
        noise("lif_delta", folder, 4),
        noise("lif_delta", folder, 16),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--engine", default="ref", help="ref or rtl (ref); ref for several tiles")
    args = parser.parse_args()
    head = f"{'network':28}{'steady':>8}{'cycles a step':>15}{'recorded':>10}{'by rates':>10}"
    print(f"{head}{'95 %':>9}")
    with tempfile.TemporaryDirectory() as scratch:
        for number, case in enumerate(cases(Path(scratch))):
            folder = Path(scratch) / str(number)
            folder.mkdir()
            engine = "ref" if case.mapping else args.engine
            p = predict(case, folder, engine)
            error = p.recorded / p.counted - 1
            exact = "exact" if p.recorded == p.counted else f"{error:+.1%}"
            print(
                f"{case.name:28}{'yes' if case.stationary else 'no':>8}{p.mean:15.1f}"
                f"{exact:>10}{p.mean_error:+10.1%}{p.percentile_error:+9.1%}",
                flush=True,
            )


if __name__ == "__main__":
    main()
