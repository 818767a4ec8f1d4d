# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints the line coverage of each folder from files of lcov."""

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def read(path: Path) -> dict[str, dict[int, int]]:
    """Executions of each line of each file (relative to the tree)."""
    lines: dict[str, dict[int, int]] = defaultdict(dict)
    file = ""
    for record in path.read_text().splitlines():
        key, _, value = record.partition(":")
        if key == "SF":
            source = Path(value)
            file = str(source.relative_to(ROOT) if source.is_relative_to(ROOT) else source)
        elif key == "DA":
            number, count = (int(field) for field in value.split(",")[:2])
            lines[file][number] = lines[file].get(number, 0) + count
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description="Line coverage of each folder.")
    parser.add_argument("info", type=Path, nargs="+", help="files as lcov writes them")
    parser.add_argument("--json", type=Path, help="write the table to this file")
    args = parser.parse_args()

    folders: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for path in args.info:
        files = read(path)
        if not files:
            sys.exit(f"coverage: error: {path} counts no line")
        for file, lines in files.items():
            hit, found = sum(count > 0 for count in lines.values()), len(lines)
            for key in (str(Path(*Path(file).parts[:2]).parent), "all"):
                folders[key][0] += hit
                folders[key][1] += found
    table = {
        folder: {"hit": hit, "lines": found, "share": hit / found if found else 0.0}
        for folder, (hit, found) in sorted(folders.items(), key=lambda f: (f[0] == "all", f[0]))
    }
    for folder, row in table.items():
        print(f"{folder:12s} {row['share']:7.1%}  {row['hit']:6d} of {row['lines']:6d} lines")
    if args.json:
        args.json.write_text(json.dumps(table, indent=2) + "\n")


if __name__ == "__main__":
    main()
