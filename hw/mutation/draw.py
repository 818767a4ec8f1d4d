#!/usr/bin/env python3
# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Draws mutants of the tile with Yosys and writes them into one netlist.

The netlist mutants.v is the tile with two more inputs: at the rising edge of `select`
the tile becomes that of number `choice`: 0 is the tile as it is, n the tile with the
n-th mutation of mutants.list.

Yosys draws by the names of cells, which hold the paths of sources. It therefore reads
copies of them at the same relative paths everywhere.
"""

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RTL = HERE.parent / "rtl"
MEMORIES = ("snnc_mem_1r1w.sv", "snnc_mem_rf.sv")
FIRST = ("snnc_isa_pkg.sv", "snnc_tile_pkg.sv", "snnc_chip_pkg.sv")
# Ports that Yosys gives to an array which is read without a clock: constants, no part
# of the RTL.
NO_PORTS = re.compile(r"-cell \$memrd\S* -port (?:CLK|EN|ARST|SRST) ")
# Drawn beyond the count, in place of those.
MORE = 20


def copy_sources(generated: list[Path], to: Path) -> list[str]:
    """Copies what is read to `to`; names of the sources in the order of reading."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    for folder in (RTL, *generated):
        for source in folder.glob("*.sv*"):
            shutil.copy(source, to / source.name)
    shutil.copy(RTL / "chip" / "snnc_chip_pkg.sv", to)
    others = sorted(p.name for p in RTL.glob("*.sv"))
    return [*FIRST, *(name for name in others if name not in (*MEMORIES, *FIRST))]


def run_yosys(work: Path, name: str, values: dict[str, str]) -> None:
    script = (HERE / f"{name}.ys.in").read_text()
    for key, value in values.items():
        script = script.replace(f"@{key}@", value)
    (work / f"{name}.ys").write_text(script)
    command = ["yosys", "-q", "-l", f"{name}.log", f"{name}.ys"]
    if subprocess.run(command, cwd=work, check=False).returncode:
        sys.exit(f"draw.py: error: Yosys failed, see {work / name}.log")


def number_mutants(drawn: Path, listed: Path, count: int) -> None:
    """Keeps `count` of the drawn mutants and numbers them from 1."""
    lines = [line for line in drawn.read_text().splitlines() if not NO_PORTS.search(line)]
    if len(lines) < count:
        sys.exit("draw.py: error: too few mutants were drawn")
    numbered = (
        re.sub(r"-ctrl mutant 16 \d+", f"-ctrl mutant 16 {number}", line)
        for number, line in enumerate(lines[:count], 1)
    )
    listed.write_text("\n".join(numbered) + "\n")


def register_choice(netlist: str) -> str:
    """Makes the top module's input `mutant` a register, so that a simulator evaluates
    what depends on it when it changes and not in every cycle."""
    top = re.search(r"^module snnc_tile\(.*?^endmodule", netlist, re.M | re.S)
    if top is None:
        sys.exit("draw.py: error: the netlist has no module snnc_tile")
    text = top[0].replace(", mutant);", ", choice, select);", 1)
    text, count = re.subn(
        r"^  input \[15:0\] mutant;\n  wire \[15:0\] mutant;\n",
        "  input [15:0] choice;\n  input select;\n  reg [15:0] mutant;\n"
        "  always @(posedge select) mutant <= choice;\n",
        text,
        flags=re.M,
    )
    if count != 1:
        sys.exit("draw.py: error: the module snnc_tile has no input 'mutant'")
    return netlist[: top.start()] + text + netlist[top.end() :]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--generated",
        type=Path,
        required=True,
        nargs="+",
        help="ISA package; sizes, the last count",
    )
    parser.add_argument("--work", type=Path, required=True, help="folder for the netlist")
    parser.add_argument("--count", type=int, default=550)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    work: Path = args.work.resolve()
    sources = copy_sources(args.generated, work / "rtl")
    values = {
        "MEMORIES": " ".join(f"rtl/{name}" for name in MEMORIES),
        "SOURCES": " ".join(f"rtl/{name}" for name in sources),
        "COUNT": str(args.count + MORE),
        "SEED": str(args.seed),
    }
    run_yosys(work, "draw", values)
    number_mutants(work / "drawn.list", work / "mutants.list", args.count)
    run_yosys(work, "mutants", {})
    netlist = work / "mutants.v"
    netlist.write_text(register_choice(netlist.read_text()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
