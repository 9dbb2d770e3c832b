"""python -m engine: what it prints, and what it says to bad input."""

import json
import logging
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image as Pillow

from engine.__main__ import main
from engine.data import datasets
from engine.data.datasets import Splits, mnist
from engine.models.classifier import Classifier
from engine.runs.saved_network import Result, SavedRun, latest_run, new_run_file, save
from engine.settings.fields import FIELDS
from engine.settings.presets import preset
from engine.settings.train_settings import OLD_NAMES, TrainSettings
from engine.system.home import HOME_VARIABLE
from tests.support.process import python
from tests.support.waiting import PATIENCE

pytestmark = pytest.mark.usefixtures("fewer_images")

QUICK = [
    "--model",
    "simple",
    "--epochs",
    "1",
    "--learning-rate",
    "0.005",
    "--augmentation",
    "none",
    "--outliers",
    "none",
]


@pytest.fixture(autouse=True)
def log_is_closed() -> Iterator[None]:
    yield
    for handler in logging.getLogger("inkling").handlers[:]:
        handler.close()
        logging.getLogger("inkling").removeHandler(handler)


def that_a_preset_is_several_flags_and_other_flags_override_it(
    home: Path, digits: Splits, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(datasets, "_read_mnist", lambda _root: digits)
    assert main(["train", "--preset", "quick", "--model", "simple", "--epochs", "1"]) == 0
    run, _ = latest_run()
    assert run and run.settings.model_dump().items() >= {**preset("quick").values, "epochs": 1}.items()
    assert main(["train", "--preset", "slow"]) == 2
    assert "There is no preset slow: choose quick or thorough." in capsys.readouterr().err


def that_training_prints_its_lines_keeps_the_network_and_logs(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", *QUICK]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Training SimpleNN 784-128-10 (101,770 weights) on the CPU: 1 epoch of 55,000 images")
    assert [line.split()[1] for line in lines if line.startswith("step")] == ["100/215", "200/215"]
    assert any(line.startswith("epoch 1/1") for line in lines)
    assert lines[-1].startswith("Saved to ")
    run, _ = latest_run()
    assert run and run.settings.model == "simple" and run.result.test_accuracy and run.result.test_accuracy > 0.9
    log = (home / "logs" / "inkling.log").read_text()
    assert all(line in log for line in lines)


def that_json_lines_are_the_events(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # With one thread: how many pay, and whether that changes, depends on what else the computer does.
    assert main(["train", *QUICK, "--batch-size", "500", "--threads", "1", "--json"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    kinds = [record["event"] for record in records]
    assert "TimeSpent" in kinds[1:-3]
    steady = [kind for kind in kinds if kind != "TimeSpent"]
    assert steady == ["Started", *["BatchDone"] * 110, "EpochDone", "Measuring", "Finished"]


@pytest.mark.parametrize("name", FIELDS)
def that_every_setting_is_a_flag_that_says_what_it_takes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["train", "--help"])
    text = " ".join(capsys.readouterr().out.replace("-\n", "-").split())
    assert f"--{name.replace('_', '-')} VALUE" in text
    assert FIELDS[name].help.split(".")[0] in text


@pytest.mark.parametrize("command", ["train", "compress", "bench"])
def that_no_help_text_shows_the_flags_of_earlier_versions(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    text = capsys.readouterr().out
    assert not [old for old in OLD_NAMES if f"--{old.replace('_', '-')}" in text]


def that_the_old_flag_of_the_measurement_takes_the_same_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["bench", "--variation", "rubbish"])
    assert "argument --variation: invalid choice: 'rubbish' (choose from" in capsys.readouterr().err


NO_NETWORK = (
    'There is no network called "{}": choose cnn, simple, softmax, deep-mlp, lenet-5, tiny-cnn, pytorch-example, one '
    'of My networks, or write its layers, as in "flatten, linear 128, relu, output".'
)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["train", "--epochs", "0"], "Epochs must be a whole number from 1 to 200, not 0."),
        (["train", "--learning-rate", "fast"], "Learning rate must be a number from 0.000001 to 10, not fast."),
        (["cpu", "--batch-size", "0"], "Batch size must be a whole number from 1 to 1024, not 0."),
        (["train", "--variation", "rubbish"], "Augmentation must be one of none, varied, written, not rubbish."),
        (["train", "--non-digits", "rubbish"], "Outliers must be one of none, mixed, letters, not rubbish."),
        (["train", "--teacher-share", "2"], "Teacher alpha must be a number from 0 to 1, not 2."),
        (["compress", "latest", "--teacher-share", "2"], "Teacher alpha must be a number from 0 to 1, not 2."),
        (["train", "--network", "flatten, linear 10, relu"], "After the last layer the output is missing; add output."),
        (
            ["train", "--network", "conv 8 9x9 stride 8, conv 8 5x5, flatten, output"],
            'Layer 2, "conv 8 5x5": a 5x5 filter does not fit a 3x3 image; take filters of 3x3.',
        ),
        (["train", "--model", "resnet"], NO_NETWORK.format("resnet")),
        (["predict", "x.png", "--model", "none.inkling"], "none.inkling cannot be read (no such file or directory)."),
    ],
)
def that_bad_input_is_one_sentence_and_exit_code_2(
    home: Path, arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.splitlines() == [sentence]


def that_a_run_that_fails_says_so_on_stderr(home: Path, glaring: None, capsys: pytest.CaptureFixture[str]) -> None:
    # What comes later counts.
    code = main(["train", *QUICK, "--learning-rate", "10", "--optimizer", "momentum"])
    assert code == 2
    assert "the learning rate 10 is probably too high" in capsys.readouterr().err


@pytest.fixture
def reading(trained: Classifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder whose one network reads well."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    settings = TrainSettings(augmentation="none", outliers="none")
    result = Result("completed", 100, 1.0, 0.97, 0.97, confidence_threshold=0.0)
    save(SavedRun(settings, result, trained.network.state_dict()), new_run_file(settings))


def that_predict_says_which_picture_is_not_there(reading: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["predict", "nothing.png"]) == 2
    assert capsys.readouterr().err.splitlines() == ["nothing.png cannot be read (no such file or directory)."]


def that_predict_reads_pictures_and_goes_on_after_a_bad_one(
    reading: None, digits: Splits, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths, right = [], 0
    for number in range(20):
        paths.append(tmp_path / f"{number}.png")
        Pillow.fromarray(255 - digits.test.images[number, 0].numpy()).resize((200, 200)).save(paths[-1])
    (tmp_path / "bad.png").write_text("not a picture")
    assert main(["predict", str(tmp_path / "bad.png"), *map(str, paths)]) == 2
    output = capsys.readouterr()
    assert "bad.png cannot be read" in output.err and len(output.err.splitlines()) == 1
    for line, path, label in zip(output.out.splitlines(), paths, digits.test.labels.tolist(), strict=False):
        assert line.startswith(f"{path}: ") and line.endswith("%)")
        right += line.startswith(f"{path}: {label} ")
    assert right >= 18
    assert main(["predict", "--json", str(paths[0])]) == 0
    (found,) = json.loads(capsys.readouterr().out)["digits"]
    assert found["digit"] == 7 and found["sure"] and sum(found["probabilities"]) == pytest.approx(1)
    assert 0 <= found["box"]["left"] < found["box"]["right"] <= 200


def that_predict_reads_several_digits_in_one_picture_from_left_to_right(
    reading: None, digits: Splits, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = Pillow.new("L", (900, 300), 230)
    chosen = [3, 2, 1]
    for place, number in enumerate(chosen):
        ink = Pillow.fromarray(digits.test.images[number, 0].numpy()).resize((200, 200))
        page.paste(20, (40 + 280 * place, 40), ink)
    page.save(tmp_path / "number.png")
    assert main(["predict", str(tmp_path / "number.png")]) == 0
    first, *others = capsys.readouterr().out.splitlines()
    told = "".join(str(int(digits.test.labels[number])) for number in chosen)
    assert first == f"{tmp_path / 'number.png'}: {told} (3 digits)"
    assert [line.strip()[0] for line in others] == list(told)
    assert all(" at x " in line for line in others)


def that_explain_says_why_and_draws_it_and_goes_on_after_a_bad_picture(
    reading: None, digits: Splits, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture, bad = tmp_path / "seven.png", tmp_path / "bad.png"
    Pillow.fromarray(255 - digits.test.images[0, 0].numpy()).resize((200, 200)).save(picture)
    bad.write_text("not a picture")
    assert main(["explain", str(bad), str(picture), "--pictures", str(tmp_path / "why")]) == 2
    output = capsys.readouterr()
    assert "bad.png cannot be read" in output.err and len(output.err.splitlines()) == 1
    drawn = tmp_path / "why" / "seven-why.png"
    (line,) = output.out.splitlines()
    assert line.startswith(f"{picture}: 7 (") and line.endswith(f"Drawn in {drawn}.")
    assert "speaks most for it" in line and "speaks most against it" in line
    with Pillow.open(drawn) as both:
        red, _, blue = np.moveaxis(np.asarray(both.convert("RGB"), np.int64), 2, 0)
    assert (blue > red + 60).any() and (red > blue + 60).any()


def that_pictures_of_one_name_are_explained_in_two_files(
    reading: None, digits: Splits, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures = [tmp_path / folder / "digit.png" for folder in ("one", "other")]
    for number, picture in enumerate(pictures):
        picture.parent.mkdir()
        Pillow.fromarray(255 - digits.test.images[number, 0].numpy()).resize((200, 200)).save(picture)
    assert main(["explain", *map(str, pictures), "--pictures", str(tmp_path)]) == 0
    drawn = [tmp_path / "digit-why.png", tmp_path / "digit-why (2).png"]
    for line, file in zip(capsys.readouterr().out.splitlines(), drawn, strict=True):
        assert line.endswith(f"Drawn in {file}.")
    assert drawn[0].read_bytes() != drawn[1].read_bytes()


def that_predicting_without_a_network_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    assert main(["predict", "digit.png"]) == 2
    assert "no trained network yet: run `python -m engine train` first" in capsys.readouterr().err


def that_the_cpu_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cpu"]) == 0
    text = capsys.readouterr().out
    for fact in (
        "Cores:",
        "Instruction set in use:",
        "MKL:",
        "oneDNN:",
        "bfloat16",
        "int8 instructions:",
        "L3 cache:",
        "Memory:",
        "Peak in float32:",
        "Training steps reach:",
        "PyTorch:",
        "Threads for training:",
    ):
        assert fact in text


@pytest.mark.skipif(sys.platform == "win32", reason="sends Unix signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def that_a_signal_to_it_and_its_workers_ends_training_and_keeps_the_network(
    name: str, home: Path, tmp_path: Path
) -> None:
    number = getattr(signal, name)
    mnist()
    (tmp_path / "MNIST").symlink_to(home / "MNIST")
    words = ["train", *QUICK, "--epochs", "200", "--num-workers", "1", "--json"]
    run = python(*words, module="engine", environment=os.environ | {HOME_VARIABLE: str(tmp_path)})
    for line in run.stdout:
        if json.loads(line).get("step") == 10:
            break
    # To the whole group, as a terminal and `timeout` send it: the workers get it too and must not print anything.
    for process in [psutil.Process(run.pid), *psutil.Process(run.pid).children()]:
        process.send_signal(number)
    output, complaints = run.communicate(timeout=PATIENCE)
    assert (run.returncode, complaints) == (128 + number, "")
    assert json.loads(output.splitlines()[-1])["reason"] == "stopped"
    assert len(list((tmp_path / "runs").glob("*/model.inkling"))) == 1
