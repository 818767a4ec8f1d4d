# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The tiles in behaviour, as the bridge sees them: words, steps, events."""

import random
from dataclasses import dataclass, field

import cocotb
from cocotb.handle import SimHandleBase
from cocotb.triggers import RisingEdge

# Inputs of the bridge that are driven here.
INPUTS = (
    "rsp_i",
    "event_valid_i",
    "event_i",
    "events_empty_i",
    "busy_i",
    "halted_i",
    "step_done_i",
    "delivering_i",
    "learning_i",
    "mesh_error_i",
)


@dataclass(frozen=True)
class Request:
    write: bool
    broadcast: bool
    tile: int
    addr: int
    data: int


@dataclass
class TileSide:
    """Answers requests after a random time; `plan_step` says what a step does."""

    dut: SimHandleBase
    tiles: int
    tile_bits: int
    rng: random.Random
    words: dict[tuple[int, int], int] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    # Requests that had come when a step was started, for each.
    started: list[int] = field(default_factory=list)
    # Requests to such addresses are answered with an error.
    refused: set[int] = field(default_factory=set)
    # Tile, group, physical index, payload.
    step_events: list[list[tuple[int, int, int, int]]] = field(default_factory=list)
    step_halts: list[bool] = field(default_factory=list)
    cycles: int = 0
    delivering: int = 0
    learning: int = 0

    def begin(self) -> None:
        dut = self.dut
        for name in INPUTS:
            getattr(dut, name).value = int(name == "events_empty_i")
        cocotb.start_soon(self._answer())
        cocotb.start_soon(self._steps())

    def _request(self) -> Request | None:
        bits = int(self.dut.req_o.value)
        addr = bits >> 32 & 0xFFFFFF
        tile = bits >> 56 & ((1 << self.tile_bits) - 1)
        bits >>= 56 + self.tile_bits
        if not bits & 4:
            return None
        data = int(self.dut.req_o.value) & 0xFFFFFFFF
        return Request(bool(bits & 2), bool(bits & 1), tile, addr, data)

    async def _answer(self) -> None:
        while True:
            await RisingEdge(self.dut.clk_i)
            request = self._request()
            if request is None:
                continue
            self.requests.append(request)
            for _ in range(self.rng.randrange(8)):
                await RisingEdge(self.dut.clk_i)
                assert self._request() is None, "a request before the answer to the last"
            tiles = range(self.tiles) if request.broadcast else [request.tile]
            assert all(tile < self.tiles for tile in tiles)
            error = request.addr in self.refused or (request.broadcast and not request.write)
            data = 0
            if not error and request.write:
                for tile in tiles:
                    self.words[tile, request.addr] = request.data
            elif not error:
                data = self.words.get((request.tile, request.addr), 0)
            self.dut.rsp_i.value = 1 << 33 | int(error) << 32 | data
            await RisingEdge(self.dut.clk_i)
            self.dut.rsp_i.value = 0
            assert self._request() is None, "a request before the answer to the last"

    async def _pause(self, most: int) -> None:
        for _ in range(self.rng.randrange(most)):
            await RisingEdge(self.dut.clk_i)

    async def _steps(self) -> None:
        dut = self.dut
        while True:
            await RisingEdge(dut.clk_i)
            if not dut.start_o.value:
                continue
            self.started.append(len(self.requests))
            events = self.step_events.pop(0)
            halts = self.step_halts.pop(0)
            dut.busy_i.value = 1
            dut.delivering_i.value = 1
            dut.events_empty_i.value = int(not events)
            counting = cocotb.start_soon(self._count())
            for i, (tile, group, physical, payload) in enumerate(events):
                await self._pause(4)
                dut.event_valid_i.value = 1
                dut.event_i.value = tile << 48 | group << 40 | physical << 16 | payload
                await RisingEdge(dut.clk_i)
                while not dut.event_ready_o.value:
                    await RisingEdge(dut.clk_i)
                dut.event_valid_i.value = 0
                # The last tile is done before its last event has left the tree.
                if i == len(events) - 2:
                    dut.delivering_i.value = 0
                    await self._end(halts)
                    counting.kill()
            if len(events) < 2:
                dut.delivering_i.value = 0
                dut.learning_i.value = 1
                await self._pause(9)
                dut.learning_i.value = 0
                await self._end(halts)
                counting.kill()
            dut.events_empty_i.value = 1

    async def _end(self, halts: bool) -> None:
        dut = self.dut
        dut.busy_i.value = 0
        dut.step_done_i.value = 1
        dut.halted_i.value = int(halts)
        await RisingEdge(dut.clk_i)
        dut.step_done_i.value = 0

    async def _count(self) -> None:
        while True:
            await RisingEdge(self.dut.clk_i)
            self.cycles += int(self.dut.busy_i.value)
            self.delivering += int(self.dut.delivering_i.value)
            self.learning += int(self.dut.learning_i.value)
