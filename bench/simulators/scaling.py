# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""bench/scaling: snnc's cpu engine on more and more threads, and on processes."""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

from simulators import peers, process, report, snnc_runs
from simulators.snnc_runs import Measured
from simulators.workloads import BY_NAME, WORKLOADS

#: What the program takes without a network to speak of.
SMALLEST = "snn.network @one dt 0.1 {\n  snn.population @a of @lif_delta size 1\n}\n"


@dataclass
class Setting:
    """Processes of so many threads each, and what they took, by repetition."""

    ranks: int
    threads: int
    measured: list[Measured] = field(default_factory=list)

    @property
    def title(self) -> str:
        if self.ranks == 1:
            return f"{self.threads} thread{'s' if self.threads > 1 else ''}"
        return f"{self.ranks} ranks"

    def launcher(self) -> list[str]:
        if self.ranks == 1:
            return []
        # Root and few cores are usual in containers.
        options = ["--allow-run-as-root", "--oversubscribe", "--bind-to", "none"]
        return ["mpirun", *options, "-n", str(self.ranks)]


def smallest_peak() -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.mlir"
        path.write_text(SMALLEST)
        network = snnc_runs.Network(path, {"a": 1})
        return snnc_runs.measure(network, 0.1, 0.1, 1).peaks[0]


def rows(settings: list[Setting], synapses: int, own: int) -> list[list[str]]:
    # The least: what else the machine does only adds to it.
    first = min(run.wall for run in settings[0].measured)
    found = []
    for setting in settings:
        wall = min(run.wall for run in setting.measured)
        peaks = setting.measured[-1].peaks
        taken = sum(peak - own for peak in peaks) / synapses
        found.append(
            [
                setting.title,
                report.number(wall),
                f"{report.number(1 / wall)}x",
                f"{first / wall:.2f}",
                ", ".join(f"{peak / 2**20:.0f}" for peak in peaks),
                f"{taken:.1f}",
            ]
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/scaling", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=BY_NAME, metavar="WORKLOAD")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="runs of each (3)")
    parser.add_argument("--short", type=float, default=1.0, metavar="F", help="of the time (1)")
    parser.add_argument("--most", type=int, default=2, metavar="N", help="threads and ranks (2)")
    parser.add_argument("--full", action="store_true", help="the microcircuit at full scale too")
    parser.add_argument("--json", type=Path, default=peers.FOLDER / "scaling.json", metavar="FILE")
    given = parser.parse_args()
    if given.repeat < 1 or given.short <= 0 or given.most < 1:
        parser.error("--repeat, --short and --most are greater than 0")
    own = smallest_peak()
    folder = peers.FOLDER / "networks"
    folder.mkdir(parents=True, exist_ok=True)
    content, table = {}, []
    for workload in WORKLOADS:
        synapses = snnc_runs.synapses(workload.network)
        chosen = workload.name in given.only if given.only else synapses > 0
        if not chosen or workload.large > given.full:
            continue
        network = snnc_runs.write(workload, folder)
        settings = [Setting(1, n + 1) for n in range(given.most)]
        settings += [Setting(n + 1, 1) for n in range(1, given.most)]
        for turn in range(given.repeat):
            for setting in settings:
                run = snnc_runs.measure(
                    network,
                    workload.warm,
                    workload.seconds * given.short,
                    setting.threads,
                    setting.launcher(),
                )
                setting.measured.append(run)
                said = f"{turn + 1}/{given.repeat}: {setting.title} {report.number(run.wall)} s"
                print(f"{workload.name} {said}", file=sys.stderr, flush=True)
        content[workload.name] = [asdict(setting) for setting in settings]
        named = rows(settings, max(synapses, 1), own)
        table += [[workload.title if r == 0 else "", *row] for r, row in enumerate(named)]
    head = ["", "", "wall s a model second", "real time", "speedup"]
    head += ["peak of each process, MiB", "bytes a synapse"]
    text = f"{process.machine()}; the program alone {own / 2**20:.0f} MiB\n\n"
    text += report.table(head, table)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps({"own": own, "results": content}, indent=1) + "\n")
    given.json.with_suffix(".md").write_text(text)
    print(text, end="")


if __name__ == "__main__":
    main()
