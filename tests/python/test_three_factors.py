# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Networks of two layers that learn a pattern in time from errors that come back to
the hidden neurons through projections: random and fixed, random and adapted
(they become symmetric), for surrogate gradients and for e-prop."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import learning
import texts

pytestmark = pytest.mark.needs_snnc

SOURCES, HIDDEN, OUT = 20, 24, 2
PERIOD, REPEATS = 50, 30

Array = npt.NDArray[np.float64]


@dataclass
class Way:
    rule: str
    neuron: str
    #: Port for the errors and the sign with which they come.
    port: str
    sign: float
    eta: float
    #: The read-out learns; else the hidden neurons alone must.
    readout: bool = False
    #: Feedback is random and fixed, else it begins symmetric to the read-out.
    random: bool = False


SURROGATE = Way("surrogate_gradient", "lif_surrogate", "error", 1, 0.002)
WAYS = {
    "symmetric feedback": SURROGATE,
    "symmetric feedback that learns": replace(SURROGATE, readout=True),
    "random feedback": replace(SURROGATE, readout=True, random=True),
    "e-prop": Way("eprop_lif", "lif_eprop", "learn", -1, 0.0005),
    "e-prop with adaptation": Way("eprop_alif", "alif_eprop", "learn", -1, 0.0005),
}


class Task:
    def __init__(self, way: Way, folder: Path) -> None:
        rng = np.random.default_rng(5)

        def weights(scale: float, shape: tuple[int, int]) -> Array:
            return np.rint(64 * rng.uniform(-scale, scale, shape)) / 64

        self.forward = weights(0.25, (HIDDEN, OUT))
        self.back = weights(0.25, (OUT, HIDDEN)) if way.random else self.forward.T
        pattern = rng.random((PERIOD, SOURCES)) < 0.06
        time = 2 * np.pi * np.arange(PERIOD) / PERIOD
        goal = np.rint(32 * np.stack([np.sin(time), np.cos(2 * time)], axis=1)) / 64
        self.inputs: dict[str, npt.NDArray[np.generic]] = {
            "x": np.tile(pattern, (REPEATS, 1)).astype(np.int8),
            "goal": np.tile(goal, (REPEATS, 1)),
        }
        self.steps = range(0, PERIOD * REPEATS, 2)
        rate = "params {eta = 0.0005 : f64}"
        out = f"learn @delta_rule {rate}" if way.readout else ""
        mirror = f"learn @feedback_mirror {rate}" if way.readout and not way.random else ""
        self.file = folder / "net.mlir"
        self.file.write_text(
            f"""\
snn.network @net dt 1.0 {{
  snn.modulator @learn = 0.0 range [-1.0, 1.0]
  snn.input @x size {SOURCES}
  snn.input @goal size {OUT} analog [-1.0, 1.0]
  snn.population @hidden of @{way.neuron} size {HIDDEN}
  snn.population @out of @readout_taught size {OUT}
  snn.projection @to_hidden from @x to @hidden port @in #snn.dense
      weights {texts.matrix(weights(0.75, (SOURCES, HIDDEN)))} delay 1 bits 16
      learn @{way.rule} params {{eta = {way.eta!r} : f64}}
  snn.projection @to_out from @hidden to @out port @in #snn.dense
      weights {texts.matrix(self.forward)} delay 1 bits 16 {out}
  snn.projection @back from @out to @hidden port @{way.port} #snn.dense
      weights {texts.matrix(way.sign * self.back)} delay 1 bits 16 {mirror}
  snn.projection @teach from @goal to @out port @teach #snn.one_to_one weights 1.0 : f64 bits 8
  snn.output @hidden
}}
"""
        )


@pytest.mark.parametrize("engine", ["float", "ref"])
@pytest.mark.parametrize("name", WAYS)
def test_errors_fall(name: str, engine: str, tmp_path: Path) -> None:
    way = WAYS[name]
    task = Task(way, tmp_path)
    learned = learning.learn(
        task.file,
        engine,
        task.inputs,
        probes=["out.e"],
        modulators={"learn": dict.fromkeys(task.steps, 1.0)},
    )
    errors = (learned.run.probes["out.e"] ** 2).reshape(REPEATS, -1).mean(axis=1)
    assert errors[-5:].mean() < 0.5 * errors[:3].mean()
    if way.readout and not way.random:
        forward, back = learned.arrays["to_out"], learned.arrays["back"]
        assert np.abs(forward - task.forward).max() > 0.05
        # On ref each of the 750 changes of either is rounded at random to 2^-15.
        tolerance = 1e-9 if engine == "float" else 0.01
        np.testing.assert_allclose(back, forward.T, rtol=0, atol=tolerance)
