# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A host on the chip's bus: accesses, injected events, steps."""

import logging
import random
from collections.abc import Iterable, Iterator

import cocotb
from cocotb.clock import Clock
from cocotb.handle import SimHandleBase
from cocotb.triggers import RisingEdge, with_timeout
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

COMMAND, STATUS, ERRORS, COUNTERS = 0x10, 0x11, 0x12, 0x20
START, CLEAR_ERRORS, CLEAR_COUNTERS = 1, 4, 8
BUSY, HALTED, WAITING = 1, 2, 4
INJECT_REFUSED, NO_TILE, START_WHILE_BUSY, MESH, NO_ADDRESS = 1, 2, 4, 8, 16
# The word that ends a step, but for its number.
END = 0xFFFF << 48
# Tile, group, physical index, payload.
Event = tuple[int, int, int, int]


def pack(tile: int, group: int, physical: int, payload: int) -> int:
    return tile << 48 | group << 40 | physical << 16 | payload


class Host:
    """The bus functional models around a chip of so many tiles, or its bridge."""

    def __init__(self, dut: SimHandleBase, tiles: int, others: Iterable[str] = ()) -> None:
        self.dut = dut
        self.rng = random.Random(cocotb.RANDOM_SEED)
        self.tile_bits = max(1, (tiles - 1).bit_length())
        self.chip = 1 << 26 + self.tile_bits
        self.all_tiles = self.chip | 1 << 26
        cocotb.start_soon(Clock(dut.clk_i, 10, units="ns").start())
        touch_ports(dut, others)
        for bus in ("s_axil", "s_axis", "m_axis"):
            logging.getLogger(f"cocotb.{dut._name}.{bus}").setLevel(logging.WARNING)
        # They are idle in reset, so they need not know of it.
        self.axil = AxiLiteMaster(AxiLiteBus.from_prefix(dut, "s_axil"), dut.clk_i)
        self.source = AxiStreamSource(
            AxiStreamBus.from_prefix(dut, "s_axis"), dut.clk_i, byte_lanes=1
        )
        self.sink = AxiStreamSink(AxiStreamBus.from_prefix(dut, "m_axis"), dut.clk_i, byte_lanes=1)

    async def reset(self) -> None:
        self.dut.rst_ni.value = 0
        for _ in range(4):
            await RisingEdge(self.dut.clk_i)
        self.dut.rst_ni.value = 1
        await RisingEdge(self.dut.clk_i)
        watch_outputs(self.dut)

    def tile(self, tile: int, word: int) -> int:
        """The address of a word of a tile."""
        return tile << 26 | word << 2

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
        value = await self.read(self.chip | word << 2)
        assert value is not None
        return value

    async def counter(self, index: int) -> int:
        low = await self.register(COUNTERS + 2 * index)
        return low | await self.register(COUNTERS + 2 * index + 1) << 32

    async def command(self, bits: int) -> bool:
        return await self.write(self.chip | COMMAND << 2, bits)

    async def send(self, events: Iterable[Event]) -> None:
        words = [pack(*event) for event in events]
        if words:
            await self.source.send(AxiStreamFrame(words))

    async def drained(self) -> None:
        """All events that were sent have been taken and injected."""
        await self.source.wait()
        while await self.register(STATUS) & WAITING:
            pass

    async def take_step(self) -> tuple[list[Event], int]:
        """Events of a step as the host gets them, and the last beat."""
        frame = await with_timeout(self.sink.recv(compact=False), 500, "us")
        *words, end = frame.tdata
        events = [(w >> 48, w >> 40 & 0xFF, w >> 16 & 0xFFFFFF, w & 0xFFFF) for w in words]
        return events, end
