# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The learning rules of the library once more, in numpy and double precision.

Written from the papers' equations with the discretization that each rule states
in its head. A rule is a function of what its synapses met in a run (`Activity`)
and its parameters, and gives the weights and synapse variables at the end, each
[sources, targets].
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reference import faded

Array = npt.NDArray[np.float64]
exp = np.exp
outer = np.multiply.outer


@dataclass
class Activity:
    """A run, as the synapses see it."""

    dt: float
    #: Payloads of the sources' events [steps, sources]; 0 for none, 1 for a spike.
    source: Array
    #: 1 where a target emitted [steps, targets].
    target: Array
    #: States of the targets after each Update [steps, targets].
    states: dict[str, Array]
    #: Weights at the start [sources, targets].
    weights: Array
    #: Values of the modulator and the steps for which it was set.
    signals: dict[int, float]

    @property
    def steps(self) -> int:
        return len(self.source)

    def trace(self, events: Array, tau: float) -> Array:
        return faded(events, exp(-self.dt / tau))

    def before(self, events: Array, tau: float) -> Array:
        """The trace without the events of the step itself."""
        return self.trace(events, tau) - events


Result = dict[str, Array]


def _spike_driven(
    a: Activity,
    on_pre: Callable[[int, Array], Array],
    on_post: Callable[[int, Array], Array],
    low: float = 0.0,
    high: float = 1.0,
) -> Result:
    """Changes at events of the sources, then at those of the targets, w kept in bounds."""
    w = a.weights.copy()
    for t in range(a.steps):
        w = np.clip(w + np.where(a.source[t][:, None] != 0, on_pre(t, w), 0), low, high)
        w = np.clip(w + np.where(a.target[t] != 0, on_post(t, w), 0), low, high)
    return {"w": w}


def stdp_pair_additive(
    a: Activity,
    tau_plus: float = 20,
    tau_minus: float = 20,
    a_plus: float = 0.005,
    a_minus: float = 0.00525,
) -> Result:
    """Song, Miller and Abbott 2000."""
    x, y = a.trace(a.source, tau_plus), a.trace(a.target, tau_minus)
    return _spike_driven(
        a, lambda t, _: -a_minus * y[t][None, :], lambda t, _: a_plus * x[t][:, None]
    )


def stdp_pair_multiplicative(
    a: Activity,
    tau_plus: float = 20,
    tau_minus: float = 20,
    a_plus: float = 0.01,
    a_minus: float = 0.01,
) -> Result:
    """Gütig et al. 2003 with mu = 1."""
    x, y = a.trace(a.source, tau_plus), a.trace(a.target, tau_minus)
    return _spike_driven(
        a,
        lambda t, w: -a_minus * w * y[t][None, :],
        lambda t, w: a_plus * (1 - w) * x[t][:, None],
    )


def stdp_triplet(
    a: Activity,
    tau_plus: float = 16.8,
    tau_x: float = 101,
    tau_minus: float = 33.7,
    tau_y: float = 125,
    a2_plus: float = 0,
    a3_plus: float = 0.0062,
    a2_minus: float = 0.007,
    a3_minus: float = 0.00023,
) -> Result:
    """Pfister and Gerstner 2006, all to all."""
    r1, r2 = a.trace(a.source, tau_plus), a.before(a.source, tau_x)
    o1, o2 = a.trace(a.target, tau_minus), a.before(a.target, tau_y)
    return _spike_driven(
        a,
        lambda t, _: -outer(a2_minus + a3_minus * r2[t], o1[t]),
        lambda t, _: outer(r1[t], a2_plus + a3_plus * o2[t]),
    )


