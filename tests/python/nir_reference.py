# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A NIR graph step by step in numpy, node by node as frameworks run it: what the
importer's populations, products of matrices and retiming have to come to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import nir
import numpy as np

from snnc.tools import Array


@dataclass
class Rules:
    """A convention, by the keys of --nir-set."""

    exact: bool = False
    voltage_first: bool = False
    #: value, zero or subtract; same, late or corrected.
    reset: str = "value"
    timing: str = "same"
    at: bool = False
    many: bool = False
    clip: bool = False
    #: Multiplied by the decay, or not at all, instead of the equation's gain.
    gain: str = "equation"
    feedback_bias: bool = True


@dataclass
class State:
    v: Array = field(default_factory=lambda: np.zeros(1))
    i: Array = field(default_factory=lambda: np.zeros(1))
    past: list[Array] = field(default_factory=list)
    begun: bool = False


def convolved(x: Array, node: nir.Conv2d) -> Array:
    """Cross-correlation by its definition."""
    pad, stride, dilation = (np.broadcast_to(p, 2) for p in _window(node))
    out_c, in_c, kh, kw = node.weight.shape
    x = np.pad(x, ((0, 0), (pad[0], pad[0]), (pad[1], pad[1])))
    height = (x.shape[1] - dilation[0] * (kh - 1) - 1) // stride[0] + 1
    width = (x.shape[2] - dilation[1] * (kw - 1) - 1) // stride[1] + 1
    y = np.zeros((out_c, height, width))
    outputs = out_c // node.groups
    for o, r, c in np.ndindex(y.shape):
        first = o // outputs * in_c
        rows = r * stride[0] + dilation[0] * np.arange(kh)
        columns = c * stride[1] + dilation[1] * np.arange(kw)
        seen = x[first : first + in_c][:, rows][:, :, columns]
        y[o, r, c] = np.sum(seen * node.weight[o]) + node.bias[o]
    return y


def _window(node: nir.Conv2d) -> tuple[Array, Array, Array]:
    same = isinstance(node.padding, str) and node.padding == "same"
    dilation = np.broadcast_to(node.dilation, 2)
    if same:
        pad = dilation * (np.array(node.weight.shape[2:]) - 1) // 2
    else:
        pad = np.zeros(2, int) if isinstance(node.padding, str) else np.asarray(node.padding)
    return pad, np.asarray(node.stride), dilation


