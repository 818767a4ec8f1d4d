# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Spikes of NIR files against those that frameworks recorded."""

import numpy as np
import pytest

import snnc
from nir_data import FOLDER, needs_recordings
from snnc.tools import Array

pytestmark = [pytest.mark.needs_snnc, needs_recordings]

BRAILLE = FOLDER / "braille_noDelay_bias_zero.nir"
HIDDEN = "lif1.lif"


def recorded(framework: str) -> Array:
    return np.load(FOLDER / f"{framework}_activity_noDelay_bias_zero.npy").astype(int)


def hidden_spikes(engine: str, *options: str) -> Array:
    sample = FOLDER / "braille_sample0_input_256x12.npy"
    result = snnc.run(BRAILLE, engine, sample, probes=[f"{HIDDEN}.events"], options=options)
    return snnc.dense(result.events[HIDDEN], 256, 38).astype(int)


@pytest.mark.parametrize("framework", ["snntorch", "norse", "spyx"])
@pytest.mark.parametrize(
    ("engine", "bits"), [("float", "8"), ("ref", "16"), ("cpu", "16")], ids="-".join
)
def test_braille(framework: str, engine: str, bits: str) -> None:
    """The recurrent network: no spike differs, un-quantized or with 16-bit weights."""
    spikes = hidden_spikes(engine, f"--nir-profile={framework}", f"--weight-bits={bits}")
    assert np.count_nonzero(spikes != recorded(framework)) == 0


@pytest.mark.parametrize(("framework", "most"), [("snntorch", 130), ("norse", 130), ("spyx", 100)])
def test_braille_8_bits(framework: str, most: int) -> None:
    """Weights from -13 to 1 in 8 bits: spikes differ, of 9728 places so many."""
    spikes = hidden_spikes("ref", f"--nir-profile={framework}")
    assert 0 < np.count_nonzero(spikes != recorded(framework)) <= most


def test_braille_on_spinnaker2() -> None:
    """The chip's own quantization is not that of the file: the difference is counted."""
    spikes = hidden_spikes("float", "--nir-profile=spinnaker2")
    assert np.count_nonzero(spikes != recorded("s2")) <= 160


@pytest.mark.parametrize(("engine", "near"), [("float", 1e-7), ("ref", 1e-4)])
def test_lif_of_norse(engine: str, near: float) -> None:
    table = np.loadtxt(FOLDER / "lif_norse.csv", delimiter=",")
    result = snnc.run(
        FOLDER / "lif_norse.nir",
        engine,
        {"input": table[:, :1].astype(np.uint8)},
        probes=["1.v"],
        options=["--nir-profile=norse", "--dt=1e-4"],
    )
    spikes = snnc.dense(result.events["1"], len(table), 1)[:, 0]
    assert np.array_equal(spikes != 0, table[:, 2] != 0)
    assert np.abs(result.probes["1.v"][:, 0] - table[:, 1]).max() < near
