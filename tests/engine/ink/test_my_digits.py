"""Drawings that a person has named survive changes, torn lines and other people's files."""

import json
import os
import sys
import tracemalloc
from pathlib import Path

import pytest

from engine.errors import InklingError
from engine.ink.my_digits import MyDigits

SEVEN = [[(0.0, 0.0), (0.5, 0.0), (0.2, 1.0)]]
ONE = [[(0.1, 0.0), (0.1, 1.0)], [(0.0, 1.0), (0.2, 1.0)]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "my-digits.jsonl"


def that_what_was_taught_is_there_again(path: Path) -> None:
    mine = MyDigits(path)
    seven, one = mine.add(7, SEVEN, read_as=1), mine.add(1, ONE)
    again = MyDigits(path)
    assert again.all == mine.all == [seven, one] and again.problem == ""
    assert seven.read_as == 1 and one.read_as is None and one.strokes[1][1] == (0.2, 1.0)
    assert seven.name != one.name and seven.drawn


def that_labels_change_and_drawings_go_one_by_one(path: Path) -> None:
    mine = MyDigits(path)
    names = [mine.add(label, ONE).name for label in (1, 1, 1)]
    mine.relabel([names[1]], 7)
    mine.delete([names[0]])
    assert [digit.label for digit in MyDigits(path).all] == [7, 1] == [digit.label for digit in mine.all]
    before = mine.all
    mine.delete(names)
    mine.replace(before)
    assert MyDigits(path).all == before


def that_a_torn_last_line_costs_that_line_only_and_the_next_one_none(path: Path) -> None:
    mine = MyDigits(path)
    mine.add(7, SEVEN)
    mine.add(1, ONE)
    os.truncate(path, path.stat().st_size - 20)
    again = MyDigits(path)
    assert [digit.label for digit in again.all] == [7] and "1 line that is no drawing" in again.problem
    again.add(3, SEVEN)
    assert [digit.label for digit in MyDigits(path).all] == [7, 3]


@pytest.mark.parametrize(
    "line",
    [
        "rubbish",
        "[]",
        "7",
        '{"name": "x"}',
        '{"name": "x", "label": 12, "strokes": [[[0, 0]]]}',
        '{"name": "x", "label": true, "strokes": [[[0, 0]]]}',
        '{"name": "x", "label": 1, "strokes": []}',
        '{"name": "x", "label": 1, "strokes": [[[0, 0, 0]]]}',
        '{"name": "x", "label": 1, "strokes": [[["a", 0]]]}',
        '{"name": "x", "label": 1, "strokes": [[[NaN, 0]]]}',
        '{"name": "x", "label": 1, "strokes": [[[1e300, 0]]]}',
    ],
)
def that_lines_that_are_no_drawings_are_passed_over_and_kept(line: str, path: Path) -> None:
    path.parent.mkdir()
    path.write_text(line + "\n")
    mine = MyDigits(path)
    assert mine.all == [] and str(path) in mine.problem
    digit = mine.add(7, SEVEN)
    mine.relabel([digit.name], 1)
    assert line in path.read_text().splitlines() and MyDigits(path).all[0].label == 1


def that_an_exported_file_can_be_taken_in_once(path: Path, tmp_path: Path) -> None:
    mine = MyDigits(path)
    mine.add(7, SEVEN)
    mine.add(1, ONE)
    mine.export(tmp_path / "away.jsonl")
    other = MyDigits(tmp_path / "other.jsonl")
    assert other.import_file(tmp_path / "away.jsonl") == 2 and other.all == mine.all
    assert other.import_file(tmp_path / "away.jsonl") == 0 and len(other.all) == 2


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n", b'{"label": 3}\n'])
def that_taking_in_something_else_is_one_sentence_and_changes_nothing(
    content: bytes, path: Path, tmp_path: Path
) -> None:
    mine = MyDigits(path)
    mine.add(7, SEVEN)
    (tmp_path / "photo.png").write_bytes(content)
    with pytest.raises(InklingError, match=r"photo\.png.*: choose a file that Inkling exported"):
        mine.import_file(tmp_path / "photo.png")
    with pytest.raises(InklingError, match=r"none.*: choose a file that Inkling exported"):
        mine.import_file(tmp_path / "none")
    assert len(MyDigits(path).all) == 1


def that_a_folder_that_cannot_be_written_to_is_one_sentence_and_nothing_is_half_kept(tmp_path: Path) -> None:
    mine = MyDigits(tmp_path / "folder" / "my-digits.jsonl")
    (tmp_path / "folder").write_text("a file where a folder should be")
    with pytest.raises(InklingError, match="cannot be written to"):
        mine.add(7, SEVEN)
    assert mine.all == []


def that_a_line_is_json_that_other_programs_can_read(path: Path) -> None:
    MyDigits(path).add(7, SEVEN, read_as=1)
    record = json.loads(path.read_text())
    assert record["label"] == 7 and record["strokes"] == [[[0.0, 0.0], [0.5, 0.0], [0.2, 1.0]]]


def that_half_a_line_costs_that_line_only_and_the_next_drawing_repairs_it(path: Path, tmp_path: Path) -> None:
    mine = MyDigits(path)
    first, second = mine.add(7, SEVEN), mine.add(1, ONE)
    whole = path.read_bytes()
    # A full disk stops within a letter of two bytes as well.
    for number, torn in enumerate(
        (whole[: len(whole) // 2 - 3], b'{"name": "caf\xc3', b"[" * 100_000, b'{"name": "\\ud8')
    ):
        path.write_bytes(whole + torn)
        other = MyDigits(tmp_path / f"other {number}.jsonl")
        taken = other.import_file(path)
        again = MyDigits(path)
        assert again.all[:2] == [first, second] and other.all == again.all and taken == len(again.all)
        third = again.add(7, SEVEN)
        assert MyDigits(path).all[-1] == third and MyDigits(path).all[:2] == [first, second]
        assert path.read_bytes().startswith(whole + torn + b"\n"), "what cannot be read stays"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of files")
def that_a_disk_that_becomes_full_within_a_line_leaves_none_of_it(path: Path) -> None:
    import resource

    mine = MyDigits(path)
    kept = mine.add(7, SEVEN)
    before = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 20, hard))
    try:
        with pytest.raises(InklingError, match="cannot be written to"):
            mine.add(1, ONE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == before and mine.all == [kept]
    assert len([mine.add(1, ONE)]) == 1 and MyDigits(path).all == mine.all


@pytest.mark.parametrize("points", ["1e999", "1" + "0" * 400, "true", '"1"', "null", "1e6"])
def that_a_point_is_two_numbers(points: str, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'{{"name": "x", "label": 1, "strokes": [[[{points}, 0]]]}}\n')
    assert MyDigits(path).all == [] and "1 line that is no drawing" in MyDigits(path).problem


def that_writing_the_file_again_keeps_the_line_of_every_drawing_as_it_was(path: Path, tmp_path: Path) -> None:
    mine = MyDigits(path)
    names = [mine.add(label, ONE).name for label in (1, 2, 3)]
    lines = path.read_bytes().splitlines()
    lines[0] = lines[0].replace(b"0.1", b"0.10")
    path.write_bytes(b"\n".join(lines))
    again = MyDigits(path)
    again.relabel([names[1]], 7)
    again.export(tmp_path / "exported.jsonl")
    expected = [lines[0], lines[1].replace(b'"label":2', b'"label":7'), lines[2]]
    assert path.read_bytes().splitlines() == expected == (tmp_path / "exported.jsonl").read_bytes().splitlines()


@pytest.mark.parametrize(
    "line",
    [
        '{"name":"x","label":3,"strokes":[[[0.5,1.0]]],"drawn":"2026","read_as":null}',
        '{"name": "x", "label": 3, "strokes": [[[0.5, 1.0]]]}',
        '{"label":3,"name":"x","strokes":[[[0.5,1.0]]]}',
        '{"name":"x","label":3,"strokes":[[[0.5,1.0]]],"label":3}',
        '{"\\u006cabel":3,"name":"x","strokes":[[[0.5,1.0]]]}',
        '{"name":"x","label":3,"strokes":[[[0.5,1.0]]],"\\u006cabel":3}',
        '{"name":"\\"label\\":3,","label":3,"strokes":[[[0.5,1.0]]]}',
        '{"name":"\u00e9","label":3,"strokes":[[[0.5,1.0]]]}',
    ],
)
def that_another_label_is_in_the_file_whoever_wrote_the_line(line: str, path: Path) -> None:
    path.parent.mkdir()
    path.write_text(line + "\n", encoding="utf-8")
    mine = MyDigits(path)
    for label in (7, 8, 3):
        mine.relabel([mine.all[0].name], label)
        assert MyDigits(path).all == mine.all and [one.label for one in mine.all] == [label]


def that_drawings_with_another_label_share_the_memory_of_their_ink(path: Path) -> None:
    """Undo keeps the drawings of before, and a thousand of them may be relabelled again and again."""
    path.parent.mkdir()
    ink = [[[n / 7, n / 3] for n in range(200)]]
    lines = [json.dumps({"name": str(n), "label": 3, "strokes": ink}, separators=(",", ":")) for n in range(200)]
    path.write_text("".join(line + "\n" for line in lines))
    mine = MyDigits(path)
    names = [one.name for one in mine.all]
    mine.relabel(names, 0)
    before, undone = [mine.all], path.stat().st_size
    tracemalloc.start()
    for label in range(1, 6):
        mine.relabel(names, label)
        before.append(mine.all)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < undone and len(before) == 6, "five relabellings together take less than the file"
