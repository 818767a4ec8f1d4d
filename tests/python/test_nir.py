# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""NIR files made by the reference library: every node against numpy, round trips,
what the importer says."""

from pathlib import Path

import nir
import numpy as np
import pytest

import snnc
from nir_reference import Rules, simulate
from snnc.tools import Array

pytestmark = pytest.mark.needs_snnc

DT = 1e-3
STEPS = 60
RNG = np.random.default_rng(3)


def drawn(*shape: int, low: float = -0.5, high: float = 1.0) -> Array:
    return RNG.uniform(low, high, shape)


def lif(*shape: int) -> nir.LIF:
    tau = drawn(*shape, low=5e-3, high=2e-2)
    return nir.LIF(tau, tau / DT, drawn(*shape, low=-0.1, high=0.1), drawn(*shape, low=0.5))


def cuba(*shape: int) -> nir.CubaLIF:
    mem, syn = drawn(*shape, low=5e-3, high=2e-2), drawn(*shape, low=2e-3, high=5e-3)
    return nir.CubaLIF(
        syn, mem, mem / DT, drawn(*shape, low=-0.1, high=0.1), drawn(*shape, low=0.5, high=1.5),
        drawn(*shape, low=-0.2, high=0.2), drawn(*shape, low=1.0, high=4.0),
    )  # fmt: skip


def affine(targets: int, sources: int) -> nir.Affine:
    return nir.Affine(drawn(targets, sources).astype(np.float32), drawn(targets, high=0.3))


def conv(channels: int, inputs: int, **changes: object) -> nir.Conv2d:
    options: dict[str, object] = {
        "stride": (1, 1), "padding": (1, 1), "dilation": (1, 1), "groups": 1,
    } | changes  # fmt: skip
    return nir.Conv2d(
        (6, 7), drawn(channels, inputs, 3, 3), bias=drawn(channels, high=0.2), **options
    )


CHAINS: dict[str, tuple[tuple[int, ...], list[nir.NIRNode]]] = {
    "linear": ((5,), [nir.Linear(drawn(4, 5)), lif(4)]),
    "affine": ((5,), [affine(4, 5), lif(4), affine(3, 4), cuba(3)]),
    "scale": ((5,), [nir.Scale(drawn(5, low=0.5)), lif(5)]),
    "product": ((5,), [affine(6, 5), nir.Scale(drawn(6)), nir.Linear(drawn(3, 6)), lif(3)]),
    "if": ((4,), [nir.IF(drawn(4, low=200.0, high=600.0), drawn(4, low=0.5), drawn(4, high=0.2))]),
    "threshold": ((5,), [affine(4, 5), nir.Threshold(drawn(4, low=0.0))]),
    "conv": ((2, 6, 7), [conv(3, 2), lif(3, 6, 7)]),
    "strided": ((2, 6, 7), [conv(3, 2, stride=(2, 1), padding=(0, 2)), lif(3, 2, 9)]),
    "grouped": ((4, 6, 7), [conv(4, 2, groups=2, dilation=(2, 1), padding="same"), lif(4, 6, 7)]),
    "conv1d": (
        (2, 9),
        [nir.Conv1d(9, drawn(3, 2, 4), 2, 1, 1, 1, drawn(3, high=0.2)), lif(3, 4)],
    ),
    "pools": (
        (2, 6, 7),
        [
            conv(2, 2),
            nir.SumPool2d(np.array([2, 3]), np.array([2, 2]), np.array([0, 1])),
            lif(2, 3, 4),
            nir.AvgPool2d(np.array([2, 2]), np.array([1, 2]), np.array([0, 0])),
            nir.Flatten(np.array([2, 2, 2]), 0, -1),
            affine(3, 8),
            lif(3),
        ],
    ),
    "delay": ((4,), [nir.Delay(DT * np.array([0, 1, 2, 5])), affine(3, 4), lif(3)]),
    "biased-delay": ((4,), [affine(3, 4), nir.Delay(DT * np.array([0, 3, 1])), lif(3)]),
    "deep": ((6,), [n for _ in range(5) for n in (affine(6, 6), cuba(6))]),
    "through-li": (
        (4,),
        [
            affine(3, 4),
            nir.LI(np.full(3, 8e-3), np.full(3, 8.0), np.full(3, 0.1)),
            nir.Linear(drawn(2, 3, low=0.0)),
            lif(2),
        ],
    ),
}

READOUTS: dict[str, list[nir.NIRNode]] = {
    "i": [nir.I(drawn(3, low=100.0, high=300.0))],
    "li": [nir.LI(np.full(3, 8e-3), np.full(3, 8.0), drawn(3))],
    "cubali": [nir.CubaLI(np.full(3, 4e-3), np.full(3, 8e-3), np.full(3, 8.0), drawn(3), 3.0)],
    "sum": [],
}


def written(graph: nir.NIRGraph, folder: Path) -> Path:
    path = folder / "graph.nir"
    nir.write(path, graph)
    return path


def chain(shape: tuple[int, ...], nodes: list[nir.NIRNode]) -> nir.NIRGraph:
    # The library's check knows no groups.
    grouped = any(isinstance(n, nir.Conv2d) and n.groups > 1 for n in nodes)
    return nir.NIRGraph.from_list(nir.Input(np.array(shape)), *nodes, type_check=not grouped)


def spikes_in(shape: tuple[int, ...], steps: int = STEPS) -> Array:
    return (RNG.random((steps, int(np.prod(shape)))) < 0.4).astype(np.uint8)


def float_run(path: Path, x: Array, *options: str, probes: tuple[str, ...] = ()) -> snnc.RunResult:
    return snnc.run(path, "float", {"input": x}, probes=probes, options=[f"--dt={DT}", *options])


@pytest.mark.parametrize("name", CHAINS)
def test_chains(name: str, tmp_path: Path) -> None:
    shape, nodes = CHAINS[name]
    graph = chain(shape, nodes)
    path, x = written(graph, tmp_path), spikes_in(shape)
    order = list(graph.nodes)
    expected = simulate(graph, {"input": x}, order, DT)[order[-2]].reshape(STEPS, -1)
    events = float_run(path, x).events[order[-2]]
    assert 0 < np.count_nonzero(expected) < expected.size
    assert np.array_equal(snnc.dense(events, STEPS, expected.shape[1]), expected)


@pytest.mark.parametrize("name", READOUTS)
@pytest.mark.parametrize("options", [(), ("--nir-set=decay=exact",)], ids=["euler", "exact"])
def test_readouts(name: str, options: tuple[str, ...], tmp_path: Path) -> None:
    graph = chain((5,), [affine(4, 5), lif(4), affine(3, 4), *READOUTS[name]])
    path, x = written(graph, tmp_path), spikes_in((5,))
    rules = Rules(exact=bool(options))
    expected = simulate(graph, {"input": x}, list(graph.nodes), DT, rules)["output"]
    probe = float_run(path, x, *options, probes=("output",)).probes["output"]
    assert np.allclose(probe, expected, rtol=1e-6, atol=1e-6)


RULES: dict[str, tuple[Rules, list[str]]] = {
    "exact": (Rules(exact=True), ["decay=exact"]),
    "zero": (Rules(reset="zero"), ["reset=zero"]),
    "subtract": (Rules(reset="subtract"), ["reset=subtract"]),
    "late": (Rules(reset="subtract", timing="late"), ["reset=subtract", "timing=late"]),
    "late-zero": (Rules(reset="zero", timing="late"), ["reset=zero", "timing=late"]),
    "corrected": (
        Rules(reset="subtract", timing="corrected"),
        ["reset=subtract", "timing=corrected"],
    ),
    "voltage-first": (Rules(voltage_first=True), ["order=voltage-first"]),
    "at": (Rules(at=True), ["spike=at"]),
    "many": (
        Rules(reset="subtract", many=True, at=True),
        ["reset=subtract", "spikes=many", "spike=at"],
    ),
    "feedback-bias": (Rules(feedback_bias=False), ["feedback-bias=later"]),
}


def recurrent(gain: float = 1.0) -> tuple[nir.NIRGraph, list[str]]:
    """Two populations with recurrence, a branch, a shortcut, and two ways in."""
    nodes = {
        "input": nir.Input(np.array([6])),
        "fc1": affine(5, 6),
        "a": cuba(5),
        "w_rec": nir.Affine(drawn(5, 5) * gain, drawn(5, high=0.3)),
        "fc2": nir.Linear(drawn(4, 5)),
        "b": lif(4),
        "shortcut": nir.Linear(drawn(4, 6, low=-0.2, high=0.2)),
        "output": nir.Output(np.array([4])),
    }
    edges = [
        ("w_rec", "a"), ("b", "output"), ("fc2", "b"), ("input", "fc1"), ("a", "w_rec"),
        ("fc1", "a"), ("a", "fc2"), ("input", "shortcut"), ("shortcut", "b"),
    ]  # fmt: skip
    order = ["input", "fc1", "w_rec", "a", "fc2", "shortcut", "b", "output"]
    return nir.NIRGraph(nodes, edges, type_check=False), order


@pytest.mark.parametrize("name", RULES)
def test_conventions(name: str, tmp_path: Path) -> None:
    rules, settings = RULES[name]
    # Several spikes a step must not beget more.
    graph, order = recurrent(0.1 if rules.many else 1.0)
    path, x = written(graph, tmp_path), spikes_in((6,))
    expected = simulate(graph, {"input": x}, order, DT, rules, "w_rec")
    events = float_run(path, x, *(f"--nir-set={s}" for s in settings), probes=("a.events",)).events
    for node, size in (("a", 5), ("b", 4)):
        assert np.count_nonzero(expected[node])
        assert np.array_equal(snnc.dense(events[node], STEPS, size), expected[node]), node


def test_sinabs(tmp_path: Path) -> None:
    """Several spikes a step, gains of one, integrators that do not go below."""
    graph = chain((5,), [nir.Linear(drawn(4, 5, low=-2, high=3)), nir.IF(np.ones(4), np.ones(4))])
    path, x = written(graph, tmp_path), spikes_in((5,))
    rules = Rules(reset="subtract", many=True, at=True, clip=True, gain="one")
    expected = simulate(graph, {"input": x}, list(graph.nodes), 1.0, rules)["if"]
    events = snnc.run(path, "float", {"input": x}, options=["--nir-profile=sinabs"]).events["if"]
    assert expected.max() > 1
    assert np.array_equal(snnc.dense(events, STEPS, 4), expected)


def test_nested_graphs_and_samples(tmp_path: Path) -> None:
    """A graph in a graph, edges that are there twice, and samples one after another."""
    inner = nir.NIRGraph(
        {
            "input": nir.Input(np.array([4])),
            "lif": lif(4),
            "w_rec": nir.Linear(drawn(4, 4)),
            "output": nir.Output(np.array([4])),
        },
        [("input", "lif"), ("lif", "w_rec"), ("w_rec", "lif"), ("lif", "output")],
        type_check=False,
    )
    nodes = {
        "input": nir.Input(np.array([5])), "fc": affine(4, 5), "layer": inner,
        "fc2": affine(3, 4), "last": lif(3), "output": nir.Output(np.array([3])),
    }  # fmt: skip
    edges = [("input", "fc"), ("fc", "layer"), ("fc", "layer"), ("layer", "fc2"),
             ("fc2", "last"), ("last", "output")]  # fmt: skip
    path = written(nir.NIRGraph(nodes, edges, type_check=False), tmp_path)
    flat = nir.NIRGraph(
        {**{k: v for k, v in nodes.items() if k != "layer"},
         "layer.lif": inner.nodes["lif"], "layer.w_rec": inner.nodes["w_rec"]},
        [("input", "fc"), ("fc", "layer.lif"), ("layer.lif", "layer.w_rec"),
         ("layer.w_rec", "layer.lif"), ("layer.lif", "fc2"), ("fc2", "last"), ("last", "output")],
        type_check=False,
    )  # fmt: skip
    order = ["input", "fc", "layer.w_rec", "layer.lif", "fc2", "last", "output"]
    x = spikes_in((5,), 3 * 20)
    expected = np.concatenate(
        [simulate(flat, {"input": x[i : i + 20]}, order, DT)["last"] for i in (0, 20, 40)]
    )
    result = snnc.run(
        path, "float", {"input": x}, sample_steps=20, options=[f"--dt={DT}"],
        probes=["layer.lif.v", "last.events"],
    )  # fmt: skip
    assert np.array_equal(snnc.dense(result.events["last"], 60, 3), expected)
    assert result.probes["layer.lif.v"].shape == (60, 4)


def same(a: nir.NIRNode, b: nir.NIRNode, where: str = "") -> None:
    """Equal to the bit: types, names, edges, numbers and their types."""
    assert type(a) is type(b), where
    if isinstance(a, nir.NIRGraph):
        assert set(a.nodes) == set(b.nodes), where
        assert [tuple(e) for e in a.edges] == [tuple(e) for e in b.edges], where
        for name, node in a.nodes.items():
            same(node, b.nodes[name], f"{where}/{name}")
        return
    for key, left in a.to_dict().items():
        right = b.to_dict()[key]
        if isinstance(left, np.ndarray):
            assert left.dtype == right.dtype, f"{where}.{key}"
        assert np.array_equal(left, right), f"{where}.{key}"


@pytest.mark.parametrize("name", CHAINS)
def test_round_trip(name: str, tmp_path: Path) -> None:
    shape, nodes = CHAINS[name]
    path = written(chain(shape, nodes), tmp_path)
    text, back = tmp_path / "graph.mlir", tmp_path / "back.nir"
    snnc.call("import", path, "-o", text, f"--dt={DT}")
    snnc.call("export", text, "-o", back)
    same(nir.read(path, type_check=False), nir.read(back, type_check=False))


def test_export_of_an_edited_network(tmp_path: Path) -> None:
    """A weight changed in the text is in the file; the network stays the same."""
    path = written(chain((3,), [nir.Linear(np.full((2, 3), 0.25)), lif(2)]), tmp_path)
    text, back = tmp_path / "graph.mlir", tmp_path / "back.nir"
    snnc.call("import", path, "-o", text, f"--dt={DT}")
    text.write_text(text.read_text().replace("weights 0.25", "weights 0.5"))
    snnc.call("export", text, "-o", back)
    weights = [n.weight for n in nir.read(back).nodes.values() if isinstance(n, nir.Linear)]
    assert len(weights) == 1 and np.all(weights[0] == 0.5)
    x = spikes_in((3,))
    left, right = (
        snnc.run(p, "float", {"input": x}, options=[f"--dt={DT}"]).events["lif"]
        for p in (text, back)
    )
    assert len(left) and np.array_equal(left, right)


HAND = """
snn.network @hand dt 1.0 {
  snn.input @stimulus size 4
  snn.population @cell of @lif_delta size 3 params {tau_m = 10.0}
  snn.population @cuba of @lif_cuba size 2
  snn.population @readout of @leaky_integrator size 1
  snn.projection @in from @stimulus to @cell port @in #snn.dense weights 0.375 {lead = 1 : i64}
  snn.projection @rec from @cell to @cell port @in #snn.dense weights -0.125
  snn.projection @mid from @cell to @cuba port @in #snn.dense weights 1.5 delay 3
  snn.projection @out from @cuba to @readout port @in #snn.one_to_one_or_dense weights 0.5
  snn.output @cell
  snn.probe @v of @readout state @v
}
""".replace("#snn.one_to_one_or_dense", "#snn.dense")


def test_export_of_a_hand_written_network(tmp_path: Path) -> None:
    text, path = tmp_path / "hand.mlir", tmp_path / "hand.nir"
    text.write_text(HAND)
    snnc.call("export", text, "-o", path)
    x = spikes_in((4,))
    probes = ["v", "cuba.events"]
    left = snnc.run(text, "float", {"stimulus": x}, probes=probes)
    right = snnc.run(
        path, "float", {"stimulus": x}, probes=probes,
        options=[f"--dt={DT}", "--nir-set=spike=at"],
    )  # fmt: skip
    for name in ("cell", "cuba"):
        assert len(left.events[name]) and np.array_equal(left.events[name], right.events[name])
    assert np.allclose(left.probes["v"], right.probes["v"], atol=1e-6)


def test_export_names_what_nir_cannot_say(tmp_path: Path) -> None:
    text = tmp_path / "hand.mlir"
    text.write_text(HAND.replace("of @lif_cuba", "of @izhikevich"))
    with pytest.raises(snnc.SnncError, match=r"hand.mlir:5:3: error: .*@izhikevich.*no equivalent"):
        snnc.call("export", text, "-o", tmp_path / "hand.nir")
    assert not (tmp_path / "hand.nir").exists()


def pair(**changes: object) -> nir.NIRGraph:
    nodes: dict[str, nir.NIRNode] = {
        "input": nir.Input(np.array([2])),
        "w": nir.Linear(np.ones((2, 2))),
        "lif": lif(2),
        "output": nir.Output(np.array([2])),
    }
    edges = [("input", "w"), ("w", "lif"), ("lif", "output")]
    nodes.update(changes.pop("nodes", {}))
    return nir.NIRGraph(nodes, edges + list(changes.pop("edges", [])), type_check=False)


COMPLAINTS: dict[str, tuple[nir.NIRGraph, list[str], str]] = {
    "dangling": (
        pair(edges=[("lif", "outpt")]),
        [],
        r"graph.nir:/node/edges: error: edge 'lif' -> 'outpt': there is no node 'outpt'; "
        "did you mean 'output'",
    ),
    "sizes": (
        pair(nodes={"w": nir.Linear(np.ones((3, 2)))}),
        [],
        r"graph.nir:/node/nodes/lif: error: takes 2 values \[2\], but 'w', .* gives 3",
    ),
    "no neuron": (
        pair(nodes={"s": nir.Scale(np.ones(2))}, edges=[("w", "s"), ("s", "w")]),
        [],
        r"graph.nir:/node/nodes/\w+: error: is in a cycle without a neuron",
    ),
    "two neurons in a cycle": (
        pair(nodes={"b": lif(2)}, edges=[("lif", "b"), ("b", "lif")]),
        [],
        r"error: .*is in a cycle of 2 projections that together take 1 step",
    ),
    "time constant": (
        pair(),
        ["--dt=1"],
        r"graph.nir:/node/nodes/lif: error: neuron 0 has a time constant of less than half",
    ),
    "negative": (
        pair(nodes={"lif": nir.LIF(-np.ones(2), np.ones(2), np.ones(2), np.ones(2))}),
        [],
        r"graph.nir:/node/nodes/lif/tau: error: is -1.0; a time constant is greater than 0",
    ),
    "delay": (
        pair(nodes={"w": nir.Delay(np.array([0.5e-3, 1e-3]))}),
        [f"--dt={DT}"],
        r"graph.nir:/node/nodes/w/delay: error: is 5.0e-04, which is 0.5 steps",
    ),
    "not finite": (
        pair(nodes={"w": nir.Linear(np.array([[1.0, np.nan], [0.0, 1.0]]))}),
        [],
        r"graph.nir:/node/nodes/w/weight: error: is not finite at index 1",
    ),
}


@pytest.mark.parametrize("name", COMPLAINTS)
def test_complaints(name: str, tmp_path: Path) -> None:
    graph, options, text = COMPLAINTS[name]
    path = written(graph, tmp_path)
    with pytest.raises(snnc.SnncError, match=text):
        snnc.call("compile", path, "--emit=snn", *options)


WARNINGS: dict[str, tuple[nir.NIRGraph, list[str], str]] = {
    "cannot fire": (pair(), ["--dt=1e-9"], "cannot fire"),
    "gain": (
        pair(nodes={"lif": nir.IF(np.full(2, 1e9), np.ones(2))}),
        [f"--dt={DT}"],
        r"multiplies its input by 1.0e\+06",
    ),
    "misfit": (
        pair(),
        ["--nir-profile=snntorch"],
        "lif: warning: profile 'snntorch' has no v_leak, which is .*the file fits nir",
    ),
    "twice": (pair(edges=[("w", "lif")]), [], "edge 'w' -> 'lif' is there twice"),
    "below dt": (
        pair(nodes={"lif": nir.LIF(*np.full((4, 2), 1e-3))}),
        ["--dt=1.5e-3"],
        "is below the time step",
    ),
}


@pytest.mark.parametrize("name", WARNINGS)
def test_warnings(name: str, tmp_path: Path) -> None:
    graph, options, text = WARNINGS[name]
    path, report = written(graph, tmp_path), tmp_path / "report.json"
    snnc.call("compile", path, "--emit=snn", "--json", report, "-o", tmp_path / "text", *options)
    import json
    import re

    said = [f"{d['file']}: {d['severity']}: {d['message']}"
            for d in json.loads(report.read_text())["diagnostics"]]  # fmt: skip
    assert any(re.search(text, line) for line in said), said


def test_values_as_input_and_scalar_parameters(tmp_path: Path) -> None:
    """Inputs of real values; a parameter of one value stands for all neurons."""
    one = [np.array([x]) for x in (1e-2, 10.0, 0.0, 0.6)]
    graph = nir.NIRGraph(
        {"input": nir.Input(np.array([3])), "w": affine(4, 3), "lif": nir.LIF(*one),
         "output": nir.Output(np.array([4]))},
        [("input", "w"), ("w", "lif"), ("lif", "output")],
        type_check=False,
    )  # fmt: skip
    full = nir.LIF(*(np.full(4, x) for x in one))
    like = nir.NIRGraph({**graph.nodes, "lif": full}, graph.edges, type_check=False)
    path, x = written(graph, tmp_path), drawn(STEPS, 3, low=-1.0)
    expected = simulate(like, {"input": x}, list(like.nodes), DT)["lif"]
    events = float_run(path, x, "--nir-input=-1,1").events["lif"]
    assert np.count_nonzero(expected)
    assert np.array_equal(snnc.dense(events, STEPS, 4), expected)


def test_quantized_engines_are_equal(tmp_path: Path) -> None:
    """A retimed network is the same on every engine, samples side by side as well."""
    graph, _ = recurrent()
    path, x = written(graph, tmp_path), spikes_in((6,))
    runs = [
        snnc.run(path, engine, {"input": x}, sample_steps=20, probes=["a.events"],
                 options=[f"--dt={DT}", *options])
        for engine, *options in (["ref"], ["cpu"], ["cpu", "--batch=2"])
    ]  # fmt: skip
    assert len(runs[0].events["b"])
    for other in runs[1:]:
        for name in ("a", "b"):
            assert np.array_equal(runs[0].events[name], other.events[name])
