"""One job makes all rows of the table, keeps each of them as a network, and ends at once when it is told to."""

import itertools
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from engine.compression import timing
from engine.compression.answers import paired
from engine.compression.findings import Compressed, Doing, Finding
from engine.compression.job import compress
from engine.compression.keeping import keep
from engine.compression.measuring import Latency, as_beside, compared
from engine.compression.settings import COMPRESS_FIELDS, CompressSettings
from engine.data.datasets import Splits
from engine.data.image_sets import ImageSet
from engine.data.training_set import image_set
from engine.errors import InklingError
from engine.ink.my_digits import MyDigit, MyDigits
from engine.ink.stroke_file import read_strokes
from engine.models.calibration import calibrated
from engine.models.classifier import Classifier
from engine.models.evaluation import logits_of
from engine.models.networks import build
from engine.models.test_time_augmentation import logits_for
from engine.runs.folder import read_record
from engine.runs.listing import list_runs
from engine.runs.saved_network import Result, SavedRun, open_run
from engine.settings.fields import SettingField, checked_as
from engine.settings.train_settings import TrainSettings
from engine.training.start import resume
from tests.support.drawings import DRAWN, drawn

SHORT = CompressSettings(rounds=2, fine_tuning_epochs=1, student_epochs=1, teacher_epochs=1)
PLAIN = TrainSettings(augmentation="none", outliers="none", batch_size=50)


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timing, "SECONDS", 0.004)
        yield


@pytest.fixture(scope="module")
def few(digits: Splits) -> Splits:
    return Splits(digits.train.part(slice(800)), digits.validation.part(slice(200)), digits.test.part(slice(200)))


@pytest.fixture(scope="module")
def run(trained: Classifier) -> SavedRun:
    result = Result("completed", 100, 1.0, 0.97, None)
    return SavedRun(PLAIN, result, trained.network.state_dict())


@pytest.fixture(scope="module")
def strokes(tmp_path_factory: pytest.TempPathFactory) -> list[MyDigit]:
    return MyDigits(drawn(tmp_path_factory.mktemp("drawn") / "drawn.jsonl", DRAWN)).all


@pytest.fixture(scope="module")
def found(
    run: SavedRun, few: Splits, strokes: list[MyDigit], tmp_path_factory: pytest.TempPathFactory
) -> list[Finding]:
    return list(compress(run, SHORT, tmp_path_factory.mktemp("rows"), strokes=strokes, splits=few))


@pytest.fixture(scope="module")
def rows(found: list[Finding]) -> dict[str, Compressed]:
    return {row.name: row for row in found if isinstance(row, Compressed)}


def that_every_way_is_a_row_in_the_order_of_the_table(rows: dict[str, Compressed], found: list[Finding]) -> None:
    assert list(rows) == [
        "original",
        "int8",
        "pruned",
        "pruned, int8",
        "zeroed 90 %",
        "distilled",
        "distilled, int8",
        "student alone",
    ]
    for row in rows.values():
        assert row.explanation.endswith(".") and row.microseconds > row.microseconds_of_64 > 0
        assert 0 < row.test_accuracy <= 1 and row.pen_accuracy is not None
        json.dumps(row._asdict())
    shares = [doing.share for doing in found if isinstance(doing, Doing)]
    assert shares == sorted(shares) and shares[0] == 0 and 0.8 < shares[-1] <= 1


