#!/usr/bin/env python3
# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Draws mutants of the tile with Yosys and writes them into one netlist.

The netlist mutants.v is the tile with two more inputs: at the rising edge of `select`
the tile becomes that of number `choice`: 0 is the tile as it is, n the tile with the
n-th mutation of mutants.list.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RTL = HERE.parent / "rtl"
MEMORIES = ("snnc_mem_1r1w.sv", "snnc_mem_rf.sv")


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
    parser.add_argument("--generated", type=Path, required=True, help="ISA package and sizes")
    parser.add_argument("--work", type=Path, required=True, help="folder for the netlist")
    parser.add_argument("--count", type=int, default=550)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    work: Path = args.work.resolve()
    generated: Path = args.generated.resolve()
    work.mkdir(parents=True, exist_ok=True)
    first = [generated / "snnc_isa_pkg.sv", RTL / "snnc_tile_pkg.sv"]
    others = sorted(p for p in RTL.glob("*.sv") if p.name not in (*MEMORIES, first[1].name))
    script = (HERE / "mutants.ys.in").read_text()
    for key, value in {
        "RTL": str(RTL),
        "GENERATED": str(generated),
        "WORK": str(work),
        "MEMORIES": " ".join(str(RTL / name) for name in MEMORIES),
        "SOURCES": " ".join(map(str, [*first, *others])),
        "COUNT": str(args.count),
        "SEED": str(args.seed),
    }.items():
        script = script.replace(f"@{key}@", value)
    (work / "mutants.ys").write_text(script)
    command = ["yosys", "-q", "-l", str(work / "yosys.log"), str(work / "mutants.ys")]
    if subprocess.run(command, check=False).returncode:
        print(f"draw.py: error: Yosys failed, see {work / 'yosys.log'}", file=sys.stderr)
        return 1
    netlist = work / "mutants.v"
    netlist.write_text(register_choice(netlist.read_text()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
