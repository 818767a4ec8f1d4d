# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""bench/peers: the same networks on snnc's cpu engine and on other simulators.

Every repetition runs one simulator after the other, each on one thread.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import snnc
from simulators import peers, process, report, snnc_runs
from simulators.process import Failed
from simulators.report import Result, Results
from simulators.workloads import BY_NAME, WORKLOADS, Brunel, Workload


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def once(workload: Workload, simulator: str, seconds: float, folder: Path, into: Result) -> None:
    """One timed run. Rates are those of the last."""
    plastic = isinstance(workload.network, Brunel) and workload.network.plastic
    if simulator == "snnc":
        network = snnc_runs.write(workload, folder)
        measured = snnc_runs.measure(network, workload.warm, seconds, threads=1)
        into.cpu.append(measured.cpu)
        into.rate, into.rates = measured.rate, measured.rates
        if plastic and not into.weights:
            into.weights = snnc_runs.weights(network, workload.warm + seconds)
        return
    # NEST has no counts by population unless spikes are recorded, which takes time: of a large
    # network little beside the rest, of others a run is spent on it.
    if simulator == "nest" and workload.large:
        found, _ = peers.recorded(simulator, workload, seconds)
    else:
        found = peers.measure(simulator, workload, seconds)
        if simulator == "nest" and not into.rates:
            recorded, _ = peers.recorded(simulator, workload, seconds)
            into.rates, into.weights = recorded["rates"], recorded.get("weights", [])
    into.cpu.append(found["cpu"])
    into.version, into.rate = found["version"], found["rate"]
    into.rates = found.get("rates", into.rates)
    into.weights = found.get("weights", into.weights)


def compare(
    workload: Workload, simulators: Sequence[str], repeat: int, short: float, folder: Path
) -> dict[str, Result]:
    found = {name: Result() for name in simulators if name in ("snnc", *workload.peers)}
    seconds = workload.seconds * short
    for turn in range(repeat):
        for name in list(found):
            try:
                once(workload, name, seconds, folder, found[name])
            except (Failed, snnc.SnncError) as error:
                say(f"{workload.name}: {name} is left out: {error}")
                del found[name]
                continue
            cpu = report.number(found[name].cpu[-1])
            load = os.getloadavg()[0]
            say(f"{workload.name} {turn + 1}/{repeat}: {name} {cpu} CPU s (load {load:.1f})")
    return found


def write(given: argparse.Namespace, results: Results, loads: list[float]) -> str:
    about = {"machine": process.machine(), "load": loads}
    folder = given.json.parent
    folder.mkdir(parents=True, exist_ok=True)
    content = {"about": about, "results": report.as_json(results)}
    given.json.write_text(json.dumps(content, indent=1) + "\n")
    parts = (report.times, report.rates, report.weights)
    tables = "\n".join(part for make in parts if (part := make(WORKLOADS, results)))
    versions = {
        report.TITLES[name]: result.version
        for found in results.values()
        for name, result in found.items()
        if result.version
    }
    load = f"load {min(loads):.1f} to {max(loads):.1f}" if loads else "nothing run"
    head = f"{about['machine']}, {load}"
    head += "".join(f"; {name} {version}" for name, version in versions.items())
    text = f"{head}\n\n{tables}"
    given.json.with_suffix(".md").write_text(text)
    if results:
        for kind in (".svg", ".png"):
            report.plot(WORKLOADS, results, given.json.with_suffix(kind))
    return text


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/peers", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=BY_NAME, metavar="WORKLOAD")
    parser.add_argument(
        "--simulators", nargs="+", choices=report.TITLES, default=list(report.TITLES)
    )
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="runs of each (3)")
    parser.add_argument(
        "--short", type=float, default=1.0, metavar="F", help="so much of the model time (1)"
    )
    parser.add_argument(
        "--full", action="store_true", help="the microcircuit at full scale: NEST needs 12 GB"
    )
    parser.add_argument("--keep", action="store_true", help="other workloads stay in --json")
    parser.add_argument("--json", type=Path, default=peers.FOLDER / "peers.json", metavar="FILE")
    given = parser.parse_args()
    if given.repeat < 1 or given.short <= 0:
        parser.error("--repeat and --short are greater than 0")
    simulators = []
    for name in given.simulators:
        if name != "snnc" and (why := peers.missing(name)):
            say(f"{report.TITLES[name]} is left out: {why}")
        else:
            simulators.append(name)
    results: Results = {}
    loads: list[float] = []
    if given.keep and given.json.exists():
        earlier = json.loads(given.json.read_text())
        results, loads = report.from_json(earlier["results"]), earlier["about"]["load"]
    folder = peers.FOLDER / "networks"
    folder.mkdir(parents=True, exist_ok=True)
    text = ""
    for workload in WORKLOADS:
        if (given.only and workload.name not in given.only) or (workload.large > given.full):
            continue
        loads.append(os.getloadavg()[0])
        results[workload.name] = compare(workload, simulators, given.repeat, given.short, folder)
        loads.append(os.getloadavg()[0])
        text = write(given, results, loads)
    print(text, end="")
    if differ := report.disagreements(WORKLOADS, results):
        sys.exit(f"rates differ: {', '.join(differ)}")


if __name__ == "__main__":
    main()
