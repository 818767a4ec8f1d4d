# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The bridge alone: every access, injection and step against the model of `tile_side`."""

import json
import os
import random
from collections.abc import Iterator
from itertools import pairwise

import cocotb
from cocotb.clock import Clock
from cocotb.handle import SimHandleBase
from cocotb.triggers import Combine, RisingEdge, with_timeout
from cocotbext.axi import (
    AxiLiteBus,
    AxiLiteMaster,
    AxiResp,
    AxiStreamBus,
    AxiStreamFrame,
    AxiStreamSink,
    AxiStreamSource,
)

from axi_rules import touch_ports, watch_outputs
from tile_side import INPUTS, Request, TileSide

SIZES: dict[str, int] = json.loads(os.environ["SNNC_SIZES"])
TILES = SIZES["meshColumns"] * SIZES["meshRows"]
TILE_BITS = max(1, (TILES - 1).bit_length())
CHIP = 1 << 26 + TILE_BITS
ALL_TILES = CHIP | 1 << 26
COMMAND, STATUS, ERRORS, COUNTERS = 0x10, 0x11, 0x12, 0x20
START, CLEAR_ERRORS, CLEAR_COUNTERS = 1, 4, 8
BUSY, HALTED, WAITING = 1, 2, 4
INJECT_REFUSED, NO_TILE, START_WHILE_BUSY, MESH, NO_ADDRESS = 1, 2, 4, 8, 16
Event = tuple[int, int, int, int]


def tile_address(tile: int, word: int) -> int:
    return tile << 26 | word << 2


def pack(tile: int, group: int, physical: int, payload: int) -> int:
    return tile << 48 | group << 40 | physical << 16 | payload


class Host:
    """The bus functional models and the bridge's other side."""

    def __init__(self, dut: SimHandleBase) -> None:
        self.dut = dut
        self.rng = random.Random(cocotb.RANDOM_SEED)
        cocotb.start_soon(Clock(dut.clk_i, 10, units="ns").start())
        touch_ports(dut, INPUTS)
        # They are idle in reset, so they need not know of it.
        self.axil = AxiLiteMaster(AxiLiteBus.from_prefix(dut, "s_axil"), dut.clk_i)
        self.source = AxiStreamSource(
            AxiStreamBus.from_prefix(dut, "s_axis"), dut.clk_i, byte_lanes=1
        )
        self.sink = AxiStreamSink(AxiStreamBus.from_prefix(dut, "m_axis"), dut.clk_i, byte_lanes=1)
        self.tiles = TileSide(dut, TILES, TILE_BITS, self.rng)

    async def reset(self) -> None:
        self.tiles.begin()
        self.dut.rst_ni.value = 0
        for _ in range(4):
            await RisingEdge(self.dut.clk_i)
        self.dut.rst_ni.value = 1
        await RisingEdge(self.dut.clk_i)
        watch_outputs(self.dut)

    def pauses(self) -> Iterator[bool]:
        while True:
            for _ in range(self.rng.randrange(6)):
                yield True
            for _ in range(self.rng.randrange(6)):
                yield False

    def pause_all(self) -> None:
        for channel in (
            self.axil.write_if.aw_channel,
            self.axil.write_if.w_channel,
            self.axil.write_if.b_channel,
            self.axil.read_if.ar_channel,
            self.axil.read_if.r_channel,
            self.source,
            self.sink,
        ):
            channel.set_pause_generator(self.pauses())

    async def write(self, address: int, data: int) -> bool:
        """False if the answer is an error."""
        answer = await with_timeout(self.axil.write(address, data.to_bytes(4, "little")), 100, "us")
        assert answer.resp in (AxiResp.OKAY, AxiResp.SLVERR)
        return answer.resp == AxiResp.OKAY

    async def read(self, address: int) -> int | None:
        """None if the answer is an error."""
        answer = await with_timeout(self.axil.read(address, 4), 100, "us")
        assert answer.resp in (AxiResp.OKAY, AxiResp.SLVERR)
        value = int.from_bytes(answer.data, "little")
        assert answer.resp == AxiResp.OKAY or value == 0
        return value if answer.resp == AxiResp.OKAY else None

    async def register(self, word: int) -> int:
        value = await self.read(CHIP | word << 2)
        assert value is not None
        return value

    async def counter(self, index: int) -> int:
        low = await self.register(COUNTERS + 2 * index)
        return low | await self.register(COUNTERS + 2 * index + 1) << 32

    async def command(self, bits: int) -> bool:
        return await self.write(CHIP | COMMAND << 2, bits)

    async def send(self, words: list[int]) -> None:
        await self.source.send(AxiStreamFrame(words))

    async def drained(self) -> None:
        """All events that were sent have been taken and injected."""
        await self.source.wait()
        while await self.register(STATUS) & WAITING:
            pass


