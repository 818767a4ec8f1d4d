# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Rules that nobody has written before: from a text that stands here, and from
Loihi's sum-of-products form."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import learning
import snnc
import texts
from reference import faded
from snnc import loihi

SOURCES, TARGETS, STEPS = 9, 4, 400

Array = npt.NDArray[np.float64]

NEW_RULE = """\
// Counts the events that met a high membrane; every seventh step the weight falls
// by what was counted times the payload that the source sent last, unless the
// target emits in this step.
snn.learning_rule @new_rule {
  snn.param @eta : f64 = 0.01
  snn.weight @w range [-1.0, 1.0] round stochastic
  snn.state @n : f64 = 0.0 range [0.0, 100.0] bits 8
  snn.trace @last : f64 = 0.0 range [-1.0, 1.0] bits 16
  snn.target @v : f64
  snn.pre {
    %fired = snn.fired : i1
    %payload = snn.payload : f64
    %last = snn.read @last : f64
    %new = arith.select %fired, %payload, %last : f64
    snn.write @last, %new : f64
  }
  snn.on_pre {
    %level = arith.constant 0.25 : f64
    %one = arith.constant 1.0 : f64
    %v = snn.read @v : f64
    %high = arith.cmpf ogt, %v, %level : f64
    snn.require %high
    %n = snn.read @n : f64
    %more = arith.addf %n, %one : f64
    snn.write @n, %more : f64
  }
  snn.every 7 {
    %eta = snn.get @eta : f64
    %zero = arith.constant 0.0 : f64
    %n = snn.read @n : f64
    %some = arith.cmpf ogt, %n, %zero : f64
    snn.require %some
    %true = arith.constant true
    %fired = snn.target_fired : i1
    %quiet = arith.xori %fired, %true : i1
    snn.require %quiet
    %last = snn.read @last : f64
    %w = snn.read @w : f64
    %amount = arith.mulf %last, %eta : f64
    %change = arith.mulf %n, %amount : f64
    %less = arith.subf %w, %change : f64
    snn.write @w, %less : f64
    snn.write @n, %zero : f64
  }
}
"""


def network(rule: str, weights: Array, neuron: str, graded: bool) -> str:
    analog = " analog [-1.0, 1.0]" if graded else ""
    return f"""\
snn.network @net dt 1.0 {{
  snn.input @x size {SOURCES}{analog}
  snn.population @cells of @{neuron} size {TARGETS}
  snn.projection @p from @x to @cells port @in #snn.dense
      weights {texts.matrix(weights)} delay 1 bits 16 learn @{rule}
  snn.output @cells
}}
"""


def new_rule(weights: Array, x: Array, seen: tuple[Array, Array] | None) -> tuple[Array, Array]:
    """Weights and counts at the end, of the whole network, or for `seen` membranes and events."""
    w, n, last = weights.copy(), np.zeros_like(weights), np.zeros(SOURCES)
    v, arriving = np.zeros(TARGETS), np.zeros(TARGETS)
    for t in range(STEPS):
        if seen:
            v, spikes = seen[0][t], seen[1][t] != 0
        else:
            v = v * np.exp(-1 / 20) + arriving
            spikes = v >= 1
            v = np.where(spikes, 0, v)
        arriving = x[t] @ w
        last = np.where(x[t] != 0, x[t], last)
        n += np.outer(x[t] != 0, v > 0.25)
        if t % 7 == 0:
            due = (n > 0) & ~spikes
            w = np.where(due, np.clip(w - 0.01 * n * last[:, None], -1, 1), w)
            n = np.where(due, 0, n)
    return w, n


