# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The models of the library once more, in numpy and double precision.

Written from the papers' equations with the discretization that each model file
states in its head, not from its operations. A model is a function of the time
step in ms, the sums of its ports (each [steps, neurons]) and its parameters.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
exp = np.exp


@dataclass
class Trace:
    """States after each step and payloads of events, all [steps, neurons].
    `emitted` tells an event of payload 0 from none."""

    states: dict[str, Array]
    emitted: Bools
    payloads: Array


class Recorder:
    """Collects states and events step by step."""

    def __init__(self, steps: int, neurons: int) -> None:
        self.shape = (steps, neurons)
        self.step = 0
        self.trace = Trace({}, np.zeros(self.shape, bool), np.zeros(self.shape))

    def keep(self, spikes: Bools, payloads: Array | float = 1.0, **states: Array) -> None:
        for name, value in states.items():
            self.trace.states.setdefault(name, np.zeros(self.shape))[self.step] = value
        self.trace.emitted[self.step] = spikes
        self.trace.payloads[self.step] = np.where(spikes, payloads, 0.0)
        self.step += 1


def _lif(
    dt: float,
    port: Array,
    tau_m: float,
    v_th: float,
    v_reset: float,
    t_ref: float = 0.0,
    tau_syn: float | None = None,
    r: float = 1.0,
    v_leak: float = 0.0,
) -> Trace:
    """tau_m dv/dt = v_leak - v + r i, with i either pulses (delta synapses) or
    tau_syn di/dt = -i held over a step; an absolute refractory period t_ref."""
    steps, neurons = port.shape
    recorder = Recorder(steps, neurons)
    alpha = exp(-dt / tau_m)
    v, i, wait = np.zeros(neurons), np.zeros(neurons), np.zeros(neurons)
    for t in range(steps):
        if tau_syn is None:
            v = v * alpha + port[t]
        else:
            i = i * exp(-dt / tau_syn) + port[t]
            v = v * alpha + (1 - alpha) * (v_leak + r * i)
        held = wait > 0
        v = np.where(held, v_reset, v)
        spikes = ~held & (v >= v_th)
        v = np.where(spikes, v_reset, v)
        wait = np.where(spikes, t_ref / dt, np.maximum(wait - 1, 0))
        extra = {} if tau_syn is None else {"i": i}
        recorder.keep(spikes, v=v, **(extra | ({"wait": wait} if t_ref else {})))
    return recorder.trace


def lif_delta(
    dt: float, port: Array, tau_m: float = 20, v_th: float = 1, v_reset: float = 0
) -> Trace:
    return _lif(dt, port, tau_m, v_th, v_reset)


def lif_refractory(
    dt: float,
    port: Array,
    tau_m: float = 20,
    t_ref: float = 2,
    v_th: float = 1,
    v_reset: float = 0,
) -> Trace:
    return _lif(dt, port, tau_m, v_th, v_reset, t_ref)


def lif_cuba(
    dt: float,
    port: Array,
    tau_m: float = 20,
    tau_syn: float = 5,
    r: float = 1,
    v_leak: float = 0,
    v_th: float = 1,
    v_reset: float = 0,
) -> Trace:
    return _lif(dt, port, tau_m, v_th, v_reset, 0, tau_syn, r, v_leak)


def lif_cuba_refractory(
    dt: float,
    port: Array,
    tau_m: float = 20,
    tau_syn: float = 5,
    t_ref: float = 2,
    r: float = 1,
    v_leak: float = 0,
    v_th: float = 1,
    v_reset: float = 0,
) -> Trace:
    return _lif(dt, port, tau_m, v_th, v_reset, t_ref, tau_syn, r, v_leak)


