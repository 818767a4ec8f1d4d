# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs that are recorded as they go, stopped, continued, or end on a full disk."""

import array
import fcntl
import json
import os
import pty
import shutil
import signal
import subprocess
import termios
import time
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest

import snnc

pytestmark = pytest.mark.needs_snnc

FOREVER = 10**9
NETWORK = """
snn.network @ring dt 0.5 {
  snn.input @stimulus size 4
  snn.population @cell of @lif_delta size 32 params {tau_m = 10.0 : f64}
  snn.projection @in from @stimulus to @cell port @in #snn.dense weights 0.375 : f64 bits 8
  snn.projection @back from @cell to @cell port @in #snn.dense weights -0.0625 : f64 delay 2 bits 8
  snn.output @cell
  snn.probe @v of @cell state @v
}
"""


@pytest.fixture
def network(tmp_path: Path) -> Path:
    text = tmp_path / "ring.mlir"
    text.write_text(NETWORK)
    image = tmp_path / "ring.img"
    snnc.call("compile", text, "-o", image)
    return image


@pytest.fixture
def events(tmp_path: Path) -> Path:
    rng = np.random.default_rng(1)
    path = tmp_path / "events.npy"
    np.save(path, (rng.random((600, 4)) < 0.4).astype(np.int8))
    return path


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(snnc.program()), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(found: Callable[[], bool], seconds: float = 30.0) -> None:
    """Until `found` says yes."""
    end = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < end
        time.sleep(0.01)


def waiting_bytes(pipe: int) -> int:
    count = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]


def temporaries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.tmp*"))


def spikes_of(file: h5py.File) -> tuple[np.ndarray, np.ndarray]:
    group = file["spikes/cell"]
    return group["timestamps"][:], group["node_ids"][:]


@pytest.mark.parametrize("engine", ["ref", "float"])
def test_the_sonata_layout(engine: str, network: Path, events: Path, tmp_path: Path) -> None:
    sonata, arrays = tmp_path / "out.h5", tmp_path / "out.npz"
    for output in (sonata, arrays):
        snnc.call(
            "run", network, "--engine", engine, "--input", events, "-o", output, "--probe", "v"
        )
    with h5py.File(sonata) as file, np.load(arrays) as expected:
        group = file["spikes/cell"]
        sorting = group.attrs.get_id("sorting")
        assert h5py.check_enum_dtype(sorting.dtype) == {"none": 0, "by_id": 1, "by_time": 2}
        assert group.attrs["sorting"] == 2
        times, nodes = group["timestamps"], group["node_ids"]
        assert (times.dtype, nodes.dtype) == (np.float64, np.uint64)
        assert times.attrs["units"] in ("ms", b"ms")
        assert len(times) > 100
        np.testing.assert_array_equal(times[:], expected["cell"]["step"] * 0.5)
        np.testing.assert_array_equal(nodes[:], expected["cell"]["index"])
        data = file["probes/v/data"]
        np.testing.assert_array_equal(data[:], expected["v"])
        assert (data.attrs["dt"], data.attrs["start"]) == (0.5, 0.0)
        assert ("frac" in data.attrs) == (engine == "ref")
        assert data.maxshape == (None, 32)


def test_spikes_of_another_program_are_read(network: Path, events: Path, tmp_path: Path) -> None:
    dense = np.load(events)
    step, index = np.nonzero(dense)
    shuffled = np.random.default_rng(2).permutation(len(step))
    expected = snnc.call("run", network, "--input", events, "--steps", "600")

    def digest(path: Path, *, name: str = "") -> str:
        spec = f"{name}={path}" if name else str(path)
        return snnc.call("run", network, "--input", spec, "--steps", "600").splitlines()[-1]

    for units, scale in (("ms", 0.5), ("s", 0.0005)):
        path = tmp_path / f"{units}.h5"
        with h5py.File(path, "w") as file:
            group = file.create_group("spikes/stimulus")
            group["timestamps"] = step[shuffled] * scale
            group["timestamps"].attrs["units"] = units
            group["node_ids"] = index[shuffled].astype(np.uint64)
        assert digest(path) == expected.splitlines()[-1]
    with h5py.File(path, "a") as file:
        file.move("spikes/stimulus", "spikes/thalamus")
    assert digest(path, name="stimulus") == expected.splitlines()[-1]
    plain = tmp_path / "plain.h5"
    with h5py.File(plain, "w") as file:
        file["stimulus"] = dense
    assert digest(plain) == expected.splitlines()[-1]
    lists = tmp_path / "lists.h5"
    with h5py.File(lists, "w") as file:
        file["stimulus/step"], file["stimulus/index"] = step, index
        file["stimulus/payload"] = np.ones(len(step), np.int32)
    assert digest(lists) == expected.splitlines()[-1]