def that_each_row_is_smaller_in_its_own_way(rows: dict[str, Compressed]) -> None:
    original, zeroed = rows["original"], rows["zeroed 90 %"]
    for name, share in {"int8": 0.35, "pruned": 0.8, "distilled": 0.5}.items():
        assert rows[name].file_bytes < share * original.file_bytes
    assert rows["pruned"].multiply_adds <= 0.5 * original.multiply_adds
    assert rows["pruned, int8"].file_bytes < 0.5 * rows["pruned"].file_bytes
    assert rows["int8"].multiply_adds == zeroed.multiply_adds == original.multiply_adds
    assert zeroed.weights < 0.15 * original.weights and zeroed.file_bytes == pytest.approx(
        original.file_bytes, rel=0.02
    )
    assert "File size and speed do not change" in zeroed.explanation and "packed with xz" in zeroed.explanation
    # What a training ends with is another thing on each computer: only that they still read digits can be said.
    for name in ("int8", "pruned"):
        assert rows[name].validation_accuracy > 0.8
    assert rows["distilled"].weights == rows["student alone"].weights < rows["original"].weights / 2


def that_the_teachers_own_row_is_the_run_itself(rows: dict[str, Compressed], run: SavedRun) -> None:
    kept = open_run(Path(rows["original"].file))
    assert all((kept.weights[name] == values).all() for name, values in run.weights.items())
    assert kept.result.steps == run.result.steps and kept.result.temperature != 1


def that_the_file_of_a_row_reads_with_its_own_calibration_as_the_row_says(
    rows: dict[str, Compressed], strokes: list[MyDigit], few: Splits
) -> None:
    for row in rows.values():
        kept = open_run(Path(row.file))
        assert kept.result.reason == "completed" and kept.result.test_accuracy == row.test_accuracy
        assert Path(row.file).stat().st_size == row.file_bytes
        readings = [kept.classifier().read_image(image[0].numpy()) for image in image_set(strokes).images]
        right = [reading.digit == digit.label for reading, digit in zip(readings, strokes, strict=True)]
        assert np.mean(right) == pytest.approx(row.pen_accuracy)
        own = calibrated(kept.answering(), few.validation)
        assert own and own.temperature == pytest.approx(kept.result.temperature, rel=1e-3)


def that_each_row_is_compared_with_the_original_by_the_same_images(
    rows: dict[str, Compressed], few: Splits, strokes: list[MyDigit]
) -> None:
    original = rows["original"]
    assert original.validation_pairs is None and original.pen_pairs is None
    answers = {name: answered(row, few.validation) for name, row in rows.items()}
    for name, row in rows.items():
        if row is original:
            continue
        pairs = row.validation_pairs
        assert pairs == paired(answers["original"], answers[name]) and row.pen_pairs
        assert pairs.images == len(few.validation) and row.pen_pairs.images == len(strokes)
        assert row.validation_accuracy - original.validation_accuracy == pytest.approx(pairs.difference, abs=1e-6)
        assert row.pen_accuracy is not None and original.pen_accuracy is not None
        assert row.pen_accuracy - original.pen_accuracy == pytest.approx(row.pen_pairs.difference, abs=1e-6)
        assert row.explanation.endswith(f"{pairs.words}.")


def answered(row: Compressed, images: ImageSet) -> Tensor:
    """Which images the network in the row's file reads correctly, as it reads drawings."""
    network = open_run(Path(row.file)).answering()
    logits = logits_of(network, images, read=logits_for(images.data))
    assert logits is not None
    return logits.argmax(1) == images.labels


def that_the_test_images_choose_nothing(few: Splits, tmp_path: Path) -> None:
    simple = SavedRun(
        PLAIN.model_copy(update={"model": "simple"}),
        Result("completed", 1, 1.0, None, None),
        build("simple").state_dict(),
    )
    settings = SHORT.model_copy(update={"distil": "none", "rounds": 1})
    foreign = Splits(few.train, few.validation, few.train.part(slice(200)))
    made = [
        [row for row in compress(simple, settings, tmp_path / name, splits=one) if isinstance(row, Compressed)]
        for name, one in (("a", few), ("b", foreign))
    ]
    assert len(made[0]) == 6
    for one, other in zip(*made, strict=True):
        first, second = open_run(Path(one.file)), open_run(Path(other.file))
        assert all((first.weights[name] == values).all() for name, values in second.weights.items())
        assert first.result.calibration == second.result.calibration
        # What is said of them, but for the times in it.
        assert one.validation_pairs == other.validation_pairs and one.validation_accuracy == other.validation_accuracy


