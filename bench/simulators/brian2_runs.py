# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""One run of a workload on Brian2's C++ standalone code, under the peers' Python.

Prints a line of JSON. The program is generated and compiled when the folder does not have it.
The processor time is Brian2's own of the second of two runs (`last_run_time`, which is
std::clock() without OpenMP): synapses are made before the first.
"""

import argparse
import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import brian2 as b2
import numpy as np

from simulators import workloads
from simulators.workloads import BY_NAME, DT, Brunel, Cuba

FILES = "files.json"
#: Brian2's own flags; infinities mark neurons that never fired.
FLAGS = ["-w", "-O3", "-march=native", "-ffast-math", "-fno-finite-math-only", "-std=c++11"]
#: Writes to variables that are "(unless refractory)" are lost while refractory. Spikes are
#: counted where they are reset, which costs nothing between them.
CUBA = """
dv/dt = (ge + gi - (v - e_l)) / tau_m : volt (unless refractory)
dge/dt = -ge / tau_e : volt
dgi/dt = -gi / tau_i : volt
fired : integer
"""
BRUNEL = """
dv/dt = -v / tau_m : volt (unless refractory)
fired : integer
"""
#: All-to-all pairs need a trace of each neuron, none of each synapse.
TRACE = "dy/dt = -y / tau_stdp : 1\n"

#: Neurons, all else that the network needs, and synapses that learn.
Made = tuple[Any, list[Any], Any]


def ms(value: float) -> Any:  # noqa: ANN401
    return value * b2.ms


def mv(value: float) -> Any:  # noqa: ANN401
    return value * b2.mV


def cuba(network: Cuba) -> Made:
    neurons = b2.NeuronGroup(
        sum(network.sizes),
        CUBA,
        threshold="v >= v_th",
        reset="v = v_reset; fired += 1",
        refractory=ms(network.t_ref),
        method="exact",
        namespace={
            "tau_m": ms(network.tau_m),
            "tau_e": ms(network.tau_syn[0]),
            "tau_i": ms(network.tau_syn[1]),
            "e_l": mv(network.e_l),
            "v_th": mv(network.v_th),
            "v_reset": mv(network.v_reset),
            "low": mv(network.first[0]),
            "high": mv(network.first[1]),
        },
    )
    neurons.v = "low + rand() * (high - low)"
    synapses = []
    sources = neurons[: network.sizes[0]], neurons[network.sizes[0] :]
    for source, variable, weight in zip(sources, ("ge", "gi"), network.weights, strict=True):
        # Without a delay a spike is seen in the next step, as in snnc with one of a step.
        made = b2.Synapses(
            source, neurons, on_pre=f"{variable}_post += w", namespace={"w": mv(weight)}
        )
        offset = source.start
        made.connect(condition=f"i + {offset} != j", p=network.probability)
        synapses.append(made)
    return neurons, synapses, None


def brunel(network: Brunel, seed: int) -> Made:
    plastic = network.plastic
    neurons = b2.NeuronGroup(
        sum(network.sizes),
        BRUNEL + (TRACE if plastic else ""),
        threshold="v >= v_th",
        reset="v = v_reset; fired += 1" + ("; y += 1" if plastic else ""),
        refractory=ms(network.t_ref),
        method="exact",
        namespace={
            "tau_m": ms(network.tau_m),
            "tau_stdp": ms(network.tau_stdp),
            "v_th": mv(network.v_th),
            "v_reset": mv(network.v_reset),
            "low": mv(network.first[0]),
            "high": mv(network.first[1]),
        },
    )
    neurons.v = "low + rand() * (high - low)"
    # One source for each excitatory input from outside, as in the paper.
    sources = network.inputs[0]
    rate = network.drive / sources * b2.Hz
    objects = [b2.PoissonInput(neurons, "v", sources, rate, mv(network.weight))]
    if not network.connected:
        return neurons, objects, None
    exc, inh = neurons[: network.sizes[0]], neurons[network.sizes[0] :]
    rng = np.random.default_rng(seed)

    def connect(synapses: Any, inputs: int, different: bool = False) -> None:  # noqa: ANN401
        """`inputs` synapses to each target, from one source at most one if `different`."""
        sources, targets = len(synapses.source), len(synapses.target)
        if different:
            drawn = [rng.choice(sources, inputs, replace=False) for _ in range(targets)]
            i = np.concatenate(drawn)
        else:
            i = rng.integers(0, sources, targets * inputs)
        # By source, as they are walked: in another order Brian2 takes several times as long.
        order = np.argsort(i, kind="stable")
        synapses.connect(i=i[order], j=np.repeat(np.arange(targets), inputs)[order])
        objects.append(synapses)

    def fixed(source: Any, target: Any, weight: float) -> Any:  # noqa: ANN401
        return b2.Synapses(
            source,
            target,
            on_pre="v_post += w",
            delay=ms(network.delay),
            namespace={"w": mv(weight)},
        )

    learning = None
    if plastic:
        learning = b2.Synapses(
            exc,
            exc,
            "w : volt",
            on_pre="v_post += w\nw = clip(w - less * y_post, 0 * volt, w_max)",
            on_post="w = clip(w + more * y_pre, 0 * volt, w_max)",
            delay={"pre": ms(network.delay)},
            namespace={
                "w_max": mv(network.w_max),
                "less": mv(network.a_minus * network.w_max),
                "more": mv(network.a_plus * network.w_max),
            },
        )
        connect(learning, network.inputs[0], different=True)
        learning.w = mv(network.weight)
        connect(fixed(exc, inh, network.weight), network.inputs[0])
    else:
        connect(fixed(exc, neurons, network.weight), network.inputs[0])
    connect(fixed(inh, neurons, network.weights[1]), network.inputs[1])
    return neurons, objects, learning


def build(name: str, folder: Path, warm: float, seconds: float, seed: int) -> None:
    """Generates and compiles the program, which does both runs."""
    b2.set_device("cpp_standalone", build_on_run=False)
    b2.prefs.codegen.cpp.extra_compile_args_gcc = FLAGS
    b2.prefs.devices.cpp_standalone.openmp_threads = 0
    b2.defaultclock.dt = ms(DT)
    b2.seed(seed)
    network = BY_NAME[name].network
    assert isinstance(network, Cuba | Brunel)
    made = cuba(network) if isinstance(network, Cuba) else brunel(network, seed)
    neurons, objects, learning = made
    monitored = b2.Network(neurons, *objects)
    monitored.run(ms(warm * 1000))
    # Only the spikes of the second run.
    neurons.fired = 0
    monitored.run(ms(seconds * 1000))
    b2.device.build(directory=str(folder), compile=True, run=False, with_output=False)
    # Where the program leaves what is read of it.
    variables = {"fired": neurons.variables["fired"]}
    if learning is not None:
        variables["w"] = learning.variables["w"]
    files = {name: b2.device.get_array_filename(v) for name, v in variables.items()}
    (folder / FILES).write_text(json.dumps({name: Path(f).name for name, f in files.items()}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workload", choices=BY_NAME)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--warm", type=float, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, required=True, help="for programs")
    given = parser.parse_args()
    # Programs are as old as what they were made from.
    made_from = b"".join(Path(file).read_bytes() for file in (__file__, workloads.__file__))
    digest = hashlib.sha256(made_from).hexdigest()[:8]
    name = f"{given.workload}-{given.warm}-{given.seconds}-{given.seed}-{digest}"
    folder = given.folder / name
    if not (folder / FILES).exists():
        build(given.workload, folder, given.warm, given.seconds, given.seed)
    subprocess.run(["./main"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    results = folder / "results"
    cpu = float((results / "last_run_info.txt").read_text().split()[0])
    files = json.loads((folder / FILES).read_text())
    spikes = np.fromfile(results / files["fired"], np.int32)
    network = BY_NAME[given.workload].network
    assert isinstance(network, Cuba | Brunel)
    split = np.split(spikes, [network.sizes[0]])
    report: dict[str, Any] = {
        "version": b2.__version__,
        "cpu": cpu / given.seconds,
        "rate": float(spikes.sum()) / given.seconds / len(spikes),
        "rates": {
            name: float(part.mean()) / given.seconds
            for name, part in zip(("exc", "inh"), split, strict=True)
        },
    }
    if isinstance(network, Brunel) and network.plastic:
        weights = np.fromfile(results / files["w"]) / (network.w_max * float(b2.mV))
        report["weights"] = [float(weights.mean()), float(weights.std())]
    print(json.dumps(report))


if __name__ == "__main__":
    main()
