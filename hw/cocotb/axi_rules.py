# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Names of the chip's bus, and the rule that every channel keeps.

What is valid stays, unchanged, until it is taken.
"""

from collections.abc import Iterable, Sequence

import cocotb
from cocotb.handle import SimHandleBase
from cocotb.triggers import RisingEdge

CHANNELS = {
    "s_axil_aw": ("valid", "ready", "addr"),
    "s_axil_w": ("valid", "ready", "data", "strb"),
    "s_axil_b": ("valid", "ready", "resp"),
    "s_axil_ar": ("valid", "ready", "addr"),
    "s_axil_r": ("valid", "ready", "data", "resp"),
    "s_axis_t": ("valid", "ready", "data"),
    "m_axis_t": ("valid", "ready", "data", "last"),
}


def touch_ports(dut: SimHandleBase, others: Iterable[str] = ()) -> None:
    """Looks the bus, the clock, the reset and other ports up by name.

    Handles that the bus models would find by listing the module stand, with Verilator 5.006, for
    copies of the inputs that nothing reads; those looked up by name before are kept.
    """
    bus = [channel + name for channel, fields in CHANNELS.items() for name in fields]
    for name in ("clk_i", "rst_ni", *bus, *others):
        getattr(dut, name)


async def _watch(dut: SimHandleBase, valid: str, ready: str, payload: Sequence[str]) -> None:
    held: tuple[int, ...] | None = None
    while True:
        await RisingEdge(dut.clk_i)
        if not dut.rst_ni.value:
            held = None
            continue
        now = None
        if getattr(dut, valid).value:
            now = tuple(int(getattr(dut, name).value) for name in payload)
        assert held is None or held == now, f"{valid}: {held} became {now} before it was taken"
        held = None if getattr(dut, ready).value else now


def watch_outputs(dut: SimHandleBase) -> None:
    """Watches the channels that the chip drives, from now to the end of the test."""
    for channel in ("s_axil_b", "s_axil_r", "m_axis_t"):
        valid, ready, *payload = (channel + name for name in CHANNELS[channel])
        cocotb.start_soon(_watch(dut, valid, ready, payload))
