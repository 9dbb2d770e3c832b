"""The script of a run is Python that people learn from, and trains as the program does."""

import itertools
import re
import runpy
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from engine.data.datasets import SPLIT_SEED, VALIDATION_IMAGES, Splits, mnist
from engine.data.image_sets import ImageSet
from engine.errors import InklingError
from engine.events import EpochDone
from engine.export.script.script_network import WIDTH, network_lines
from engine.export.script.whole_script import script, write_script
from engine.models.networks import build
from engine.runs.saved_network import Result, SavedRun, open_run
from engine.settings.fields import FIELDS
from engine.settings.train_settings import TrainSettings
from engine.system.home import HOME_VARIABLE
from engine.training.start import train
from tests.support.networks import MODELS

MOST_LINES = 45
"""Without empty ones: what a learner will read from top to bottom."""
LEARNING, TESTED = 1_200, 300


def a_run(learnt: dict[str, bool | None] | None = None, **settings: Any) -> SavedRun:
    chosen = TrainSettings(**settings)
    result = Result("completed", 10, 1.5, 0.97, 0.9765, learnt=learnt or {})
    return SavedRun(chosen, result, build(chosen.model).state_dict())


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """One for every combination, made where the data folder has the longest name that a system gives it."""
    monkeypatch.setenv(HOME_VARIABLE, str(Path.home() / "Library" / "Application Support" / "Inkling"))
    names = ("model", "optimizer", "schedule", "augmentation", "outliers")
    combinations = itertools.product(MODELS, *(FIELDS[name].labels for name in names[1:]))
    settings = [dict[str, Any](zip(names, words, strict=True)) for words in combinations]
    return {"_".join(chosen.values()): script(a_run(**chosen)) for chosen in settings}


def that_every_combination_compiles_and_fits_a_page(scripts: dict[str, str]) -> None:
    assert len(set(scripts.values())) == 108
    for name, text in scripts.items():
        compile(text, name, "exec")
        lines = text.splitlines()
        assert sum(bool(line) for line in lines) <= MOST_LINES, name
        assert max(map(len, lines)) <= WIDTH, name
        assert "$" not in text and "[varied]" not in text


def that_linters_and_formatters_have_nothing_to_say(scripts: dict[str, str], tmp_path: Path) -> None:
    for name, text in scripts.items():
        (tmp_path / f"{name.replace('-', '_')}.py").write_text(text, encoding="utf-8")
    for command in (["check", "--select", "E,F,W,I,B,C4,N,UP,SIM,RUF,PTH"], ["format", "--check"]):
        with_width = [*command, "--isolated", "--no-cache", "--line-length", str(WIDTH), str(tmp_path)]
        done = subprocess.run([sys.executable, "-m", "ruff", *with_width], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def that_a_script_has_only_what_its_settings_need() -> None:
    plain = script(a_run(model="simple", optimizer="sgd", schedule="constant", augmentation="none", outliers="none"))
    assert "vary" not in plain and "OneCycleLR" not in plain and "Left out" not in plain and "momentum" not in plain
    assert "nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))" in plain
    full = script(a_run(augmentation="varied", outliers="mixed", learnt={"one": True}))
    left_out = next(line for line in full.splitlines() if "Left out" in line)
    assert "no digit" in left_out and "pens" in left_out and "a person drew" in left_out
    assert "vary(images[chosen])" in full and "SeedSequence" not in full


@pytest.mark.arithmetic
def that_the_scripts_network_is_the_programs() -> None:
    for model in MODELS:
        text = script(a_run(model=model))
        source = re.search(r"^network = (.*?)^optimizer", text, re.DOTALL | re.MULTILINE)
        assert source
        torch.manual_seed(0)
        theirs = list(eval(source[1], {"nn": nn}).state_dict().values())
        ours = list(build(model, seed=0).state_dict().values())
        assert all(torch.equal(one, other) for one, other in zip(theirs, ours, strict=True))


def that_the_makers_name_is_not_in_the_script(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "data" / "Inkling"))
    text = script(a_run())
    assert '"~/data/Inkling"' in text and str(tmp_path) not in text


def that_a_network_that_begins_with_any_layer_has_lines_too() -> None:
    blocks = [nn.GELU(), *(layer for _ in range(4) for layer in (nn.Conv2d(1, 1, 3, bias=False), nn.ReLU()))]
    text = network_lines(nn.Sequential(*blocks))
    assert text.count("\n") == 6
    built = eval(text.removeprefix("network = "), {"nn": nn})
    assert [str(layer) for block in built for layer in block] == [str(layer) for layer in blocks]


def that_a_place_that_cannot_be_written_to_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InklingError, match="cannot be written to"):
        write_script(a_run(), tmp_path / "file" / "script.py")


def _small_mnist(folder: Path) -> Splits:
    """The first images of MNIST in files of their own, and how the program would part them."""
    whole, raw = mnist(), folder / "MNIST" / "raw"
    raw.mkdir(parents=True)
    images = torch.cat([whole.train.images, whole.validation.images])[: LEARNING + VALIDATION_IMAGES]
    labels = torch.cat([whole.train.labels, whole.validation.labels])[: LEARNING + VALIDATION_IMAGES]
    test = whole.test.part(slice(TESTED))
    for part, pixels, digits in (("train", images, labels), ("t10k", test.images, test.labels)):
        count = len(digits)
        header = struct.pack(">IIII", 0x803, count, 28, 28)
        (raw / f"{part}-images-idx3-ubyte").write_bytes(header + pixels.numpy().tobytes())
        header = struct.pack(">II", 0x801, count)
        (raw / f"{part}-labels-idx1-ubyte").write_bytes(header + digits.byte().numpy().tobytes())
    order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(SPLIT_SEED))
    learning = ImageSet(images, labels)
    validation = learning.part(order[:200])
    return Splits(learning.part(order[VALIDATION_IMAGES:]), validation, test)


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Two that share a busy core wait for each other, up to a hundred times as long as they work."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def told_by(path: Path, data: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[str, Any]:
    """What the script prints about training on this data, and what it is left with; all of it in this process."""
    patch.setattr(sys, "argv", [path.name, str(data)])
    left = runpy.run_path(str(path))
    printed = capsys.readouterr()
    assert not printed.err
    return printed.out, left