def that_a_row_can_be_kept_as_a_run(rows: dict[str, Compressed], tmp_path: Path) -> None:
    for name in ("int8", "pruned"):
        keep(Path(rows[name].file), f"first, {name}", tmp_path, note=rows[name].explanation)
    second, first = list_runs(tmp_path)
    assert {first.name, second.name} == {"first, int8", "first, pruned"}
    for row in (first, second):
        assert row.state == "completed" and row.has_network and row.note and not row.problem
        assert row.test_accuracy == rows[row.name.removeprefix("first, ")].test_accuracy
        assert read_record(row.folder).machine
        with pytest.raises(InklingError, match="is complete: there is nothing to go on with"):
            next(resume(row.folder))


def that_what_is_no_network_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "rubbish.inkling").write_bytes(b"rubbish")
    with pytest.raises(InklingError, match=r"rubbish\.inkling is not a network that Inkling saved"):
        keep(tmp_path / "rubbish.inkling", "rubbish", tmp_path / "runs")
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize("moment", ["Preparing", "Measuring: original", "Quantising", "Pruning, round 1", "Training"])
def that_a_stop_ends_the_job_at_once_and_leaves_whole_rows_only(
    run: SavedRun, few: Splits, tmp_path: Path, moment: str
) -> None:
    stop = threading.Event()
    made: list[Compressed] = []
    settings = SHORT.model_copy(update={"prune": "none" if moment == "Training" else "done"})
    for found in compress(run, settings, tmp_path, splits=few, stopping=stop.is_set):
        if isinstance(found, Compressed):
            made.append(found)
        elif found.sentence.startswith(moment):
            stop.set()
    assert stop.is_set() and sorted(map(str, tmp_path.iterdir())) == sorted(row.file for row in made)
    assert all(open_run(Path(row.file)).classifier() for row in made)


def that_closing_ends_it_too_and_gives_the_threads_back(run: SavedRun, few: Splits, tmp_path: Path) -> None:
    before = torch.get_num_threads()
    findings = compress(run, SHORT, tmp_path, splits=few)
    next(findings)
    findings.close()
    assert torch.get_num_threads() == before and not list(tmp_path.iterdir())


def that_a_stop_is_answered_while_images_are_prepared(run: SavedRun, few: Splits, tmp_path: Path) -> None:
    settings = run.settings.model_copy(update={"outliers": "mixed"})
    splits, looks = replace(few, train=few.train.part(slice(None))), itertools.count(1)
    asked = compress(replace(run, settings=settings), SHORT, tmp_path, splits=splits, stopping=lambda: next(looks) >= 9)
    assert len(list(asked)) == 1 and next(looks) == 10


def that_simple_networks_learn_from_a_convolutional_teacher(few: Splits, trained: Classifier, tmp_path: Path) -> None:

    simple = SavedRun(
        PLAIN.model_copy(update={"model": "simple"}),
        Result("completed", 1, 1.0, None, None),
        build("simple").state_dict(),
    )
    settings = SHORT.model_copy(update={"prune": "none", "zero": "none", "student_epochs": 3})
    teacher = SavedRun(PLAIN, Result("completed", 100, 1.0, 0.97, None), trained.network.state_dict())
    found = compress(simple, settings, tmp_path, teacher, splits=few)
    rows = {row.name: row for row in found if isinstance(row, Compressed)}
    assert "int8, dynamic" in rows
    taught = open_run(Path(rows["distilled"].file))
    assert taught.settings.model == "simple" and taught.settings.epochs == 3 and "Small CNN" in taught.settings.teacher
    assert "taught for 3 epochs by Small CNN" in rows["distilled"].explanation
    assert rows["distilled"].weights == rows["student alone"].weights == rows["original"].weights