class Refractory:
    """Threshold, reset and hold of a membrane in mV, from its value after the step."""

    def __init__(self, dt: float, t_ref: float, v_th: float, v_reset: float, neurons: int) -> None:
        self.hold, self.v_th, self.v_reset = t_ref / dt, v_th, v_reset
        self.wait = np.zeros(neurons)

    def step(self, v: Array) -> tuple[Array, Bools]:
        held = self.wait > 0
        spikes = ~held & (v >= self.v_th)
        self.wait = np.where(spikes, self.hold, np.maximum(self.wait - 1, 0))
        return np.where(held | spikes, self.v_reset, v), spikes


def lif_delta_driven(
    dt: float,
    port: Array,
    tau_m: float = 20,
    t_ref: float = 2,
    v_th: float = 20,
    v_reset: float = 10,
) -> Trace:
    """Without its source: that of a rate of 0."""
    return _lif(dt, port, tau_m, v_th, v_reset, t_ref)


def exponential_response(dt: float, tau_m: float, tau_syn: float) -> float:
    """What a current of 1 that decays with tau_syn leaves on tau_m dv/dt = -v + current."""
    return tau_syn / (tau_syn - tau_m) * (exp(-dt / tau_syn) - exp(-dt / tau_m))


def lif_psc_exp(
    dt: float,
    port: Array,
    tau_m: float = 10,
    tau_syn: float = 0.5,
    c_m: float = 250,
    e_l: float = -65,
    v_th: float = -50,
    v_reset: float = -65,
    t_ref: float = 2,
    i_e: float = 0,
) -> Trace:
    """Without its source. The membrane is that of the step before's current."""
    steps, neurons = port.shape
    recorder = Recorder(steps, neurons)
    refractory = Refractory(dt, t_ref, v_th, v_reset, neurons)
    v, i = np.full(neurons, -65.0), np.zeros(neurons)
    per_current = tau_m / c_m
    for t in range(steps):
        rest = e_l + per_current * i_e
        v = rest + (v - rest) * exp(-dt / tau_m)
        v = v + per_current * exponential_response(dt, tau_m, tau_syn) * i
        i = i * exp(-dt / tau_syn) + port[t]
        v, spikes = refractory.step(v)
        recorder.keep(spikes, v=v, i=i, wait=refractory.wait)
    return recorder.trace


def lif_cuba_ei(
    dt: float,
    exc: Array,
    inh: Array,
    tau_m: float = 20,
    tau_e: float = 5,
    tau_i: float = 10,
    e_l: float = -49,
    v_th: float = -50,
    v_reset: float = -60,
    t_ref: float = 5,
) -> Trace:
    steps, neurons = exc.shape
    recorder = Recorder(steps, neurons)
    refractory = Refractory(dt, t_ref, v_th, v_reset, neurons)
    v, e, i = np.full(neurons, -60.0), np.zeros(neurons), np.zeros(neurons)
    for t in range(steps):
        v = e_l + (v - e_l) * exp(-dt / tau_m)
        v = v + exponential_response(dt, tau_m, tau_e) * e
        v = v + exponential_response(dt, tau_m, tau_i) * i
        e = e * exp(-dt / tau_e) + exc[t]
        i = i * exp(-dt / tau_i) + inh[t]
        v, spikes = refractory.step(v)
        recorder.keep(spikes, v=v, e=e, i=i, wait=refractory.wait)
    return recorder.trace


def lif_coba_ei(
    dt: float,
    exc: Array,
    inh: Array,
    tau_m: float = 20,
    tau_e: float = 5,
    tau_i: float = 10,
    e_l: float = -60,
    e_e: float = 0,
    e_i: float = -80,
    v_th: float = -50,
    v_reset: float = -60,
    t_ref: float = 5,
) -> Trace:
    """Exponential Euler; the exponential by three terms of (1 - exp(-x)) / x."""
    steps, neurons = exc.shape
    recorder = Recorder(steps, neurons)
    refractory = Refractory(dt, t_ref, v_th, v_reset, neurons)
    v, e, i = np.full(neurons, -60.0), np.zeros(neurons), np.zeros(neurons)
    for t in range(steps):
        x = dt / tau_m * (1 + e + i)
        towards = (e_l + e * e_e + i * e_i) / (1 + e + i)
        v = v + (towards - v) * (x - x**2 / 2 + x**3 / 6)
        e = e * exp(-dt / tau_e) + exc[t]
        i = i * exp(-dt / tau_i) + inh[t]
        v, spikes = refractory.step(v)
        recorder.keep(spikes, v=v, e=e, i=i, wait=refractory.wait)
    return recorder.trace


