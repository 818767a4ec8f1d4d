# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Malformed NIR files, by name: each a function that makes one of a good file."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import h5py
import nir
import numpy as np

#: Changes the copy of a good file at this path.
Mutation = Callable[[Path], None]


def good_file(path: Path, compression: str | None = "gzip") -> None:
    """A recurrent graph in a graph, a convolution, and a read-out."""
    rng = np.random.default_rng(5)
    n = 6
    inner = nir.NIRGraph(
        {
            "input": nir.Input(np.array([n])),
            "lif": nir.CubaLIF(*(np.full(n, x) for x in (2e-4, 1e-3, 10.0, 0.0, 1.0, 0.0, 2.0))),
            "w_rec": nir.Affine(rng.normal(size=(n, n)), rng.normal(size=n)),
            "output": nir.Output(np.array([n])),
        },
        [("input", "lif"), ("lif", "w_rec"), ("w_rec", "lif"), ("lif", "output")],
        type_check=False,
    )
    nodes = {
        "input": nir.Input(np.array([1, 4, 4])),
        "conv": nir.Conv2d(
            (4, 4), rng.normal(size=(2, 1, 3, 3)), (1, 1), (1, 1), (1, 1), 1, np.zeros(2)
        ),
        "pool": nir.SumPool2d(np.array([2, 2]), np.array([2, 2]), np.array([0, 0])),
        "flat": nir.Flatten(np.array([2, 2, 2]), 0, -1),
        "fc": nir.Linear(rng.normal(size=(n, 8))),
        "delay": nir.Delay(np.full(n, 1e-4)),
        "layer": inner,
        "li": nir.LI(np.full(n, 1e-3), np.full(n, 10.0), np.zeros(n)),
        "output": nir.Output(np.array([n])),
    }
    names = list(nodes)
    graph = nir.NIRGraph(nodes, list(itertools.pairwise(names)), type_check=False)
    nir.write(path, graph, compression=compression)


def replaced(where: str, **options: object) -> Mutation:
    """A dataset is another; without data it is gone."""

    def change(path: Path) -> None:
        with h5py.File(path, "a") as file:
            if where in file:
                del file[where]
            if options:
                file.create_dataset(where, **options)

    return change


def edited(edit: Callable[[h5py.File], None]) -> Mutation:
    def change(path: Path) -> None:
        with h5py.File(path, "a") as file:
            edit(file)

    return change


def truncated(share: float) -> Mutation:
    def change(path: Path) -> None:
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])

    return change


def flipped(seed: int) -> Mutation:
    """Bytes are others: a few anywhere, or some in a row."""

    def change(path: Path) -> None:
        rng = np.random.default_rng(seed)
        data = bytearray(path.read_bytes())
        if seed % 2:
            start = rng.integers(0, len(data) - 16)
            where = range(start, start + int(rng.integers(1, 16)))
        else:
            where = rng.integers(0, len(data), int(rng.integers(1, 40)))
        for i in where:
            data[int(i)] = int(rng.integers(0, 256))
        path.write_bytes(bytes(data))

    return change


NODES = "/node/nodes"
LIF = f"{NODES}/layer/nodes/lif"
FIELDS = [
    f"{LIF}/tau_mem", f"{LIF}/tau_syn", f"{LIF}/r", f"{LIF}/v_leak", f"{LIF}/v_threshold",
    f"{NODES}/fc/weight", f"{NODES}/conv/weight", f"{NODES}/conv/stride",
    f"{NODES}/conv/dilation", f"{NODES}/conv/groups", f"{NODES}/pool/kernel_size",
    f"{NODES}/delay/delay", f"{NODES}/li/tau", f"{NODES}/input/shape",
    f"{NODES}/flat/start_dim",
]  # fmt: skip

#: What no field can be.
WRONG: dict[str, dict[str, object]] = {
    "text": {"data": "a text"},
    "texts": {"data": ["a", "b"], "dtype": h5py.string_dtype()},
    "nan": {"data": np.full(6, np.nan)},
    "infinite": {"data": np.full(6, np.inf)},
    "empty": {"data": np.zeros(0)},
    "records": {"data": np.zeros(3, [("a", "f4"), ("b", "i4")])},
    "complex": {"data": np.zeros(3, np.complex128)},
    "ragged": {"data": [np.arange(3), np.arange(2)], "dtype": h5py.vlen_dtype(np.int32)},
    "opaque": {"data": np.array([b"abc"], "V3")},
    "prime": {"data": np.ones(7919)},
    "nine dimensions": {"data": np.ones((1,) * 9)},
}


