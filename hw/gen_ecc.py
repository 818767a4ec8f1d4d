#!/usr/bin/env python3
# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the codes of the memories for the RTL and for the simulator's backdoor.

The codes are Hsiao's: the column of a data bit, which names the check bits that it is
in, has odd weight from 3 on, so that two wrong bits never look like one. Columns of
least weight come first, and of those always the one that keeps the check bits'
parities equally long. --check: only say whether the files are what would be written.
"""

import argparse
import sys
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Check bits that a code may have, and the data bits of the longest.
CHECKS = range(3, 9)
DATA_BITS = 64
HEAD = """// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
"""


def columns(checks: int) -> list[int]:
    """Columns of the data bits of a code with `checks` check bits, the first first."""
    lengths = [0] * checks
    chosen: list[int] = []
    for weight in range(3, checks + 1, 2):
        left = list(combinations(range(checks), weight))
        while left and len(chosen) < DATA_BITS:
            best = min(left, key=lambda rows: sorted((lengths[r] for r in rows), reverse=True))
            left.remove(best)
            for row in best:
                lengths[row] += 1
            chosen.append(sum(1 << row for row in best))
    return chosen


def members(checks: int) -> list[int]:
    """Data bits, as a mask, of each check bit."""
    return [
        sum((column >> row & 1) << bit for bit, column in enumerate(columns(checks)))
        for row in range(checks)
    ]


def verilog() -> str:
    cases = "\n".join(
        f"      {{4'd{checks}, 3'd{row}}}: ecc_members = 64'h{mask:016x};"
        for checks in CHECKS
        for row, mask in enumerate(members(checks))
    )
    return f"""{HEAD}// The codes of the memories, for the inside of a module; written by
// hw/gen_ecc.py.

  // The data bits that a check bit is the parity of.
  function automatic logic [63:0] ecc_members(input logic [3:0] checks, input logic [2:0] check);
    case ({{checks, check}})
{cases}
      default: ecc_members = 64'd0;
    endcase
  endfunction
"""


def cpp() -> str:
    lines = []
    for checks in CHECKS:
        masks = [f"0x{mask:016x}" for mask in members(checks)]
        lines.append("    {" + ", ".join(masks) + "},")
    body = "\n".join(lines)
    return f"""{HEAD}// Of each code, from {CHECKS[0]} check bits on, the data bits that each
// check bit is the parity of; written by hw/gen_ecc.py.

{body}
"""


FILES = {ROOT / "hw/rtl/snnc_ecc.svh": verilog, ROOT / "sim/EccMembers.inc": cpp}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    for path, make in FILES.items():
        if not args.check:
            path.write_text(make())
        elif path.read_text() != make():
            print(f"gen_ecc.py: error: {path} is not what it writes", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
