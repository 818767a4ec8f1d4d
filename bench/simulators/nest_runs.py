# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""One run of a workload on NEST, under the peers' Python; prints a line of JSON.

The processor time is that of nest.Run() after a first one, so that connecting and what NEST
prepares before its first step are left out.
"""

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nest
import numpy as np

import microcircuit
from simulators.workloads import BY_NAME, DT, Brunel, Circuit, Cuba

Populations = dict[str, Any]


def cuba(network: Cuba) -> Populations:
    parameters = {
        # So that a current of 1 pA for tau_m moves the membrane by 1 mV.
        "C_m": network.tau_m,
        "tau_m": network.tau_m,
        "tau_syn_ex": network.tau_syn[0],
        "tau_syn_in": network.tau_syn[1],
        "E_L": network.e_l,
        "V_th": network.v_th,
        "V_reset": network.v_reset,
        "t_ref": network.t_ref,
    }
    made = [nest.Create("iaf_psc_exp", size, parameters) for size in network.sizes]
    everyone = made[0] + made[1]
    everyone.V_m = nest.random.uniform(*network.first)
    rule = {
        "rule": "pairwise_bernoulli",
        "p": network.probability,
        "allow_autapses": False,
    }
    for source, weight in zip(made, network.weights, strict=True):
        nest.Connect(source, everyone, rule, {"weight": weight, "delay": network.delay})
    return dict(zip(("exc", "inh"), made, strict=True))


def brunel(network: Brunel) -> Populations:
    parameters = {
        "tau_m": network.tau_m,
        "E_L": 0.0,
        "V_th": network.v_th,
        "V_reset": network.v_reset,
        "t_ref": network.t_ref,
    }
    if network.plastic:
        parameters["tau_minus"] = network.tau_stdp
    made = [nest.Create("iaf_psc_delta", size, parameters) for size in network.sizes]
    everyone = made[0] + made[1]
    everyone.V_m = nest.random.uniform(*network.first)
    # Each target gets a train of its own.
    source = nest.Create("poisson_generator", params={"rate": network.drive})
    synapse: dict[str, Any] = {"weight": network.weight, "delay": network.delay}
    nest.Connect(source, everyone, "all_to_all", synapse)
    if network.connected:
        exc, inh = made
        rule: dict[str, Any] = {"rule": "fixed_indegree", "indegree": network.inputs[0]}
        if network.plastic:
            learning = {
                "synapse_model": "stdp_synapse",
                "tau_plus": network.tau_stdp,
                "lambda": network.a_plus,
                "alpha": network.a_minus / network.a_plus,
                "mu_plus": 0.0,
                "mu_minus": 0.0,
                "Wmax": network.w_max,
            }
            nest.Connect(exc, exc, {**rule, "allow_multapses": False}, {**learning, **synapse})
            nest.Connect(exc, inh, rule, synapse)
        else:
            nest.Connect(exc, everyone, rule, synapse)
        rule["indegree"] = network.inputs[1]
        nest.Connect(inh, everyone, rule, {**synapse, "weight": network.weights[1]})
    return dict(zip(("exc", "inh"), made, strict=True))


def circuit(network: Circuit) -> Populations:
    numbers = microcircuit.circuit(network.scale, network.poisson)
    parameters = {
        "C_m": microcircuit.C_M,
        "tau_m": microcircuit.TAU_M,
        "tau_syn_ex": microcircuit.TAU_SYN,
        "tau_syn_in": microcircuit.TAU_SYN,
        "E_L": -65.0,
        "V_th": -50.0,
        "V_reset": -65.0,
        "t_ref": 2.0,
    }
    made: Populations = {}
    for p, name in enumerate(microcircuit.POPULATIONS):
        current = {"I_e": float(numbers.currents[p])}
        made[name] = nest.Create("iaf_psc_exp", int(numbers.neurons[p]), {**parameters, **current})
        mean, deviation = microcircuit.FIRST_MEAN[p], microcircuit.FIRST_DEVIATION[p]
        made[name].V_m = nest.random.normal(mean, deviation)
        if network.poisson:
            rate = float(numbers.external_rates[p])
            source = nest.Create("poisson_generator", params={"rate": rate})
            synapse = {"weight": float(numbers.external_weight), "delay": microcircuit.DELAYS[0]}
            nest.Connect(source, made[name], "all_to_all", synapse)
    for (target, source), count in np.ndenumerate(numbers.synapses):
        if count == 0:
            continue
        weight = float(numbers.weights[target, source])
        delay = microcircuit.DELAYS[source % 2]
        drawn = nest.random.normal(delay, delay * microcircuit.DELAY_DEVIATION)
        # Clamped, as examples/microcircuit does.
        clamped = nest.math.max(nest.math.min(drawn, microcircuit.LONGEST_DELAY), DT)
        spread = abs(weight) * microcircuit.WEIGHT_DEVIATION
        nest.Connect(
            made[microcircuit.POPULATIONS[source]],
            made[microcircuit.POPULATIONS[target]],
            {"rule": "fixed_total_number", "N": int(count)},
            {"weight": nest.random.normal(weight, spread), "delay": clamped},
        )
    return made


def build(network: Cuba | Brunel | Circuit) -> Populations:
    makers: dict[type, Callable[[Any], Populations]] = {
        Cuba: cuba,
        Brunel: brunel,
        Circuit: circuit,
    }
    return makers[type(network)](network)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workload", choices=BY_NAME)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--warm", type=float, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--spikes", type=Path, help="record: neuron and ms by population, .npz")
    given = parser.parse_args()
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.resolution = DT
    nest.local_num_threads = 1
    nest.rng_seed = given.seed
    populations = build(BY_NAME[given.workload].network)
    synapses = nest.num_connections
    recorders: Populations = {}
    if given.spikes:
        for name, population in populations.items():
            recorders[name] = nest.Create("spike_recorder", params={"start": given.warm * 1000})
            nest.Connect(population, recorders[name])

    nest.Prepare()
    nest.Run(given.warm * 1000)
    start = time.process_time()
    nest.Run(given.seconds * 1000)
    cpu = time.process_time() - start
    # Of the last Run.
    spikes = nest.local_spike_counter
    nest.Cleanup()

    neurons = sum(len(population) for population in populations.values())
    report: dict[str, Any] = {
        "version": nest.__version__,
        "cpu": cpu / given.seconds,
        "rate": spikes / given.seconds / neurons,
        "synapses": synapses,
    }
    if given.spikes:
        recorded = {}
        for name, recorder in recorders.items():
            events = recorder.events
            recorded[f"{name}.neuron"] = np.asarray(events["senders"]) - populations[name][0].get(
                "global_id"
            )
            recorded[f"{name}.ms"] = np.asarray(events["times"])
        np.savez(given.spikes, **recorded)
        report["rates"] = {
            name: recorder.n_events / given.seconds / len(populations[name])
            for name, recorder in recorders.items()
        }
        network = BY_NAME[given.workload].network
        if isinstance(network, Brunel) and network.plastic:
            # Of some sources: reading all 10 million takes minutes.
            synapses = nest.GetConnections(populations["exc"][:100], populations["exc"])
            weights = np.asarray(synapses.weight) / network.w_max
            report["weights"] = [float(weights.mean()), float(weights.std())]
    print(json.dumps(report))


if __name__ == "__main__":
    main()