def poisson_counts(mean: float, draws: Array) -> Array:
    """Numbers of a Poisson distribution from uniform draws, large ones first."""
    probability, tail, counts = exp(-mean), 1.0, np.zeros(draws.shape)
    for n in range(1, 17):
        tail = tail - probability
        counts = counts + (draws < tail)
        probability = probability * mean / n
    return counts


def leaky_integrator(dt: float, port: Array, tau_m: float = 20) -> Trace:
    """tau_m dv/dt = -v + pulses: a sum of decaying exponentials, in closed form."""
    steps, neurons = port.shape
    recorder = Recorder(steps, neurons)
    time = dt * np.arange(steps)
    for t in range(steps):
        kernel = exp(-(time[t] - time[: t + 1]) / tau_m)
        recorder.keep(np.zeros(neurons, bool), v=kernel @ port[: t + 1])
    return recorder.trace


def alif(
    dt: float, port: Array, tau_m: float = 20, tau_a: float = 200, b0: float = 1, beta: float = 1.8
) -> Trace:
    """Bellec et al. 2018: B = b0 + beta b, b' = rho b + (1 - rho) z, the
    membrane lowered by B at a spike."""
    steps, neurons = port.shape
    recorder = Recorder(steps, neurons)
    alpha, rho = exp(-dt / tau_m), exp(-dt / tau_a)
    v, b = np.zeros(neurons), np.zeros(neurons)
    for t in range(steps):
        threshold = b0 + beta * b
        v = alpha * v + port[t]
        z = v >= threshold
        v = v - threshold * z
        b = rho * b + (1 - rho) * z
        recorder.keep(z, v=v, b=b)
    return recorder.trace


def izhikevich(
    dt: float, port: Array, a: float = 0.02, b: float = 0.2, c: float = -65, d: float = 8
) -> Trace:
    """Izhikevich 2003, eqs. 1 to 3, in the two half steps of the paper's program,
    the first one cut at the peak."""

    def slope(v: Array, u: Array, current: Array) -> Array:
        return 0.04 * v**2 + 5 * v + 140 - u + current

    steps, neurons = port.shape
    recorder = Recorder(steps, neurons)
    v, u = np.full(neurons, -65.0), np.full(neurons, -13.0)
    for t in range(steps):
        v = np.minimum(v + dt / 2 * slope(v, u, port[t]), 30)
        v = v + dt / 2 * slope(v, u, port[t])
        spikes = v >= 30
        v = np.minimum(v, 30)
        u = u + dt * a * (b * v - u)
        v, u = np.where(spikes, c, v), np.where(spikes, u + d, u)
        recorder.keep(spikes, v=v, u=u)
    return recorder.trace


def adex(
    dt: float,
    port: Array,
    c_m: float = 281,
    g_l: float = 30,
    e_l: float = -70.6,
    v_t: float = -50.4,
    delta_t: float = 2,
    v_peak: float = -40,
    v_r: float = -70.6,
    tau_w: float = 144,
    a: float = 4,
    b: float = 80.5,
    tau_syn: float = 5,
) -> Trace:
    """Brette and Gerstner 2005, forward Euler; current decays exactly."""
    steps, neurons = port.shape
    recorder = Recorder(steps, neurons)
    v, w, i = np.full(neurons, -70.6), np.zeros(neurons), np.zeros(neurons)
    for t in range(steps):
        i = i * exp(-dt / tau_syn) + port[t]
        dv = (-g_l * (v - e_l) + g_l * delta_t * exp((v - v_t) / delta_t) - w + i) / c_m
        dw = (a * (v - e_l) - w) / tau_w
        v, w = v + dt * dv, w + dt * dw
        spikes = v >= v_peak
        v, w = np.where(spikes, v_r, v), np.where(spikes, w + b, w)
        recorder.keep(spikes, v=v, w=w, i=i)
    return recorder.trace


