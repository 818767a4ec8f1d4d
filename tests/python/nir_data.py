# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The NIR files with recordings of frameworks: in $SNNC_NIR_DATA, or in the
folder shared/data/nir beside the tree."""

import os
from pathlib import Path

import pytest

import snnc

FOLDER = Path(os.environ.get("SNNC_NIR_DATA", snnc.ROOT.parent / "shared" / "data" / "nir"))

needs_recordings = pytest.mark.skipif(
    not (FOLDER / "braille_noDelay_bias_zero.nir").exists(),
    reason=f"no NIR recordings in {FOLDER} ($SNNC_NIR_DATA)",
)
