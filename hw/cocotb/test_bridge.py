# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The bridge alone: every access, injection and step against the model of `tile_side`."""

import json
import os
import random
from itertools import pairwise

import cocotb
from cocotb.handle import SimHandleBase
from cocotb.triggers import Combine, RisingEdge
from cocotbext.axi import AxiResp

from host import (
    BUSY,
    CLEAR_COUNTERS,
    CLEAR_ERRORS,
    COMMAND,
    COUNTERS,
    END,
    ERRORS,
    HALTED,
    INJECT_REFUSED,
    MESH,
    NO_ADDRESS,
    NO_TILE,
    START,
    START_WHILE_BUSY,
    STATUS,
    WAITING,
    Event,
    Host,
)
from tile_side import INPUTS, Request, TileSide

SIZES: dict[str, int] = json.loads(os.environ["SNNC_SIZES"])
TILES = SIZES["meshColumns"] * SIZES["meshRows"]


class BridgeHost(Host):
    """A host of the bridge, and what is behind it."""

    def __init__(self, dut: SimHandleBase) -> None:
        super().__init__(dut, TILES, INPUTS)
        self.tiles = TileSide(dut, TILES, self.tile_bits, self.rng)

    async def reset(self) -> None:
        self.tiles.begin()
        await super().reset()


async def ready_host(dut: SimHandleBase) -> BridgeHost:
    host = BridgeHost(dut)
    await host.reset()
    return host


@cocotb.test()
async def registers(dut: SimHandleBase) -> None:
    host = await ready_host(dut)
    expected = [0x534E4E4D, 0x00010000]
    expected += [SIZES[key] for key in ("meshColumns", "meshRows", "sources", "version", "lanes")]
    for word, value in enumerate(expected):
        assert await host.register(word) == value
    for word in (COMMAND, STATUS, ERRORS, *range(COUNTERS, COUNTERS + 14)):
        assert await host.register(word) == 0
    # Neither addresses that are none, nor writes of what is only read.
    for word in (7, 0x0F, 0x13, 0x1F, COUNTERS + 14, 0x30, 0x110, 0xFFFFFF):
        assert await host.read(host.chip | word << 2) is None
        assert await host.register(ERRORS) == NO_ADDRESS
        assert await host.command(CLEAR_ERRORS)
        assert await host.register(ERRORS) == 0
    for word in (0, STATUS, ERRORS, COUNTERS, 7):
        assert not await host.write(host.chip | word << 2, 0xFFFFFFFF)
        assert await host.register(ERRORS) == NO_ADDRESS
        assert await host.command(CLEAR_ERRORS)
    assert not await host.command(0x10)
    assert await host.register(ERRORS) == NO_ADDRESS
    assert await host.command(CLEAR_ERRORS)
    for field in range(2, 1 << host.tile_bits):
        assert await host.read(host.chip | field << 26) is None
        assert await host.register(ERRORS) == NO_ADDRESS
        assert await host.command(CLEAR_ERRORS)
    for tile in range(TILES, 1 << host.tile_bits):
        assert await host.read(host.tile(tile, 0)) is None
        assert not await host.write(host.tile(tile, 0x10), 0)
        assert await host.register(ERRORS) == NO_TILE
        assert await host.command(CLEAR_ERRORS)
    assert not host.tiles.requests
    dut.mesh_error_i.value = 1
    await RisingEdge(dut.clk_i)
    await RisingEdge(dut.clk_i)
    dut.mesh_error_i.value = 0
    assert await host.register(ERRORS) == MESH


@cocotb.test()
async def parts_of_words(dut: SimHandleBase) -> None:
    host = await ready_host(dut)
    assert await host.write(host.tile(0, 5), 0x12345678)
    for offset in range(4):
        for size in range(1, 5 - offset):
            if size == 4:
                continue
            answer = await host.axil.write(host.tile(0, 5) + offset, bytes(size))
            assert answer.resp == AxiResp.SLVERR
    assert len(host.tiles.requests) == 1
    assert await host.read(host.tile(0, 5)) == 0x12345678
    assert await host.register(ERRORS) == NO_ADDRESS


async def accesses(host: BridgeHost, worker: int, count: int) -> None:
    """Random accesses to addresses of its own."""
    rng = random.Random(host.rng.random())
    known: dict[tuple[int, int], int] = {}
    for _ in range(count):
        tile = rng.randrange(TILES)
        word = worker << 20 | rng.randrange(6)
        refused = word in host.tiles.refused
        kind = rng.random()
        if kind < 0.45:
            data = rng.getrandbits(32)
            assert await host.write(host.tile(tile, word), data) != refused
            if not refused:
                known[tile, word] = data
        elif kind < 0.55:
            data = rng.getrandbits(32)
            assert await host.write(host.all_tiles | word << 2, data) != refused
            if not refused:
                known.update({(t, word): data for t in range(TILES)})
        elif kind < 0.95:
            value = await host.read(host.tile(tile, word))
            assert value == (None if refused else known.get((tile, word), 0))
        else:
            assert await host.read(host.all_tiles | word << 2) is None


async def random_accesses(dut: SimHandleBase, pauses: bool) -> None:
    host = await ready_host(dut)
    if pauses:
        host.pause_all()
    workers = 5
    host.tiles.refused = {w << 20 | host.rng.randrange(6) for w in range(workers)}
    await Combine(*[cocotb.start_soon(accesses(host, w, 100)) for w in range(workers)])
    assert await host.register(ERRORS) == 0


