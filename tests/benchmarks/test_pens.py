"""Files of pen strokes are measured together: digits by file, digit and source, letters by what is refused."""

import gzip
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from benchmarks.handwriting import outliers, pen_figures, pens
from benchmarks.shared.command import run_command
from engine.models.classifier import Classifier
from engine.runs.saved_network import Result, SavedRun, save
from engine.settings.train_settings import DataName, TrainSettings
from tests.support.drawings import DRAWN

A: list[Any] = [[(5, 100), (50, 0), (95, 100)], [(22, 62), (78, 62)]]
H: list[Any] = [[(10, 0), (10, 100)], [(90, 0), (90, 100)], [(10, 50), (90, 50)]]
LABELS = [record["digit"] for record in DRAWN]
STROKES = [record["strokes"] for record in DRAWN]


def stroke_file(path: Path, strokes: Sequence[Any], labels: Sequence[int], source: Sequence[str]) -> Path:
    lines = [line for drawing in strokes for line in drawing]
    np.savez_compressed(
        path,
        points=np.array([point for line in lines for point in line], np.float32).reshape(-1, 2),
        stroke_end=np.cumsum([len(line) for line in lines]),
        digit_end=np.cumsum([len(drawing) for drawing in strokes]),
        labels=np.array(labels, np.uint8),
        source=np.array(source),
    )
    return path


