# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What bench/peers, bench/scaling and bench/fidelity compute, and snnc's side of them."""

from pathlib import Path

import numpy as np
import pytest

from simulators import fidelity, report, scaling, snnc_runs
from simulators.report import Result
from simulators.spike_statistics import Statistics, statistics
from simulators.workloads import BY_NAME, WORKLOADS, Brunel, Circuit, Cuba, Workload


def poisson(neurons: int, hz: float, ms: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    count = rng.poisson(hz * ms / 1000, neurons)
    return np.repeat(np.arange(neurons), count), rng.uniform(0, ms, count.sum())


def test_statistics_of_independent_sources() -> None:
    found = statistics(*poisson(200, 20.0, 20000.0, 1), 200, 0.0, 20000.0)
    assert found.rate == pytest.approx(20.0, rel=0.02)
    assert found.cv == pytest.approx(1.0, abs=0.02)
    assert found.correlation == pytest.approx(0.0, abs=0.002)


def test_statistics_of_clocks_and_of_copies() -> None:
    ticks = np.arange(5.0, 10000.0, 50.0)
    neuron, ms = np.repeat(np.arange(10), len(ticks)), np.tile(ticks, 10)
    # Only the second half of the time; no spike at its end.
    found = statistics(neuron, ms, 20, 5000.0, 10000.0)
    assert found.rate == pytest.approx(10.0)
    assert found.cv == pytest.approx(0.0, abs=1e-9)
    assert found.correlation == pytest.approx(1.0)


def test_correlation_is_that_of_pairs() -> None:
    neuron, ms = poisson(30, 30.0, 4000.0, 2)
    # A part of the spikes is shared.
    shared = ms[neuron == 0]
    neuron = np.concatenate([neuron, np.repeat(np.arange(1, 30), len(shared))])
    ms = np.concatenate([ms, np.tile(shared, 29)])
    counts = np.array([np.histogram(ms[neuron == n], 2000, (0, 4000))[0] for n in range(30)])
    pairs = np.corrcoef(counts)[np.triu_indices(30, 1)]
    found = statistics(neuron, ms, 30, 0.0, 4000.0)
    assert found.correlation == pytest.approx(pairs.mean())
    assert found.correlation > 0.3


def test_silence_has_no_statistics() -> None:
    nothing = np.array([], dtype=int), np.array([])
    found = statistics(*nothing, 10, 0.0, 100.0)
    assert found.rate == 0.0
    assert np.isnan([found.cv, found.correlation]).all()


def test_fidelity_judges_by_the_spread_of_the_yardstick() -> None:
    true = [Statistics(rate, 0.5, 0.01) for rate in (8.0, 9.0, 10.0)]
    near = [Statistics(rate, 0.5, 0.01) for rate in (7.0, 9.0, 10.0)]
    (rate, cv, _) = fidelity.rows({"float": {"p": true}, "cpu": {"p": near}}, "float")
    assert rate[2:] == ["9 ± 1", "8.67 ± 1.5", "2 of 3", "yes", "-0.3"]
    assert cv[-2:] == ["yes", "+0.0"]
    far = [Statistics(7.0, 0.5, 0.01)] * 3
    (rate, _, _) = fidelity.rows({"float": {"p": true}, "cpu": {"p": far}}, "float")
    assert rate[-3:] == ["0 of 3", "no", "-3.5"]


def test_mean_field_has_the_rates_of_known_states() -> None:
    # Drive alone is above the threshold: close to a clock of tau ln((mu - V_r) / (mu - theta)).
    drive = Brunel(6.0, 4.0, connected=False).mean_field_rate()
    assert drive == pytest.approx(1000 / (2 + 20 * np.log((80 - 10) / (80 - 20))), rel=0.01)
    # What snnc, Brian2 and NEST fire at in these networks.
    assert Brunel(6.0, 1.2).mean_field_rate() == pytest.approx(8.3, rel=0.1)
    assert Brunel(5.0, 2.0).mean_field_rate() == pytest.approx(37.0, rel=0.1)


RESULTS = {
    "w1": {
        "snnc": Result("", [0.02, 0.03, 0.025], 5.6, {"exc": 5.6, "inh": 5.7}),
        "brian2": Result("2.9.0", [0.05, 0.06, 0.055], 5.6, {"exc": 5.5, "inh": 6.9}),
    }
}


def test_tables() -> None:
    line = report.times(WORKLOADS, RESULTS).splitlines()[-1]
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert cells[1:3] == ["0.0250 (0.0200 .. 0.0300)", "0.0550 (0.0500 .. 0.0600)"]
    assert cells[4:] == ["2.20", "", "0.03", "yes"]
    assert report.disagreements(WORKLOADS, RESULTS) == ["w1 inh"]
    assert "| 5.70 | 6.90 |" in report.rates(WORKLOADS, RESULTS)
    assert report.from_json(report.as_json(RESULTS)) == RESULTS


def test_the_plot_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a.svg", "b.svg"):
        report.plot(WORKLOADS, RESULTS, tmp_path / name)
    texts = [(tmp_path / name).read_text() for name in ("a.svg", "b.svg")]
    assert "W1 CUBA" in texts[0]
    dated = [[line for line in text.splitlines() if "dc:date" not in line] for text in texts]
    assert dated[0] == dated[1]


@pytest.mark.parametrize("workload", [w for w in WORKLOADS if not w.large], ids=lambda w: w.name)
def test_the_texts_are_the_workloads(workload: Workload, tmp_path: Path) -> None:
    written = snnc_runs.write(workload, tmp_path, seed=3)
    text, network = written.path.read_text(), workload.network
    assert "seed = 3001" in text
    if isinstance(network, Circuit):
        assert len(written.sizes) == 8
        return
    assert written.sizes == dict(zip(("exc", "inh"), network.sizes, strict=True))
    connected = isinstance(network, Cuba) or network.connected
    assert text.count("snn.projection") == (4 if connected else 0)
    if isinstance(network, Brunel):
        assert f"rate = {network.drive}" in text
        assert text.count(f"weights {network.weights[1]:.1f} ") == (2 if connected else 0)
        assert snnc_runs.synapses(network) == (15_625_000 if connected else 0)


@pytest.mark.needs_snnc
def test_a_measurement() -> None:
    cuba = BY_NAME["w1"]
    network = snnc_runs.Network(snnc_runs.EXAMPLES / "vogels_abbott" / "cuba.mlir", {"exc": 3200})
    found = snnc_runs.measure(network, cuba.warm, 0.3, threads=1)
    assert 3 < found.rates["exc"] < 9
    assert found.cpu > 0 and found.wall > 0
    setting = scaling.Setting(1, 1, [found])
    (row,) = scaling.rows([setting], snnc_runs.synapses(cuba.network), 0)
    assert row[0] == "1 thread" and row[3] == "1.00"
    assert 10 < found.peaks[0] / 2**20 < 2000