@cocotb.test()
async def accesses_in_a_row(dut: SimHandleBase) -> None:
    await random_accesses(dut, False)


@cocotb.test()
async def accesses_with_pauses(dut: SimHandleBase) -> None:
    await random_accesses(dut, True)


def draw_event(rng: random.Random, tiles: int) -> Event:
    return rng.randrange(tiles), rng.randrange(256), rng.getrandbits(24), rng.getrandbits(16)


def injections(requests: list[Request]) -> list[Event]:
    """The injections among the tiles' requests, each two writes in a row."""
    events = []
    for first, second in pairwise(requests):
        if first.addr != 0x17:
            continue
        assert first.write and second.write and not first.broadcast and not second.broadcast
        assert (second.addr, second.tile) == (0x18, first.tile)
        events.append((first.tile, first.data >> 24, first.data & 0xFFFFFF, second.data))
    return events


@cocotb.test()
async def injection(dut: SimHandleBase) -> None:
    host = await ready_host(dut)
    host.pause_all()
    events = [draw_event(host.rng, TILES) for _ in range(60)]
    await host.send(events)
    # They take turns with accesses.
    await Combine(*[cocotb.start_soon(accesses(host, w, 40)) for w in (1, 2)])
    await host.drained()
    assert injections(host.tiles.requests) == events
    assert await host.counter(5) == len(events)
    assert await host.register(ERRORS) == 0


@cocotb.test()
async def injection_errors(dut: SimHandleBase) -> None:
    host = await ready_host(dut)
    good = [draw_event(host.rng, TILES) for _ in range(3)]
    for tile in (TILES, TILES + 1, 0x8000, 0xFFFF):
        await host.send([good[0], (tile, 1, 2, 3), good[1]])
        await host.drained()
        assert injections(host.tiles.requests) == good[:2]
        assert await host.register(ERRORS) == NO_TILE
        assert await host.command(CLEAR_ERRORS)
        host.tiles.requests.clear()
    assert await host.counter(5) == 8
    assert await host.command(CLEAR_COUNTERS)
    for word in (0x17, 0x18):
        host.tiles.refused = {word}
        await host.send([good[0]])
        await host.drained()
        # A source that is refused has no payload written after it.
        assert [r.addr for r in host.tiles.requests] == list(range(0x17, word + 1))
        host.tiles.refused = set()
        host.tiles.requests.clear()
        await host.send([good[2]])
        await host.drained()
        assert injections(host.tiles.requests) == [good[2]]
        host.tiles.requests.clear()
        assert await host.register(ERRORS) == INJECT_REFUSED
        assert await host.command(CLEAR_ERRORS)
    assert await host.counter(5) == 2


@cocotb.test()
async def steps(dut: SimHandleBase) -> None:
    host = await ready_host(dut)
    host.pause_all()
    rng = host.rng
    count = 30
    events_in = events_out = 0
    for number in range(1, count + 1):
        injected = [draw_event(rng, TILES) for _ in range(rng.randrange(12))]
        planned = [draw_event(rng, TILES) for _ in range(rng.choice([0, 0, 1, 2, 3, 30]))]
        halts = rng.random() < 0.2
        host.tiles.step_events.append(planned)
        host.tiles.step_halts.append(halts)
        host.tiles.requests.clear()
        if injected:
            await host.send(injected)
            # Taken is enough: the step waits for what has been taken.
            await host.source.wait()
        again = rng.random() < 0.5
        if again:
            # Until its end is taken a step lasts.
            host.sink.clear_pause_generator()
            host.sink.pause = True
        assert await host.command(START)
        if again:
            assert not await host.command(START)
            assert await host.register(STATUS) & BUSY
            assert await host.register(ERRORS) == START_WHILE_BUSY
            assert await host.command(CLEAR_ERRORS)
            host.sink.set_pause_generator(host.pauses())
        events, end = await host.take_step()
        assert events == planned
        assert end == END | int(halts) << 32 | number
        assert injections(host.tiles.requests[: host.tiles.started[-1]]) == injected
        assert len(injections(host.tiles.requests)) == len(injected)
        events_in += len(injected)
        events_out += len(planned)
        assert await host.register(STATUS) == (HALTED if halts else 0)
    assert await host.register(ERRORS) == 0
    assert len(host.tiles.started) == count
    tiles = host.tiles
    expected = [count, tiles.cycles, tiles.delivering, tiles.learning, events_out, events_in]
    assert [await host.counter(i) for i in range(6)] == expected
    assert await host.counter(6) > 0
    assert await host.command(CLEAR_COUNTERS)
    assert [await host.counter(i) for i in range(7)] == [0] * 7


@cocotb.test()
async def events_during_a_step_wait(dut: SimHandleBase) -> None:
    host = await ready_host(dut)
    host.tiles.step_events += [[(0, 1, 2, 3)], []]
    host.tiles.step_halts += [False, False]
    host.sink.pause = True
    assert await host.command(START)
    while not host.tiles.started:
        await RisingEdge(dut.clk_i)
    later = [draw_event(host.rng, TILES) for _ in range(7)]
    await host.send(later)
    for _ in range(200):
        await RisingEdge(dut.clk_i)
    assert await host.register(STATUS) == BUSY | WAITING
    assert not host.tiles.requests
    host.sink.pause = False
    assert await host.take_step() == ([(0, 1, 2, 3)], END | 1)
    await host.drained()
    assert injections(host.tiles.requests) == later
    assert await host.command(START | CLEAR_COUNTERS)
    assert await host.take_step() == ([], END | 2)
    assert await host.counter(0) == 1
