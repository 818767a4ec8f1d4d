# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""snnc train and snnc weights: learning as a job, from outside."""

import json
import signal
import struct
import subprocess
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

import snnc

pytestmark = pytest.mark.needs_snnc

Array = npt.NDArray[Any]

MODELS = snnc.ROOT / "examples" / "mnist"

INPUTS, CLASSES = 16, 3

#: One layer that learns by the delta rule which input pattern is which class.
NETWORK = """
snn.network @tiny dt 1.0 {
  snn.input @pixels size 16
  snn.input @labels size 3
  snn.population @classes of @class_neuron size 3 params {eta = 0.0009765625 : f64}
      {payload_bits = 9 : i64}
  snn.modulator @rate = 1.0 range [0.0, 1.0]
  snn.modulator @update = 0.0 range [0.0, 1.0]
  snn.modulator @shown = 0.0 driven by @labels falls
  snn.projection @forward from @pixels to @classes port @in #snn.dense
      weights 0.0 delay 1 bits 8 learn @count_delta
  snn.projection @teach from @labels to @classes port @label #snn.dense
      weights dense<[[1.0, -1.0, -1.0], [-1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]]> : tensor<3x3xf64>
      delay 1 bits 1
  snn.trial steps 5 {
    snn.reset @pixels at 0
    snn.reset @classes at 0
    snn.present @pixels from 0 for 4 code rate full 1.0
    snn.label @labels at 3
    snn.signal @update = 1.0 at 4 training
    snn.answer @classes state @v at 4
  }
}
"""


def train(*arguments: str | Path) -> dict[str, Any]:
    return snnc.call_json("train", "--quiet", *arguments)