def bomb(file: h5py.File) -> None:
    """A gigabyte of zeros in a chunk that takes a megabyte."""
    del file[f"{NODES}/fc/weight"]
    file.create_dataset(
        f"{NODES}/fc/weight", (1 << 14, 1 << 13), "f8", data=None, chunks=(1 << 12, 1 << 12),
        compression="gzip", fillvalue=0.0,
    )[: 1 << 12, : 1 << 12] = 0.0  # fmt: skip


def lying_chunk(file: h5py.File) -> None:
    """A chunk that inflates to more than it says."""
    import zlib

    del file[f"{NODES}/fc/weight"]
    data = file.create_dataset(
        f"{NODES}/fc/weight", (6, 8), "f8", chunks=(6, 8), compression="gzip"
    )
    data.id.write_direct_chunk((0, 0), zlib.compress(bytes(1 << 24)))


def deep(file: h5py.File) -> None:
    at = file["/node/nodes/layer"]
    for _ in range(40):
        at = at["nodes"].create_group("inner")
        at["type"] = "NIRGraph"
        at.create_group("nodes")
        at["edges"] = np.zeros((0, 2))


def many_nodes(file: h5py.File) -> None:
    for i in range(3000):
        group = file[NODES].create_group(f"scale{i}")
        group["type"] = "Scale"
        group["scale"] = 1.0
    names = ["li", *(f"scale{i}" for i in range(3000)), "output"]
    edges = [[a.encode(), b.encode()] for a, b in itertools.pairwise(names)]
    del file["/node/edges"]
    file.create_dataset("/node/edges", data=edges, dtype=h5py.string_dtype())


def diamonds(file: h5py.File) -> None:
    """Ways that double at every node."""
    edges = [["input", "a0"]]
    for i in range(40):
        for side in "ab":
            group = file[NODES].create_group(f"{side}{i}")
            group["type"] = "Scale"
            group["scale"] = np.full((1, 4, 4), 0.5)
            edges += [[f"{side}{i}", f"{t}{i + 1}"] for t in "ab" if i < 39]
    edges += [["a39", "conv"], ["input", "b0"]]
    edges += [["conv", "pool"], ["pool", "flat"], ["flat", "fc"], ["fc", "layer"]]
    edges += [["layer", "li"], ["li", "output"]]
    del file["/node/edges"]
    file.create_dataset("/node/edges", data=edges, dtype=h5py.string_dtype())


def without_neuron(file: h5py.File) -> None:
    for name in "xy":
        group = file[NODES].create_group(name)
        group["type"] = "Scale"
        group["scale"] = np.ones(6)
    old = [[a.decode(), b.decode()] for a, b in file["/node/edges"][()]]
    del file["/node/edges"]
    file.create_dataset(
        "/node/edges", data=[*old, ["fc", "x"], ["x", "y"], ["y", "x"]],
        dtype=h5py.string_dtype(),
    )  # fmt: skip


def hard_cycle(file: h5py.File) -> None:
    file["/node/nodes/layer/nodes/again"] = file["/node/nodes/layer"]


def edges(*pairs: tuple[str, str]) -> Mutation:
    return replaced("/node/edges", data=np.array(pairs, object), dtype=h5py.string_dtype())


