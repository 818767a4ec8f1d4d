# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The networks that are compared, in numbers. Runs under the peers' Python too.

Times in ms, potentials in mV, rates in Hz. What snnc runs is the text in examples/.
"""

import math
from dataclasses import dataclass

import numpy as np

#: The step of all of them.
DT = 0.1


@dataclass(frozen=True)
class Cuba:
    """R. Brette et al., Journal of Computational Neuroscience 23, 2007, benchmark 2."""

    sizes: tuple[int, int] = (3200, 800)
    probability: float = 0.02
    weights: tuple[float, float] = (1.62, -9.0)
    tau_m: float = 20.0
    tau_syn: tuple[float, float] = (5.0, 10.0)
    e_l: float = -49.0
    v_th: float = -50.0
    v_reset: float = -60.0
    t_ref: float = 5.0
    first: tuple[float, float] = (-60.0, -50.0)
    delay: float = DT


@dataclass(frozen=True)
class Brunel:
    """N. Brunel, Journal of Computational Neuroscience 8, 2000, model A."""

    g: float
    eta: float
    #: Pair STDP between excitatory neurons.
    plastic: bool = False
    #: Without synapses only the drive and the neurons are left.
    connected: bool = True
    sizes: tuple[int, int] = (10000, 2500)
    inputs: tuple[int, int] = (1000, 250)
    weight: float = 0.1
    tau_m: float = 20.0
    v_th: float = 20.0
    v_reset: float = 10.0
    t_ref: float = 2.0
    first: tuple[float, float] = (0.0, 20.0)
    delay: float = 1.5
    #: Of STDP: time constant, greatest weight, steps as parts of it.
    tau_stdp: float = 20.0
    w_max: float = 0.3
    a_plus: float = 0.001
    a_minus: float = 0.00105

    @property
    def weights(self) -> tuple[float, float]:
        return self.weight, -self.g * self.weight

    @property
    def drive(self) -> float:
        """Events of each neuron's own source a second."""
        return self.eta * self.v_th / (self.weight * self.tau_m) * 1000.0

    def mean_field_rate(self) -> float:
        """The rate that keeps itself up where inputs are white noise (Siegert's formula)."""

        def out(rate: float) -> float:
            excitation, inhibition = (
                (n * rate if self.connected else 0.0) * 0.001 * self.tau_m for n in self.inputs
            )
            excitation += self.drive * 0.001 * self.tau_m
            mean = self.weight * (excitation - self.g * inhibition)
            sigma = self.weight * math.sqrt(excitation + self.g**2 * inhibition)
            grid = np.linspace((self.v_reset - mean) / sigma, (self.v_th - mean) / sigma, 2001)
            values = np.array([math.exp(u * u) * math.erfc(-u) for u in grid])
            integral = float(np.sum(values[1:] + values[:-1]) * (grid[1] - grid[0]) / 2)
            return 1000.0 / (self.t_ref + self.tau_m * math.sqrt(math.pi) * integral)

        # out() falls where inhibition dominates: one crossing.
        low, high = 0.0, 500.0
        for _ in range(50):
            middle = (low + high) / 2
            low, high = (middle, high) if out(middle) > middle else (low, middle)
        return low


@dataclass(frozen=True)
class Circuit:
    """T. C. Potjans, M. Diesmann, Cerebral Cortex 24, 2014; numbers in examples/microcircuit."""

    scale: float
    poisson: bool


@dataclass(frozen=True)
class Workload:
    name: str
    title: str
    network: Cuba | Brunel | Circuit
    #: Model time that is measured, after `warm`.
    seconds: float
    warm: float = 0.1
    #: Processor seconds for a second of model time that snnc is to reach.
    bar: float | None = None
    #: Only with --full: needs 12 GB in NEST.
    large: bool = False
    peers: tuple[str, ...] = ("brian2", "nest")


WORKLOADS = (
    Workload("w1", "W1 CUBA", Cuba(), 5.0, bar=0.03),
    Workload("w2", "W2 Brunel, 8 Hz", Brunel(6.0, 1.2), 2.0, bar=0.8),
    Workload("w2drive", "W2, drive and neurons only", Brunel(6.0, 1.2, connected=False), 2.0),
    Workload("w2fast", "W2 Brunel, 37 Hz", Brunel(5.0, 2.0), 1.0, bar=1.25),
    Workload("w2p", "W2p Brunel with STDP", Brunel(6.0, 1.2, plastic=True), 1.0, bar=1.1),
    Workload("w3small", "W3 at 0.1, Poisson", Circuit(0.1, True), 2.0, peers=("nest",)),
    Workload("w3", "W3 full, DC", Circuit(1.0, False), 1.0, bar=2.9, large=True, peers=("nest",)),
)

BY_NAME = {workload.name: workload for workload in WORKLOADS}