def stdp_reward(
    a: Activity,
    tau_plus: float = 20,
    tau_minus: float = 20,
    tau_c: float = 1000,
    a_plus: float = 0.1,
    a_minus: float = 0.12,
    eta: float = 0.1,
) -> Result:
    """Izhikevich 2007: what pairs leave behind decays, and reward turns it into weight."""
    x, y = a.trace(a.source, tau_plus), a.trace(a.target, tau_minus)
    w, c = a.weights.copy(), np.zeros_like(a.weights)
    for t in range(a.steps):
        c = np.clip(c - a_minus * outer(a.source[t], y[t]), -4, 4)
        c = np.clip(c + a_plus * outer(x[t], a.target[t]), -4, 4)
        if t % 10 == 0:
            c = c * exp(-10 * a.dt / tau_c)
        if t in a.signals:
            w = np.clip(w + eta * a.signals[t] * c, 0, 1)
    return {"w": w, "c": c}


def sdsp(
    run: Activity,
    tau_z: float = 60,
    a: float = 0.1,
    b: float = 0.1,
    theta_v: float = 0.8,
    theta_x: float = 0.5,
    drift: float = 0.0035,
    up: tuple[float, float] = (3, 13),
    down: tuple[float, float] = (3, 4),
    j_up: float = 0.5,
    j_down: float = 0,
) -> Result:
    """Brader, Senn and Fusi 2007."""
    v, c = run.states["v"], run.trace(run.target, tau_z)
    w, x = run.weights.copy(), np.zeros_like(run.weights)
    for t in range(run.steps):
        jumps = np.zeros_like(v[t])
        jumps[(v[t] > theta_v) & (up[0] < c[t]) & (c[t] < up[1])] = a
        jumps[(v[t] <= theta_v) & (down[0] < c[t]) & (c[t] < down[1])] = -b
        x = np.clip(x + outer(run.source[t], jumps), 0, 1)
        if t % 10 == 0:
            high = x > theta_x
            w = np.where(high, j_up, j_down)
            x = np.clip(x + 10 * run.dt * drift * np.where(high, 1, -1), 0, 1)
    return {"w": w, "x": x}


def _every_ten(a: Activity, change: Callable[[int, Array], Array]) -> Result:
    w = a.weights.copy()
    for t in range(0, a.steps, 10):
        w = np.clip(w + change(t, w), -1, 1)
    return {"w": w}


def oja(a: Activity, tau_x: float = 20, tau_y: float = 20, eta: float = 0.002) -> Result:
    """Oja 1982."""
    x, y = a.trace(a.source, tau_x), a.trace(a.target, tau_y)
    return _every_ten(a, lambda t, w: eta * (outer(x[t], y[t]) - w * y[t] ** 2))


def bcm(
    a: Activity,
    tau_x: float = 20,
    tau_y: float = 20,
    tau_theta: float = 1000,
    y0: float = 1,
    eta: float = 0.001,
) -> Result:
    """Intrator and Cooper 1992: phi = y (y - E[y^2] / y0)."""
    x, y = a.trace(a.source, tau_x), a.trace(a.target, tau_y)
    theta = (1 - exp(-a.dt / tau_theta)) * a.trace(y**2 / y0, tau_theta)
    return _every_ten(a, lambda t, _: eta * outer(x[t], y[t] * (y[t] - theta[t])))


def pes(a: Activity, tau_x: float = 20, kappa: float = 0.002) -> Result:
    """MacNeil and Eliasmith 2011."""
    x, e = a.trace(a.source, tau_x), a.states["e"]
    return _every_ten(a, lambda t, _: -kappa * outer(x[t], e[t]))


def delta_rule(a: Activity, tau_x: float = 20, eta: float = 0.01) -> Result:
    """Widrow and Hoff 1960."""
    x, e, w = a.trace(a.source, tau_x), a.states["e"], a.weights.copy()
    for t in sorted(a.signals):
        w = np.clip(w + eta * outer(x[t], e[t]), -1, 1)
    return {"w": w}


def feedback_mirror(a: Activity, tau_y: float = 20, eta: float = 0.01) -> Result:
    """Kolen and Pollack 1994."""
    y, b = a.trace(a.target, tau_y), a.weights.copy()
    for t in sorted(a.signals):
        b = np.clip(b + eta * outer(a.source[t], y[t]), -1, 1)
    return {"w": b}


