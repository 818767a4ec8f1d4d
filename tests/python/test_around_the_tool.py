# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What surrounds the commands: doctor, completion in shells, manual pages."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import snnc

pytestmark = pytest.mark.needs_snnc


@pytest.fixture
def commands() -> list[str]:
    return re.findall(r"^  ([a-z]+) ", snnc.call("--help"), re.MULTILINE)


def test_doctor(tmp_path: Path) -> None:
    report = snnc.call("doctor", "--json", tmp_path / "doctor.json")
    assert report.rstrip().endswith("snnc is healthy")
    found = json.loads((tmp_path / "doctor.json").read_text())
    assert found["healthy"]
    engines = {f["what"]: f for f in found["findings"]}
    assert all("same result" in engines[e]["said"] for e in ("ref", "cpu"))


def test_doctor_names_what_is_missing() -> None:
    done = subprocess.run(
        [str(snnc.program()), "doctor"],
        capture_output=True, text=True, check=False, env={"PATH": "/nowhere"},
    )  # fmt: skip
    assert done.returncode == 0
    assert "apt-get install openmpi-bin" in done.stdout


def complete(*words: str) -> set[str]:
    """What bash offers for the last of the words."""
    script = (
        f"source <('{snnc.program()}' completion bash)\n"
        'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _snnc; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", script, "bash", "snnc", *words], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_bash_completes(commands: list[str], tmp_path: Path) -> None:
    assert set(commands) <= complete("")
    assert complete("es") == {"estimate"}
    assert complete("run", "--sample") == {"--sample-steps"}
    assert {"ref", "cpu", "float"} <= complete("run", "--engine", "")
    assert {"tile", "medium", "cpu"} <= complete("compile", "--target", "")
    (tmp_path / "net.mlir").touch()
    assert complete("run", f"{tmp_path}/n") == {f"{tmp_path}/net.mlir"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts_are_of_the_shell(shell: str, commands: list[str], tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text(snnc.call("completion", shell))
    for command in commands:
        assert command in script.read_text()
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    subprocess.run([shell, "-n", script], check=True)


def test_manual_pages_have_all_that_help_has(commands: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "man"
    said = snnc.call("man", folder)
    assert said == f"{len(commands) + 1} pages in {folder}\n"
    overview = (folder / "snnc.1").read_text()
    for command in commands:
        page = (folder / f"snnc-{command}.1").read_text().replace("\\-", "-")
        assert f"snnc\\-{command}" in overview
        for option in re.findall(r"^  (?:-\w, )?(--[\w-]+)", snnc.call(command, "--help"), re.M):
            assert option in page, f"{command} {option}"
