# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Learning rules in Loihi's sum-of-products form, as text of a snn.learning_rule.

M. Davies et al., "Loihi: a neuromorphic manycore processor with on-chip learning",
IEEE Micro 38(1):82-99, 2018: dz = sum_i S_i prod_j (V_ij + C_ij) with z the weight w or
the tag t, written as in Lava: "2^-2 * x1 * y0 - 2^-2 * (y1 + 1) * x0".

| variable | becomes |
|---|---|
| x0, y0 | an event of the source, of the target in this step |
| x1, x2 | traces of the source; impulse and time constant are arguments |
| y1, y2, y3 | states of the target's neuron, which keeps them |
| w, t | the weight; a variable of the synapse |
| r1 | the modulator @r1 |
| uK | 1 in every 2^K-th step |

Each product says when it counts: with x0, with y0 or with one uK. Products with x0 become
`on_pre` (y0 in them is a condition), others with y0 `on_post`, the rest `every 2^K`. Where
several count in one step they act in this order and a later one sees what the earlier
wrote; Loihi takes all values from before. Delays do not learn (dd).
"""

import argparse
import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_SOURCE = ("x1", "x2")
_TARGET = ("y1", "y2", "y3")
_KNOWN = ("x0", "y0", *_SOURCE, *_TARGET, "w", "t", "r1")


class LoihiRuleError(ValueError):
    """The text is no sum of products, or not one that a rule can say."""


@dataclass
class Product:
    """scale * prod (name + constant), due at `trigger`."""

    scale: float = 1.0
    factors: list[tuple[str, float]] = field(default_factory=list)
    trigger: str = ""


def _constant(node: ast.expr) -> float | None:
    match node:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            value = _constant(operand)
            return None if value is None else -value
        case ast.BinOp(left=left, op=op, right=right):
            a, b = _constant(left), _constant(right)
            if a is None or b is None:
                return None
            match op:
                case ast.Pow():
                    return a**b
                case ast.Mult():
                    return a * b
                case ast.Div():
                    return a / b
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
    return None


def _terms(node: ast.expr, sign: float) -> list[tuple[float, ast.expr]]:
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            return _terms(left, sign) + _terms(right, sign if isinstance(op, ast.Add) else -sign)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _terms(operand, -sign)
    return [(sign, node)]


def _multiply(product: Product, node: ast.expr) -> None:
    value = _constant(node)
    if value is not None:
        product.scale *= value
        return
    match node:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            _multiply(product, left)
            _multiply(product, right)
            return
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            product.scale = -product.scale
            _multiply(product, operand)
            return
    names = [(s, t) for s, t in _terms(node, 1.0) if isinstance(t, ast.Name)]
    rest = [(s, _constant(t)) for s, t in _terms(node, 1.0) if not isinstance(t, ast.Name)]
    constant = sum(s * c for s, c in rest if c is not None)
    if len(names) != 1 or names[0][0] < 0 or any(c is None for _, c in rest):
        raise LoihiRuleError(
            f"'{ast.unparse(node)}' is no factor: a variable, or one plus a number"
        )
    name = names[0][1]
    assert isinstance(name, ast.Name)
    if name.id not in _KNOWN and not re.fullmatch(r"u\d", name.id):
        raise LoihiRuleError(
            f"there is no variable '{name.id}'; there are {', '.join(_KNOWN)}, u0 to u9"
        )
    product.factors.append((name.id, constant))


def _is_event(name: str) -> bool:
    return name in ("x0", "y0") or name.startswith("u")


def _trigger(product: Product, text: str) -> None:
    events = [name for name, _ in product.factors if _is_event(name)]
    if any(_is_event(name) and constant for name, constant in product.factors):
        raise LoihiRuleError(f"'{text}': x0, y0 and u stand alone, without '+'")
    steps = [name for name in events if name.startswith("u")]
    if not events or len(steps) > 1 or (steps and len(events) > 1):
        raise LoihiRuleError(
            f"'{text}': each product needs x0 or y0, or one u, to say when it counts"
        )
    if steps:
        product.trigger = f"every {2 ** int(steps[0][1:])}"
    else:
        product.trigger = "on_pre" if "x0" in events else "on_post"
    drop = "y0" if product.trigger == "on_post" else "x0"
    product.factors = [f for f in product.factors if f[0] != drop and f[0] not in steps]


def parse(text: str) -> list[Product]:
    """The products of a sum of products."""
    try:
        tree = ast.parse(text.replace("^", "**"), mode="eval").body
    except SyntaxError as error:
        raise LoihiRuleError(f"'{text}' is no expression: {error.msg}") from error
    products = []
    for sign, node in _terms(tree, 1.0):
        product = Product(sign)
        _multiply(product, node)
        _trigger(product, ast.unparse(node))
        products.append(product)
    return products


class _Program:
    """The text of one program."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.read: dict[str, str] = {}
        self.count = 0

    def value(self, operation: str) -> str:
        self.count += 1
        self.lines.append(f"%{self.count} = {operation} : f64")
        return f"%{self.count}"

    def variable(self, name: str) -> str:
        if name not in self.read:
            if name == "r1":
                self.read[name] = self.value("snn.modulation @r1")
            elif name == "y0":
                self.lines.append("%fired = snn.target_fired : i1")
                self.lines.append("%y0 = arith.uitofp %fired : i1 to f64")
                self.read[name] = "%y0"
            else:
                self.read[name] = self.value(f"snn.read @{name}")
        return self.read[name]

    def product(self, product: Product) -> str:
        result = self.value(f"arith.constant {product.scale!r}")
        for name, constant in product.factors:
            factor = self.variable(name)
            if constant:
                offset = self.value(f"arith.constant {constant!r}")
                factor = self.value(f"arith.addf {factor}, {offset}")
            result = self.value(f"arith.mulf {result}, {factor}")
        return result

    def change(self, name: str, products: Sequence[Product]) -> None:
        total = self.product(products[0])
        for product in products[1:]:
            total = self.value(f"arith.addf {total}, {self.product(product)}")
        new = self.value(f"arith.addf {self.variable(name)}, {total}")
        self.lines.append(f"snn.write @{name}, {new} : f64")