async def ready_host(dut: SimHandleBase) -> Host:
    host = Host(dut)
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
        assert await host.read(CHIP | word << 2) is None
        assert await host.register(ERRORS) == NO_ADDRESS
        assert await host.command(CLEAR_ERRORS)
        assert await host.register(ERRORS) == 0
    for word in (0, STATUS, ERRORS, COUNTERS, 7):
        assert not await host.write(CHIP | word << 2, 0xFFFFFFFF)
        assert await host.register(ERRORS) == NO_ADDRESS
        assert await host.command(CLEAR_ERRORS)
    assert not await host.command(0x10)
    assert await host.register(ERRORS) == NO_ADDRESS
    assert await host.command(CLEAR_ERRORS)
    for field in range(2, 1 << TILE_BITS):
        assert await host.read(CHIP | field << 26) is None
        assert await host.register(ERRORS) == NO_ADDRESS
        assert await host.command(CLEAR_ERRORS)
    for tile in range(TILES, 1 << TILE_BITS):
        assert await host.read(tile_address(tile, 0)) is None
        assert not await host.write(tile_address(tile, 0x10), 0)
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
    assert await host.write(tile_address(0, 5), 0x12345678)
    for offset in range(4):
        for size in range(1, 5 - offset):
            if size == 4:
                continue
            answer = await host.axil.write(tile_address(0, 5) + offset, bytes(size))
            assert answer.resp == AxiResp.SLVERR
    assert len(host.tiles.requests) == 1
    assert await host.read(tile_address(0, 5)) == 0x12345678
    assert await host.register(ERRORS) == NO_ADDRESS


async def accesses(host: Host, worker: int, count: int) -> None:
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
            assert await host.write(tile_address(tile, word), data) != refused
            if not refused:
                known[tile, word] = data
        elif kind < 0.55:
            data = rng.getrandbits(32)
            assert await host.write(ALL_TILES | word << 2, data) != refused
            if not refused:
                known.update({(t, word): data for t in range(TILES)})
        elif kind < 0.95:
            value = await host.read(tile_address(tile, word))
            assert value == (None if refused else known.get((tile, word), 0))
        else:
            assert await host.read(ALL_TILES | word << 2) is None


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
    await host.send([pack(*event) for event in events])
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
        await host.send([pack(*good[0]), pack(tile, 1, 2, 3), pack(*good[1])])
        await host.drained()
        assert injections(host.tiles.requests) == good[:2]
        assert await host.register(ERRORS) == NO_TILE
        assert await host.command(CLEAR_ERRORS)
        host.tiles.requests.clear()
    assert await host.counter(5) == 8
    assert await host.command(CLEAR_COUNTERS)
    for word in (0x17, 0x18):
        host.tiles.refused = {word}
        await host.send([pack(*good[0])])
        await host.drained()
        # A source that is refused has no payload written after it.
        assert [r.addr for r in host.tiles.requests] == list(range(0x17, word + 1))
        host.tiles.refused = set()
        host.tiles.requests.clear()
        await host.send([pack(*good[2])])
        await host.drained()
        assert injections(host.tiles.requests) == [good[2]]
        host.tiles.requests.clear()
        assert await host.register(ERRORS) == INJECT_REFUSED
        assert await host.command(CLEAR_ERRORS)
    assert await host.counter(5) == 2


async def take_step(host: Host) -> tuple[list[Event], int]:
    """Events of a step as the host gets them, and the end's beat."""
    frame = await with_timeout(host.sink.recv(compact=False), 200, "us")
    *words, end = frame.tdata
    events = [(w >> 48, w >> 40 & 0xFF, w >> 16 & 0xFFFFFF, w & 0xFFFF) for w in words]
    return events, end


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
            await host.send([pack(*event) for event in injected])
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
        events, end = await take_step(host)
        assert events == planned
        assert end == 0xFFFF << 48 | int(halts) << 32 | number
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
    await host.send([pack(*event) for event in later])
    for _ in range(200):
        await RisingEdge(dut.clk_i)
    assert await host.register(STATUS) == BUSY | WAITING
    assert not host.tiles.requests
    host.sink.pause = False
    assert await take_step(host) == ([(0, 1, 2, 3)], 0xFFFF << 48 | 1)
    await host.drained()
    assert injections(host.tiles.requests) == later
    assert await host.command(START | CLEAR_COUNTERS)
    assert await take_step(host) == ([], 0xFFFF << 48 | 2)
    assert await host.counter(0) == 1
