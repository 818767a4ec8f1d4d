# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the network of a cortical microcircuit (Potjans and Diesmann, 2014).

The text goes to standard output: 77,169 neurons and 299 million synapses at the
scale of 1. At a smaller scale numbers of neurons and synapses of a neuron are
multiplied by it, weights divided by its square root, and a constant current makes
up for the mean input that is lost.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

POPULATIONS = ("L23E", "L23I", "L4E", "L4I", "L5E", "L5I", "L6E", "L6I")
NEURONS = np.array([20683, 5834, 21915, 5479, 4850, 1065, 14395, 2948])
#: Probability of at least one synapse, [target, source].
PROBABILITY = np.array(
    [
        [0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0.0, 0.0076, 0.0],
        [0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0.0, 0.0042, 0.0],
        [0.0077, 0.0059, 0.0497, 0.1350, 0.0067, 0.0003, 0.0453, 0.0],
        [0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0.0, 0.1057, 0.0],
        [0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0.0],
        [0.0548, 0.0269, 0.0257, 0.0022, 0.0600, 0.3158, 0.0086, 0.0],
        [0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252],
        [0.0364, 0.0010, 0.0034, 0.0005, 0.0277, 0.0080, 0.0658, 0.1443],
    ]
)
#: External synapses of a neuron, and their rate in Hz.
EXTERNAL = np.array([1600, 1500, 2100, 1900, 2000, 1900, 2900, 2100])
EXTERNAL_RATE = 8.0
#: Height of an excitatory potential in mV, and how much stronger inhibition is.
POTENTIAL, INHIBITION = 0.15, -4.0
#: Deviations as parts of the means; mean delays in ms by excitation and inhibition.
WEIGHT_DEVIATION, DELAY_DEVIATION = 0.1, 0.5
DELAYS = (1.5, 0.75)
#: Longer delays are clamped (ms).
LONGEST_DELAY = 6.3
#: The neuron, in ms and pF; they are the defaults of the model.
TAU_M, TAU_SYN, C_M = 10.0, 0.5, 250.0
#: Membranes begin near those of the running network: mean and deviation in mV.
FIRST_MEAN = (-68.28, -63.16, -63.33, -63.45, -63.11, -61.66, -66.72, -61.43)
FIRST_DEVIATION = (5.36, 4.57, 4.74, 4.94, 4.94, 4.55, 5.46, 4.48)
#: Rates of the full network in Hz.
RATES = np.array([0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829])


def current_of_potential() -> float:
    """Peak of the current, in pA, whose potential has a peak of 1 mV."""
    ratio = TAU_M / TAU_SYN
    power = 1.0 / (TAU_SYN - TAU_M)
    peak = ratio ** (power * TAU_M) - ratio ** (power * TAU_SYN)
    return C_M * (TAU_SYN - TAU_M) / (TAU_M * TAU_SYN * peak)


@dataclass(frozen=True)
class Circuit:
    """The numbers of a circuit at some scale."""

    #: By population.
    neurons: np.ndarray
    external_rates: np.ndarray
    currents: np.ndarray
    #: [target, source].
    synapses: np.ndarray
    weights: np.ndarray
    external_weight: float


def circuit(scale: float, poisson: bool) -> Circuit:
    pairs = np.outer(NEURONS, NEURONS).astype(float)
    # So many synapses, placed at random, leave a pair without one with 1 - p.
    synapses = np.log(1.0 - PROBABILITY) / np.log(1.0 - 1.0 / pairs)
    excitation = POTENTIAL * current_of_potential()
    weights = np.tile([excitation, INHIBITION * excitation], (8, 4))
    weights[0, 2] *= 2.0
    external = np.rint(EXTERNAL * scale) if poisson else np.zeros(8)
    # Mean current of the inputs that a scale leaves out, and of those that are not drawn.
    recurrent = (weights * (synapses / NEURONS[:, None]) * RATES).sum(axis=1)
    driven = excitation * EXTERNAL * EXTERNAL_RATE
    per_second = 0.001 * TAU_SYN
    left = 1.0 - np.sqrt(scale)
    currents = per_second * (left * recurrent + (left if poisson else 1.0) * driven)
    return Circuit(
        neurons=np.rint(NEURONS * scale).astype(int),
        external_rates=external * EXTERNAL_RATE,
        currents=currents,
        synapses=np.rint(synapses * scale * scale).astype(int),
        weights=weights / np.sqrt(scale),
        external_weight=excitation / np.sqrt(scale),
    )


def number(value: float) -> str:
    """As MLIR reads a real number."""
    return f"{value:.6f}"


def drawn(mean: float, deviation: float, seed: int, limits: str = "") -> str:
    return f"#snn.normal<{number(mean)}, {number(deviation)}, seed = {seed}{limits}>"


def lines(made: Circuit, dt: float, longest: float, bits: int, seed: int) -> Iterator[str]:
    seeds = iter(range(seed, seed + 1000))
    limits = f", range = [{number(dt)}, {number(longest)}]"
    yield f"snn.network @microcircuit dt {dt} {{"
    for name, neurons, current, rate, mean, deviation in zip(
        POPULATIONS,
        made.neurons,
        made.currents,
        made.external_rates,
        FIRST_MEAN,
        FIRST_DEVIATION,
        strict=True,
    ):
        params = f"i_e = {number(current)}"
        if rate:
            params += f", rate = {number(rate)}, jump = {number(made.external_weight)}"
        first = drawn(mean, deviation, next(seeds), ", range = [-200.0, 0.0]")
        yield f"  snn.population @{name} of @lif_psc_exp size {neurons} params {{{params}}}"
        yield f"    init {{v = {first}}}"
    for (target, source), count in np.ndenumerate(made.synapses):
        if count == 0:
            continue
        weight, delay = made.weights[target, source], DELAYS[source % 2]
        rule = f"#snn.fixed_total<{count}, seed = {next(seeds)}>"
        weights = drawn(weight, abs(weight) * WEIGHT_DEVIATION, next(seeds))
        delays = drawn(delay, delay * DELAY_DEVIATION, next(seeds), limits)
        names = POPULATIONS[source], POPULATIONS[target]
        yield f"  snn.projection @{'_'.join(names)} from @{names[0]} to @{names[1]} port @in"
        yield f"    {rule} weights {weights} delay {delays} bits {bits}"
    for name in POPULATIONS:
        yield f"  snn.output @{name}"
    yield "}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="of neurons and of synapses")
    parser.add_argument(
        "--poisson", action="store_true", help="draw the external events, in place of their mean"
    )
    parser.add_argument("--dt", type=float, default=0.1, help="step in ms")
    parser.add_argument(
        "--longest-delay", type=float, default=LONGEST_DELAY, help="longer ones are clamped (ms)"
    )
    parser.add_argument("--bits", type=int, default=8, help="of a weight")
    parser.add_argument("--seed", type=int, default=1, help="the first of all seeds")
    given = parser.parse_args(arguments)
    made = circuit(given.scale, given.poisson)
    print("\n".join(lines(made, given.dt, given.longest_delay, given.bits, given.seed)))


if __name__ == "__main__":
    main()
