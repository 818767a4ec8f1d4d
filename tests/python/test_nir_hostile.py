# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Malformed NIR files: each one clear error, no crash, bounded time and memory."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import snnc
from nir_mutations import Mutation, good_file, mutated, mutations

pytestmark = pytest.mark.needs_snnc

#: Changed bytes; more of them take longer and find less.
BYTES = int(os.environ.get("SNNC_NIR_BYTES", "40"))
SECONDS = 60
MOST_KILOBYTES = 1_500_000
#: Changed bytes may fall where nobody looks, these changes where a default is.
HARMLESS = ("bytes", "no version", "many nodes", "diamonds", "missing", "truncated")


def fault(good: Path, name: str, mutation: Mutation, folder: Path) -> str:
    """What is wrong with how snnc takes the file; nothing if it is right."""
    path = mutated(good, mutation, folder / (name.replace("/", "_").replace(" ", "_") + ".nir"))
    with (folder / f"{path.name}.err").open("w+") as said:
        child = subprocess.Popen(
            [snnc.program(), "import", path, "-o", "/dev/null"],
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            child.wait(SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            return f"{name}: takes longer than {SECONDS} s"
        said.seek(0)
        text = said.read()
    path.unlink()
    if child.returncode == 0:
        return "" if name.split()[-1] in HARMLESS or name.startswith(HARMLESS) else f"{name}: taken"
    errors = [line for line in text.splitlines() if "error: " in line]
    if child.returncode != 1 or len(errors) != 1 or str(path) not in errors[0]:
        return f"{name}: exit code {child.returncode}: {text[-2000:]}"
    return ""


@pytest.mark.parametrize("compression", ["gzip", None])
def test_malformed_files(compression: str | None, tmp_path: Path) -> None:
    good = tmp_path / "good.nir"
    good_file(good, compression)
    snnc.call("import", good, "-o", tmp_path / "good.mlir")
    cases = list(mutations(BYTES))
    assert len(cases) >= 200
    if not compression:
        # Only the bytes are others.
        cases = [case for case in cases if case[0].startswith("bytes")]
    with ThreadPoolExecutor(4) as pool:
        faults = list(pool.map(lambda case: fault(good, *case, tmp_path), cases))
    assert [text for text in faults if text] == []


def test_memory(tmp_path: Path) -> None:
    """What declares the most: the memory of all that ran is bounded."""
    import resource

    good = tmp_path / "good.nir"
    good_file(good)
    large = ("bomb", "chunk that lies", "huge", "large", "input of", "kernel of", "padding of")
    for name, mutation in mutations(0):
        if name.startswith(large):
            assert not fault(good, name, mutation, tmp_path)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < MOST_KILOBYTES
