# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the text of a network that learns to classify images.

mnist.mlir, fashion.mlir and uci.mlir are committed; other sizes and seeds are one call away.
"""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent

CLASSES = 10

TEXT = """\
// {title}, {hidden} hidden neurons. Written by network.py.
//
// A sample takes {steps} steps. Pixels come in the first {shown} and reach the read-out
// two steps later. The label comes in step {label}, so the errors leave the read-out in
// {answer} and reach the hidden neurons in {update}, at whose end all weights change.
snn.network @{name} dt 1.0 {{
  snn.input @pixels size {pixels}
  snn.input @labels size {classes}
  snn.population @hidden of @{neuron} size {hidden}
      params {{count_max = {shown}.0 : f64, eta = {eta_hidden} : f64}}
  snn.population @digits of @class_neuron size {classes} params {{eta = {eta_output} : f64}}
      {{payload_bits = 9 : i64}}
  // Factor on all learning rates, and the moment of learning.
  snn.modulator @rate = 1.0 range [0.0, 1.0]
  snn.modulator @update = 0.0 range [0.0, 1.0]

  snn.projection @to_hidden from @pixels to @hidden port @in #snn.dense
      weights #snn.uniform<-{initial}, {initial}, seed = {seed}> delay 1 bits 8
      learn @count_delta
  snn.projection @to_digits from @hidden to @digits port @in #snn.dense
      weights 0.0 delay 1 bits 16
      learn @count_delta
  snn.projection @feedback from @digits to @hidden port @error #snn.dense
      weights 0.0 delay 1 bits 16
      learn @count_feedback params {{eta = {eta_output} : f64}}
  // +1 to the neuron of the class, -1 to the others.
  snn.projection @teach from @labels to @digits port @label #snn.dense
      weights dense<[
{teach}
      ]> : tensor<{classes}x{classes}xf64> delay 1 bits 1

  snn.trial steps {steps} {{
    snn.reset @pixels at 0
    snn.reset @hidden at 0
    snn.reset @digits at 0
    snn.present @pixels from 0 for {shown} code rate full {full}
    snn.label @labels at {label}
    snn.signal @update = 1.0 at {update} training
    snn.answer @digits state @v at {answer}
  }}
}}
"""


@dataclass(frozen=True)
class Task:
    """What differs between the networks."""

    name: str
    title: str
    pixels: int
    #: Pixel value of a spike in every step.
    full: float
    hidden: int
    #: Steps in which pixels come.
    shown: int
    #: Initial weights lie between this and its negative.
    initial: float
    eta_hidden: float
    eta_output: float
    #: Model of the hidden neurons.
    neuron: str = "hidden_neuron"
    #: Of the initial weights' random numbers.
    seed: int = 1


TASKS = {
    "mnist": Task(
        "mnist",
        "28 x 28 pictures in ten classes, learned from nothing",
        pixels=784,
        full=255.0,
        hidden=512,
        shown=4,
        initial=2.0**-4,
        eta_hidden=2.0**-4,
        eta_output=2.0**-12,
    ),
    "fashion": Task(
        "fashion",
        "28 x 28 pictures of clothes in ten classes, learned from nothing",
        pixels=784,
        full=255.0,
        hidden=512,
        shown=8,
        initial=0.09765625,
        eta_hidden=2.0**-5,
        eta_output=2.0**-14,
        neuron="hidden_neuron_soft",
    ),
    "uci": Task(
        "uci",
        "8 x 8 handwritten digits, learned from nothing",
        pixels=64,
        full=16.0,
        hidden=128,
        shown=8,
        initial=2.0**-3,
        eta_hidden=2.0**-5,
        eta_output=2.0**-10,
    ),
}


def teach() -> str:
    rows = [", ".join("1.0" if i == j else "-1.0" for j in range(CLASSES)) for i in range(CLASSES)]
    return ",\n".join(f"        [{row}]" for row in rows)


def text(task: Task) -> str:
    schedule = {
        "label": task.shown,
        "answer": task.shown + 1,
        "update": task.shown + 2,
        "steps": task.shown + 3,
    }
    return TEXT.format(classes=CLASSES, teach=teach(), **schedule, **vars(task))


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes a network that learns images.")
    parser.add_argument("task", choices=sorted(TASKS))
    parser.add_argument("--hidden", type=int, help="hidden neurons")
    parser.add_argument("--seed", type=int, default=1, help="of the initial weights (1)")
    parser.add_argument("--output", type=Path, help="default: TASK.mlir beside this file")
    args = parser.parse_args()
    task = replace(TASKS[args.task], seed=args.seed)
    if args.hidden:
        task = replace(task, hidden=args.hidden)
    output = args.output or HERE / f"{args.task}.mlir"
    output.write_text(text(task))
    print(output)


if __name__ == "__main__":
    main()
