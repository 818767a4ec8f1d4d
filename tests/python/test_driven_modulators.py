# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Modulators driven by populations and inputs, against sums written out here: values
and marks as neurons and rules see them, and reward that dopamine neurons deliver to a
rule of the library."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import learning
import rule_reference
import snnc
import texts

pytestmark = pytest.mark.needs_snnc

SOURCES, CELLS, STEPS = 8, 5, 300

Array = npt.NDArray[np.float64]

NETWORK = """\
// @x drives a modulator that holds, @cells one that falls. @readers keeps both; the
// synapses count the steps in which they are set, and sum what they are then.
snn.network @net dt 1.0 {{
  snn.modulator @holding = 0.25 range [-8.0, 8.0] driven by @x holds
  snn.modulator @falling = 3.0 range [0.0, 5.0] driven by @cells falls
  snn.input @x size 8 analog [-1.0, 1.0]
  snn.population @cells of @lif_delta size 5
  snn.population @readers of @reader size 3
  snn.projection @p from @x to @cells port @in #snn.dense
      weights {weights} bits 16 learn @counting
  snn.output @cells
}}
snn.neuron @reader {{
  snn.state @h : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.state @f : f64 = 0.0 range [-8.0, 8.0] bits 16
  snn.update {{
    %h = snn.modulation @holding : f64
    %f = snn.modulation @falling : f64
    snn.write @h, %h : f64
    snn.write @f, %f : f64
  }}
}}
snn.learning_rule @counting {{
  snn.weight @w range [-1.0, 1.0]
  snn.state @n : f64 = 0.0 range [0.0, 1023.0] bits 16
  snn.state @sum : f64 = 0.0 range [0.0, 8191.0] bits 32
  snn.every 1 {{
    %n = snn.read @n : f64
    %set = snn.signalled @holding : i1
    %one = arith.uitofp %set : i1 to f64
    %more = arith.addf %n, %one : f64
    snn.write @n, %more : f64
  }}
  snn.on_signal @falling {{
    %f = snn.modulation @falling : f64
    %sum = snn.read @sum : f64
    %more = arith.addf %sum, %f : f64
    snn.write @sum, %more : f64
  }}
}}
"""


