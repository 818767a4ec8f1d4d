# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every learning rule of the library against an independent computation.

The computation takes what the synapses met in the run itself: events, and states
of the targets that are no traces. So it stays comparable where learned
weights change the activity, and where quantization does. Neurons have their own
tests (test_models.py).

On the float engine weights and synapse variables agree to 1e-9. On ref, with
weights of 16 bits, they agree within the tolerance of the case, which is less
than a twentieth of the largest change; it stands for the rounding of traces
(16 bits: a trace may stand 2^-8 too high) and of each change (stochastic, without bias).
The chip does in each step what ref does, to the bit.
With weights of 8 bits the errors are those of so many roundings at random, and
their mean over all synapses is that of independent ones.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import learning
import rule_reference
import snnc
import texts

pytestmark = pytest.mark.needs_snnc

#: Not multiples of the lanes.
SOURCES, TARGETS = 11, 5
STEPS = 500

Array = npt.NDArray[np.float64]


@dataclass
class Case:
    rule: str
    neuron: str
    compute: Callable[..., rule_reference.Result]
    #: Largest error of each variable on ref.
    tolerance: dict[str, float]
    #: Ends of the initial weights.
    weights: tuple[float, float] = (0.125, 0.5)
    #: Parameters of the rule, of the neuron, and by which names the computation has them.
    rule_params: dict[str, float] = field(default_factory=dict)
    neuron_params: dict[str, float] = field(default_factory=dict)
    compute_params: dict[str, float] = field(default_factory=dict)
    #: States that the computation takes from the run.
    states: tuple[str, ...] = ()
    #: Port for a signal of real numbers of its own for each target.
    signal_port: str = ""
    signal: tuple[float, float] = (-1.0, 1.0)
    #: The port of the synapses; sources with payloads.
    port: str = "in"
    graded: bool = False
    emits: bool = True
    modulator: str = ""
    #: Values of the modulator, set in turns each 40 steps.
    signals: tuple[float, ...] = (1.0,)
    #: Steps between changes that do not wait for events.
    period: int = 0
    dt: float = 1.0
    name: str = ""


CASES = [
    Case(
        "stdp_pair_additive",
        "lif_delta_traced",
        rule_reference.stdp_pair_additive,
        {"w": 0.001},
    ),
    Case(
        "stdp_pair_additive",
        "lif_delta_traced",
        rule_reference.stdp_pair_additive,
        {"w": 0.005},
        # Changes that meet both bounds.
        weights=(0.0, 0.984375),
        rule_params={"tau_plus": 10.0, "a_plus": 0.03, "a_minus": 0.08},
        neuron_params={"tau_y": 8.0},
        compute_params={"tau_minus": 8.0},
        dt=0.5,
        name="stdp_pair_additive with parameters",
    ),
    Case(
        "stdp_pair_multiplicative",
        "lif_delta_traced",
        rule_reference.stdp_pair_multiplicative,
        {"w": 0.001},
    ),
    Case(
        "stdp_triplet",
        "lif_delta_two_traces",
        rule_reference.stdp_triplet,
        {"w": 0.0015},
        weights=(0.125, 0.375),
        rule_params={"a2_plus": 0.002, "a3_plus": 0.002, "a2_minus": 0.01},
    ),
    Case(
        "stdp_reward",
        "lif_delta_traced",
        rule_reference.stdp_reward,
        {"w": 0.001, "c": 0.005},
        modulator="dopamine",
        signals=(0.5, 1.0, -0.75),
        period=40,
    ),
    Case(
        "sdsp",
        "lif_delta_two_traces",
        rule_reference.sdsp,
        {"w": 0.0001, "x": 0.0005},
        weights=(0.0, 0.5),
        # Not in ratios that meet theta_x.
        rule_params={"a": 0.231, "b": 0.087, "theta_v": 0.403},
        neuron_params={"tau_z": 60.0},
        states=("v",),
        signal_port="in",
        signal=(-0.25, 0.5),
    ),
    Case("oja", "lif_delta_traced", rule_reference.oja, {"w": 0.0005}, period=10),
    Case("bcm", "lif_bcm", rule_reference.bcm, {"w": 0.001}, period=10),
    Case(
        "pes",
        "readout_error",
        rule_reference.pes,
        {"w": 0.001},
        emits=False,
        weights=(-0.5, 0.5),
        rule_params={"kappa": 0.02},
        states=("e",),
        signal_port="error",
        period=10,
    ),
    Case(
        "delta_rule",
        "readout_taught",
        rule_reference.delta_rule,
        {"w": 0.0005},
        weights=(-0.5, 0.5),
        rule_params={"eta": 0.03},
        states=("e",),
        signal_port="teach",
        graded=True,
        modulator="learn",
        period=40,
    ),
    Case(
        "feedback_mirror",
        "lif_surrogate",
        rule_reference.feedback_mirror,
        {"w": 0.0002},
        weights=(-0.5, 0.5),
        rule_params={"eta": 0.05},
        port="error",
        signal_port="in",
        graded=True,
        modulator="learn",
        period=40,
    ),
    Case(
        "surrogate_gradient",
        "lif_surrogate",
        rule_reference.surrogate_gradient,
        {"w": 0.002},
        rule_params={"eta": 0.01},
        states=("g",),
        signal_port="error",
        period=1,
    ),
    Case(
        "eprop_lif",
        "lif_eprop",
        rule_reference.eprop_lif,
        {"w": 0.0025, "e": 0.015},
        rule_params={"eta": 0.002},
        states=("psi", "l"),
        signal_port="learn",
        period=1,
    ),
    Case(
        "eprop_alif",
        "alif_eprop",
        rule_reference.eprop_alif,
        {"w": 0.002, "e": 0.015, "a": 0.06},
        rule_params={"eta": 0.002},
        states=("psi", "l"),
        signal_port="learn",
        period=1,
    ),
    Case(
        "stdp_normalised",
        "lif_normalised",
        rule_reference.stdp_normalised,
        {"w": 0.001},
    ),
    Case(
        "stdp_metaplastic",
        "lif_delta_traced",
        rule_reference.stdp_metaplastic,
        {"w": 0.001, "u2": 0.001, "u3": 0.001},
        weights=(0.0, 0.5),
    ),
]