def refuse(*arguments: str | Path) -> str:
    """The one error of a command that must fail with exit code 1."""
    done = subprocess.run(
        [str(snnc.program()), *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr.count("error:") == 1, done.stderr
    return done.stderr


def accuracy(score: dict[str, int]) -> float:
    return score["right"] / score["shown"]


class Job:
    """A compiled network with samples for it, in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        network = folder / "tiny.mlir"
        network.write_text(NETWORK)
        self.image = folder / "tiny.img"
        snnc.compile_network(network, self.image, ["--models", MODELS])
        rng = np.random.default_rng(5)
        prototypes = rng.random((CLASSES, INPUTS))
        self.labels = rng.integers(0, CLASSES, 300)
        noise = rng.normal(0.0, 0.2, (300, INPUTS))
        self.data = np.clip(prototypes[self.labels] + noise, 0.0, 1.0)
        np.save(folder / "data.npy", self.data)
        np.save(folder / "labels.npy", self.labels)

    def arguments(self, *more: str | Path) -> list[str | Path]:
        files = {"--data": "data.npy", "--labels": "labels.npy"}
        named = [item for key, name in files.items() for item in (key, self.folder / name)]
        return [self.image, *named, *more]

    def evaluation(self) -> list[str | Path]:
        data, labels = self.folder / "data.npy", self.folder / "labels.npy"
        return ["--eval", data, "--eval-labels", labels, "--eval-samples", "200:"]

    def weights(self, image: Path) -> dict[str, Array]:
        path = self.folder / "weights.npz"
        snnc.call("weights", image, "--get", path)
        with np.load(path) as file:
            return dict(file)


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    return Job(tmp_path_factory.mktemp("train"))


def test_a_network_learns(job: Job, tmp_path: Path) -> None:
    learned = tmp_path / "learned.img"
    report = train(
        *job.arguments("--samples", "0:200", "--epochs", "3", "-o", learned), *job.evaluation()
    )
    epochs = report["epochs"]
    assert [e["trained"]["shown"] for e in epochs] == [200] * 3
    assert [e["evaluated"]["shown"] for e in epochs] == [100] * 3
    assert accuracy(epochs[-1]["evaluated"]) >= 0.95
    assert report["synapseUpdates"] > 0
    weights = job.weights(learned)
    assert np.abs(weights["forward"]).max() > 0.02
    assert np.array_equal(weights["codes.forward"], weights["forward"] * 1024)
    # The learned image knows without learning on.
    again = train(learned, *job.arguments("--epochs", "0")[1:], *job.evaluation())
    assert again["evaluated"] == epochs[-1]["evaluated"]
    assert again["epochs"] == []
    assert np.array_equal(job.weights(learned)["forward"], weights["forward"])


def test_rate_zero_learns_nothing(job: Job, tmp_path: Path) -> None:
    learned = tmp_path / "learned.img"
    train(*job.arguments("--limit", "50", "--set", "rate=0.0", "-o", learned))
    assert not job.weights(learned)["forward"].any()


def test_evaluation_leaves_no_trace(job: Job, tmp_path: Path) -> None:
    images = [tmp_path / "with.img", tmp_path / "without.img"]
    common = ["--limit", "100", "--epochs", "2", "--seed", "3"]
    train(*job.arguments(*common, "-o", images[0]), *job.evaluation())
    train(*job.arguments(*common, "-o", images[1]))
    assert images[0].read_bytes() == images[1].read_bytes()


def test_seeds_make_different_orders_and_the_same_seed_the_same(job: Job, tmp_path: Path) -> None:
    results = []
    for i, seed in enumerate(["1", "1", "2"]):
        image = tmp_path / f"{i}.img"
        train(*job.arguments("--limit", "60", "--seed", seed, "-o", image))
        results.append(image.read_bytes())
    assert results[0] == results[1]
    assert results[0] != results[2]


def test_settings_begin_with_their_epoch(job: Job, tmp_path: Path) -> None:
    images = [tmp_path / "one.img", tmp_path / "two.img"]
    train(*job.arguments("--limit", "60", "-o", images[0]))
    train(*job.arguments("--limit", "60", "--epochs", "2", "--set", "rate=0@2", "-o", images[1]))
    assert images[0].read_bytes() == images[1].read_bytes()


def test_a_killed_run_goes_on_with_the_same_result(job: Job, tmp_path: Path) -> None:
    common = ["--epochs", "12", "--set", "rate=0.5@6", *job.evaluation()]
    straight = tmp_path / "straight.img"
    expected = train(*job.arguments(*common, "-o", straight))

    resumed, folder = tmp_path / "resumed.img", tmp_path / "checkpoints"
    checkpoint = folder / "checkpoint"
    arguments = job.arguments(
        *common, "--checkpoint", folder, "--checkpoint-every", "7", "-o", resumed, "--quiet"
    )
    command = [str(snnc.program()), "train", *map(str, arguments)]
    killed = 0
    for _ in range(4):
        before = checkpoint.read_bytes() if checkpoint.exists() else b""
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if checkpoint.exists() and checkpoint.read_bytes() != before:
                process.send_signal(signal.SIGKILL)
                process.wait()
                killed += 1
                break
        process.wait(timeout=60)
    assert killed >= 1
    report = train(*arguments)
    assert report["epochs"] == expected["epochs"]
    assert resumed.read_bytes() == straight.read_bytes()
    # Finished is finished; more epochs go on from there.
    assert train(*arguments)["samplesTrained"] == 0


def test_a_checkpoint_belongs_to_its_training(job: Job, tmp_path: Path) -> None:
    common = ["--limit", "20", "--checkpoint", tmp_path]
    train(*job.arguments(*common))
    assert train(*job.arguments(*common, "--epochs", "2"))["samplesTrained"] == 20
    assert "another seed" in refuse("train", *job.arguments(*common, "--seed", "2"))
    assert "other data" in refuse("train", *job.arguments("--limit", "21", *common[2:]))
    checkpoint = tmp_path / "checkpoint"
    good = checkpoint.read_bytes()
    checkpoint.write_bytes(good[: len(good) // 2])
    assert "checksum" in refuse("train", *job.arguments(*common))
    flipped = bytearray(good)
    flipped[len(good) // 2] ^= 1
    checkpoint.write_bytes(flipped)
    assert "checksum" in refuse("train", *job.arguments(*common))
    checkpoint.write_bytes(b"")
    assert "truncated" in refuse("train", *job.arguments(*common))
    checkpoint.write_bytes(b"no checkpoint at all")
    assert "not a checkpoint" in refuse("train", *job.arguments(*common))


def test_idx_files_train_alike(job: Job, tmp_path: Path) -> None:
    """MNIST's format; the network takes real pixels up to 1, so 0 and 1 here."""
    pixels = (job.data > 0.5).astype(np.uint8)
    np.save(tmp_path / "pixels.npy", pixels)
    header = struct.pack(">BBBBIII", 0, 0, 8, 3, len(pixels), 4, 4)
    (tmp_path / "pixels.idx").write_bytes(header + pixels.tobytes())
    labels = job.labels.astype(np.uint8)
    header = struct.pack(">BBBBI", 0, 0, 8, 1, len(labels))
    (tmp_path / "labels.idx").write_bytes(header + labels.tobytes())
    images = []
    for data, classes in [
        (tmp_path / "pixels.npy", job.folder / "labels.npy"),
        (tmp_path / "pixels.idx", tmp_path / "labels.idx"),
    ]:
        images.append(tmp_path / f"{data.suffix[1:]}.img")
        train(job.image, "--data", data, "--labels", classes, "-o", images[-1])
    assert images[0].read_bytes() == images[1].read_bytes()


def test_bad_data_is_refused(job: Job, tmp_path: Path) -> None:
    data, labels = job.folder / "data.npy", job.folder / "labels.npy"

    def error(data: Path, labels: Path, *more: str | Path) -> str:
        return refuse("train", job.image, "--data", data, "--labels", labels, *more)

    assert "cannot open" in error(tmp_path / "none.npy", labels)
    np.save(tmp_path / "narrow.npy", job.data[:, :5])
    assert "[samples, 16]" in error(tmp_path / "narrow.npy", labels)
    np.save(tmp_path / "few.npy", job.labels[:7])
    assert "7 labels for 300 samples" in error(data, tmp_path / "few.npy")
    np.save(tmp_path / "classes.npy", job.labels + 1)
    assert "outside 0 .. 2" in error(data, tmp_path / "classes.npy")
    np.save(tmp_path / "loud.npy", job.data * 2.0)
    assert "full scale" in error(tmp_path / "loud.npy", labels)
    (tmp_path / "short.idx").write_bytes(struct.pack(">BBBBI", 0, 0, 8, 1, 300) + b"12")
    assert "truncated" in error(data, tmp_path / "short.idx")
    assert "no modulator 'speed'" in error(data, labels, "--set", "speed=1")
    assert "setting 'rate'" in error(data, labels, "--set", "rate")
    assert "rounds to 0" in error(data, labels, "--set", "rate=1e-30")
    assert "not an epoch" in error(data, labels, "--set", "rate=1@0")
    driven = "population 'labels' drives modulator 'shown'"
    assert driven in error(data, labels, "--set", "shown=1")
    assert "samples 400 to" in error(data, labels, "--samples", "400:")
    assert "does not learn" in error(data, labels, "--engine", "float")
    taken = tmp_path / "taken"
    taken.write_text("")
    assert "folder" in error(data, labels, "--checkpoint", taken)


def test_networks_that_cannot_be_trained(job: Job, tmp_path: Path) -> None:
    files = job.arguments()[1:]
    path = tmp_path / "net.mlir"
    learning = " learn @count_delta"
    path.write_text(NETWORK.replace(learning, "").replace("weights 0.0", "weights 0.5"))
    assert "no projection that learns" in refuse("train", path, "--models", MODELS, *files)
    before, _ = NETWORK.split("  snn.trial")
    path.write_text(before + "}\n")
    assert "has no trial" in refuse("train", path, "--models", MODELS, *files)


def test_a_full_disk_is_an_error(job: Job) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("/dev/full does not exist")
    message = refuse("train", *job.arguments("--limit", "5", "--quiet", "-o", full))
    assert "No space left" in message


def test_weights_go_out_and_in(job: Job, tmp_path: Path) -> None:
    weights = job.weights(job.image)
    assert weights["forward"].shape == (INPUTS, CLASSES)
    rng = np.random.default_rng(1)
    codes = rng.integers(-128, 128, (INPUTS, CLASSES))
    changed = tmp_path / "changed.img"
    for arrays in ({"codes.forward": codes}, {"forward": codes / 1024.0}):
        np.savez(tmp_path / "in.npz", **arrays)
        snnc.call("weights", job.image, "--set", tmp_path / "in.npz", "-o", changed)
        assert np.array_equal(job.weights(changed)["codes.forward"], codes)
    same = tmp_path / "same.img"
    np.savez(tmp_path / "in.npz", **weights)
    snnc.call("weights", job.image, "--set", tmp_path / "in.npz", "-o", same)
    assert same.read_bytes() == job.image.read_bytes()
    snnc.call("weights", changed, "--set", tmp_path / "in.npz", "-o", same)
    assert np.array_equal(job.weights(same)["forward"], weights["forward"])


def test_bad_weights_are_refused(job: Job, tmp_path: Path) -> None:
    path, out = tmp_path / "in.npz", tmp_path / "out.img"

    def error(**arrays: Array) -> str:
        np.savez(path, **arrays)
        return refuse("weights", job.image, "--set", path, "-o", out)

    zeros = np.zeros((INPUTS, CLASSES))
    assert "no projection 'other'" in error(other=zeros)
    assert "[16, 3]" in error(forward=zeros[:3])
    assert "0.2" in error(forward=zeros + 0.2)
    assert "300" in error(**{"codes.forward": zeros.astype(np.int64) + 300})
    both = {"forward": zeros, "codes.forward": zeros.astype(np.int64) + 1}
    assert "disagree" in error(**both)
    assert "not finite" in error(forward=zeros + np.nan)
    assert "do not learn" in error(teach=np.zeros((3, 3)))
    assert not out.exists()
    missing = refuse("weights", job.image, "--get", path, "--projection", "nobody")
    assert "no projection 'nobody'" in missing


def test_json_is_written_after_each_epoch(job: Job, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    snnc.call("train", *job.arguments("--limit", "5", "--quiet", "--json", path))
    assert len(json.loads(path.read_text())["epochs"]) == 1


@pytest.mark.parametrize("command", ["train", "weights"])
def test_help(command: str) -> None:
    assert f"snnc {command}" in snnc.call(command, "--help")
