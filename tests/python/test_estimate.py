# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""snnc estimate: predictions of cycles against the counters of a run.

From recorded events they are exact on one tile, unless a rule has conditions that only
a run knows; from the mean rates alone they are near where activity is stationary.
"""

import importlib.util
import sys
from pathlib import Path

import pytest

import snnc
import test_models

pytestmark = pytest.mark.needs_snnc

spec = importlib.util.spec_from_file_location("prediction", snnc.ROOT / "bench" / "prediction.py")
assert spec and spec.loader
prediction = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = prediction
spec.loader.exec_module(prediction)


@pytest.mark.parametrize("coding", ["rate", "latency"])
def test_digits(coding: str, tmp_path: Path) -> None:
    found = prediction.predict(prediction.digits(coding, 20), tmp_path)
    assert found.recorded == found.counted
    assert abs(found.mean_error) <= 0.05


@pytest.mark.parametrize("tiles", [0, 4])
@pytest.mark.parametrize("model", prediction.MODELS)
def test_stationary_activity(model: str, tiles: int, tmp_path: Path) -> None:
    found = prediction.predict(prediction.noise(model, tmp_path, tiles), tmp_path)
    assert found.recorded == found.counted
    assert abs(found.mean_error) <= 0.05
    assert abs(found.percentile_error) <= 0.15


def test_convolution(tmp_path: Path) -> None:
    found = prediction.predict(prediction.convolution(tmp_path), tmp_path)
    assert found.recorded == found.counted
    assert abs(found.mean_error) <= 0.05
    assert abs(found.percentile_error) <= 0.15


def test_rates_alone_do_not_know_waves(tmp_path: Path) -> None:
    found = prediction.predict(prediction.waves(tmp_path), tmp_path)
    assert found.recorded == found.counted
    assert abs(found.mean_error) <= 0.05
    assert found.percentile_error < -0.15


def test_a_rule_whose_conditions_only_a_run_knows(tmp_path: Path) -> None:
    """The estimate says so, and is not too low."""
    found = prediction.predict(prediction.learning_digits(8), tmp_path)
    assert any("only a run knows" in text for text in found.assumptions)
    assert found.counted <= found.recorded


@pytest.mark.parametrize("case", test_models.CASES, ids=test_models._id)
def test_models_of_the_library(case: test_models.Case, tmp_path: Path) -> None:
    setup = test_models.Setup(case, tmp_path)
    inputs = {"x": setup.x}
    found = prediction.predict(
        prediction.Case(case.model, setup.network, inputs, stationary=False), tmp_path
    )
    assert found.recorded == found.counted
    assert abs(found.mean_error) <= 0.05