STRUCTURE: dict[str, Mutation] = {
    "no node": edited(lambda f: f.__delitem__("/node")),
    "no version": edited(lambda f: f.__delitem__("/version")),
    "version of numbers": replaced("/version", data=3),
    "no nodes": edited(lambda f: f.__delitem__(NODES)),
    "no edges": replaced("/node/edges"),
    "edges of numbers": replaced("/node/edges", data=np.ones((3, 2))),
    "edges of three": replaced(
        "/node/edges", data=[["a", "b", "c"]], dtype=h5py.string_dtype()
    ),
    "edges in a row": replaced("/node/edges", data=["a", "b"], dtype=h5py.string_dtype()),
    "edges to nowhere": edges(("input", "conv"), ("conv", "nowhere")),
    "edges from nowhere": edges(("nowhere", "conv")),
    "edges from an output": edges(("output", "conv")),
    "edges into an input": edges(("conv", "input")),
    "edges to themselves": edges(("fc", "fc")),
    "edges of sizes": edges(("input", "fc"), ("fc", "li"), ("li", "output")),
    "names of a megabyte": edges(("x" * (1 << 20), "conv")),
    "type of numbers": replaced(f"{NODES}/fc/type", data=3),
    "type missing": replaced(f"{NODES}/fc/type"),
    "type unknown": replaced(f"{NODES}/fc/type", data="Transformer"),
    "type of a graph": replaced(f"{NODES}/fc/type", data="NIRGraph"),
    "type of none": replaced("/node/type", data="Linear"),
    "nodes are a dataset": replaced(NODES, data=np.ones(3)),
    "node is a dataset": replaced(f"{NODES}/fc", data=np.ones(3)),
    "soft link": edited(lambda f: f[NODES].__setitem__("soft", h5py.SoftLink("/node"))),
    "soft link to itself": edited(
        lambda f: f[NODES].__setitem__("soft", h5py.SoftLink(f"{NODES}/soft"))
    ),
    "link outside": edited(
        lambda f: f[NODES].__setitem__("out", h5py.ExternalLink("/etc/passwd", "/"))
    ),
    "hard cycle": edited(hard_cycle),
    "same node twice": edited(lambda f: f.__setitem__(f"{NODES}/copy", f[f"{NODES}/fc"])),
    "data outside": replaced(
        f"{NODES}/fc/weight", shape=(6, 8), dtype="f8", external=[("/etc/passwd", 0, 384)]
    ),
    "huge and not there": replaced(
        f"{NODES}/fc/weight", shape=(1 << 40, 1 << 20), dtype="f8", chunks=(16, 16)
    ),
    "huge product": replaced(
        f"{NODES}/fc/weight", shape=(1 << 31, 1 << 31), dtype="f8", chunks=(16, 16)
    ),
    "large and not there": replaced(f"{NODES}/fc/weight", shape=(6000, 6000), dtype="f8"),
    "large chunks": replaced(
        f"{NODES}/fc/weight", shape=(6, 8), maxshape=(None, None), dtype="f8",
        chunks=(1 << 14, 1 << 14),
    ),
    "bomb": edited(bomb),
    "chunk that lies": edited(lying_chunk),
    "lzf": replaced(f"{NODES}/fc/weight", data=np.ones((6, 8)), compression="lzf"),
    "checksums": replaced(f"{NODES}/fc/weight", data=np.ones((6, 8)), fletcher32=True),
    "scale and offset": replaced(
        f"{NODES}/fc/weight", data=np.ones((6, 8), int), scaleoffset=2
    ),
    "deep": edited(deep),
    "many nodes": edited(many_nodes),
    "diamonds": edited(diamonds),
    "cycle without a neuron": edited(without_neuron),
    "input of a trillion": replaced(f"{NODES}/input/shape", data=[1 << 20, 1 << 20]),
    "input of none": replaced(f"{NODES}/input/shape", data=[0]),
    "input below none": replaced(f"{NODES}/input/shape", data=[-4, -4]),
    "kernel of a million": replaced(f"{NODES}/pool/kernel_size", data=[1 << 20, 1 << 20]),
    "padding of a million": replaced(f"{NODES}/conv/padding", data=[1 << 20, 1 << 20]),
    "padding of no kind": replaced(f"{NODES}/conv/padding", data="wide"),
    "stride of none": replaced(f"{NODES}/conv/stride", data=[0, 1]),
    "groups of none": replaced(f"{NODES}/conv/groups", data=0),
    "negative dilation": replaced(f"{NODES}/conv/dilation", data=[-1, 1]),
    "delay of days": replaced(f"{NODES}/delay/delay", data=np.full(6, 1e5)),
    "negative delay": replaced(f"{NODES}/delay/delay", data=np.full(6, -1e-4)),
    "no HDF5": lambda path: path.write_bytes(b"NIR" * 1000),
    "nothing": lambda path: path.write_bytes(b""),
}  # fmt: skip


def mutations(bytes_changed: int) -> Iterator[tuple[str, Mutation]]:
    """All by name; so many of changed bytes."""
    yield from STRUCTURE.items()
    for field in FIELDS:
        yield f"{field} missing", replaced(field)
    for kind, options in WRONG.items():
        for field in FIELDS[:: 1 + len(WRONG) % 2]:
            yield f"{field} {kind}", replaced(field, **options)
    for i in range(20):
        yield f"truncated {i}", truncated(i / 20)
    for seed in range(bytes_changed):
        yield f"bytes {seed}", flipped(seed)


def mutated(good: Path, mutation: Mutation, to: Path) -> Path:
    shutil.copy(good, to)
    mutation(to)
    return to
