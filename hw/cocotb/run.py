#!/usr/bin/env python3
# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Builds a bench with Verilator and runs its tests under cocotb."""

import argparse
import json
import os
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

with warnings.catch_warnings():
    # cocotb 1.8 calls its runner experimental.
    warnings.simplefilter("ignore", UserWarning)
    from cocotb import runner

from reference import prepare

HERE = Path(__file__).resolve().parent
HW = HERE.parent
ROOT = HW.parent
RTL = HW / "rtl"
CHIP_PACKAGE = RTL / "chip/snnc_chip_pkg.sv"


@dataclass(frozen=True)
class Bench:
    top: str
    module: str
    packages: tuple[Path, ...]
    # A network is compiled, and run on the reference engine.
    network: bool = False


BENCHES = {
    "bridge": Bench("snnc_axi_bridge", "test_bridge", (CHIP_PACKAGE,)),
    "chip": Bench("snnc_chip", "test_chip", (RTL / "snnc_tile_pkg.sv", CHIP_PACKAGE), network=True),
}


class Verilator(runner.Verilator):
    """Shows cocotb what public.vlt says, not every signal of the design."""

    def _build_command(self) -> list[list[str]]:
        verilate, make = super()._build_command()
        verilate.remove("--public-flat-rw")
        return [[*verilate, str(HERE / "public.vlt")], make]


def sizes_of(target: str, settings: list[str]) -> dict[str, int]:
    sizes: dict[str, int] = json.loads((ROOT / "targets" / f"{target}.json").read_text())
    for setting in settings:
        key, _, value = setting.partition("=")
        sizes[key] = int(value)
    return sizes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", choices=BENCHES)
    parser.add_argument("--target", default="small", help="sizes of the chip (default: small)")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--work", type=Path, required=True, help="folder for the build")
    parser.add_argument("--seed", type=int, default=1, help="of the random draws (default: 1)")
    parser.add_argument(
        "--build", type=Path, default=ROOT / "build", help="where snnc was built (default: build)"
    )
    args = parser.parse_args()
    bench = BENCHES[args.bench]
    work: Path = args.work.resolve()
    build: Path = args.build.resolve()
    work.mkdir(parents=True, exist_ok=True)
    sizes = sizes_of(args.target, args.set)
    subprocess.run(
        [sys.executable, HW / "gen_target.py", ROOT / "targets" / f"{args.target}.json"]
        + [word for setting in args.set for word in ("--set", setting)]
        + ["-o", work / "snnc_target.svh"],
        check=True,
    )
    packages = list(bench.packages)
    if bench.network:
        prepare(work, sizes, build / "bin/snnc", HERE / "network.mlir")
        packages.insert(0, build / "hw/gen/snnc_isa_pkg.sv")
    verilator = Verilator()
    verilator.build(
        verilog_sources=[*packages, RTL / f"chip/{bench.top}.sv"],
        includes=[work, RTL, RTL / "chip"],
        hdl_toplevel=bench.top,
        build_dir=work,
        build_args=[str(HW / "lint/waivers.vlt"), "--assert", "-O3", "--timescale", "1ns/1ps"],
        always=True,
    )
    results = verilator.test(
        test_module=bench.module,
        hdl_toplevel=bench.top,
        test_dir=HERE,
        results_xml=str(work / "results.xml"),
        seed=args.seed,
        extra_env={
            "PYTHONPATH": os.pathsep.join(
                [str(HERE), str(ROOT / "python"), os.environ.get("PYTHONPATH", "")]
            ),
            "PYTHONDONTWRITEBYTECODE": "1",
            "SNNC_SIZES": json.dumps(sizes),
            "SNNC_WORK": str(work),
        },
    )
    tests, failed = runner.get_results(Path(results))
    print(f"{tests} tests, {failed} failed")
    return 0 if tests and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
