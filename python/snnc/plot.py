# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Pictures of runs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import numpy.typing as npt

matplotlib.use("Agg")
from matplotlib import pyplot as plt

Array = npt.NDArray[Any]


def raster(
    path: Path,
    events: Mapping[str, Array],
    traces: Mapping[str, Array] | None = None,
    title: str = "",
    marks: Array | None = None,
) -> None:
    """Draws a PNG: one panel a population with a dot an event, and one a trace
    with a line a neuron.

    Arrays are [steps, neurons]; `marks` are steps at which a vertical line
    stands, as between samples.
    """
    traces = traces or {}
    rows = [len(e[0]) for e in events.values()]
    heights = [max(1.0, np.log2(n) / 2) for n in rows] + [2.0] * len(traces)
    figure, axes = plt.subplots(
        len(heights),
        1,
        sharex=True,
        squeeze=False,
        figsize=(11, 1.1 * sum(heights) + 1),
        height_ratios=heights,
        layout="constrained",
    )
    panels = iter(axes[:, 0])
    for name, array in events.items():
        panel = next(panels)
        step, neuron = np.nonzero(array)
        panel.plot(step, neuron, "|", markersize=3, color="black")
        panel.set_ylim(-0.5, array.shape[1] - 0.5)
        panel.set_ylabel(name)
    for name, array in traces.items():
        panel = next(panels)
        lines = panel.plot(array, linewidth=1)
        panel.set_ylabel(name)
        if len(lines) <= 10:
            panel.legend(lines, range(len(lines)), fontsize=6, ncols=2, loc="upper left")
    for panel in axes[:, 0]:
        for mark in marks if marks is not None else ():
            panel.axvline(mark - 0.5, color="0.7", linewidth=0.8)
    axes[-1, 0].set_xlabel("step")
    if title:
        figure.suptitle(title, fontsize=10)
    temporary = path.with_name(f".{path.name}")
    figure.savefig(temporary, dpi=110, format="png")
    plt.close(figure)
    temporary.replace(path)
