# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every model of the library against an independent computation.

On the float engine states agree to 1e-9 and events are the same. On the ref
engine, after quantization, the states of a neuron agree within the tolerance
given here up to its first event that differs, and the number of events of the
population within a stated share.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import reference
import snnc
import texts

pytestmark = pytest.mark.needs_snnc

#: Not a multiple of the lanes.
NEURONS = 13

Array = npt.NDArray[np.float64]


@dataclass
class Case:
    model: str
    #: Reference of (dt, port sums..., **params).
    compute: Callable[..., reference.Trace]
    #: Weight of the first and the last neuron, by port.
    weights: dict[str, tuple[float, float]]
    #: Absolute tolerance of each state on ref.
    tolerance: dict[str, float]
    #: Share of the steps to which the tolerance applies: where the equations' own
    #: upswing multiplies any error, the last steps before a spike do not count.
    share: float = 1.0
    steps: int = 400
    dt: float = 1.0
    #: Probability of an input event; of a value in `analog` if that is given.
    activity: float = 0.3
    params: dict[str, float] = field(default_factory=dict)
    analog: tuple[float, float] | None = None
    emits: bool = True
    #: Share by which the number of events may differ on ref.
    events: float = 0.1
    name: str = ""


CASES = [
    Case("lif_delta", reference.lif_delta, {"in": (0.125, 0.5)}, {"v": 0.01}),
    Case(
        "lif_delta",
        reference.lif_delta,
        {"in": (-0.25, 0.75)},
        {"v": 0.01},
        dt=0.5,
        params={"tau_m": 7.0, "v_th": 1.25, "v_reset": -0.5},
        name="lif_delta with parameters",
    ),
    Case("lif_cuba", reference.lif_cuba, {"in": (0.5, 1.5)}, {"v": 0.01, "i": 0.05}),
    Case(
        "lif_refractory", reference.lif_refractory, {"in": (0.25, 0.75)}, {"v": 0.01, "wait": 0.01}
    ),
    Case(
        "lif_cuba_refractory",
        reference.lif_cuba_refractory,
        {"in": (0.5, 1.5)},
        {"v": 0.01, "i": 0.05, "wait": 0.01},
        params={"t_ref": 5.0, "v_leak": 0.25},
    ),
    Case(
        "lif_delta_driven",
        reference.lif_delta_driven,
        {"in": (1.0, 5.0)},
        {"v": 0.001, "wait": 0.01},
        dt=0.1,
        steps=2000,
    ),
    Case(
        "lif_psc_exp",
        reference.lif_psc_exp,
        {"in": (100.0, 600.0)},
        {"v": 0.02, "i": 0.2, "wait": 0.01},
        dt=0.1,
        steps=2000,
        params={"i_e": 250.0},
    ),
    Case(
        "lif_cuba_ei",
        reference.lif_cuba_ei,
        {"exc": (0.5, 2.0), "inh": (-1.0, -0.25)},
        {"v": 0.005, "e": 0.02, "i": 0.02, "wait": 0.01},
        dt=0.1,
        steps=4000,
        activity=0.1,
    ),
    Case(
        "lif_coba_ei",
        reference.lif_coba_ei,
        {"exc": (0.5, 1.5), "inh": (0.25, 0.75)},
        {"v": 0.02, "e": 0.01, "i": 0.01, "wait": 0.01},
        dt=0.1,
        steps=4000,
        activity=0.05,
    ),
    Case(
        "leaky_integrator",
        reference.leaky_integrator,
        {"in": (-0.5, 0.5)},
        {"v": 0.02},
        emits=False,
    ),
    Case("alif", reference.alif, {"in": (0.25, 0.75)}, {"v": 0.02, "b": 0.002}),
    Case(
        "izhikevich",
        reference.izhikevich,
        {"in": (20.0, 40.0)},
        {"v": 1.0, "u": 0.1},
        share=0.99,
    ),
    Case(
        "adex",
        reference.adex,
        {"in": (200.0, 500.0)},
        {"v": 0.5, "w": 0.1, "i": 1.0},
        share=0.99,
        steps=4000,
        dt=0.1,
        activity=0.04,
    ),
    Case(
        "two_compartment",
        reference.two_compartment,
        {"dendrite": (0.5, 1.5), "soma": (0.0, 0.25)},
        {"d": 0.01, "v": 0.02},
        activity=0.2,
    ),
    Case(
        "ltc_spiking",
        reference.ltc_spiking,
        {"in": (1.5, 3.0), "gate": (0.5, 2.0)},
        {"v": 0.02},
    ),
    Case(
        "resonate_and_fire",
        reference.resonate_and_fire,
        {"in": (0.25, 1.0)},
        {"x": 0.01, "y": 0.01},
    ),
    Case(
        "sigma_delta",
        reference.sigma_delta,
        {"in": (0.25, 1.0)},
        {"x": 0.05, "sent": 0.05},
        analog=(-1.0, 1.0),
        activity=0.5,
    ),
    Case(
        "lif_delta_traced",
        reference.lif_delta_traced,
        {"in": (0.125, 0.5)},
        {"v": 0.01, "y": 0.01},
    ),
    Case(
        "lif_delta_two_traces",
        reference.lif_delta_two_traces,
        {"in": (0.125, 0.5)},
        {"v": 0.01, "y": 0.01, "z": 0.02},
    ),
    Case(
        "lif_bcm",
        reference.lif_bcm,
        {"in": (0.125, 0.5)},
        {"v": 0.01, "y": 0.01, "theta": 0.02},
        params={"tau_theta": 300.0},
    ),
    Case(
        "lif_eprop",
        reference.lif_eprop,
        {"in": (0.125, 0.5), "learn": (-2.0, 2.0)},
        {"v": 0.01, "psi": 0.003, "l": 1e-4},
    ),
    Case(
        "alif_eprop",
        reference.alif_eprop,
        {"in": (0.25, 0.75), "learn": (-2.0, 2.0)},
        {"v": 0.01, "a": 0.02, "psi": 0.003, "l": 1e-4},
    ),
    Case(
        "lif_surrogate",
        reference.lif_surrogate,
        {"in": (0.125, 0.5), "error": (-2.0, 2.0)},
        {"v": 0.01, "y": 0.01, "g": 0.02},
    ),
    Case(
        "readout_taught",
        reference.readout_taught,
        {"in": (-0.25, 0.25), "teach": (-1.0, 1.0)},
        {"v": 0.01, "e": 0.02},
        analog=(-1.0, 1.0),
        activity=0.5,
        events=0.2,
    ),
    Case(
        "readout_error",
        reference.readout_error,
        {"in": (-0.25, 0.25), "error": (-1.0, 1.0)},
        {"v": 0.01, "e": 0.002},
        analog=(-1.0, 1.0),
        activity=0.5,
        emits=False,
    ),
    Case(
        "lif_homeostatic",
        reference.lif_homeostatic,
        {"in": (0.125, 0.75)},
        {"v": 0.01, "th": 0.001, "y": 0.01},
        steps=1000,
    ),
    Case(
        "lif_normalised",
        reference.lif_normalised,
        {"in": (0.125, 0.5), "sum": (0.5, 9.0)},
        {"v": 0.01, "y": 0.01, "s": 0.001},
    ),
]


