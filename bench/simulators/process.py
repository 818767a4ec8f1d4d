# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Programs that are run and what they took.

As a program it runs one and writes its peak of resident memory, in bytes, to the file PREFIX.RANK,
RANK its number under mpirun: process.py PREFIX PROGRAM...
"""

import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path


def machine() -> str:
    """Processor and threads, as tables name them."""
    name = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return f"{name[1] if name else platform.machine()}, {os.cpu_count()} threads"


class Failed(RuntimeError):
    """A program ended with an error; the text is what it said last."""


def output(command: Sequence[str | Path]) -> str:
    """What the program wrote to standard output."""
    done = subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise Failed("\n".join(said[-5:]) or f"{command[0]} ended with {done.returncode}")
    return done.stdout


def peaks(command: Sequence[str | Path], launcher: Sequence[str] = ()) -> list[int]:
    """Runs the program, under `launcher` if given; the peak memory of each process."""
    with tempfile.TemporaryDirectory() as folder:
        prefix = Path(folder) / "peak"
        output([*launcher, sys.executable, __file__, prefix, *command])
        return [int(file.read_text()) for file in sorted(Path(folder).iterdir())]


def main() -> None:
    prefix, *command = sys.argv[1:]
    code = subprocess.run(command, check=False).returncode
    rank = os.environ.get("OMPI_COMM_WORLD_RANK", "0")
    # Linux counts it in KiB.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    Path(f"{prefix}.{rank}").write_text(str(peak))
    sys.exit(code)


if __name__ == "__main__":
    main()