def _trace_program(traces: Mapping[str, tuple[float, float]]) -> list[str]:
    lines = [
        "%dt = snn.dt : f64",
        "%fired = snn.fired : i1",
        "%event = arith.uitofp %fired : i1 to f64",
    ]
    for x, (impulse, tau) in traces.items():
        lines += [
            f"%{x} = snn.read @{x} : f64",
            f"%{x}_tau = arith.constant {-tau!r} : f64",
            f"%{x}_rate = arith.divf %dt, %{x}_tau : f64",
            f"%{x}_decay = math.exp %{x}_rate : f64",
            f"%{x}_faded = arith.mulf %{x}, %{x}_decay : f64",
            f"%{x}_impulse = arith.constant {impulse!r} : f64",
            f"%{x}_added = arith.mulf %event, %{x}_impulse : f64",
            f"%{x}_new = arith.addf %{x}_faded, %{x}_added : f64",
            f"snn.write @{x}, %{x}_new : f64",
        ]
    return lines


def learning_rule(
    name: str,
    dw: str,
    dt: str = "",
    *,
    weight_range: tuple[float, float],
    tag_range: tuple[float, float] = (-128.0, 127.0),
    trace_range: float = 128.0,
    x1: tuple[float, float] | None = None,
    x2: tuple[float, float] | None = None,
    targets: Mapping[str, str] | None = None,
) -> str:
    """The text of a rule.

    Ranges are those that the variables keep to; the source's traces lie in
    [0, `trace_range`]. `x1`, `x2`: impulse and time constant in ms. `targets`: the
    states of the target's neuron that y1, y2 and y3 are ({"y1": "y"}).
    """
    changes = {"w": parse(dw)} | ({"t": parse(dt)} if dt else {})
    used = {f for products in changes.values() for p in products for f, _ in p.factors}
    traces = {x: v for x, v in (("x1", x1), ("x2", x2)) if v is not None and x in used}
    targets = targets or {}
    for variable in sorted(used & {*_SOURCE, *_TARGET}):
        if variable not in traces and variable not in targets:
            raise LoihiRuleError(f"the rule reads {variable}, which is not given")
    lines = [f"snn.weight @w range [{weight_range[0]!r}, {weight_range[1]!r}] round stochastic"]
    if dt or "t" in used:
        lines.append(
            f"snn.state @t : f64 = 0.0 range [{tag_range[0]!r}, {tag_range[1]!r}] bits 16"
            " round stochastic"
        )
    lines += [f"snn.trace @{x} : f64 = 0.0 range [0.0, {trace_range!r}] bits 16" for x in traces]
    lines += [f"snn.target @{y} state @{targets[y]} : f64" for y in _TARGET if y in used]
    programs = {"pre": _trace_program(traces)} if traces else {}
    triggers = {p.trigger for products in changes.values() for p in products}
    for trigger in sorted(triggers, key=lambda t: (not t.startswith("on"), len(t), t)):
        program = _Program()
        for variable, products in changes.items():
            due = [p for p in products if p.trigger == trigger]
            if due:
                program.change(variable, due)
        programs[trigger] = program.lines
    for trigger, body in programs.items():
        lines += [f"snn.{trigger} {{", *(f"  {line}" for line in body), "}"]
    head = [f"// dw = {dw}"] + ([f"// dt = {dt}"] if dt else [])
    head += [f"// {x}: impulse {v[0]!r}, time constant {v[1]!r} ms" for x, v in traces.items()]
    return (
        "\n".join([*head, f"snn.learning_rule @{name} {{", *(f"  {s}" for s in lines), "}"]) + "\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Print a rule in Loihi's form as snn.learning_rule."
    )
    parser.add_argument("name")
    parser.add_argument("--dw", required=True)
    parser.add_argument("--dt", default="")
    parser.add_argument("--weight-range", nargs=2, type=float, required=True)
    parser.add_argument("--tag-range", nargs=2, type=float, default=(-128.0, 127.0))
    parser.add_argument("--trace-range", type=float, default=128.0)
    for x in _SOURCE:
        parser.add_argument(f"--{x}", nargs=2, type=float, metavar=("IMPULSE", "TAU"))
    for y in _TARGET:
        parser.add_argument(f"--{y}", metavar="STATE", help="state of the target's neuron")
    a = parser.parse_args()
    targets = {y: getattr(a, y) for y in _TARGET if getattr(a, y)}
    text = learning_rule(
        a.name,
        a.dw,
        a.dt,
        weight_range=tuple(a.weight_range),
        tag_range=tuple(a.tag_range),
        trace_range=a.trace_range,
        x1=tuple(a.x1) if a.x1 else None,
        x2=tuple(a.x2) if a.x2 else None,
        targets=targets,
    )
    print(text, end="")


if __name__ == "__main__":
    main()
