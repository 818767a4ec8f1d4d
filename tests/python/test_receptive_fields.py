# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""examples/receptive_fields: fields form, and the chip learns the same."""

import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "receptive_fields"
sys.path.insert(0, str(EXAMPLE))

import fields  # noqa: E402

pytestmark = pytest.mark.needs_snnc


def test_neurons_come_to_stand_for_digits(tmp_path: Path) -> None:
    outcome = fields.learn(tmp_path, epochs=1)
    assert outcome.accuracy >= 70.0
    assert outcome.selectivity >= 0.55
    # Random weights between 0 and 1 have become pictures: dark rims, bright strokes.
    assert outcome.weights[::8].mean() < 0.1
    assert outcome.weights.reshape(8, 8, fields.NEURONS)[:, 2:6].mean() > 0.2
    assert (tmp_path / "before.png").stat().st_size > 0
    assert (tmp_path / "after.png").stat().st_size > 0


def test_the_chip_learns_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fields.lockstep(tmp_path, 4)
    assert "equal in every one of 320 steps" in capsys.readouterr().out