def _id(case: Case) -> str:
    return case.name or case.rule


@dataclass
class Setup:
    """The network of a case and its input."""

    case: Case
    folder: Path
    bits: int = 16

    def __post_init__(self) -> None:
        case = self.case
        rng = np.random.default_rng(list(case.rule.encode()))
        # 64ths: exact in 8-bit weights, in payloads and in the float32 of images.
        weights = rng.uniform(*case.weights, (SOURCES, TARGETS))
        self.weights = np.rint(weights * 64) / 64
        active = rng.random((STEPS, SOURCES)) < 0.05
        payloads = np.rint(rng.uniform(-64, 64, active.shape)) / 64 if case.graded else 1
        self.inputs: dict[str, npt.NDArray[np.generic]] = {"x": np.where(active, payloads, 0)}
        if not case.graded:
            self.inputs["x"] = active.astype(np.int8)
        if case.signal_port:
            shape = (STEPS, TARGETS)
            self.inputs["signal"] = np.rint(64 * rng.uniform(*case.signal, shape)) / 64
        steps = range(17, STEPS, 40) if case.modulator else ()
        self.signals = {t: case.signals[i % len(case.signals)] for i, t in enumerate(steps)}
        self.modulators = {case.modulator: self.signals} if case.modulator else {}
        self.network = self.folder / "net.mlir"
        self.network.write_text(self.text())

    def text(self) -> str:
        case = self.case
        lines = [f"snn.network @net dt {case.dt!r} {{"]
        if case.modulator:
            lines.append(f"  snn.modulator @{case.modulator} = 0.0 range [-1.0, 1.0]")
        analog = " analog [-1.0, 1.0]"
        lines.append(f"  snn.input @x size {SOURCES}{analog if case.graded else ''}")
        params = f" params {texts.settings(case.neuron_params)}" if case.neuron_params else ""
        lines.append(f"  snn.population @cells of @{case.neuron} size {TARGETS}{params}")
        params = f" params {texts.settings(case.rule_params)}" if case.rule_params else ""
        lines.append(
            f"  snn.projection @p from @x to @cells port @{case.port} #snn.dense\n"
            f"      weights {texts.matrix(self.weights)} delay 1\n"
            f"      bits {self.bits} learn @{case.rule}{params}"
        )
        if case.signal_port:
            lines.append(
                f"  snn.input @signal size {TARGETS}{analog}\n"
                f"  snn.projection @to_{case.signal_port} from @signal to @cells"
                f" port @{case.signal_port} #snn.one_to_one weights 1.0 : f64 bits 8"
            )
        if case.emits:
            lines.append("  snn.output @cells")
        return "\n".join([*lines, "}"]) + "\n"

    def run(self, engine: str) -> tuple[rule_reference.Result, rule_reference.Result]:
        """What the machine has learned, and what it should have; sets `changes`."""
        case = self.case
        learned = learning.learn(
            self.network,
            engine,
            self.inputs,
            probes=[f"cells.{state}" for state in case.states],
            modulators=self.modulators,
        )
        activity = rule_reference.Activity(
            case.dt,
            np.asarray(self.inputs["x"], float),
            learned.emitted("cells", STEPS, TARGETS),
            {state: learned.run.probes[f"cells.{state}"] for state in case.states},
            self.weights,
            self.signals,
        )
        events = (activity.source != 0).sum(axis=0).max() + activity.target.sum(axis=0).max()
        self.changes = float(STEPS / case.period if case.period else events)
        expected = case.compute(activity, **(case.rule_params | case.compute_params))
        arrays = learned.arrays
        found = {"w": arrays["p"]} | {v: arrays[f"p.{v}"] for v in expected if v != "w"}
        return found, expected


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_float_is_the_reference(case: Case, tmp_path: Path) -> None:
    setup = Setup(case, tmp_path)
    found, expected = setup.run("float")
    for name, value in expected.items():
        np.testing.assert_allclose(found[name], value, rtol=1e-9, atol=1e-9, err_msg=name)
    assert np.abs(expected["w"] - setup.weights).max() > 20 * case.tolerance["w"]


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_ref_is_near_the_reference(case: Case, tmp_path: Path) -> None:
    found, expected = Setup(case, tmp_path).run("ref")
    for name, tolerance in case.tolerance.items():
        error = np.abs(found[name] - expected[name]).max()
        assert error <= tolerance, f"{name} is off by {error}"


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_eight_bits_are_enough_on_average(case: Case, tmp_path: Path) -> None:
    setup = Setup(case, tmp_path, bits=8)
    found, expected = setup.run("ref")
    error = found["w"] - expected["w"]
    # Rounding at random to 2^-7 has a deviation of at most half of that.
    deviation = 2**-8 * np.sqrt(setup.changes)
    assert np.sqrt((error**2).mean()) <= deviation
    assert abs(error.mean()) <= 3 * deviation / np.sqrt(error.size)


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_the_chip_equals_ref(case: Case, tmp_path: Path) -> None:
    setup = Setup(case, tmp_path, bits=8)
    steps = 150
    file = tmp_path / "inputs.npz"
    np.savez(file, **{name: array[:steps] for name, array in setup.inputs.items()})
    early = {m: {t: v for t, v in at.items() if t < steps} for m, at in setup.modulators.items()}
    options = learning.settings(early)
    snnc.call("cosim", setup.network, "--engines=ref,rtl,cpu", "--input", file, *options)