@pytest.mark.arithmetic
def that_a_plain_script_has_the_losses_of_the_run(
    one_thread: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    splits = _small_mnist(tmp_path / "data")
    settings = TrainSettings(
        model="simple",
        epochs=3,
        batch_size=64,
        augmentation="none",
        outliers="none",
        my_digits="none",
        threads=1,
        seed=7,
    )
    events = list(train(settings, splits=splits, runs=tmp_path / "runs"))
    ours = [event.train_loss for event in events if isinstance(event, EpochDone)]
    write_script(a_run(**settings.model_dump()), tmp_path / "script.py")
    told, _ = told_by(tmp_path / "script.py", tmp_path / "data", monkeypatch, capsys)
    theirs = [float(loss) for loss in re.findall(r"epoch \d+: loss ([\d.]+)", told)]
    assert theirs == pytest.approx(ours, abs=2e-3) and theirs[-1] < theirs[0] / 2
    accuracy = re.search(r"test accuracy ([\d.]+)%", told)
    assert accuracy and float(accuracy[1]) > 75


@pytest.mark.arithmetic
@pytest.mark.parametrize("optimizer", ["adamw", "momentum"])
def that_a_script_turns_all_knobs_as_the_run_does(
    optimizer: str,
    one_thread: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    splits = _small_mnist(tmp_path / "data")
    plain: dict[str, Any] = {
        "model": "simple",
        "augmentation": "none",
        "outliers": "none",
        "my_digits": "none",
        "threads": 1,
    }
    knobs: dict[str, Any] = {
        "weight_decay": 0.02,
        "l1": 1e-4,
        "gradient_clipping": 0.5,
        "initial_scale": 1.5,
        "weight_average": 0.9,
    }
    settings = TrainSettings(**plain, **knobs, optimizer=optimizer, epochs=2, batch_size=64)
    events = list(train(settings, splits=splits, runs=tmp_path / "runs"))
    ours = [event.train_loss for event in events if isinstance(event, EpochDone)]
    write_script(a_run(**settings.model_dump()), tmp_path / "script.py")
    told, left = told_by(tmp_path / "script.py", tmp_path / "data", monkeypatch, capsys)
    theirs = [float(loss) for loss in re.findall(r"epoch \d+: loss ([\d.]+)", told)]
    assert theirs == pytest.approx(ours, abs=2e-3)
    kept = open_run(Path(events[-1].saved_to))  # type: ignore[union-attr, arg-type]
    for one, other in zip(left["network"].state_dict().values(), kept.weights.values(), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-2, atol=1e-3)


def that_a_script_with_every_knob_is_tidy_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    knobs: dict[str, Any] = {"l1": 0.001, "label_smoothing": 0.1, "gradient_clipping": 1.0, "initial_scale": 2.0}
    text = script(a_run(**knobs, early_stopping=3, weight_average=0.99))
    assert "label_smoothing=0.1" in text and "losses that it prints are those of smoothed labels" in text
    assert "Left out here: early stopping" in text
    assert "clip_grad_norm_(network.parameters(), 1.0)" in text and "weight.data *= 2.0" in text
    (tmp_path / "whole.py").write_text(text, encoding="utf-8")
    for command in (["check", "--select", "E,F,W,I,B,C4,N,UP,SIM,RUF,PTH"], ["format", "--check"]):
        with_width = [*command, "--isolated", "--no-cache", "--line-length", str(WIDTH), str(tmp_path)]
        done = subprocess.run([sys.executable, "-m", "ruff", *with_width], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    plain = script(a_run())
    assert not any(word in plain for word in ("penalty", "clip_grad", "averaged", "weight.data", "smoothing"))


@pytest.mark.arithmetic
def that_a_script_that_varies_learns_too(
    one_thread: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _small_mnist(tmp_path / "data")
    write_script(a_run(epochs=4, batch_size=64, optimizer="momentum"), tmp_path / "script.py")
    told, ran = told_by(tmp_path / "script.py", tmp_path / "data", monkeypatch, capsys)
    losses = [float(loss) for loss in re.findall(r"loss ([\d.]+)", told)]
    assert len(losses) == 4 and losses[-1] < losses[0] / 2
    accuracy = re.search(r"test accuracy ([\d.]+)%", told)
    assert accuracy and float(accuracy[1]) > 75
    varied = ran["vary"](ran["images"][:50])
    assert varied.shape == (50, 1, 28, 28) and (varied - ran["images"][:50]).abs().amax((1, 2, 3)).min() > 0.5
    assert varied[:, :, 0, 0].max().item() == pytest.approx(ran["images"].min().item())


def that_a_script_says_what_a_teacher_and_another_precision_were_to_its_run() -> None:
    plain: dict[str, Any] = {"model": "simple", "augmentation": "none", "outliers": "none"}
    assert "bfloat16" not in script(a_run(**plain)) and "teacher" not in script(a_run(**plain))
    assert "computed in bfloat16; here they are in float32" in script(a_run(**plain, precision="bfloat16"))
    assert "Left out here: a teacher." in script(a_run(**plain, teacher="2026 cnn"))
