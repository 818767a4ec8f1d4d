# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Samples side by side leave what the same samples leave one after the other."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

import snnc

pytestmark = pytest.mark.needs_snnc

SAMPLE_STEPS = 20
#: The last sample is cut short.
STEPS = 39 * SAMPLE_STEPS + 7

NETWORK = """
snn.network @net dt 1.0 {
  snn.input @x size 20
  snn.population @noise of @poisson_source size 20 params {rate = 100.0 : f64}
  snn.population @cells of @lif_delta size 150
  snn.population @out of @lif_delta_traced size 3
  snn.modulator @reward = 0.0 range [0.0, 1.0]
  snn.projection @w1 from @x to @cells port @in #snn.random<probability = 0.2, seed = 3>
      weights #snn.uniform<-0.2, 0.4, seed = 1> delay #snn.uniform<1.0, 6.0, seed = 9> bits 8
  snn.projection @w2 from @noise to @cells port @in #snn.dense weights 0.1 delay 2 bits 8
  snn.projection @w3 from @cells to @out port @in #snn.dense weights 0.01 delay 3 bits 8
      LEARN
  snn.output @cells
  snn.probe @v_out of @out state @v
}
"""
RULE = "learn @stdp_pair_additive"


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.npy"
    np.save(path, (np.random.default_rng(4).random((STEPS, 20)) < 0.3).astype(np.int8))
    return path


def network(tmp_path: Path, rule: str = "") -> Path:
    path = tmp_path / "net.mlir"
    path.write_text(NETWORK.replace("LEARN", rule))
    return path


def run(net: Path, events: Path, *options: str, launch: tuple[str, ...] = ()) -> tuple[bytes, ...]:
    """Digests, report and recorded arrays of a run."""
    digests, output = net.with_name("digests.txt"), net.with_name("out.npz")
    done = subprocess.run(
        [*launch, str(snnc.program()), "run", net, "--engine=cpu", "--input", events,
         f"--sample-steps={SAMPLE_STEPS}", "--digests", digests, "-o", output, "--probe", "v_out",
         "--quiet", *options],
        capture_output=True, check=True,
    )  # fmt: skip
    left = digests.read_bytes(), done.stdout.partition(b"\n")[2], output.read_bytes()
    assert left[0].count(b"\n") == STEPS
    return left


@pytest.mark.parametrize("batch", [1, 3])
def test_one_after_the_other(tmp_path: Path, events: Path, batch: int) -> None:
    net = network(tmp_path)
    assert run(net, events, f"--batch={batch}") == run(net, events)


def test_learned_weights_and_modulators(tmp_path: Path, events: Path) -> None:
    net = network(tmp_path, RULE)
    learned = tmp_path / "learned.npz"
    run(net, events, "--weights", str(learned))
    options = ["--no-learning", "--set-weights", str(learned)]
    options += ["--modulator=reward=100@30", "--modulator=reward=50@47"]
    assert run(net, events, "--batch=2", *options) == run(net, events, *options)


def test_processes_share_the_samples(tmp_path: Path, events: Path) -> None:
    net = network(tmp_path)
    launch = ("mpirun", "--allow-run-as-root", "--oversubscribe", "-n", "2")
    assert run(net, events, "--batch=2", launch=launch) == run(net, events)


def test_what_is_no_batch(tmp_path: Path, events: Path) -> None:
    def refused(rule: str, *options: str) -> str:
        done = subprocess.run(
            [snnc.program(), "run", network(tmp_path, rule), "--input", events, "--batch=2",
             *options],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 1
        assert done.stderr.count("error:") == 1
        return done.stderr

    samples = f"--sample-steps={SAMPLE_STEPS}"
    assert "say with --sample-steps" in refused("", "--engine=cpu")
    assert "'w3' learns; add --no-learning" in refused(RULE, "--engine=cpu", samples)
    assert "no state between" in refused("", "--engine=cpu", samples, "--save", "x")
    assert "a batch needs the engine cpu" in refused("", "--engine=ref", samples)