def two_compartment(
    dt: float,
    dendrite: Array,
    soma: Array,
    tau_d: float = 1,
    d_th: float = 0.9,
    width: float = 0.3,
    g: float = 1.2,
    tau_m: float = 10,
    v_th: float = 0.7,
    v_reset: float = 0,
) -> Trace:
    """Gidon et al. 2020: a dendritic activation that is greatest at its
    threshold and falls exponentially above it, in front of a LIF soma."""
    steps, neurons = dendrite.shape
    recorder = Recorder(steps, neurons)
    d, v = np.zeros(neurons), np.zeros(neurons)
    for t in range(steps):
        d = d * exp(-dt / tau_d) + dendrite[t]
        activation = np.where(d >= d_th, exp(-(d - d_th) / width), 0)
        v = v * exp(-dt / tau_m) + soma[t] + g * activation
        spikes = v >= v_th
        v = np.where(spikes, v_reset, v)
        recorder.keep(spikes, d=d, v=v)
    return recorder.trace


def ltc_spiking(
    dt: float,
    port: Array,
    gate: Array,
    gate_bias: float = -2,
    gate_v: float = 0.5,
    v_th: float = 1,
    v_reset: float = 0,
) -> Trace:
    """Yin, Corradi and Bohte 2023: v relaxes to its input at a rate that is a
    sigmoid (its argument cut at +-8) of input and membrane. One step, no dt."""
    steps, neurons = port.shape
    recorder = Recorder(steps, neurons)
    v = np.zeros(neurons)
    for t in range(steps):
        rho = 1 / (1 + exp(-np.clip(gate_bias + gate_v * v + gate[t], -8, 8)))
        v = (1 - rho) * v + rho * port[t]
        spikes = v >= v_th
        v = np.where(spikes, v_reset, v)
        recorder.keep(spikes, v=v)
    return recorder.trace


def resonate_and_fire(
    dt: float,
    port: Array,
    b: float = -0.05,
    omega: float = 0.25,
    y_th: float = 1,
    x_reset: float = 0,
    y_reset: float = 1,
) -> Trace:
    """Izhikevich 2001: dz/dt = (b + i omega) z + I in the complex plane."""
    steps, neurons = port.shape
    recorder = Recorder(steps, neurons)
    turn = exp((b + 1j * omega) * dt)
    z = np.zeros(neurons, complex)
    for t in range(steps):
        z = turn * z + port[t]
        spikes = z.imag >= y_th
        z = np.where(spikes, x_reset + 1j * y_reset, z)
        recorder.keep(spikes, x=z.real, y=z.imag)
    return recorder.trace


def sigma_delta(dt: float, port: Array, bias: float = 0, threshold: float = 0.125) -> Trace:
    """O'Connor and Welling 2017: sends the change of max(x + bias, 0) since the
    last event, in multiples of 1/64 (to even in ties), at most 8."""
    steps, neurons = port.shape
    recorder = Recorder(steps, neurons)
    x, sent = np.zeros(neurons), np.zeros(neurons)
    for t in range(steps):
        x = x + port[t]
        change = np.maximum(x + bias, 0) - sent
        events = np.abs(change) >= threshold
        payload = np.rint(64 * np.clip(change, -8, 8)) / 64
        sent = np.where(events, sent + payload, sent)
        recorder.keep(events, payload, x=x, sent=sent)
    return recorder.trace