def _id(case: Case) -> str:
    return case.name or case.model


class Setup:
    """The network of a case, its input and the reference's answer."""

    def __init__(self, case: Case, folder: Path) -> None:
        rng = np.random.default_rng(list(case.model.encode()))
        self.case = case
        # 64ths: exact in 16-bit weights and in the float32 of images.
        weights = {
            port: np.rint(np.linspace(*ends, NEURONS) * 64) / 64
            for port, ends in case.weights.items()
        }
        shape = (case.steps, NEURONS)
        active = rng.random(shape) < case.activity
        if case.analog:
            self.x: npt.NDArray[Any] = np.where(active, rng.uniform(*case.analog, shape), 0)
        else:
            self.x = active.astype(np.int8)
        self.network = texts.one_population(
            folder / "net.mlir",
            case.model,
            NEURONS,
            weights,
            dt=case.dt,
            params=case.params,
            analog=case.analog,
            emits=case.emits,
        )
        # What is sent in a step arrives in the next one.
        arrived = np.vstack([np.zeros(NEURONS), self.x[:-1]])
        self.expected = case.compute(
            case.dt, *(arrived * w for w in weights.values()), **case.params
        )

    def run(self, engine: str) -> tuple[dict[str, Array], npt.NDArray[np.bool_], Array]:
        """States, where events are, and their payloads in real units."""
        shape = self.x.shape
        probes = [f"cells.{state}" for state in self.expected.states]
        result = snnc.run(self.network, engine, {"x": self.x}, probes=probes)
        states = {p.removeprefix("cells."): array for p, array in result.probes.items()}
        emitted, payloads = np.zeros(shape, bool), np.zeros(shape)
        if self.case.emits:
            records = result.events["cells"]
            emitted[records["step"], records["index"]] = True
            payloads[records["step"], records["index"]] = records["payload"]
        return states, emitted, payloads


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_float_is_the_reference(case: Case, tmp_path: Path) -> None:
    setup = Setup(case, tmp_path)
    states, emitted, payloads = setup.run("float")
    assert not case.emits or setup.expected.emitted.sum() > 20, "the case tests too little"
    for name, expected in setup.expected.states.items():
        np.testing.assert_allclose(states[name], expected, rtol=1e-9, atol=1e-9, err_msg=name)
    np.testing.assert_array_equal(emitted, setup.expected.emitted)
    np.testing.assert_allclose(payloads, setup.expected.payloads, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_float_of_text_and_image(case: Case, tmp_path: Path) -> None:
    """Native code of the text does to the bit what the image has operation by operation."""
    setup = Setup(case, tmp_path)
    states, emitted, payloads = setup.run("float")
    image = tmp_path / "net.img"
    snnc.call("compile", setup.network, "-o", image)
    setup.network = image
    others = setup.run("float")
    for name, values in states.items():
        np.testing.assert_array_equal(values, others[0][name], err_msg=name)
    np.testing.assert_array_equal(emitted, others[1])
    np.testing.assert_array_equal(payloads, others[2])


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_ref_is_near_the_reference(case: Case, tmp_path: Path) -> None:
    setup = Setup(case, tmp_path)
    states, emitted, _ = setup.run("ref")
    expected = setup.expected
    # Steps before a neuron's first event that is not in both.
    alike = np.cumsum(emitted != expected.emitted, axis=0) == 0
    assert alike.mean() > 0.1, "quantization changes spikes at once"
    for name, tolerance in case.tolerance.items():
        errors = np.abs(states[name] - expected.states[name])[alike]
        error = np.quantile(errors, case.share)
        assert error <= tolerance, f"{name} is off by {error}"
    count = expected.emitted.sum()
    assert abs(int(emitted.sum()) - int(count)) <= case.events * count


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_the_chip_equals_ref(case: Case, tmp_path: Path) -> None:
    setup = Setup(case, tmp_path)
    np.savez(tmp_path / "x.npz", x=setup.x[:150])
    snnc.call("cosim", setup.network, "--engines=ref,rtl,cpu", "--input", tmp_path / "x.npz")


@pytest.mark.parametrize("engine", ["float", "ref"])
def test_regular_source(engine: str, tmp_path: Path) -> None:
    phases = np.arange(NEURONS) % 7.0
    network = texts.one_population(
        tmp_path / "net.mlir",
        "regular_source",
        NEURONS,
        {},
        params={"period": 7.0},
        init={"age": phases},
    )
    expected = reference.regular_source(1.0, 100, phases, 7.0)
    result = snnc.run(network, engine, steps=100, probes=["cells.age"])
    np.testing.assert_allclose(result.probes["cells.age"], expected.states["age"], atol=1e-9)
    np.testing.assert_array_equal(
        snnc.dense(result.events["cells"], 100, NEURONS) != 0, expected.emitted
    )


@pytest.mark.parametrize("engine", ["float", "ref"])
def test_poisson_source(engine: str, tmp_path: Path) -> None:
    steps, rates = 2000, np.linspace(0.0, 600.0, NEURONS)
    network = texts.one_population(
        tmp_path / "net.mlir", "poisson_source", NEURONS, {}, params={"rate": rates}
    )
    text = snnc.call("compile", network, "--emit=snn")
    stream = int(text.split("snn.random stream ")[1].split()[0])
    expected = reference.poisson_source(1.0, steps, rates, stream & 0xFFFFFFFF).emitted
    result = snnc.run(network, engine, steps=steps)
    spikes = snnc.dense(result.events["cells"], steps, NEURONS) != 0
    # Rounding a probability to fixed point can move a draw that lies at the edge.
    assert np.sum(spikes != expected) <= (0 if engine == "float" else 3)
    mean = spikes.mean(axis=0)
    p = rates / 1000
    assert np.all(np.abs(mean - p) <= 5 * np.sqrt(p * (1 - p) / steps))


@pytest.mark.parametrize("rate", [1200.0, 12000.0, 23200.0])
@pytest.mark.parametrize("engine", ["float", "ref"])
@pytest.mark.parametrize(
    ("model", "state", "tau"), [("lif_delta_driven", "v", 20.0), ("lif_psc_exp", "i", 0.5)]
)
def test_own_poisson_source(
    model: str, state: str, tau: float, engine: str, rate: float, tmp_path: Path
) -> None:
    dt, steps, jump = 0.1, 1000, 0.125
    network = texts.one_population(
        tmp_path / "net.mlir",
        model,
        NEURONS,
        {},
        dt=dt,
        # Out of reach.
        params={"rate": rate, "jump": jump, "v_th": 100.0 if state == "v" else 0.0},
    )
    text = snnc.call("compile", network, "--emit=snn")
    stream = int(text.split("snn.random stream ")[1].split()[0]) & 0xFFFFFFFF
    neurons = np.arange(NEURONS, dtype=np.uint64)
    draws = np.array([reference.threefry2x32((stream, t), neurons) for t in range(steps)])
    counts = reference.poisson_counts(0.001 * rate * dt, draws / 2.0**32)
    expected = np.zeros((steps, NEURONS))
    for t in range(steps):
        expected[t] = expected[t - 1] * np.exp(-dt / tau) + jump * counts[t]
    result = snnc.run(network, engine, steps=steps, probes=[f"cells.{state}"])
    tolerance = 1e-9 if engine == "float" else 1e-3
    np.testing.assert_allclose(result.probes[f"cells.{state}"], expected, atol=tolerance)
    mean = 0.001 * rate * dt
    assert abs(counts.mean() - mean) < 5 * np.sqrt(mean / counts.size)
    assert abs(counts.var() - mean) < 0.1 * mean


@pytest.mark.parametrize("engine", ["float", "ref", "rtl"])
def test_one_neuron_solves_xor(engine: str, tmp_path: Path) -> None:
    network = tmp_path / "xor.mlir"
    network.write_text(
        """\
snn.network @xor dt 1.0 {
  snn.input @x size 2
  snn.population @cell of @two_compartment size 1
  snn.projection @w from @x to @cell port @dendrite #snn.dense weights 1.0 : f64 bits 8
  snn.output @cell
}
"""
    )
    gap = 40
    x = np.zeros((4 * gap, 2), np.int8)
    x[::gap] = [[0, 0], [0, 1], [1, 0], [1, 1]]
    result = snnc.run(network, engine, {"x": x})
    spikes = snnc.dense(result.events["cell"], len(x), 1).reshape(4, gap).any(axis=1)
    assert spikes.tolist() == [False, True, True, False]