def surrogate_gradient(a: Activity, tau_x: float = 20, eta: float = 0.001) -> Result:
    """Kaiser, Mostafa and Neftci 2020; without the bounds a sum over the steps."""
    change = eta * a.trace(a.source, tau_x).T @ a.states["g"]
    return {"w": a.weights + change}


def eprop_alif(
    a: Activity,
    tau_m: float = 20,
    tau_a: float = 200,
    beta: float = 0.07,
    tau_out: float = 20,
    eta: float = 0.0005,
) -> Result:
    """Bellec et al. 2020, eqs. 24, 25 and 28."""
    psi, signal = a.states["psi"], a.states["l"]
    earlier = np.vstack([0 * a.source[:1], a.trace(a.source, tau_m)[:-1]])
    rho = exp(-a.dt / tau_a)
    epsilon = np.zeros_like(a.weights)
    eligibility = []
    for t in range(a.steps):
        eligibility.append(psi[t] * (earlier[t][:, None] - beta * epsilon))
        epsilon = outer(earlier[t], psi[t]) + (rho - psi[t] * beta) * epsilon
    filtered = np.einsum(
        "ts,sij->tij", faded(np.eye(a.steps), exp(-a.dt / tau_out)), np.array(eligibility)
    )
    w = a.weights - eta * np.einsum("tj,tij->ij", signal, filtered)
    return {"w": w, "e": filtered[-1], "a": epsilon}


def eprop_lif(a: Activity, tau_m: float = 20, tau_out: float = 20, eta: float = 0.0005) -> Result:
    """Bellec et al. 2020, eqs. 22 and 28."""
    result = eprop_alif(a, tau_m, beta=0, tau_out=tau_out, eta=eta)
    del result["a"]
    return result


def stdp_normalised(
    a: Activity,
    tau_plus: float = 20,
    tau_minus: float = 20,
    a_plus: float = 0.01,
    a_minus: float = 0.005,
    goal: float = 4,
) -> Result:
    """Pairs; every 100 steps all weights of a target times one factor, which comes a step later."""
    x, y = a.trace(a.source, tau_plus), a.trace(a.target, tau_minus)
    w = a.weights.copy()
    factor = np.ones(w.shape[1])
    for t in range(a.steps):
        w = np.clip(w - a_minus * outer(a.source[t], y[t]), 0, 1)
        w = np.clip(w + a_plus * outer(x[t], a.target[t]), 0, 1)
        w = np.clip(w * factor, 0, 1)
        factor = np.ones(w.shape[1])
        if t % 100 == 0:
            sums = w.sum(axis=0)
            factor = np.where(sums > 0, 1 + np.clip((goal - sums) / goal, -0.5, 1), 1)
    return {"w": w}


def stdp_metaplastic(
    a: Activity,
    tau_plus: float = 20,
    tau_minus: float = 20,
    a_plus: float = 0.02,
    a_minus: float = 0.02,
    g: float = 0.0625,
) -> Result:
    """Benna and Fusi 2016 with n = 2: u_k gains n^(2 - 2k) g (u_(k-1) - u_k) and loses
    n^(1 - 2k) g (u_k - u_(k+1)); the last one leaks."""
    x, y = a.trace(a.source, tau_plus), a.trace(a.target, tau_minus)
    variables = 3
    u = np.zeros((variables + 1, *a.weights.shape))
    u[0] = a.weights
    for t in range(a.steps):
        u[0] = np.clip(u[0] - a_minus * outer(a.source[t], y[t]), -1, 1)
        u[0] = np.clip(u[0] + a_plus * outer(x[t], a.target[t]), -1, 1)
        if t % 10 == 0:
            flow = u[:-1] - u[1:]
            for k in range(variables):
                u[k] -= 2.0 ** -(2 * k + 1) * g * flow[k]
                if k:
                    u[k] += 2.0 ** -(2 * k) * g * flow[k - 1]
    return {"w": u[0], "u2": u[1], "u3": u[2]}