def regular_source(dt: float, steps: int, phases: Array, period: float = 10) -> Trace:
    """A clock: the k-th spike in the first step by which `period` has passed k
    times; `phases` are ages in steps at the start."""
    recorder = Recorder(steps, len(phases))
    age = phases.astype(float)
    for _ in range(steps):
        age = age + 1
        spikes = age >= period / dt
        age = np.where(spikes, age - period / dt, age)
        recorder.keep(spikes, age=age)
    return recorder.trace


def faded(events: Array, decay: float) -> Array:
    """Sums of events [steps, neurons] that fade by `decay` a step, in closed form."""
    steps = np.arange(len(events))
    age = steps[:, None] - steps
    kernel = np.where(age >= 0, decay ** np.maximum(age, 0), 0.0)
    return kernel @ events


def lif_delta_traced(dt: float, port: Array, tau_m: float = 20, tau_y: float = 20) -> Trace:
    trace = _lif(dt, port, tau_m, 1, 0)
    trace.states["y"] = faded(trace.payloads, exp(-dt / tau_y))
    return trace


def lif_delta_two_traces(
    dt: float, port: Array, tau_m: float = 20, tau_y: float = 33.7, tau_z: float = 125
) -> Trace:
    """Pfister and Gerstner 2006: two detectors of the neuron's events."""
    trace = _lif(dt, port, tau_m, 1, 0)
    trace.states["y"] = faded(trace.payloads, exp(-dt / tau_y))
    trace.states["z"] = faded(trace.payloads, exp(-dt / tau_z))
    return trace


def lif_bcm(
    dt: float,
    port: Array,
    tau_m: float = 20,
    tau_y: float = 20,
    tau_theta: float = 1000,
    y0: float = 1,
) -> Trace:
    """The threshold is the mean of the squared activity, over y0."""
    trace = _lif(dt, port, tau_m, 1, 0)
    decay = exp(-dt / tau_theta)
    trace.states["y"] = faded(trace.payloads, exp(-dt / tau_y))
    trace.states["theta"] = faded((1 - decay) * trace.states["y"] ** 2 / y0, decay)
    return trace


def alif_eprop(
    dt: float,
    port: Array,
    learn: Array,
    tau_m: float = 20,
    tau_a: float = 200,
    beta: float = 0.07,
    v_th: float = 1,
    gamma: float = 0.3,
) -> Trace:
    """Bellec et al. 2020: the membrane falls by v_th at a spike, A = v_th + beta a."""
    steps, neurons = port.shape
    recorder = Recorder(steps, neurons)
    alpha, rho = exp(-dt / tau_m), exp(-dt / tau_a)
    v, a = np.zeros(neurons), np.zeros(neurons)
    for t in range(steps):
        threshold = v_th + beta * a
        v = alpha * v + port[t]
        z = v >= threshold
        psi = gamma / v_th * np.maximum(0, 1 - np.abs((v - threshold) / v_th))
        v = v - v_th * z
        a = rho * a + z
        recorder.keep(z, v=v, a=a, psi=psi, l=np.clip(learn[t], -4, 4))
    return recorder.trace


def lif_eprop(
    dt: float, port: Array, learn: Array, tau_m: float = 20, v_th: float = 1, gamma: float = 0.3
) -> Trace:
    trace = alif_eprop(dt, port, learn, tau_m, beta=0, v_th=v_th, gamma=gamma)
    del trace.states["a"]
    return trace


def lif_surrogate(
    dt: float,
    port: Array,
    error: Array,
    tau_m: float = 20,
    tau_y: float = 20,
    slope: float = 4,
    v_th: float = 1,
) -> Trace:
    """Zenke and Ganguli 2018: the derivative of a fast sigmoid at the membrane
    that decides on the spike."""
    trace = _lif(dt, port, tau_m, v_th, 0)
    decided = exp(-dt / tau_m) * np.vstack([0 * port[:1], trace.states["v"][:-1]]) + port
    trace.states["y"] = faded(trace.payloads, exp(-dt / tau_y))
    trace.states["g"] = (
        np.clip(error, -4, 4) / (1 + slope * np.minimum(np.abs(decided - v_th), 2)) ** 2
    )
    return trace


