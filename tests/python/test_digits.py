# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the digits example promises."""

import sys
from pathlib import Path

import numpy as np
import pytest

import snnc

EXAMPLE = snnc.ROOT / "examples" / "digits"
sys.path.insert(0, str(EXAMPLE))

import digits  # noqa: E402  (the example's folder is put on the path first)
import engines  # noqa: E402
import evaluate  # noqa: E402
import networks  # noqa: E402


def test_the_data_is_whole() -> None:
    data = digits.load()
    assert data.pixels.shape == (1797, 64)
    assert data.pixels.max() == digits.LEVELS
    counts = np.bincount(data.labels)
    assert counts.min() >= 174
    assert counts.max() <= 183
    sizes = np.bincount(digits.fold_of(data.labels))
    assert sizes.tolist() == [360, 360, 359, 359, 359]


def test_codings_keep_the_pixels() -> None:
    pixels = digits.load().pixels[:200]
    rate = digits.encode(pixels, "rate")
    np.testing.assert_array_equal(rate.sum(axis=1), pixels)
    latency = digits.encode(pixels, "latency")
    first = np.where(latency.any(axis=1), digits.LEVELS - latency.argmax(axis=1), 0)
    np.testing.assert_array_equal(first, pixels)
    assert latency.sum(axis=1).max() == 1


@pytest.mark.parametrize("coding", digits.CODINGS)
def test_committed_networks_are_those_of_fold_0(coding: str) -> None:
    committed = EXAMPLE / f"digits_{coding}.mlir"
    assert committed.read_text() == networks.text(coding, 0, EXAMPLE)


@pytest.mark.needs_snnc
@pytest.mark.parametrize("coding", digits.CODINGS)
def test_five_folds(coding: str, tmp_path: Path) -> None:
    result = evaluate.evaluate(coding, ["float", "ref"], tmp_path)
    assert result["images"] == 1797
    unquantized, quantized = result["engines"]["float"], result["engines"]["ref"]
    assert unquantized["accuracy"] >= 0.97
    assert quantized["worse"] - quantized["better"] <= 9
    # Training keeps membranes in the model's range; a stray one may touch it.
    assert quantized["saturations"] <= 3


@pytest.mark.needs_snnc
@pytest.mark.parametrize("coding", digits.CODINGS)
def test_the_chip_equals_ref_in_every_step_of_a_fold(coding: str, tmp_path: Path) -> None:
    prepared = engines.prepare(coding, 0, tmp_path)
    assert len(prepared.labels) == 360
    report = snnc.call_json(
        "cosim",
        prepared.image,
        "--engines=ref,rtl",
        "--input",
        prepared.events,
        "--sample-steps",
        str(digits.STEPS),
        "--quiet",
    )
    assert report["equal"]
    assert report["cyclesEqual"]
    assert report["steps"] == 360 * digits.STEPS