def test_every_nth_state(network: Path, events: Path, tmp_path: Path) -> None:
    whole, some = tmp_path / "whole.npz", tmp_path / "some.h5"
    run = ["run", network, "--input", events, "--probe-output"]
    snnc.call(*run, whole)
    snnc.call(*run, some, "--record-every", "7")
    with np.load(whole) as expected, h5py.File(some) as file:
        data = file["probes/v/data"]
        np.testing.assert_array_equal(data[:], expected["v"][::7])
        assert data.attrs["dt"] == 3.5


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_leaves_complete_files(
    asked: signal.Signals, network: Path, events: Path, tmp_path: Path
) -> None:
    output, state = tmp_path / "out.h5", tmp_path / "state"
    digests, report = tmp_path / "digests", tmp_path / "report.json"
    process = start(
        *("run", network, "--input", events, "--steps", str(FOREVER), "-o", output),
        *("--save", state, "--digests", digests, "--json", report, "--probe", "v"),
    )
    # Written before the first step, which a busy machine may not have reached by then.
    wait_for(lambda: any(path.stat().st_size for path in tmp_path.glob("out.h5.tmp*")))
    time.sleep(0.3)
    assert not output.exists()
    process.send_signal(asked)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    written = json.loads(report.read_text())
    steps = written["stepsDone"]
    assert written["stopped"] and written["steps"] == steps
    assert f"stopped at step {steps}\n" in out
    assert not temporaries(tmp_path)
    assert len(digests.read_text().split()) == steps
    with h5py.File(output) as file:
        assert file["probes/v/data"].shape == (steps, 32)
        assert len(spikes_of(file)[0]) == written["events"].get("cell", 0)
    # What was saved goes on as if nothing had been.
    whole = tmp_path / "whole"
    more = str(steps + 5)
    snnc.call("run", network, "--input", events, "--steps", more, "--digests", whole)
    rest = tmp_path / "rest"
    snnc.call(
        *("run", network, "--input", events, "--restore", state),
        *("--steps", "5", "--digests", rest),
    )
    assert whole.read_text().split() == digests.read_text().split() + rest.read_text().split()


def test_the_second_interrupt_kills(network: Path, events: Path, tmp_path: Path) -> None:
    """The first comes while the run cannot react: its output is a pipe that nobody reads."""
    pipe = tmp_path / "digests"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    process = start(
        *("run", network, "--input", events, "--steps", str(FOREVER), "--digests", pipe)
    )
    wait_for(lambda: waiting_bytes(reader) >= 1 << 16)
    process.send_signal(signal.SIGINT)
    time.sleep(0.2)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    os.close(reader)
    assert process.returncode == -signal.SIGINT
    assert "once more to kill" in err


