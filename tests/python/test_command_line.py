# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""snnc as a user meets it: the README's example, files, errors, exit codes."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

import snnc

pytestmark = pytest.mark.needs_snnc

COMMANDS = ["compile", "run", "cosim", "check", "estimate", "info", "assemble", "disassemble"]


def readme_network() -> str:
    text = (snnc.ROOT / "README.md").read_text()
    return text.split("```mlir\n")[1].split("```")[0]


@pytest.fixture
def network(tmp_path: Path) -> Path:
    path = tmp_path / "pair.mlir"
    path.write_text(readme_network())
    return path


@pytest.fixture
def events(tmp_path: Path) -> Path:
    rng = np.random.default_rng(1)
    rows = [f"{t},stimulus,{i},1" for t in range(60) for i in range(4) if rng.random() < 0.5]
    path = tmp_path / "events.csv"
    path.write_text("step,population,index,payload\n" + "\n".join(rows) + "\n")
    return path


def snnc_process(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(snnc.program()), *map(str, arguments)], capture_output=True, text=True, check=False
    )


def assert_one_clear_error(done: subprocess.CompletedProcess[str], *parts: str) -> None:
    """Exit code 1, an error that holds `parts`, no sign of a crash."""
    assert done.returncode == 1, done.stderr
    assert done.stderr.count("error:") == 1, done.stderr
    assert "Stack dump" not in done.stderr
    for part in parts:
        assert part in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    done = snnc_process(command, "--help")
    assert done.returncode == 0
    assert f"snnc {command}" in done.stdout


def test_a_wrong_command_line_is_exit_code_2() -> None:
    for arguments in (["complie"], ["run"], ["run", "x", "--stpes", "3"]):
        done = snnc_process(*arguments)
        assert done.returncode == 2, arguments
        assert done.stderr


def test_the_readmes_commands(network: Path, events: Path, tmp_path: Path) -> None:
    image, output = tmp_path / "pair.img", tmp_path / "out.npz"
    snnc.call("compile", network, "-o", image)
    assert "cell" in snnc.call("info", image)
    snnc.call("run", network, "--engine=ref", "--input", events, "--output", output, "--probe", "v")
    with np.load(output) as file:
        assert file["v"].shape == (60, 1)
        assert len(file["cell"]) > 10
    snnc.call("cosim", network, "--engines=ref,rtl", "--input", events)