def readout_taught(dt: float, port: Array, teach: Array, tau_m: float = 20) -> Trace:
    """A leaky sum and its error in 64ths, sent where it is not 0."""
    v = faded(port, exp(-dt / tau_m))
    e = np.rint(64 * np.clip(teach - v, -4, 4)) / 64
    return Trace({"v": v, "e": e}, e != 0, e)


def readout_error(
    dt: float, port: Array, error: Array, tau_m: float = 20, tau_e: float = 5
) -> Trace:
    decay = exp(-dt / tau_e)
    states = {"v": faded(port, exp(-dt / tau_m)), "e": faded((1 - decay) * error, decay)}
    return Trace(states, np.zeros(port.shape, bool), np.zeros(port.shape))


def lif_homeostatic(
    dt: float,
    port: Array,
    tau_m: float = 20,
    tau_y: float = 20,
    rate: float = 20,
    eta: float = 0.01,
    th_min: float = 0.125,
) -> Trace:
    """Lazar, Pipa and Triesch 2009: th += eta (spike - what is expected in a step)."""
    steps, neurons = port.shape
    recorder = Recorder(steps, neurons)
    v, th = np.zeros(neurons), np.ones(neurons)
    for t in range(steps):
        v = v * exp(-dt / tau_m) + port[t]
        spikes = v >= th
        v = np.where(spikes, 0, v)
        th = np.maximum(th + eta * (spikes - rate * dt / 1000), th_min)
        recorder.keep(spikes, v=v, th=th)
    recorder.trace.states["y"] = faded(recorder.trace.payloads, exp(-dt / tau_y))
    return recorder.trace


def lif_normalised(
    dt: float, port: Array, total: Array, tau_m: float = 20, tau_y: float = 20, goal: float = 4
) -> Trace:
    """By how much a sum is off its goal, where one came."""
    trace = _lif(dt, port, tau_m, 1, 0)
    trace.states["y"] = faded(trace.payloads, exp(-dt / tau_y))
    off = np.clip((goal - total) / goal, -0.5, 1)
    trace.states["s"] = np.where(total > 0, off, 0)
    return trace


def threefry2x32(
    key: tuple[int, int], counter: npt.NDArray[np.uint64], rounds: int = 16
) -> npt.NDArray[np.uint64]:
    """First output word for counters (c, 0); Salmon et al. 2011."""
    mask = np.uint64(0xFFFFFFFF)
    keys = [np.uint64(k) for k in (*key, key[0] ^ key[1] ^ 0x1BD11BDA)]
    rotations = [np.uint64(r) for r in (13, 15, 26, 6, 17, 29, 16, 24)]
    x = (counter + keys[0]) & mask
    y = np.full_like(counter, keys[1]) & mask
    for i in range(rounds):
        x = (x + y) & mask
        rotation = rotations[i % 8]
        y = ((y << rotation) | (y >> (np.uint64(32) - rotation))) & mask
        y ^= x
        if i % 4 == 3:
            n = i // 4 + 1
            x = (x + keys[n % 3]) & mask
            y = (y + keys[(n + 1) % 3] + np.uint64(n)) & mask
    return x


def poisson_source(dt: float, steps: int, rates: Array, stream: int) -> Trace:
    """Heeger 2000: a spike in a step with probability rate dt, with the draws of
    docs/machine.md: key (stream, step), counter (neuron, 0)."""
    neurons = np.arange(len(rates), dtype=np.uint64)
    recorder = Recorder(steps, len(rates))
    for t in range(steps):
        draw = threefry2x32((stream, t), neurons) / 2.0**32
        recorder.keep(draw < rates * 0.001 * dt)
    return recorder.trace