@pytest.mark.parametrize("engine", ["ref", "float"])
def test_a_checkpoint_goes_on_as_the_whole(
    engine: str, network: Path, events: Path, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    run = ["run", network, "--engine", engine, "--input", events, "--probe", "v"]

    def digests(path: Path) -> list[str | Path]:
        return ["--digests", path] if engine == "ref" else []

    snnc.call(*run, "-o", tmp_path / "whole.h5", *digests(tmp_path / "whole"))
    every = ["--checkpoint", state, "--checkpoint-every", "100"]
    snnc.call(*run, "-o", tmp_path / "a.h5", "--steps", "350", *every, *digests(tmp_path / "a"))
    snnc.call(*run, "-o", tmp_path / "b.h5", "--restore", state, *digests(tmp_path / "b"))
    if engine == "ref":
        first, rest = (tmp_path / "a").read_text().split(), (tmp_path / "b").read_text().split()
        assert first[:300] + rest == (tmp_path / "whole").read_text().split()
    with (
        h5py.File(tmp_path / "whole.h5") as whole,
        h5py.File(tmp_path / "a.h5") as a,
        h5py.File(tmp_path / "b.h5") as b,
    ):
        begun = spikes_of(a)[0] < 150.0
        for of, before, after in zip(spikes_of(whole), spikes_of(a), spikes_of(b), strict=True):
            np.testing.assert_array_equal(of, np.concatenate([before[begun], after]))
        joined = np.concatenate([a["probes/v/data"][:300], b["probes/v/data"][:]])
        np.testing.assert_array_equal(whole["probes/v/data"][:], joined)
        assert b["probes/v/data"].attrs["start"] == 150.0


def assert_full(done: subprocess.CompletedProcess[str], output: Path) -> None:
    assert done.returncode == 1, done.stderr
    assert done.stderr.count("error:") == 1
    assert "Stack dump" not in done.stderr
    assert f"{output}: cannot write: File too large" in done.stderr
    assert not output.exists()


def limited(blocks: int, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """snnc where no file may be larger than that many kB."""
    command = f'ulimit -f {blocks}; exec "$@"'
    return subprocess.run(
        ["bash", "-c", command, "bash", str(snnc.program()), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_full_disk_is_reported_when_it_happens(
    network: Path, events: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out.h5"
    done = limited(
        *(6000, "run", network, "--input", events, "--steps", str(FOREVER)),
        *("-o", output, "--probe", "v"),
    )
    assert_full(done, output)
    (kept,) = temporaries(tmp_path)
    assert f"is in {kept}\n" in done.stderr
    step = int(done.stderr.split("before step ")[1].split()[0])
    assert step > 600
    with h5py.File(kept) as file:
        assert file["probes/v/data"].shape == (step, 32)
        assert np.isfinite(file["probes/v/data"][:]).all()
        times, nodes = spikes_of(file)
        assert len(times) == len(nodes)
        assert times.max() < 0.5 * step


@pytest.mark.parametrize("option", ["--digests", "--checkpoint"])
def test_no_part_of_another_file_is_left(
    option: str, network: Path, events: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    every = ["--checkpoint-every", "10"] if option == "--checkpoint" else []
    run = ["run", network, "--input", events, "--steps", str(FOREVER), option, output, *every]
    assert_full(limited(0, *run), output)
    assert not temporaries(tmp_path)


def test_outputs_that_cannot_be_are_said_at_once(
    network: Path, events: Path, tmp_path: Path
) -> None:
    for options, part in (
        (["-o", tmp_path / "no/out.h5"], "No such file or directory"),
        (["-o", tmp_path / "out.npz", "--json", tmp_path], "is a folder"),
        (["--save", tmp_path / "no/state"], "No such file or directory"),
        (["--probe-output", tmp_path / "v.npz"], "kept in memory until the end"),
    ):
        run = ["run", network, "--input", events, "--steps", str(FOREVER), *options]
        done = subprocess.run(
            [str(snnc.program()), *map(str, run)], capture_output=True, text=True, timeout=20
        )
        assert done.returncode == 1
        assert part in done.stderr
    assert not temporaries(tmp_path)


def test_progress_on_a_terminal(network: Path, events: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [str(snnc.program()), "run", str(network), "--input", str(events), "--steps", str(FOREVER)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    )
    os.close(theirs)
    said = ""
    while said.count("\r") < 2:
        said += os.read(ours, 4096).decode()
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    os.close(ours)
    assert "\n" not in said
    for part in (f" of {FOREVER} (0.", "steps/s", "x real time", " left\x1b[K"):
        assert part in said
    assert "x real time" in out


@pytest.fixture
def ranks(network: Path, tmp_path: Path) -> list[str]:
    """The begin of a command: the network on the engine cpu, on two processes."""
    if not shutil.which("mpirun"):
        pytest.skip("mpirun is not installed")
    code = tmp_path / "ring.cpu.img"
    snnc.call("compile", tmp_path / "ring.mlir", "--target=cpu", "-o", code)
    launch = ["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", "2"]
    return [*launch, str(snnc.program()), "run", str(code), "--engine=cpu", "--threads", "1"]


def test_the_first_of_several_processes_writes(
    ranks: list[str], network: Path, events: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    recorded = ["--input", str(events), "--probe", "v", "--digests"]
    one = ["run", network, *recorded, tmp_path / "one", "-o", tmp_path / "one.h5"]
    snnc.call(*one)
    two = [*ranks, *recorded, tmp_path / "out/two", "-o", tmp_path / "out/two.h5"]
    done = subprocess.run(list(map(str, two)), capture_output=True, text=True, check=True)
    assert done.stdout.count("ring on cpu: 600 steps") == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["two", "two.h5"]
    assert (tmp_path / "one").read_text() == (tmp_path / "out/two").read_text()
    with h5py.File(tmp_path / "one.h5") as a, h5py.File(tmp_path / "out/two.h5") as b:
        for first, second in zip(spikes_of(a), spikes_of(b), strict=True):
            np.testing.assert_array_equal(first, second)
        np.testing.assert_array_equal(a["probes/v/data"][:], b["probes/v/data"][:])


def children(process: int) -> list[int]:
    listed = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True)
    return list(map(int, listed.stdout.split()))


def test_a_signal_to_one_process_stops_all(ranks: list[str], events: Path, tmp_path: Path) -> None:
    output, report = tmp_path / "out.h5", tmp_path / "report.json"
    command = [*ranks, "--input", events, "--steps", FOREVER, "-o", output, "--json", report]
    process = subprocess.Popen(
        list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_for(lambda: any(path.stat().st_size for path in tmp_path.glob("out.h5.tmp*")))
    os.kill(children(process.pid)[1], signal.SIGTERM)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    steps = json.loads(report.read_text())["stepsDone"]
    assert out.count(f"stopped at step {steps}\n") == 1
    with h5py.File(output) as file:
        assert spikes_of(file)[0].max(initial=0) < 0.5 * steps


def test_a_full_disk_ends_all_processes(ranks: list[str], events: Path) -> None:
    command = [*ranks, "--input", events, "--steps", FOREVER, "--digests", "/dev/full"]
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr.count("error:") == 1, done.stderr
    assert "error: /dev/full: cannot write: No space left on device\n" in done.stderr