@pytest.mark.parametrize("engine", ["float", "ref"])
def test_sparse_synapses_learn_alike(engine: str, tmp_path: Path) -> None:
    """Each synapse is alone with what it meets: those of a sparse projection do what
    the same ones of a dense one would."""
    setup = Setup(CASES[0], tmp_path)
    setup.weights = np.full((SOURCES, TARGETS), 0.5)
    dense = f"#snn.dense\n      weights {texts.matrix(setup.weights)}"
    setup.network.write_text(
        setup.text().replace(dense, "#snn.random<probability = 0.5, seed = 3> weights 0.5 : f64")
    )
    learned = learning.learn(setup.network, engine, setup.inputs)
    arrays = learned.arrays
    joined = (arrays["source.p"], arrays["target.p"])
    assert 10 < len(joined[0]) < SOURCES * TARGETS
    activity = rule_reference.Activity(
        1.0,
        np.asarray(setup.inputs["x"], float),
        learned.emitted("cells", STEPS, TARGETS),
        {},
        setup.weights,
        {},
    )
    expected = rule_reference.stdp_pair_additive(activity)["w"][joined]
    assert np.abs(expected - 0.5).max() > 0.02
    tolerance = 1e-9 if engine == "float" else 0.001
    np.testing.assert_allclose(arrays["p"], expected, rtol=0, atol=tolerance)
