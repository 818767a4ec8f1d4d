# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Tables and a plot of what bench/peers measured."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

import microcircuit
from simulators.workloads import Brunel, Circuit, Workload

TITLES = {"snnc": "snnc", "brian2": "Brian2", "nest": "NEST"}
#: Populations whose rates are further apart are named: the greater of a part and of Hz.
APART, APART_HZ = 0.1, 0.3


@dataclass
class Result:
    """Of one simulator on one workload."""

    version: str = ""
    #: Processor seconds for a second of model time, by repetition.
    cpu: list[float] = field(default_factory=list)
    #: Events a second and neuron, of all and by population.
    rate: float = 0.0
    rates: dict[str, float] = field(default_factory=dict)
    #: Mean and deviation of those that learned, as parts of the greatest.
    weights: list[float] = field(default_factory=list)


#: By workload and simulator.
Results = dict[str, dict[str, Result]]


def as_json(results: Results) -> dict[str, Any]:
    return {
        workload: {simulator: asdict(result) for simulator, result in found.items()}
        for workload, found in results.items()
    }


def from_json(text: Mapping[str, Any]) -> Results:
    return {
        workload: {simulator: Result(**result) for simulator, result in found.items()}
        for workload, found in text.items()
    }


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def number(value: float) -> str:
    """Three digits."""
    return f"{value:#.3g}".rstrip(".")


def _time(result: Result | None) -> str:
    if result is None or not result.cpu:
        return ""
    middle = number(median(result.cpu))
    if len(result.cpu) == 1:
        return middle
    return f"{middle} ({number(min(result.cpu))} .. {number(max(result.cpu))})"


def times(workloads: Sequence[Workload], results: Results) -> str:
    """Medians, with the least and the most; how many times as long the peers take."""
    peers = [name for name in TITLES if name != "snnc"]
    head = ["CPU s a model second", *TITLES.values()]
    head += [f"{TITLES[peer]} / snnc" for peer in peers] + ["bar", "reached"]
    rows = []
    for workload in workloads:
        found = results.get(workload.name, {})
        if "snnc" not in found:
            continue
        own = median(found["snnc"].cpu)
        row = [workload.title, *(_time(found.get(name)) for name in TITLES)]
        for peer in peers:
            row.append(number(median(found[peer].cpu) / own) if peer in found else "")
        bar = workload.bar
        row += ["", ""] if bar is None else [f"{bar:g}", "yes" if own <= bar else "no"]
        rows.append(row)
    return table(head, rows)


def expected(workload: Workload) -> dict[str, float]:
    """Rates from elsewhere: of the paper's mean field, or published ones."""
    network = workload.network
    if isinstance(network, Brunel) and not network.plastic:
        rate = network.mean_field_rate()
        return {"exc": rate, "inh": rate}
    if isinstance(network, Circuit) and network.scale == 1.0:
        return dict(zip(microcircuit.POPULATIONS, map(float, microcircuit.RATES), strict=True))
    return {}


def apart(found: Mapping[str, Result], population: str) -> bool:
    rates = [result.rates[population] for result in found.values() if population in result.rates]
    return max(rates) - min(rates) > max(APART_HZ, APART * median(rates))


def rates(workloads: Sequence[Workload], results: Results) -> str:
    head = ["Hz", "population", *TITLES.values(), "expected", "agree"]
    rows = []
    for workload in workloads:
        found = results.get(workload.name, {})
        names: list[str] = []
        for result in found.values():
            names += [name for name in result.rates if name not in names]
        known = expected(workload)
        for p, name in enumerate(names):
            row = [workload.title if p == 0 else "", name]
            for simulator in TITLES:
                rate = found[simulator].rates.get(name) if simulator in found else None
                row.append("" if rate is None else f"{rate:.2f}")
            row.append(f"{known[name]:.2f}" if name in known else "")
            row.append("no" if apart(found, name) else "yes")
            rows.append(row)
    return table(head, rows)


def weights(workloads: Sequence[Workload], results: Results) -> str:
    """What learning made of weights, if anything learned."""
    rows = []
    for workload in workloads:
        found = results.get(workload.name, {})
        if any(result.weights for result in found.values()):
            row = [workload.title]
            for name in TITLES:
                learned = found[name].weights if name in found else []
                row.append("{:.5f} ± {:.5f}".format(*learned) if learned else "")
            rows.append(row)
    return table(["weights", *TITLES.values()], rows) if rows else ""


def disagreements(workloads: Sequence[Workload], results: Results) -> list[str]:
    """Populations whose rates are apart, as "workload population"."""
    return [
        f"{workload.name} {name}"
        for workload in workloads
        if "snnc" in results.get(workload.name, {})
        for name in results[workload.name]["snnc"].rates
        if apart(results[workload.name], name)
    ]


def plot(workloads: Sequence[Workload], results: Results, path: Path) -> None:
    shown = [workload for workload in workloads if workload.name in results]
    # The same file from the same numbers.
    mpl.rcParams["svg.hashsalt"] = "snnc"
    figure = Figure(figsize=(8, 0.8 + 0.62 * len(shown)), layout="constrained")
    axes = figure.subplots()
    height = 0.8 / len(TITLES)
    for s, (name, title) in enumerate(TITLES.items()):
        at, values, low, high = [], [], [], []
        for w, workload in enumerate(shown):
            if result := results[workload.name].get(name):
                middle = median(result.cpu)
                at.append(w + (s - 1) * height)
                values.append(middle)
                low.append(middle - min(result.cpu))
                high.append(max(result.cpu) - middle)
        axes.barh(at, values, height, xerr=(low, high), label=title)
    bars = [(w, workload.bar) for w, workload in enumerate(shown) if workload.bar is not None]
    if bars:
        at, values = zip(*bars, strict=True)
        low, high = ([w + side for w in at] for side in (-0.45, 0.45))
        axes.vlines(values, low, high, "black", "dashed", label="bar of snnc")
    axes.set_yticks(range(len(shown)), [workload.title for workload in shown])
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlabel("processor seconds for a second of model time, one thread")
    least = min(min(result.cpu) for w in shown for result in results[w.name].values())
    axes.set_xlim(left=least / 3)
    figure.legend(loc="outside upper center", ncols=4)
    figure.savefig(path)
