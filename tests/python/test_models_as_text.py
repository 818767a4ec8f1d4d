# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A new neuron model is text: no line of C++ or RTL knows the ones below."""

from pathlib import Path

import numpy as np
import pytest

import snnc

pytestmark = pytest.mark.needs_snnc

# A leaky neuron whose threshold is a moving average of its own membrane, with a
# flip-flop: it sends +1 and -1 in turn. Deliberately unlike the library.
MODEL = """\
snn.neuron @novelty_detector {
  snn.param @tau_v : f64 = 8.0 unit "ms"
  snn.param @tau_mean : f64 = 40.0 unit "ms"
  snn.param @margin : f64 = 0.5
  snn.state @v : f64 = 0.0 range [-8.0, 8.0] bits 32
  snn.state @mean : f64 = 0.0 range [-8.0, 8.0] bits 32
  snn.state @sign : f64 = 1.0 range [-1.0, 1.0] bits 8
  snn.port @in : f64
  snn.update {
    %dt = snn.dt : f64
    %tau_v = snn.get @tau_v : f64
    %tau_mean = snn.get @tau_mean : f64
    %margin = snn.get @margin : f64
    %minus_dt = arith.negf %dt : f64
    %rate_v = arith.divf %minus_dt, %tau_v : f64
    %decay_v = math.exp %rate_v : f64
    %rate_mean = arith.divf %dt, %tau_mean : f64

    %v = snn.read @v : f64
    %mean = snn.read @mean : f64
    %sign = snn.read @sign : f64
    %in = snn.receive @in : f64
    %decayed = arith.mulf %v, %decay_v : f64
    %v1 = arith.addf %decayed, %in : f64
    %away = arith.subf %v1, %mean : f64
    %pull = arith.mulf %away, %rate_mean : f64
    %mean1 = arith.addf %mean, %pull : f64
    %far = math.absf %away : f64
    %spike = arith.cmpf ogt, %far, %margin : f64
    %turned = arith.negf %sign : f64
    %sign1 = arith.select %spike, %turned, %sign : f64
    snn.write @v, %v1 : f64
    snn.write @mean, %mean1 : f64
    snn.write @sign, %sign1 : f64
    snn.emit %spike payload %sign : f64 range [-1.0, 1.0]
  }
}
"""

NETWORK = """\
snn.network @net dt 1.0 {
  snn.input @x size 11
  snn.population @cells of @novelty_detector size 11 params {tau_v = 12.0 : f64}
  snn.projection @w from @x to @cells port @in #snn.one_to_one weights 0.5 : f64 bits 8
  snn.output @cells
}
"""


def expected(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Membranes and payloads of the model above, [steps, neurons]."""
    v, mean, sign = np.zeros(11), np.zeros(11), np.ones(11)
    membranes, payloads = np.zeros(x.shape), np.zeros(x.shape)
    for t in range(len(x)):
        v = v * np.exp(-1 / 12) + (0.5 * x[t - 1] if t else 0)
        away = v - mean
        mean = mean + away / 40
        spike = np.abs(away) > 0.5
        membranes[t], payloads[t] = v, np.where(spike, sign, 0)
        sign = np.where(spike, -sign, sign)
    return membranes, payloads


@pytest.mark.parametrize("beside", [True, False], ids=["beside the network", "in --models"])
def test_a_model_given_as_text(beside: bool, tmp_path: Path) -> None:
    folder = tmp_path if beside else tmp_path / "mine"
    folder.mkdir(exist_ok=True)
    (folder / "novelty_detector.mlir").write_text(MODEL)
    network = tmp_path / "net.mlir"
    network.write_text(NETWORK)
    options = [] if beside else ["--models", folder]
    x = (np.random.default_rng(5).random((300, 11)) < 0.3).astype(np.int8)
    membranes, payloads = expected(x)
    assert np.sum(payloads != 0) > 100

    run = snnc.run(network, "float", {"x": x}, probes=["cells.v"], options=options)
    np.testing.assert_allclose(run.probes["cells.v"], membranes, atol=1e-9)
    np.testing.assert_allclose(snnc.dense(run.events["cells"], 300, 11), payloads)

    run = snnc.run(network, "ref", {"x": x}, probes=["cells.v"], options=options)
    np.testing.assert_allclose(run.probes["cells.v"], membranes, atol=1e-4)
    np.savez(tmp_path / "x.npz", x=x)
    snnc.call("cosim", network, "--engines=ref,rtl,cpu", "--input", tmp_path / "x.npz", *options)


def test_a_model_in_the_same_file(tmp_path: Path) -> None:
    network = tmp_path / "net.mlir"
    network.write_text(MODEL + NETWORK)
    x = np.ones((20, 11), np.int8)
    run = snnc.run(network, "float", {"x": x}, probes=["cells.v"])
    np.testing.assert_allclose(run.probes["cells.v"], expected(x)[0], atol=1e-9)


def test_an_unknown_model_is_one_clear_error(tmp_path: Path) -> None:
    network = tmp_path / "net.mlir"
    network.write_text(NETWORK)
    with pytest.raises(snnc.SnncError, match="novelty_detector") as error:
        snnc.call("compile", network, "-o", tmp_path / "net.img")
    assert "net.mlir:3" in str(error.value)
    assert not (tmp_path / "net.img").exists()
