# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The engine cpu from outside: images without tiles, shared objects, training."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

import snnc

pytestmark = pytest.mark.needs_snnc

STEPS = 40

#: Larger than the default target's tile.
NETWORK = """
snn.network @net dt 1.0 {
  snn.input @x size 20
  snn.population @cells of @lif_delta size 3000
  snn.population @out of @leaky_integrator size 3
  snn.projection @w1 from @x to @cells port @in #snn.random<probability = 0.2, seed = 3>
      weights #snn.uniform<-0.2, 0.4, seed = 1> delay #snn.uniform<1.0, 6.0, seed = 9> bits 8
  snn.projection @w2 from @cells to @out port @in #snn.fixed_indegree<40, seed = 2>
      weights 0.05 delay 3 bits 4
  snn.output @cells
  snn.probe @v_out of @out state @v
}
"""
SMALL = NETWORK.replace("3000", "90")

TRAINED = """
snn.network @tiny dt 1.0 {
  snn.input @pixels size 16
  snn.input @labels size 3
  snn.population @classes of @class_neuron size 3 params {eta = 0.0009765625 : f64}
      {payload_bits = 9 : i64}
  snn.modulator @rate = 1.0 range [0.0, 1.0]
  snn.modulator @update = 0.0 range [0.0, 1.0]
  snn.modulator @shown = 0.0 driven by @labels falls
  snn.projection @forward from @pixels to @classes port @in
      #snn.random<probability = 0.8, seed = 4> weights 0.0 delay 1 bits 8 learn @count_delta
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


def refuse(*arguments: str | Path) -> str:
    """The one error of a command that must fail with exit code 1."""
    done = subprocess.run(
        [str(snnc.program()), *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr.count("error:") == 1, done.stderr
    assert "Stack dump" not in done.stderr
    return done.stderr


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.npy"
    np.save(path, (np.random.default_rng(1).random((STEPS, 20)) < 0.4).astype(np.int8))
    return path


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.mlir"
    path.write_text(NETWORK)
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.mlir"
    path.write_text(SMALL)
    return path


def digests(network: Path, events: Path, *arguments: str) -> list[str]:
    path = network.with_suffix(".digests")
    snnc.call("run", network, "--input", events, "--digests", path, "--quiet", *arguments)
    lines = path.read_text().split()
    assert len(lines) == STEPS
    return lines


def test_text_image_and_shared_object_are_one(large: Path, events: Path, tmp_path: Path) -> None:
    image, library = tmp_path / "large.img", tmp_path / "large.so"
    for output in (image, library):
        snnc.call("compile", large, "--target=cpu", "-o", output)
        info = snnc.call("info", output)
        assert "for the engine cpu, on no tiles" in info
        for processor in ("x86-64", "x86-64-v3", "x86-64-v4"):
            assert f"native code for {processor}:" in info
    expected = digests(large, events, "--engine=cpu")
    assert digests(image, events) == expected
    assert digests(library, events) == expected
    assert digests(library, events, "--engine=cpu", "--threads=3") == expected
    assert digests(large, events, "--target=cpu", "--threads=1") == expected


def test_equal_to_ref_in_every_step(small: Path, events: Path) -> None:
    assert digests(small, events, "--engine=cpu") == digests(small, events, "--engine=ref")
    report = snnc.call("cosim", small, "--engines=ref,cpu", "--input", events, "--quiet")
    assert f"equal in every one of {STEPS} steps\n" in report
    report = snnc.call("cosim", small, "--engines=cpu,ref", "--input", events, "--quiet")
    assert f"equal in every one of {STEPS} steps\n" in report


def test_images_of_both_kinds_are_compared(small: Path, events: Path, tmp_path: Path) -> None:
    placed, unplaced = tmp_path / "placed.img", tmp_path / "unplaced.img"
    snnc.call("compile", small, "-o", placed)
    snnc.call("compile", small, "--target=cpu", "-o", unplaced)
    for first, other in ((placed, unplaced), (unplaced, placed)):
        report = snnc.call("cosim", first, other, "--input", events, "--quiet")
        assert f"equal in every one of {STEPS} steps\n" in report


def test_outputs_and_probes(small: Path, events: Path, tmp_path: Path) -> None:
    arrays = {}
    for engine in ("ref", "cpu"):
        output = tmp_path / f"{engine}.npz"
        snnc.call(
            "run", small, f"--engine={engine}", "--input", events, "-o", output,
            "--probe", "v_out", "--quiet",
        )  # fmt: skip
        with np.load(output) as file:
            arrays[engine] = {name: file[name] for name in file.files}
    assert arrays["ref"].keys() == arrays["cpu"].keys()
    for name, array in arrays["ref"].items():
        np.testing.assert_array_equal(array, arrays["cpu"][name])
    assert len(arrays["cpu"]["cells"]) > 10


def test_what_an_image_lacks_is_said(small: Path, events: Path, tmp_path: Path) -> None:
    placed, unplaced = tmp_path / "placed.img", tmp_path / "unplaced.img"
    snnc.call("compile", small, "-o", placed)
    snnc.call("compile", small, "--target=cpu", "-o", unplaced)
    assert "has no native code" in refuse("run", placed, "--engine=cpu", "--input", events)
    for command in (["run", "--engine=ref", "--input", events], ["estimate"]):
        said = refuse(command[0], unplaced, *command[1:])
        assert "compile it without --target=cpu" in said
    assert "carries no float network" in refuse(
        "run", unplaced, "--engine=float", "--input", events
    )
    assert "need the tiles of a chip" in refuse(
        "run", small, "--engine=ref", "--target=cpu", "--input", events
    )


def test_files_that_are_no_shared_objects_of_snnc(small: Path, tmp_path: Path) -> None:
    library = tmp_path / "small.so"
    snnc.call("compile", small, "--target=cpu", "-o", library)
    whole = library.read_bytes()
    broken = tmp_path / "broken.so"
    section = whole.index(b"SNNCIMG")
    for content, said in (
        (Path("/bin/true").read_bytes(), "no section .snnc.image"),
        (whole[:100], "broken.so: "),
        (whole[: section + 50], "broken.so: "),
        (whole[: section + 40] + b"\xff" + whole[section + 41 :], "corrupt"),
    ):
        broken.write_bytes(content)
        assert said in refuse("info", broken)
        assert said in refuse("run", broken, "--steps", "1")


def test_training_is_that_of_ref(tmp_path: Path) -> None:
    network = tmp_path / "tiny.mlir"
    network.write_text(TRAINED)
    models = ["--models", snnc.ROOT / "examples" / "mnist"]
    rng = np.random.default_rng(5)
    data, labels = tmp_path / "x.npy", tmp_path / "y.npy"
    np.save(data, rng.random((30, 16)))
    np.save(labels, rng.integers(0, 3, 30))
    samples = ["--data", data, "--labels", labels]
    weights = {}
    for engine in ("ref", "cpu"):
        image, got = tmp_path / f"{engine}.img", tmp_path / f"{engine}.npz"
        snnc.call("train", network, *models, *samples, f"--engine={engine}", "-o", image, "--quiet")
        snnc.call("weights", image, "--get", got)
        with np.load(got) as file:
            weights[engine] = {name: file[name] for name in file.files}
        # What was learned comes back.
        again = tmp_path / "again.img"
        snnc.call("weights", image, "--set", got, "-o", again)
        assert again.read_bytes() == image.read_bytes()
    assert weights["ref"].keys() == weights["cpu"].keys()
    for name, array in weights["ref"].items():
        np.testing.assert_array_equal(array, weights["cpu"][name])
    assert np.any(weights["cpu"]["codes.forward"])
    report = snnc.call(
        "cosim", network, *models, *samples, "--engines=ref,cpu", "--threads=2", "--quiet"
    )
    assert "equal in every one of 150 steps\n" in report
