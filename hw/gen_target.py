#!/usr/bin/env python3
# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the SystemVerilog constants of a target description (targets/*.json).

The file is a part of packages snnc_tile_pkg and snnc_chip_pkg, which include it: Yosys 0.23 lets no
package use the constants of another.
"""

import argparse
import json
import os
import sys
from pathlib import Path

# Key of the description, least and largest value the RTL supports.
SIZES: list[tuple[str, int, int]] = [
    ("lanes", 2, 16),
    ("groups", 2, 256),
    ("descriptors", 2, 256),
    ("blocks", 8, 4096),
    ("programWords", 8, 65536),
    ("stateRows", 8, 65536),
    ("accumulatorRows", 8, 65536),
    ("synapseRows", 8, 65536),
    ("axons", 8, 1048576),
    ("tableWords", 8, 65536),
    ("eventRecords", 8, 65536),
    ("modulators", 8, 8),
    ("maxSlots", 2, 128),
    ("learnEntries", 8, 256),
    ("meshColumns", 1, 16),
    ("meshRows", 1, 16),
    ("sources", 2, 65536),
]
# Without entries the chip has no Learn phase.
MAY_BE_NONE = {"learnEntries"}
# What a chip has or has not.
SWITCHES = ["ecc"]


def constants(sizes: dict[str, int], switches: dict[str, bool], version: int, origin: str) -> str:
    lines = [
        f"// Generated from {origin} by hw/gen_target.py. Do not edit.",
        "// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception",
        "",
        f"localparam int unsigned TargetVersion = {version};",
    ]
    for key, _, _ in SIZES:
        name = key[0].upper() + key[1:]
        lines.append(f"localparam int unsigned {name} = {sizes[key]};")
    for key, value in switches.items():
        lines.append(f"localparam bit {key.capitalize()} = 1'b{value:d};")
    return "\n".join([*lines, ""])


def fail(message: str) -> None:
    print(f"gen_target.py: error: {message}", file=sys.stderr)
    sys.exit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="target description (JSON)")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="override one"
    )
    args = parser.parse_args()
    try:
        target: dict[str, object] = json.loads(args.target.read_text())
    except (OSError, json.JSONDecodeError) as error:
        fail(f"{args.target}: {error}")
    for setting in args.set:
        key, _, value = setting.partition("=")
        if key not in target or not value.isdigit():
            fail(f"--set {setting}: no such size or switch, or no number")
        target[key] = {"0": False, "1": True}.get(value) if key in SWITCHES else int(value)
    sizes: dict[str, int] = {}
    for key, least, most in SIZES:
        value = target.get(key)
        if key in MAY_BE_NONE and value == 0:
            sizes[key] = 0
            continue
        if not isinstance(value, int) or not least <= value <= most or value & (value - 1):
            fail(f"{args.target}: '{key}' must be a power of two in {least} .. {most}")
        sizes[key] = value
    switches: dict[str, bool] = {}
    for key in SWITCHES:
        value = target.get(key)
        if not isinstance(value, bool):
            fail(f"{args.target}: '{key}' must be true or false (with --set, 1 or 0)")
        switches[key] = value
    version = target.get("version")
    if not isinstance(version, int):
        fail(f"{args.target}: 'version' must be a number")
    temporary = args.output.with_name(args.output.name + ".tmp")
    temporary.write_text(constants(sizes, switches, version, args.target.name))
    os.replace(temporary, args.output)


if __name__ == "__main__":
    main()
