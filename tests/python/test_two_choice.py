# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""examples/two_choice: late rewards decide the choice, and the chip learns the same."""

import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "two_choice"
sys.path.insert(0, str(EXAMPLE))

import choose  # noqa: E402

pytestmark = pytest.mark.needs_snnc


def test_the_choice_follows_the_reward(tmp_path: Path) -> None:
    outcome = choose.learn(tmp_path, trials=60)
    assert outcome.before(15) >= 0.9
    assert outcome.right[30:36].mean() <= 0.5
    assert outcome.after(15) >= 0.9


def test_the_chip_learns_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    choose.lockstep(tmp_path, 3)
    assert "equal in every one of 1200 steps" in capsys.readouterr().out