def test_rebuilding_gives_the_same_bytes(network: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.img", tmp_path / "b.img"
    snnc.call("compile", network, "-o", first)
    snnc.call("compile", network, "-o", second)
    assert first.read_bytes() == second.read_bytes()


def test_the_bytes_do_not_depend_on_folders(tmp_path: Path) -> None:
    text = (snnc.ROOT / "tests/lit/driver/Inputs/net.mlir").read_text()
    here, there, models = tmp_path / "here", tmp_path / "there/below", tmp_path / "models copied"
    for folder in (here, there):
        folder.mkdir(parents=True)
        (folder / "net.mlir").write_text(text)
    shutil.copytree(snnc.ROOT / "models", models)
    shutil.copy(snnc.ROOT / "models/lif_delta.mlir", there)
    builds: dict[str, tuple[Path, list[str]]] = {
        "absolute": (tmp_path, [str(here / "net.mlir")]),
        "relative": (here, ["net.mlir"]),
        "other models": (here, ["./net.mlir", "--models", str(models)]),
        "relative models": (here, ["net.mlir", "--models", "../models copied"]),
        "own model": (tmp_path, ["there/../there/below/net.mlir"]),
    }
    images = {}
    for name, (folder, arguments) in builds.items():
        image = tmp_path / f"{name}.img"
        command = [str(snnc.program()), "compile", *arguments, "-o", str(image)]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        images[name] = image.read_bytes()
    first = images.pop("absolute")
    assert str(tmp_path).encode() not in first and str(snnc.ROOT).encode() not in first
    assert b"models/lif_delta.mlir" in first
    for name, image_bytes in images.items():
        assert image_bytes == first, name


def test_a_network_may_bear_the_name_of_a_model(tmp_path: Path) -> None:
    text = (snnc.ROOT / "tests/lit/driver/Inputs/net.mlir").read_text()
    path = tmp_path / "lif_delta.mlir"
    path.write_text(text)
    snnc.call("check", path)
    path.write_text(text.replace("@lif_delta", "@no_model"))
    assert_one_clear_error(snnc_process("check", path), "there is no model @no_model")


def test_text_and_image_run_alike(network: Path, events: Path, tmp_path: Path) -> None:
    image = tmp_path / "pair.img"
    snnc.call("compile", network, "-o", image)
    digests = []
    for what in (network, image):
        file = tmp_path / f"{what.suffix}.digests"
        snnc.call("run", what, "--input", events, "--digests", file)
        digests.append(file.read_text().split())
    assert digests[0] == digests[1]
    assert len(digests[0]) == 60


def test_samples_are_independent(network: Path) -> None:
    x = (np.random.default_rng(2).random((25, 4)) < 0.5).astype(np.int8)
    alone = snnc.run(network, "ref", {"stimulus": x}, probes=["readout.v"])
    row = snnc.run(
        network, "ref", {"stimulus": np.vstack([x] * 3)}, probes=["readout.v"], sample_steps=25
    )
    expected = alone.probes["readout.v"]
    assert np.ptp(expected) > 0.5
    for sample in np.split(row.probes["readout.v"], 3):
        np.testing.assert_array_equal(sample, expected)


@pytest.mark.parametrize("stage", ["snn", "fixed", "ucode", "core"])
def test_each_stage_can_be_printed(stage: str, network: Path) -> None:
    assert snnc.call("compile", network, f"--emit={stage}").strip()


def test_json_of_info_and_check(network: Path, tmp_path: Path) -> None:
    image = tmp_path / "pair.img"
    snnc.call("compile", network, "-o", image)
    assert snnc.call_json("info", image)
    assert isinstance(snnc.call_json("check", network), dict)


def test_save_and_restore(network: Path, events: Path, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    snnc.call("run", network, "--input", events, "--steps", "60", "--digests", whole)
    state = tmp_path / "state"
    first = ["--steps", "23", "--save", state, "--digests", tmp_path / "first"]
    snnc.call("run", network, "--input", events, *first)
    rest = ["--steps", "37", "--restore", state, "--digests", parts]
    snnc.call("run", network, "--input", events, *rest)
    assert whole.read_text().split()[23:] == parts.read_text().split()


def test_a_missing_network(tmp_path: Path) -> None:
    assert_one_clear_error(snnc_process("check", tmp_path / "no.mlir"), "no.mlir")


def test_a_broken_text(network: Path) -> None:
    network.write_text(readme_network().replace("size 4", "size -4"))
    assert_one_clear_error(snnc_process("check", network), "pair.mlir:3")


def test_a_wrong_port(network: Path, tmp_path: Path) -> None:
    network.write_text(readme_network().replace("@cell port @in", "@cell port @inn"))
    done = snnc_process("compile", network, "-o", tmp_path / "pair.img")
    assert_one_clear_error(done, "pair.mlir:6", "inn")
    assert not (tmp_path / "pair.img").exists()


@pytest.mark.parametrize("damage", ["truncated", "flipped", "foreign", "empty"])
def test_a_damaged_image(damage: str, network: Path, tmp_path: Path) -> None:
    image = tmp_path / "pair.img"
    snnc.call("compile", network, "-o", image)
    data = bytearray(image.read_bytes())
    if damage == "flipped":
        data[len(data) // 2] ^= 0x10
    harmed = {
        "truncated": bytes(data[: len(data) // 3]),
        "flipped": bytes(data),
        "foreign": b"\x7fELF" + bytes(500),
        "empty": b"",
    }
    image.write_bytes(harmed[damage])
    assert_one_clear_error(snnc_process("info", image), "pair.img")


def test_bad_events(network: Path, tmp_path: Path) -> None:
    header = "step,population,index,payload\n"
    for name, row, part in (
        ("neuron", "3,stimulus,9,1", "9"),
        ("population", "3,nobody,0,1", "nobody"),
        ("number", "three,stimulus,0,1", "three"),
        ("twice", "3,stimulus,0,1\n3,stimulus,0,1", "two events"),
    ):
        path = tmp_path / f"{name}.csv"
        path.write_text(header + row + "\n")
        done = snnc_process("run", network, "--input", path, "--output", tmp_path / "out.npz")
        assert_one_clear_error(done, path.name, part)
        assert not (tmp_path / "out.npz").exists()


def test_json_says_what_was_printed(network: Path, events: Path, tmp_path: Path) -> None:
    report = tmp_path / "run.json"
    printed = snnc.call("run", network, "--input", events, "--json", report)
    written = json.loads(report.read_text())
    assert written["steps"] == 60
    assert str(written["counters"]["synapticOps"]) in printed
    assert written["digest"] in printed
