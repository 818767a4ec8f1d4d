# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Rate, irregularity and synchrony of a population.

As in S. J. van Albada et al., "Performance comparison of the digital neuromorphic hardware
SpiNNaker and the neural network simulation software NEST for a full-scale cortical microcircuit
model", Frontiers in Neuroscience 12, 2018: the coefficient of variation of the intervals of a
neuron, and the correlation of the spike counts of two, each as the mean.
"""

from dataclasses import dataclass

import numpy as np

#: Bins of spike counts in ms, and spikes that a neuron must have for its intervals to count.
BIN = 2.0
FEWEST = 4


@dataclass(frozen=True)
class Statistics:
    """NaN where too little fired."""

    #: Hz.
    rate: float
    #: Of intervals: deviation over mean, mean of the neurons.
    cv: float
    #: Of spike counts, mean of all pairs of neurons that fired.
    correlation: float


def coefficient_of_variation(neuron: np.ndarray, ms: np.ndarray) -> float:
    order = np.lexsort((ms, neuron))
    neuron, ms = neuron[order], ms[order]
    same = neuron[1:] == neuron[:-1]
    interval, owner = np.diff(ms)[same], neuron[1:][same]
    count = np.bincount(owner)
    enough = count >= FEWEST - 1
    if not enough.any():
        return float("nan")
    count = np.maximum(count, 1)
    mean = np.bincount(owner, interval) / count
    variance = np.bincount(owner, (interval - mean[owner]) ** 2) / count
    return float((np.sqrt(variance[enough]) / mean[enough]).mean())


def correlation(neuron: np.ndarray, ms: np.ndarray, start: float, end: float) -> float:
    bins = int((end - start) / BIN)
    fired, row = np.unique(neuron, return_inverse=True)
    if len(fired) < 2:
        return float("nan")
    column = np.minimum(((ms - start) / BIN).astype(int), bins - 1)
    counts = np.bincount(row * bins + column, minlength=len(fired) * bins)
    counts = counts.reshape(len(fired), bins).astype(float)
    counts -= counts.mean(axis=1, keepdims=True)
    deviation = counts.std(axis=1, keepdims=True)
    varied = deviation[:, 0] > 0
    n = int(varied.sum())
    if n < 2:
        return float("nan")
    # The sum over all pairs is the square of the sum.
    together = (counts[varied] / deviation[varied]).sum(axis=0)
    return float((np.mean(together**2) - n) / (n * (n - 1)))


def statistics(
    neuron: np.ndarray, ms: np.ndarray, size: int, start: float, end: float
) -> Statistics:
    """Of `size` neurons between two times in ms."""
    inside = (ms >= start) & (ms < end)
    neuron, ms = neuron[inside].astype(np.int64), ms[inside]
    return Statistics(
        len(ms) / size / (end - start) * 1000,
        coefficient_of_variation(neuron, ms),
        correlation(neuron, ms, start, end),
    )
