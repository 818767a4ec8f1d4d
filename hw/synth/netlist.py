# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the synthesis flows share: a run of Yosys, and names and counts in its netlist."""

import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
RTL = ROOT / "hw" / "rtl"
DOCUMENT = ROOT / "docs" / "synthesis.md"
TIMEOUT_S = 1800
# Begins the part of the document that hw/synth/fpga writes; hw/synth/run writes the rest.
FPGA_HEADING = "\n## An FPGA\n"

# Modules of a netlist, as Yosys writes them.
Modules = dict[str, dict[str, Any]]


def plain(name: str) -> str:
    """Name in the RTL of a module that Yosys has given parameters."""
    return next((part for part in name.split("\\") if part.startswith("snnc_")), name)


def first_lane(name: str) -> str:
    """Lane 0's module, which stands for those of all lanes."""
    return re.sub(r"(Lane=s?32')[01]{32}", r"\g<1>" + "0" * 32, name)


def count_instances(cells: dict[str, dict[str, int]], top: str) -> dict[str, int]:
    """Instances of each module below the top; `cells` has the kinds of its cells."""
    instances: dict[str, int] = defaultdict(int)

    def visit(name: str, times: int) -> None:
        instances[name] += times
        for kind, number in cells[name].items():
            if first_lane(kind) in cells:
                visit(first_lane(kind), times * number)

    visit(top, 1)
    return dict(instances)


def isa_package(build: Path) -> Path:
    package = build.resolve() / "hw" / "gen" / "snnc_isa_pkg.sv"
    if not package.exists():
        sys.exit(f"synth: error: {package} is missing; build the target snnc_isa_sv first")
    return package


def description_of(target: str) -> Path:
    description = ROOT / "targets" / f"{target}.json"
    if not description.exists():
        sys.exit(f"synth: error: {description} does not exist")
    return description


def lanes_of(description: Path) -> int:
    return json.loads(description.read_text())["lanes"]


def run_tool(command: list[str], name: str, log: Path, timeout: int = TIMEOUT_S) -> None:
    """A program that writes a log by itself, beside which it runs: Yosys includes what it
    finds in its folder before all else."""
    try:
        done = subprocess.run(
            command, cwd=log.parent, capture_output=True, text=True, timeout=timeout, check=False
        )
    except FileNotFoundError:
        sys.exit(f"synth: error: {command[0]} is missing; run scripts/setup first")
    except subprocess.TimeoutExpired:
        sys.exit(f"synth: error: {name} took more than {timeout} s, see {log}")
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}\nsynth: error: {name} failed, see {log}")


def run_yosys(
    template: Path,
    work: Path,
    description: Path,
    package: Path,
    top: str,
    settings: tuple[str, ...] = (),
    **values: str,
) -> str:
    """Runs a script on all sources in the sizes of a target; the tool and its version."""
    work.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            *(sys.executable, str(ROOT / "hw" / "gen_target.py"), str(description), *settings),
            *("-o", str(work / "snnc_target.svh")),
        ],
        check=True,
    )
    packages = [RTL / "snnc_tile_pkg.sv", RTL / "chip" / "snnc_chip_pkg.sv"]
    modules = (*RTL.glob("*.sv"), *(RTL / "chip").glob("*.sv"))
    others = sorted(p for p in modules if p not in packages)
    lanes = lanes_of(description)
    script = template.read_text()
    for key, value in {
        "RTL": str(RTL),
        "WORK": str(work),
        "SOURCES": " ".join(map(str, [package, *packages, *others])),
        "OTHER_LANES": " ".join(f"*Lane=*32'{lane:032b}" for lane in range(1, lanes)),
        "TOP": top,
        **values,
    }.items():
        script = script.replace(f"@{key}@", value)
    (work / "synth.ys").write_text(script)
    log = work / "yosys.log"
    run_tool(["yosys", "-q", "-l", str(log), str(work / "synth.ys")], "Yosys", log)
    version = subprocess.run(["yosys", "-V"], capture_output=True, text=True, check=True).stdout
    return " ".join(version.split()[:2])
