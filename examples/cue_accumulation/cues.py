# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Trials of evidence accumulation, and the network that learns them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

#: Inputs: left cues, right cues, the question, noise; as many of each.
GROUP = 10
INPUTS = 4 * GROUP
CUES = 7
#: Steps of 5 ms: a cue, the pause after it, the delay, the question.
CUE, PAUSE, DELAY, RECALL = 20, 10, 30, 30
ASKED = CUES * (CUE + PAUSE) + DELAY
STEPS = ASKED + RECALL
#: Spikes a step of active groups (40 Hz) and of noise (10 Hz).
RATE, NOISE = 0.2, 0.05
#: Chance of a cue on the side of the trial.
SIDE = 0.7

HIDDEN = 100


def trials(count: int, seed: int) -> tuple[Array, Array]:
    """Input spikes [count, STEPS, INPUTS] and the side with more cues, 0 or 1."""
    rng = np.random.default_rng(seed)
    side = rng.random(count) < 0.5
    right = rng.random((count, CUES)) < np.where(side, SIDE, 1 - SIDE)[:, None]
    rates = np.zeros((count, STEPS, INPUTS))
    for cue in range(CUES):
        shown = slice(cue * (CUE + PAUSE), cue * (CUE + PAUSE) + CUE)
        rates[:, shown, :GROUP] = np.where(right[:, cue], 0, RATE)[:, None, None]
        rates[:, shown, GROUP : 2 * GROUP] = np.where(right[:, cue], RATE, 0)[:, None, None]
    rates[:, ASKED:, 2 * GROUP : 3 * GROUP] = RATE
    rates[:, :, 3 * GROUP :] = NOISE
    spikes = (rng.random(rates.shape) < rates).astype(np.int8)
    return spikes, (right.sum(1) > CUES // 2).astype(np.uint8)


@dataclass(frozen=True)
class Rates:
    """Learning rates of the recurrent network and of the read-outs."""

    hidden: float = 0.003
    output: float = 0.01


def network(seed: int, rates: Rates | None = None) -> str:
    """The network's text; `seed` draws its initial weights."""
    rates = rates or Rates()
    learn = "\n".join(
        f"    snn.signal @learn = 1.0 at {step} training" for step in range(ASKED + 1, STEPS)
    )
    rule = (
        "learn @eprop_trial params {tau_m = 20.0 : f64, tau_a = 2000.0 : f64, beta = 0.06 : f64, "
        f"eta = {rates.hidden!r} : f64}}"
    )
    asks = ", ".join("[1.0, 1.0]" if i // GROUP == 2 else "[0.0, 0.0]" for i in range(INPUTS))
    return f"""\
// Evidence accumulation: which side had more of {CUES} cues? Written by cues.py.
snn.network @cues dt 5.0 {{
  snn.input @cues size {INPUTS}
  snn.input @sides size 2
  snn.population @hidden of @alif_eprop size {HIDDEN}
      params {{tau_m = 20.0 : f64, tau_a = 2000.0 : f64, beta = 0.06 : f64}}
  snn.population @decision of @decision_neuron size 2 {{payload_bits = 16 : i64}}
  snn.modulator @rate = 1.0 range [0.0, 1.0]
  snn.modulator @begin = 0.0 range [0.0, 1.0]
  snn.modulator @learn = 0.0 range [0.0, 1.0]

  snn.projection @to_hidden from @cues to @hidden port @in #snn.dense
      weights #snn.uniform<-0.27, 0.27, seed = {4 * seed}> delay 1 bits 16
      {rule}
  snn.projection @recurrent from @hidden to @hidden port @in #snn.dense
      weights #snn.uniform<-0.17, 0.17, seed = {4 * seed + 1}> delay 1 bits 16
      {rule}
  snn.projection @to_decision from @hidden to @decision port @in #snn.dense
      weights #snn.uniform<-0.17, 0.17, seed = {4 * seed + 2}> delay 1 bits 16
      learn @delta_rule params {{eta = {rates.output!r} : f64}}
  // Errors come back with weights that do not change.
  snn.projection @feedback from @decision to @hidden port @learn #snn.dense
      weights #snn.uniform<-0.5, 0.5, seed = {4 * seed + 3}> delay 1 bits 8
  snn.projection @question from @cues to @decision port @recall #snn.dense
      weights dense<[{asks}]> : tensor<{INPUTS}x2xf64> delay 1 bits 8
  snn.projection @teach from @sides to @decision port @label #snn.dense
      weights dense<[[1.0, -1.0], [-1.0, 1.0]]> : tensor<2x2xf64> delay 1 bits 1

  snn.trial steps {STEPS} {{
    snn.reset @cues at 0
    snn.reset @hidden at 0
    snn.reset @decision at 0
    snn.signal @begin = 1.0 at 0 training
    snn.present @cues from 0 for {STEPS} code raster
    snn.label @sides at {ASKED}
{learn}
    snn.answer @decision state @total at {STEPS - 1}
  }}
}}
"""


def write(folder: Path, seed: int, rates: Rates | None = None) -> Path:
    path = folder / f"cues{seed}.mlir"
    path.write_text(network(seed, rates))
    return path
