# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""examples/cue_accumulation: the task is what it says, and the chip learns the same."""

import sys
from pathlib import Path

import numpy as np
import pytest

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "cue_accumulation"
sys.path.insert(0, str(EXAMPLE))

import cues  # noqa: E402
import learn  # noqa: E402


def test_trials_ask_for_the_side_with_more_cues() -> None:
    spikes, sides = cues.trials(400, seed=3)
    assert spikes.shape == (400, cues.STEPS, cues.INPUTS)
    assert 0.4 < sides.mean() < 0.6
    shown = spikes[:, : cues.CUES * (cues.CUE + cues.PAUSE)].astype(int)
    left = shown[:, :, : cues.GROUP].sum((1, 2))
    right = shown[:, :, cues.GROUP : 2 * cues.GROUP].sum((1, 2))
    assert np.array_equal(right > left, sides == 1)
    # The question comes last and says nothing about the side.
    question = spikes[:, :, 2 * cues.GROUP : 3 * cues.GROUP].astype(int).sum(2)
    assert not question[:, : cues.ASKED].any()
    assert abs(question[sides == 0].mean() - question[sides == 1].mean()) < 0.02


@pytest.mark.needs_snnc
def test_the_chip_learns_the_same(tmp_path: Path) -> None:
    said = learn.lockstep(tmp_path, 1)
    assert f"equal in every one of {cues.STEPS} steps, cycles as predicted" in said
