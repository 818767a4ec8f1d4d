# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Small network texts for the tests."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def elements(values: Array) -> str:
    """An elements attribute; repr() gives back every double exactly."""
    numbers = ", ".join(repr(float(v)) for v in values)
    return f"dense<[{numbers}]> : tensor<{len(values)}xf64>"


def matrix(values: Array) -> str:
    """Elements of two dimensions."""
    rows = ", ".join("[" + ", ".join(repr(float(v)) for v in row) + "]" for row in values)
    return f"dense<[{rows}]> : tensor<{values.shape[0]}x{values.shape[1]}xf64>"


def settings(values: Mapping[str, Array | float]) -> str:
    items = (
        f"{name} = " + (f"{float(v)!r} : f64" if np.ndim(v) == 0 else elements(np.asarray(v)))
        for name, v in values.items()
    )
    return "{" + ", ".join(items) + "}"


def one_population(
    path: Path,
    model: str,
    neurons: int,
    ports: Mapping[str, Array],
    *,
    dt: float = 1.0,
    params: Mapping[str, Array | float] | None = None,
    init: Mapping[str, Array | float] | None = None,
    analog: Sequence[float] | None = None,
    emits: bool = True,
) -> Path:
    """Population @cells of a model; each neuron has an own input neuron of @x,
    which reaches each port with the port's weights (one a neuron)."""
    lines = [f"snn.network @net dt {dt!r} {{"]
    if ports:
        kind = f" analog [{analog[0]!r}, {analog[1]!r}]" if analog else ""
        lines.append(f"  snn.input @x size {neurons}{kind}")
    cells = f"  snn.population @cells of @{model} size {neurons}"
    if params:
        cells += f" params {settings(params)}"
    if init:
        cells += f" init {settings(init)}"
    lines.append(cells)
    for port, weights in ports.items():
        lines.append(
            f"  snn.projection @to_{port} from @x to @cells port @{port} #snn.one_to_one\n"
            f"      weights {elements(weights)} bits 16"
        )
    if emits:
        lines.append("  snn.output @cells")
    lines.append("}")
    path.write_text("\n".join(lines) + "\n")
    return path