def that_drawings_which_the_run_has_learnt_do_not_count(
    run: SavedRun, few: Splits, strokes: list[MyDigit], tmp_path: Path
) -> None:
    knows = replace(run, result=replace(run.result, learnt={digit.name: True for digit in strokes}))
    nothing = CompressSettings(int8="none", prune="none", zero="none", distil="none")
    (row,) = (
        row for row in compress(knows, nothing, tmp_path, strokes=strokes, splits=few) if isinstance(row, Compressed)
    )
    assert row.pen_accuracy is None


def that_what_cannot_be_made_smaller_is_refused(run: SavedRun, rows: dict[str, Compressed], few: Splits) -> None:
    with pytest.raises(InklingError, match="An int8 network answers, but it cannot learn"):
        next(compress(open_run(Path(rows["int8"].file)), SHORT, Path(), splits=few))
    other = replace(run, settings=run.settings.model_copy(update={"data": "fashion"}))
    with pytest.raises(InklingError, match="knows Fashion-MNIST, and this run learns MNIST digits"):
        next(compress(run, SHORT, Path(), other, splits=few))


def that_slower_is_called_slower() -> None:
    turns = "Timed in turns with the original, one image takes "
    original = Latency(100, 10)
    assert compared(Latency(150, 5), original) == f"{turns}1.5 times as long, each of 64 at once 1/2.0 of the time."
    assert compared(Latency(103, 9.9), original) == f"{turns}as long, and so does each of 64 at once."


@pytest.mark.parametrize("setting", COMPRESS_FIELDS.values(), ids=COMPRESS_FIELDS)
def that_every_setting_of_a_job_says_what_it_is_and_refuses_in_its_own_words(setting: SettingField) -> None:
    assert setting.title[0].isupper() and len(setting.title) < 20
    assert setting.help.endswith(".") and len(setting.help) > 30
    assert getattr(CompressSettings(), setting.name) == setting.default
    bad = ["rubbish", *([setting.low - 1, setting.high + 1] if setting.number else [])]
    for value in bad:
        with pytest.raises(InklingError) as refusal:
            checked_as(CompressSettings, COMPRESS_FIELDS, {setting.name: value})
        assert str(refusal.value) == f"{setting.title} must be {setting.allowed}, not {value}."


def that_strokes_come_from_arrays_too(strokes: list[MyDigit], tmp_path: Path) -> None:
    lines = [np.array(line, np.float32) for digit in strokes for line in digit.strokes]
    arrays: dict[str, Any] = {
        "points": np.concatenate(lines),
        "stroke_end": np.cumsum([len(line) for line in lines]),
        "digit_end": np.cumsum([len(digit.strokes) for digit in strokes]),
        "labels": np.array([digit.label for digit in strokes], np.uint8),
        "source": np.array(["here"] * len(strokes)),
    }
    np.savez(tmp_path / "some.npz", **arrays)
    again = read_strokes(tmp_path / "some.npz")
    assert (image_set(again).images == image_set(strokes).images).all()
    assert len({digit.name for digit in again}) == len(strokes)
    del arrays["points"]
    np.savez(tmp_path / "few.npz", **arrays)
    (tmp_path / "rubbish.npz").write_bytes(b"rubbish")
    with pytest.raises(InklingError, match=r"none\.npz cannot be read \(no such file"):
        read_strokes(tmp_path / "none.npz")
    for name in ("few.npz", "rubbish.npz"):
        with pytest.raises(InklingError, match=rf"{name} cannot be read as drawings: it must hold points"):
            read_strokes(tmp_path / name)
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(InklingError, match="There are no drawings in"):
        read_strokes(tmp_path / "empty.jsonl")


def that_a_computer_that_became_busy_between_two_rows_changes_no_ratio() -> None:
    first = Latency(100, 10)
    assert as_beside(first, first, Latency(103, 11)) is first
    assert as_beside(first, Latency(150, 5), Latency(300, 20)) == Latency(50, 2.5)
