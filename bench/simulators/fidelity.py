# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""bench/fidelity: whether fixed point fires as double precision does.

Networks with different seeds run on both engines. Rates, irregularity and synchrony of each
population, mean and deviation over the seeds; how many runs in fixed point lie between the least
and the greatest of double precision, whether their mean does, and Welch's t of the two means.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path

import h5py
import numpy as np

import snnc
from simulators import peers, report, snnc_runs
from simulators.spike_statistics import Statistics, statistics
from simulators.workloads import BY_NAME, Workload

#: Of each engine and population, by seed.
Found = dict[str, dict[str, list[Statistics]]]

UNITS = {"rate": "rate (Hz)", "cv": "CV of intervals", "correlation": "correlation"}


def on_snnc(workload: Workload, engine: str, seed: int, seconds: float) -> dict[str, Statistics]:
    with tempfile.TemporaryDirectory() as folder:
        network = snnc_runs.write(workload, Path(folder), seed)
        file = Path(folder) / "spikes.h5"
        steps = snnc_runs.steps(workload.warm + seconds)
        more = ["--seed", str(seed), "--output", str(file)]
        if engine == "cpu":
            more += ["--threads", "1"]
        snnc.call("run", *network.options(engine, steps, *more))
        start, end = workload.warm * 1000, (workload.warm + seconds) * 1000
        found = {}
        with h5py.File(file) as spikes:
            for name, size in network.sizes.items():
                group = spikes[f"spikes/{name}"]
                neuron, ms = group["node_ids"][:], group["timestamps"][:]
                found[name] = statistics(neuron, ms, size, start, end)
    return found


def on_nest(workload: Workload, seed: int, seconds: float) -> dict[str, Statistics]:
    with tempfile.TemporaryDirectory() as folder:
        sizes = snnc_runs.write(workload, Path(folder)).sizes
    _, spikes = peers.recorded("nest", workload, seconds, seed + 1)
    start, end = workload.warm * 1000, (workload.warm + seconds) * 1000
    return {name: statistics(*spikes[name], size, start, end) for name, size in sizes.items()}


def compare(workload: Workload, engines: Sequence[str], seeds: int, seconds: float) -> Found:
    found: Found = {engine: {} for engine in engines}
    for seed in range(seeds):
        for engine in engines:
            run = (
                on_nest(workload, seed, seconds)
                if engine == "nest"
                else on_snnc(workload, engine, seed, seconds)
            )
            for population, values in run.items():
                found[engine].setdefault(population, []).append(values)
            print(f"{workload.name} {seed + 1}/{seeds}: {engine}", file=sys.stderr, flush=True)
    return found


def rows(found: Found, yardstick: str, digits: int = 3) -> Iterator[list[str]]:
    others = [engine for engine in found if engine != yardstick]
    for population, runs in found[yardstick].items():
        for s, field in enumerate(fields(Statistics)):
            true = np.array([astuple(run)[s] for run in runs])
            row = [population if s == 0 else "", UNITS[field.name], spread(true, digits)]
            for engine in others:
                values = np.array([astuple(run)[s] for run in found[engine][population]])
                inside = (values >= true.min()) & (values <= true.max())
                within = true.min() <= values.mean() <= true.max()
                row += [spread(values, digits), f"{inside.sum()} of {len(values)}"]
                row += ["yes" if within else "no", f"{welch(values, true):+.1f}"]
            yield row


def welch(values: np.ndarray, true: np.ndarray) -> float:
    """Difference of the means over its deviation; for ten and ten runs of the same kind, one in
    a hundred is beyond 2.9."""
    both = np.array([values, true])
    error = np.sqrt(both.var(axis=1, ddof=1).sum() / both.shape[1])
    difference = both[0].mean() - both[1].mean()
    return float(difference / error) if error > 0 else 0.0


def spread(values: np.ndarray, digits: int) -> str:
    if not np.isfinite(values).all():
        return "too few spikes"
    deviation = values.std(ddof=1)
    return f"{values.mean():.{digits}g} ± {deviation:.{max(digits - 1, 1)}g}"


def table(found: Found) -> str:
    yardstick, *others = found
    head = ["population", "", yardstick]
    for engine in others:
        head += [report.TITLES.get(engine, engine), "runs within", "mean within", "t"]
    return report.table(head, rows(found, yardstick))


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/fidelity", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=BY_NAME, default=["w2", "w3small"])
    parser.add_argument(
        "--engines",
        nargs="+",
        choices=("float", "cpu", "ref", "nest"),
        default=["float", "cpu"],
        help="the first is the yardstick (float cpu)",
    )
    parser.add_argument("--seeds", type=int, default=10, metavar="N", help="(10)")
    parser.add_argument("--seconds", type=float, default=1.0, help="after the warm-up (1)")
    parser.add_argument("--json", type=Path, default=peers.FOLDER / "fidelity.json", metavar="FILE")
    given = parser.parse_args()
    if given.seeds < 2 or given.seconds <= 0:
        parser.error("--seeds is 2 or more, --seconds greater than 0")
    if "nest" in given.engines and (why := peers.missing("nest")):
        parser.error(why)
    content, text = {}, ""
    for name in given.only:
        found = compare(BY_NAME[name], given.engines, given.seeds, given.seconds)
        content[name] = {
            engine: {p: [astuple(run) for run in runs] for p, runs in by_population.items()}
            for engine, by_population in found.items()
        }
        text += f"{BY_NAME[name].title}, {given.seeds} seeds of {given.seconds:g} s:\n\n"
        text += table(found) + "\n"
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(content, indent=1) + "\n")
    given.json.with_suffix(".md").write_text(text)
    print(text, end="")


if __name__ == "__main__":
    main()
