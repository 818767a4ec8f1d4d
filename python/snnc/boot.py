# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Read a boot file (docs/boot.md): the bus accesses that load a network into a chip.

As a program it prints one: python -m snnc.boot FILE
"""

import argparse
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from snnc.tools import SnncError

_MAGIC = b"SNNBOOT\x1a"
_VERSION = 1
_HEADER = struct.Struct("<8s6IQII")
_ACCESS = struct.Struct("<QI")
_CHECKSUM_AT = 40
_WAIT = 1 << 63


@dataclass(frozen=True)
class Access:
    """A write of `data`, or a wait until its bits are 0 in the word at `address`."""

    address: int
    data: int
    wait: bool


@dataclass(frozen=True)
class Boot:
    columns: int
    rows: int
    lanes: int
    sources: int
    # Of the target.
    version: int
    accesses: tuple[Access, ...]


def _crc_table() -> Iterator[int]:
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        yield value


def _crc32c(data: bytes) -> int:
    table = list(_crc_table())
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def read(path: Path) -> Boot:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SnncError(f"{path}: {error.strerror}") from error
    if len(data) < _HEADER.size or not data.startswith(_MAGIC):
        raise SnncError(f"{path}: not a boot file")
    _, version, columns, rows, lanes, sources, target, count, checksum, _ = _HEADER.unpack_from(
        data
    )
    if version != _VERSION:
        raise SnncError(f"{path}: a boot file of version {version}; this is for {_VERSION}")
    if len(data) != _HEADER.size + count * _ACCESS.size:
        raise SnncError(f"{path}: {len(data)} bytes are not those of {count} accesses")
    if _crc32c(data[:_CHECKSUM_AT] + bytes(4) + data[_CHECKSUM_AT + 4 :]) != checksum:
        raise SnncError(f"{path}: wrong checksum")
    accesses = tuple(
        Access(address & ~_WAIT, word, bool(address & _WAIT))
        for address, word in _ACCESS.iter_unpack(data[_HEADER.size :])
    )
    return Boot(columns, rows, lanes, sources, target, accesses)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    args = parser.parse_args()
    try:
        boot = read(args.file)
    except SnncError as error:
        sys.exit(f"error: {error}")
    print(
        f"{boot.columns} x {boot.rows} tiles, {boot.lanes} lanes, {boot.sources} sources, "
        f"version {boot.version} of the target; {len(boot.accesses)} accesses"
    )
    for access in boot.accesses:
        print(f"{'wait' if access.wait else 'write'} {access.address:#010x} {access.data:#010x}")


if __name__ == "__main__":
    main()