def driven(payloads: Array, start: float, *, falls: bool) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Value and mark in each step, from the driver's payloads [steps, neurons]; NaN is
    no event."""
    values, marks = np.zeros(len(payloads)), np.zeros(len(payloads), bool)
    value = start
    for t, row in enumerate(payloads):
        values[t] = value
        events = row[~np.isnan(row)]
        if t + 1 < len(payloads):
            marks[t + 1] = len(events) > 0
        value = events.sum() if len(events) else 0.0 if falls else value
    return values, marks


def spikes(emitted: Array) -> Array:
    return np.where(emitted != 0, 1.0, np.nan)


@pytest.mark.parametrize("engine", ["float", "ref"])
def test_values_and_marks(engine: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    active = (rng.random((STEPS, SOURCES)) < 0.25) & (rng.random((STEPS, 1)) < 0.7)
    x = np.where(active, np.rint(rng.uniform(-32, 64, active.shape)) / 64, 0)
    weights = np.rint(64 * rng.uniform(0.25, 1, (SOURCES, CELLS))) / 64
    network = tmp_path / "net.mlir"
    network.write_text(NETWORK.format(weights=texts.matrix(weights)))
    learned = learning.learn(network, engine, {"x": x}, probes=["readers.h", "readers.f"])

    holding, set_by_x = driven(np.where(x != 0, x, np.nan), 0.25, falls=False)
    emitted = learned.emitted("cells", STEPS, CELLS)
    falling, set_by_cells = driven(spikes(emitted), 3.0, falls=True)
    assert 50 < set_by_x.sum() < STEPS - 50
    assert 10 < set_by_cells.sum() < STEPS - 50
    for name, values in (("h", holding), ("f", falling)):
        found = learned.run.probes[f"readers.{name}"]
        np.testing.assert_array_equal(found, np.repeat(values[:, None], 3, axis=1))
    np.testing.assert_array_equal(learned.arrays["p.n"], set_by_x.sum())
    np.testing.assert_array_equal(learned.arrays["p.sum"], falling[set_by_cells].sum())
    np.testing.assert_array_equal(learned.arrays["p"], weights)
    if engine == "ref":
        np.savez(tmp_path / "x.npz", x=x)
        snnc.call("cosim", network, "--engines=ref,rtl,cpu", "--input", tmp_path / "x.npz")


REWARD = """\
snn.network @net dt 1.0 {{
  snn.modulator @dopamine = 0.0 range [{low}, {high}] driven by @{driver} {otherwise}
  snn.input @x size {sources}
  snn.input @reward size 4{analog}
  snn.population @neurons of @lif_delta size 3
  snn.population @cells of @lif_delta_traced size {cells}
  snn.projection @excite from @reward to @neurons port @in #snn.dense weights 0.75 : f64 bits 8
  snn.projection @p from @x to @cells port @in #snn.dense
      weights {weights} bits 16 learn @stdp_reward params {{eta = {eta} : f64}}
  snn.output @cells
  snn.output @neurons
}}
"""


@pytest.mark.parametrize("engine", ["float", "ref"])
@pytest.mark.parametrize("driver", ["neurons", "reward"])
def test_dopamine_neurons_reward(engine: str, driver: str, tmp_path: Path) -> None:
    """Eligibility becomes weight in the steps after dopamine: spikes of neurons that the
    reward excites, or the values of an input, negative ones included."""
    rng = np.random.default_rng(8)
    steps, by_neurons, eta = 500, driver == "neurons", 0.05
    weights = np.rint(64 * rng.uniform(0.125, 0.5, (SOURCES, CELLS))) / 64
    x = (rng.random((steps, SOURCES)) < 0.05).astype(np.int8)
    reward = (rng.random((steps, 4)) < 0.5) & (np.arange(steps) % 40 == 17)[:, None]
    values = reward.astype(np.int8) if by_neurons else reward * rng.choice([-0.5, 1.0], (steps, 4))
    network = tmp_path / "net.mlir"
    network.write_text(
        REWARD.format(
            low=0.0 if by_neurons else -2.0,
            high=3.0 if by_neurons else 4.0,
            driver=driver,
            otherwise="falls" if by_neurons else "holds",
            analog="" if by_neurons else " analog [-0.5, 1.0]",
            sources=SOURCES,
            cells=CELLS,
            weights=texts.matrix(weights),
            eta=eta,
        )
    )
    inputs: dict[str, npt.NDArray[np.generic]] = {"x": x, "reward": values}
    learned = learning.learn(network, engine, inputs)
    payloads = (
        spikes(learned.emitted("neurons", steps, 3))
        if by_neurons
        else np.where(reward, values, np.nan)
    )
    dopamine, marks = driven(payloads, 0.0, falls=by_neurons)
    assert marks.sum() >= 8
    activity = rule_reference.Activity(
        1.0,
        np.asarray(x, float),
        learned.emitted("cells", steps, CELLS),
        {},
        weights,
        {int(t): float(dopamine[t]) for t in np.flatnonzero(marks)},
    )
    expected = rule_reference.stdp_reward(activity, eta=eta)
    assert np.abs(expected["w"] - weights).max() > 0.02
    tolerance = {"w": 1e-9, "c": 1e-9} if engine == "float" else {"w": 0.001, "c": 0.005}
    for name, array in (("w", learned.arrays["p"]), ("c", learned.arrays["p.c"])):
        np.testing.assert_allclose(array, expected[name], rtol=0, atol=tolerance[name])
    if engine == "ref":
        np.savez(tmp_path / "inputs.npz", **{k: v[:120] for k, v in inputs.items()})
        snnc.call("cosim", network, "--engines=ref,rtl,cpu", "--input", tmp_path / "inputs.npz")
    with pytest.raises(snnc.SnncError, match=f"population '{driver}' drives it"):
        snnc.run(network, engine, inputs, options=["--modulator", "dopamine=1@3"])
