# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The chip, from reset to a network that learns, by its bus alone.

It is loaded from a boot file, gets events, and every event, state and weight that comes out is
compared with the reference engine's.
"""

import json
import os
from pathlib import Path

import cocotb
import numpy as np
from cocotb.handle import SimHandleBase

from host import BUSY, END, ERRORS, START, STATUS, Event, Host
from reference import STATES, STEPS, Reference
from snnc import boot

SIZES: dict[str, int] = json.loads(os.environ["SNNC_SIZES"])
TILES = SIZES["meshColumns"] * SIZES["meshRows"]
WORK = Path(os.environ["SNNC_WORK"])
STATE_REGION, SYNAPSE_REGION = 0x200000, 0x400000
TILE_ERRORS, TILE_STEP, MODULATOR = 0x12, 0x15, 0x20


def signed(word: int, low: int, bits: int) -> int:
    value = word >> low & ((1 << bits) - 1)
    return value - (1 << bits) if value >> (bits - 1) else value


class ChipHost(Host):
    async def load(self, image: boot.Boot) -> None:
        """What every loader of a boot file does."""
        assert await self.register(0) == 0x534E4E4D
        assert await self.register(1) >> 16 == 1
        target = [image.columns, image.rows, image.sources, image.version, image.lanes]
        assert [await self.register(word) for word in range(2, 7)] == target
        for access in image.accesses:
            if not access.wait:
                done = await self.write(access.address, access.data)
                assert done, f"write of {access.address:#x} refused"
                continue
            while True:
                word = await self.read(access.address)
                assert word is not None
                if not word & access.data:
                    break

    async def words(self, places: set[tuple[int, int]]) -> dict[tuple[int, int], int]:
        """Words of tiles, by tile and address."""
        found = {}
        for tile, word in sorted(places):
            value = await self.read(self.tile(tile, word))
            assert value is not None
            found[tile, word] = value
        return found

    async def check_states(self, reference: Reference, step: int) -> None:
        for name in STATES:
            places = list(reference.state_words(name))
            words = await self.words({(tile, STATE_REGION + word) for tile, word, *_ in places})
            values = [
                signed(words[tile, STATE_REGION + word], low, bits) / 2.0**frac
                for tile, word, low, bits, frac in places
            ]
            expected = reference.probes[name][step]
            assert np.array_equal(values, expected), f"step {step}: {name}"

    async def check_weights(self, reference: Reference) -> None:
        for name, expected in reference.weights.items():
            synapses = list(reference.weight_words(name))
            words = await self.words({(s[2], SYNAPSE_REGION + s[3]) for s in synapses})
            values = np.full_like(expected, 1 << 20)
            for source, target, tile, word, low, bits in synapses:
                values[source, target] = signed(words[tile, SYNAPSE_REGION + word], low, bits)
            assert np.array_equal(values, expected), f"weights of {name}"


def injected(reference: Reference, step: int) -> list[Event]:
    population = reference.population("in")
    places = [
        reference.place(population, int(neuron)) for at, neuron in reference.inputs if at == step
    ]
    return [(place.tile, place.group, place.physical, 1) for place in places]


def emitted(reference: Reference, step: int) -> list[Event]:
    population = reference.population("cell")
    out = [e for e in reference.outputs if e["step"] == step]
    places = [reference.place(population, int(e["index"])) for e in out]
    return [
        (place.tile, place.group, place.physical, int(e["payload"]))
        for place, e in zip(places, out, strict=True)
    ]


@cocotb.test()
async def network_that_learns(dut: SimHandleBase) -> None:
    reference = Reference(WORK)
    host = ChipHost(dut, TILES)
    await host.reset()
    await host.load(boot.read(WORK / "net.boot"))
    host.source.set_pause_generator(host.pauses())
    host.sink.set_pause_generator(host.pauses())
    events_in = events_out = 0
    for step in range(STEPS):
        given = injected(reference, step)
        await host.send(given)
        await host.source.wait()
        assert await host.command(START)
        events, end = await host.take_step()
        assert end == END | step + 1
        cells = emitted(reference, step)
        # Inputs' events come out too; in any order.
        assert sorted(events) == sorted(given + cells), f"step {step}"
        events_in += len(given)
        events_out += len(events)
        assert not await host.register(STATUS) & BUSY
        await host.check_states(reference, step)
        # What the cells' events of all tiles sum up to is the modulator, on every tile.
        total = sum(payload for *_, payload in cells)
        for tile in range(TILES):
            assert await host.read(host.tile(tile, MODULATOR)) == total
            assert await host.read(host.tile(tile, TILE_STEP)) == step + 1
            assert await host.read(host.tile(tile, TILE_ERRORS)) == 0
    await host.check_weights(reference)
    assert await host.register(ERRORS) == 0
    assert await host.counter(0) == STEPS
    assert [await host.counter(i) for i in (4, 5)] == [events_out, events_in]
