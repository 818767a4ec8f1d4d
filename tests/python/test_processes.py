# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Several processes (mpirun) of the engine cpu: one result, one voice, one end."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

import snnc
from test_cpu_engine import TRAINED

pytestmark = pytest.mark.needs_snnc

LAUNCH = ["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", "2"]


@pytest.fixture
def samples(tmp_path: Path) -> list[str | Path]:
    (tmp_path / "tiny.mlir").write_text(TRAINED)
    rng = np.random.default_rng(5)
    data, labels = tmp_path / "x.npy", tmp_path / "y.npy"
    np.save(data, rng.random((30, 16)))
    np.save(labels, rng.integers(0, 3, 30))
    models = snnc.ROOT / "examples" / "mnist"
    return [tmp_path / "tiny.mlir", "--models", models, "--data", data, "--labels", labels]


def start(*arguments: str | Path, launch: list[str] = LAUNCH) -> subprocess.CompletedProcess[str]:
    command = [*launch, str(snnc.program()), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_training(samples: list[str | Path], tmp_path: Path) -> None:
    alone, together = tmp_path / "alone.img", tmp_path / "together.img"
    options = ["--engine=cpu", "--quiet", "-o"]
    one = start("train", *samples, *options, alone, launch=[])
    two = start("train", *samples, *options, together)
    assert one.returncode == two.returncode == 0, two.stderr
    assert one.stdout == two.stdout
    assert alone.read_bytes() == together.read_bytes()


def test_cosim(samples: list[str | Path]) -> None:
    report = start("cosim", *samples, "--engines=ref,cpu", "--quiet")
    assert report.returncode == 0, report.stderr
    assert report.stdout.count("equal in every one of 150 steps") == 1


def test_an_error_of_one_ends_all(samples: list[str | Path], tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "learned.img"
    failed = start("train", *samples, "--engine=cpu", "--quiet", "-o", missing)
    assert failed.returncode != 0
    assert failed.stderr.count("error: ") == 1, failed.stderr
    assert "learned.img" in failed.stderr
