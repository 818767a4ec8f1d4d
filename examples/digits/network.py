# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The network of the example in numpy, and its gradients.

64 inputs, HIDDEN leaky integrate-and-fire neurons with delta synapses, ten
leaky integrators that do not spike. All synapses have a delay of one step:

    v[t] = decay * v[t-1] + W1 x[t-1]    spike where v[t] >= 1, then v[t] = 0
    u[t] = decay_out * u[t-1] + W2 s[t-1]

The answer is the class of the largest u in the last step. v is kept within the
range that the model declares (a store outside it saturates); training keeps
it away from there.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]

HIDDEN = 256
THRESHOLD = 1.0
#: Time constants in steps (of 1 ms).
TAU_HIDDEN = 20.0
TAU_READOUT = 20.0
DECAY = np.float32(math.exp(-1.0 / TAU_HIDDEN))
DECAY_OUT = np.float32(math.exp(-1.0 / TAU_READOUT))
#: Least membrane, the declared range of @lif_delta; and where training begins to push back.
LEAST = np.float32(-8.0)
SOFT_LEAST = np.float32(-4.0)
PENALTY = np.float32(0.01)
#: Steepness of the surrogate derivative 1 / (1 + SLOPE |v - 1|)^2.
SLOPE = np.float32(5.0)


@dataclass
class Weights:
    """hidden [64, HIDDEN] and readout [HIDDEN, 10]: source first."""

    hidden: Array
    readout: Array


@dataclass
class Trace:
    """What a run leaves behind: times first, [steps, images, neurons]."""

    inputs: Array
    #: Membranes before reset and saturation.
    membranes: Array
    spikes: Array
    #: Read-out in the last step, [images, 10].
    readout: Array


def run(weights: Weights, events: npt.NDArray[np.uint8], keep: Array | None = None) -> Trace:
    """Runs events [images, steps, 64]. `keep` [images, HIDDEN] scales the
    spikes that the read-out sees (dropout)."""
    images, steps, _ = events.shape
    inputs = np.ascontiguousarray(events.transpose(1, 0, 2), np.float32)
    hidden = weights.hidden.shape[1]
    current = (inputs.reshape(steps * images, -1) @ weights.hidden).reshape(steps, images, hidden)
    membranes = np.zeros((steps, images, hidden), np.float32)
    spikes = np.zeros((steps, images, hidden), np.float32)
    v = np.zeros((images, hidden), np.float32)
    for t in range(1, steps):
        v = DECAY * v + current[t - 1]
        membranes[t] = v
        spikes[t] = v >= THRESHOLD
        v = np.maximum(v * (1 - spikes[t]), LEAST)
    weighted = np.tensordot(_readout_decays(steps), spikes, axes=(0, 0))
    if keep is not None:
        weighted = weighted * keep
    return Trace(inputs, membranes, spikes, weighted @ weights.readout)


def _readout_decays(steps: int) -> Array:
    """Share of a hidden spike of step t in the read-out of the last step."""
    age = steps - 2 - np.arange(steps)
    return np.where(age >= 0, DECAY_OUT ** np.maximum(age, 0), 0).astype(np.float32)


def gradients(weights: Weights, trace: Trace, error: Array, keep: Array | None = None) -> Weights:
    """Back-propagation through time of error = dLoss/dreadout [images, 10].
    The reset is taken as constant, as is usual. A small loss on membranes
    below SOFT_LEAST is added."""
    steps, images, hidden = trace.spikes.shape
    decays = _readout_decays(steps)
    weighted = np.tensordot(decays, trace.spikes, axes=(0, 0))
    from_readout = error @ weights.readout.T
    if keep is not None:
        weighted = weighted * keep
        from_readout = from_readout * keep
    surrogate = 1 / (1 + SLOPE * np.abs(trace.membranes - np.float32(THRESHOLD))) ** 2
    beyond = np.minimum(trace.membranes - SOFT_LEAST, 0) * (PENALTY / images)
    open_path = DECAY * (1 - trace.spikes) * (trace.membranes > LEAST)
    to_current = np.zeros((steps, images, hidden), np.float32)
    g = np.zeros((images, hidden), np.float32)
    for t in range(steps - 1, 0, -1):
        g = open_path[t] * g + decays[t] * surrogate[t] * from_readout + beyond[t]
        to_current[t - 1] = g
    flat_inputs = trace.inputs.reshape(steps * images, -1)
    return Weights(flat_inputs.T @ to_current.reshape(steps * images, hidden), weighted.T @ error)
