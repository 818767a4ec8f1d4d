# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes 40 steps of events for 20 inputs, as .npy, without numpy."""

import sys

rows = bytes((t * 7 + i * 3) % 5 == 0 for t in range(40) for i in range(20))
header = "{'descr': '|u1', 'fortran_order': False, 'shape': (40, 20), }"
header += " " * (63 - (10 + len(header)) % 64) + "\n"
with open(sys.argv[1], "wb") as file:
    file.write(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + rows)