@pytest.fixture(autouse=True)
def few_of_each_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what is no digit a few: no rule here depends on how many there are, and each is read from nine views."""
    monkeypatch.setattr(outliers, "COPIES", 1)
    for name in ("scribbles", "side_by_side", "filled_shapes"):
        monkeypatch.setattr(pen_figures, name, partial(getattr(outliers, name), count=24))


@pytest.fixture
def some_digits(tmp_path: Path) -> Path:
    """The digits that come with the project, by two writers."""
    return stroke_file(tmp_path / "digits.npz", STROKES, LABELS, ["ann", "bob"] * 10)


@pytest.fixture
def some_letters(tmp_path: Path) -> Path:
    return stroke_file(tmp_path / "letters.npz", [A, H, A], [0, 0, 0], ["A", "H", "A"])


@pytest.fixture
def network(doubting: Classifier, tmp_path: Path) -> Path:
    return saved(doubting, tmp_path / "network.inkling")


def saved(classifier: Classifier, path: Path, data: DataName = "mnist") -> Path:
    result = Result("complete", 1, 1.0, None, None, None, *vars(classifier.calibration).values())
    save(SavedRun(TrainSettings(data=data), result, classifier.network.state_dict()), path)
    return path


def refusal(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    """The one sentence of a command that measures nothing."""
    with pytest.raises(SystemExit) as ended:
        run_command(partial(pens.main, list(map(str, words))))
    output = capsys.readouterr()
    (sentence,) = output.err.splitlines()
    assert (ended.value.code, output.out) == (2, "") and sentence.endswith(".")
    return sentence


def figures(folder: Path, *words: str | Path) -> dict[str, Any]:
    pens.main([*map(str, words), "--json", str(folder / "figures.json")])
    found: dict[str, Any] = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    return found


def that_every_file_is_measured_and_the_figures_are_those_of_one_reading_after_the_other(
    some_digits: Path, some_letters: Path, network: Path, doubting: Classifier, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    few = stroke_file(tmp_path / "other" / "digits.npz", STROKES[:3], LABELS[:3], ["cem"] * 3)
    found = figures(tmp_path, some_digits, some_letters, few, "--model", network)
    first, second = found["digits"]
    assert (first["file"], second["file"]) == ("digits", "digits-2")
    readings = [reading for strokes in STROKES if (reading := doubting.read(strokes))]
    right = [reading.digit == label for reading, label in zip(readings, LABELS, strict=True)]
    sure = [reading.sure for reading in readings]
    answered = [one for one, is_sure in zip(right, sure, strict=True) if is_sure]
    assert first["total"] == {
        "digits": 20,
        "accuracy": pytest.approx(np.mean(right)),
        "answered": pytest.approx(np.mean(sure)),
        "answered_accuracy": pytest.approx(np.mean(answered)) if answered else None,
    }
    assert {digit: group["digits"] for digit, group in first["by_digit"].items()} == {str(n): 2 for n in range(10)}
    assert first["by_source"]["bob"]["accuracy"] == pytest.approx(np.mean(right[1::2]))
    assert first["confusion"][LABELS[0]][readings[0].digit] >= 1 and np.sum(first["confusion"]) == 20
    assert second["total"]["digits"] == 3 and list(second["by_source"]) == ["cem"]


def that_letters_count_as_refused_or_not_and_never_as_digits(
    some_letters: Path, network: Path, doubting: Classifier, tmp_path: Path
) -> None:
    found = figures(tmp_path, some_letters, "--model", network)
    a, h = doubting.read(A), doubting.read(H)
    assert a and h and found["digits"] == found["doubt"] == []
    (letters,) = found["letters"]
    assert letters["by_letter"] == {
        "A": {"drawings": 2, "refused": float(not a.sure)},
        "H": {"drawings": 1, "refused": float(not h.sure)},
    }
    assert letters["total"] == {"drawings": 3, "refused": pytest.approx((2 * (not a.sure) + (not h.sure)) / 3)}


def that_digits_are_told_from_every_kind_of_non_digit(
    some_digits: Path, some_letters: Path, network: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clothes = tmp_path / "clothes.gz"
    pixels = np.random.default_rng(0).integers(0, 256, (3, 28, 28), np.uint8)
    clothes.write_bytes(gzip.compress(bytes(16) + pixels.tobytes()))
    found = figures(tmp_path, some_digits, some_letters, "--model", network, "--fashion", clothes)
    kinds = {one["kind"]: one for one in found["doubt"]}
    assert list(kinds) == [
        *("letters of letters", "built-in letters", "scribbles", "pieces of clothing", "two digits side by side")
    ]
    assert kinds["pieces of clothing"]["refusals"]["drawings"] == 3
    assert all(0 <= one["auroc"] <= 1 and 0 <= one["fpr95"] <= 1 for one in kinds.values())
    # A network that has learnt to doubt is less confident there than at digits.
    assert kinds["scribbles"]["auroc"] > 0.5 and kinds["two digits side by side"]["auroc"] > 0.5
    printed = capsys.readouterr().out
    assert "digits / source ann" in printed and "digits against 3 letters of letters: AUROC " in printed


def that_drawings_without_ink_are_left_out_and_counted(network: Path, tmp_path: Path) -> None:
    gaps = stroke_file(tmp_path / "gaps.npz", [STROKES[0], [], STROKES[1], [[]]], [0, 5, 0, 6], ["ann"] * 4)
    (found,) = figures(tmp_path, gaps, "--model", network)["digits"]
    assert (found["total"]["digits"], found["without_ink"]) == (2, 2)


def that_each_file_gets_a_picture_of_its_worst(
    some_digits: Path, some_letters: Path, network: Path, tmp_path: Path
) -> None:
    pens.main([str(some_digits), str(some_letters), "--model", str(network), "--picture", str(tmp_path / "worst.png")])
    with Image.open(tmp_path / "worst-digits.png") as digits, Image.open(tmp_path / "worst-letters.png") as letters:
        assert digits.height == 2 * letters.height and digits.getextrema()[1] == letters.getextrema()[1] == 255
    pens.main([str(some_letters), "--model", str(network), "--picture", str(tmp_path / "alone.png")])
    assert (tmp_path / "alone.png").exists()


def that_a_file_that_is_no_strokes_is_refused_in_one_sentence(
    some_digits: Path, network: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    torn, empty = tmp_path / "torn.npz", stroke_file(tmp_path / "empty.npz", [[[]]], [0], ["A"])
    torn.write_bytes(some_digits.read_bytes()[:-200])
    assert "torn.npz cannot be read as drawings" in refusal(capsys, some_digits, torn, "--model", network)
    assert "There is no ink in" in refusal(capsys, empty, "--model", network)
    assert "no such file" in refusal(capsys, tmp_path / "none.npz", "--model", network)
    assert "gzipped IDX images" in refusal(capsys, some_digits, "--model", network, "--fashion", torn)


def that_a_place_or_network_of_no_use_is_refused_before_anything_is_read(
    some_digits: Path, network: Path, doubting: Classifier, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = tmp_path / "nowhere" / "figures.json"
    assert "there is no folder" in refusal(capsys, some_digits, "--model", network, "--json", nowhere)
    assert ".png or .jpg" in refusal(capsys, some_digits, "--model", network, "--picture", tmp_path / "worst.txt")
    clothes = saved(doubting, tmp_path / "clothes.inkling", "fashion")
    assert "learnt Fashion-MNIST and cannot read digits" in refusal(capsys, some_digits, "--model", clothes)