@pytest.mark.needs_snnc
@pytest.mark.parametrize("engine", ["float", "ref"])
def test_one_more_rule_is_one_more_text(engine: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    weights = np.rint(rng.uniform(-16, 48, (SOURCES, TARGETS))) / 64
    x = (
        np.where(rng.random((STEPS, SOURCES)) < 0.1, rng.integers(-32, 65, (STEPS, SOURCES)), 0)
        / 64
    )
    (tmp_path / "new_rule.mlir").write_text(NEW_RULE)
    file = tmp_path / "net.mlir"
    file.write_text(network("new_rule", weights, "lif_delta", graded=True))
    learned = learning.learn(file, engine, {"x": x}, probes=["cells.v"])
    spikes = learned.emitted("cells", STEPS, TARGETS)
    assert 10 < spikes.sum() < STEPS
    # The float engine by itself; ref by what its neurons did.
    seen = (learned.run.probes["cells.v"], spikes) if engine == "ref" else None
    w, n = new_rule(weights, x, seen)
    assert np.abs(w - weights).max() > 0.05
    # A change of 16-bit weights is rounded to 2^-15; there are at most 57.
    tolerance = 1e-9 if engine == "float" else 1e-3
    np.testing.assert_allclose(learned.arrays["p"], w, rtol=0, atol=tolerance)
    np.testing.assert_array_equal(learned.arrays["p.n"], n)


def sum_of_products(text: str, values: dict[str, Array | float]) -> Array:
    """The sum as Python says it."""
    return eval(text.replace("^", "**"), {"__builtins__": {}}, values)


LOIHI = {
    "dw": "2^-6*x1*y0 - 2^-6*y1*x0 - 2^-5*w*u5",
    "dt": "2^-2*x1*y0 - 2^-3*t*u4",
}


def imported(name: str) -> str:
    return loihi.learning_rule(
        name,
        LOIHI["dw"],
        LOIHI["dt"],
        weight_range=(-1.0, 1.0),
        tag_range=(-4.0, 4.0),
        trace_range=8.0,
        x1=(1.0, 20.0),
        targets={"y1": "y"},
    )


@pytest.mark.needs_snnc
@pytest.mark.parametrize("engine", ["float", "ref"])
def test_loihi_rule(engine: str, tmp_path: Path) -> None:
    rng = np.random.default_rng(8)
    weights = np.rint(rng.uniform(8, 32, (SOURCES, TARGETS))) / 64
    x = (rng.random((STEPS, SOURCES)) < 0.05).astype(np.int8)
    (tmp_path / "imported.mlir").write_text(imported("imported"))
    file = tmp_path / "net.mlir"
    file.write_text(network("imported", weights, "lif_delta_traced", graded=False))
    learned = learning.learn(file, engine, {"x": x})
    spikes = learned.emitted("cells", STEPS, TARGETS)
    x1, y1 = faded(x.astype(float), np.exp(-1 / 20)), faded(spikes, np.exp(-1 / 20))
    w, tag = weights.copy(), np.zeros_like(weights)
    for t in range(STEPS):
        traces = {"x1": x1[t][:, None], "y1": y1[t][None, :]}
        never = {f"u{k}": 0.0 for k in range(10)} | {"x0": 0.0, "y0": 0.0}
        now = {f"u{k}": float(t % 2**k == 0) for k in range(10)}
        # Products with x0, then those with y0, then those with u.
        for due in ({"x0": x[t][:, None]}, {"y0": spikes[t]}, now):
            values = never | traces | due | {"w": w, "t": tag}
            w, tag = (
                np.clip(w + sum_of_products(LOIHI["dw"], values), -1, 1),
                np.clip(tag + sum_of_products(LOIHI["dt"], values), -4, 4),
            )
    assert np.abs(w - weights).max() > 0.08
    # Rounding of traces and, at random, of changes; the tag has 2^-13, about 80 changes.
    tolerance = {"p": 1e-9, "p.t": 1e-9} if engine == "float" else {"p": 0.004, "p.t": 0.02}
    np.testing.assert_allclose(learned.arrays["p"], w, rtol=0, atol=tolerance["p"])
    np.testing.assert_allclose(learned.arrays["p.t"], tag, rtol=0, atol=tolerance["p.t"])


@pytest.mark.needs_snnc
def test_all_variables_compile(tmp_path: Path) -> None:
    text = loihi.learning_rule(
        "all",
        "2^-4*x1*y0*r1 - 2^-6*(x2 + 1)*y2*x0 + 2^-5*t*y3*u3 + 2^-7*y1*x0*y0",
        "2^-3*x2*x0 - 2^-4*(t - 1)*u0",
        weight_range=(-1.0, 1.0),
        tag_range=(-4.0, 4.0),
        trace_range=16.0,
        x1=(1.0, 20.0),
        x2=(0.5, 100.0),
        targets={"y1": "y", "y2": "z", "y3": "v"},
    )
    (tmp_path / "all.mlir").write_text(text)
    file = tmp_path / "net.mlir"
    weights = np.full((SOURCES, TARGETS), 0.25)
    lines = network("all", weights, "lif_delta_two_traces", graded=False).splitlines()
    lines.insert(1, "  snn.modulator @r1 = 0.0 range [-1.0, 1.0]")
    file.write_text("\n".join(lines))
    snnc.compile_network(file, tmp_path / "net.img")
    assert (tmp_path / "net.img").exists()


def test_the_library_has_what_the_importer_makes() -> None:
    text = (snnc.ROOT / "models" / "loihi_stdp.mlir").read_text()
    body = imported("loihi_stdp").split("snn.learning_rule")[1]
    assert text.endswith("snn.learning_rule" + body)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x1 * y1", "to say when it counts"),
        ("x0 * u2", "to say when it counts"),
        ("x0 * (x1 + y1)", "is no factor"),
        ("x0 * z", "no variable 'z'"),
        ("(y0 + 1) * x1 * x0", "stand alone"),
        ("x0 * (", "is no expression"),
        ("x0 * x2", "reads x2, which is not given"),
    ],
)
def test_what_is_no_sum_of_products(text: str, says: str) -> None:
    with pytest.raises(loihi.LoihiRuleError, match=says.replace("(", r"\(")):
        loihi.learning_rule(
            "r", text, weight_range=(-1.0, 1.0), x1=(1.0, 20.0), targets={"y1": "y"}
        )


def test_products_are_read() -> None:
    products = loihi.parse("-2^-3 * x1 * (w - 2) * y0 + 3 * y0 * x0 - -1 * u3 * t")
    assert [(p.scale, p.trigger, p.factors) for p in products] == [
        (-0.125, "on_post", [("x1", 0.0), ("w", -2.0)]),
        (3.0, "on_pre", [("y0", 0.0)]),
        (1.0, "every 8", [("t", 0.0)]),
    ]