def pooled(x: Array, node: nir.SumPool2d | nir.AvgPool2d) -> Array:
    (kh, kw), (sh, sw), (ph, pw) = (
        np.broadcast_to(p, 2) for p in (node.kernel_size, node.stride, node.padding)
    )
    x = np.pad(x, ((0, 0), (ph, ph), (pw, pw)))
    y = np.zeros((x.shape[0], (x.shape[1] - kh) // sh + 1, (x.shape[2] - kw) // sw + 1))
    for c, r, q in np.ndindex(y.shape):
        y[c, r, q] = x[c, r * sh : r * sh + kh, q * sw : q * sw + kw].sum()
    return y / (kh * kw) if isinstance(node, nir.AvgPool2d) else y


def neuron(node: nir.NIRNode, x: Array, state: State, dt: float, rules: Rules) -> Array:
    """One step of a neuron; returns its value."""
    if isinstance(node, nir.Threshold):
        return (x >= node.threshold if rules.at else x > node.threshold).astype(float)

    def share(tau: Array) -> Array:
        return 1 - np.exp(-dt / tau) if rules.exact else dt / tau

    before = state.v * np.ones(x.shape)
    if isinstance(node, nir.CubaLIF | nir.CubaLI):
        s = share(node.tau_syn)
        old = state.i
        factor = s * node.w_in if rules.gain == "equation" else 1 - s
        state.i = (1 - s) * state.i + factor * x
        x = old if rules.voltage_first else state.i
    if isinstance(node, nir.I | nir.IF):
        v = before + (dt * node.r if rules.gain == "equation" else 1.0) * x
    else:
        s = share(node.tau_mem if isinstance(node, nir.CubaLIF | nir.CubaLI) else node.tau)
        v = (1 - s) * before + (s * node.r if rules.gain == "equation" else 1.0) * x
        v = v + s * node.v_leak
    if isinstance(node, nir.I | nir.LI | nir.CubaLI):
        state.v = v
        return v
    threshold = node.v_threshold
    to = node.v_reset if rules.reset == "value" else np.zeros_like(threshold)

    def fires(u: Array) -> Array:
        return u >= threshold if rules.at else u > threshold

    compared = v
    if rules.timing != "same":
        late = fires(before)
        after = v - threshold if rules.reset == "subtract" else to
        compared = np.where(late, after, v)
        v = compared if rules.timing == "late" else v
    if rules.clip and isinstance(node, nir.IF):
        v = compared = np.maximum(v, -threshold)
    if rules.many:
        count = np.maximum(np.floor(v / threshold), 0)
        state.v = v - count * threshold
        return count
    spike = fires(compared)
    if rules.timing != "late":
        v = np.where(spike, v - threshold if rules.reset == "subtract" else to, v)
    state.v = v
    return spike.astype(float)


def value(
    node: nir.NIRNode, x: Array, state: State, dt: float, rules: Rules, biased: bool
) -> Array:
    match node:
        case nir.Affine():
            return node.weight @ x + (node.bias if biased else 0)
        case nir.Linear():
            return node.weight @ x
        case nir.Scale():
            return node.scale * x
        case nir.Conv2d():
            return convolved(x, node)
        case nir.Conv1d():
            # A row of a picture.
            flat = nir.Conv2d(
                (1, x.shape[-1]),
                node.weight[:, :, None],
                (1, int(node.stride)),
                node.padding if isinstance(node.padding, str) else (0, int(node.padding)),
                (1, int(node.dilation)),
                int(node.groups),
                node.bias,
            )
            return convolved(x[:, None], flat)[:, 0]
        case nir.SumPool2d() | nir.AvgPool2d():
            return pooled(x, node)
        case nir.Flatten():
            return x.reshape(-1)
        case nir.Delay():
            state.past.append(x)
            steps = np.round(node.delay / dt).astype(int)
            y = np.zeros(x.shape)
            for index, d in np.ndenumerate(steps):
                if d < len(state.past):
                    y[index] = state.past[-1 - d][index]
            return y
        case nir.Input() | nir.Output():
            return x
        case _:
            return neuron(node, x, state, dt, rules)


def simulate(
    graph: nir.NIRGraph,
    inputs: Mapping[str, Array],
    order: list[str],
    dt: float,
    rules: Rules | None = None,
    feedback: str = "",
) -> dict[str, Array]:
    """Values of all nodes, [steps, ...]. Nodes run in `order`; an edge that leads
    back in it carries the value of the step before. `feedback` is the node whose
    bias rules.feedback_bias is about."""
    rules = rules or Rules()
    states = {name: State() for name in order}
    shapes = {n: tuple(int(k) for k in graph.nodes[n].output_type["output"]) for n in order}
    last = {name: np.zeros(shapes[name]) for name in order}
    steps = len(next(iter(inputs.values())))
    record: dict[str, list[Array]] = {name: [] for name in order}
    for t in range(steps):
        now: dict[str, Array] = {}
        for name in order:
            node = graph.nodes[name]
            if isinstance(node, nir.Input):
                x = inputs[name][t].reshape(shapes[name]).astype(float)
            else:
                sources = [a for a, b in dict.fromkeys(graph.edges) if b == name]
                values = [now[a] if a in now else last[a] for a in sources]
                x = np.sum([v.reshape(values[0].shape) for v in values], axis=0)
            biased = t > 0 or rules.feedback_bias or name != feedback
            now[name] = value(node, x, states[name], dt, rules, biased)
            record[name].append(now[name])
        last = now
    return {name: np.array(values) for name, values in record.items()}
