# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""examples/pattern_detection: the pattern is found, and the chip learns the same."""

import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "pattern_detection"
sys.path.insert(0, str(EXAMPLE))

import detect  # noqa: E402

pytestmark = pytest.mark.needs_snnc


def test_the_pattern_is_found(tmp_path: Path) -> None:
    outcome = detect.learn(tmp_path)
    assert outcome.before.false_alarms >= 1000
    assert outcome.after.hits >= 99
    assert outcome.after.false_alarms <= 5
    assert (tmp_path / "dendrite.png").stat().st_size > 0


def test_the_chip_learns_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    detect.lockstep(tmp_path, 5)
    assert "equal in every one of" in capsys.readouterr().out
