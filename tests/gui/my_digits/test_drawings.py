"""Drawings are written beside the window: in order, all of them, or with a sentence that says why not."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from engine.ink import my_digits
from engine.ink.my_digits import FILE, MyDigit, MyDigits, Strokes
from engine.system.atomic_file import write_atomically
from engine.system.home import data_folder
from gui.app.main_window import MainWindow
from gui.my_digits.changes import MOST_UNDONE, Changes
from gui.my_digits.drawings import Drawings
from tests.support.gui.window import PATIENCE, labels

LINE = (((0.0, 0.0), (10.0, 20.0)),)
SEVERAL = 5


def line(label: int) -> Strokes:
    """A drawing of its own for each label: a drawing has one."""
    return (((0.0, 0.0), (10.0, 21.0 + label)),)


@pytest.fixture
def file(home: Path) -> Iterator[Path]:
    """With five drawings, labelled 0 to 4."""
    path = data_folder() / FILE
    path.unlink(missing_ok=True)
    digits = MyDigits(path)
    for label in range(SEVERAL):
        digits.add(label, LINE)
    yield path
    path.unlink()


@pytest.fixture
def drawings(qtbot: QtBot, file: Path) -> Iterator[Drawings]:
    parent = QObject()
    drawings = Drawings(parent)
    drawings.open()
    yield drawings
    drawings.end()


def names(drawings: Drawings) -> list[str]:
    return [digit.name for digit in drawings.digits]


def there(digits: list[MyDigit]) -> list[int]:
    return [digit.label for digit in digits]


@pytest.fixture
def writers(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Fills with the thread of each writing of the whole file."""
    threads: list[int] = []

    def noted(*arguments: Any) -> None:
        threads.append(threading.get_ident())
        write_atomically(*arguments)

    monkeypatch.setattr(my_digits, "write_atomically", noted)
    return threads


Action = Callable[[Drawings], object]


@pytest.mark.parametrize(
    ("change", "after"),
    [
        pytest.param(lambda it: it.relabel(names(it), 7), [7] * SEVERAL, id="relabel"),
        pytest.param(lambda it: it.delete(names(it)[1:]), [0], id="delete"),
        pytest.param(lambda it: it.export(str(data_folder() / "away.jsonl")), list(range(SEVERAL)), id="export"),
    ],
)
def that_the_file_is_written_beside_the_window(
    drawings: Drawings, file: Path, writers: list[int], qtbot: QtBot, change: Action, after: list[int]
) -> None:
    change(drawings)
    qtbot.waitUntil(lambda: not drawings.busy, timeout=PATIENCE)
    assert len(writers) == 1 and threading.get_ident() not in writers
    assert there(drawings.digits) == there(MyDigits(file).all) == after


def that_what_is_asked_in_quick_succession_is_done_in_order(drawings: Drawings, file: Path, qtbot: QtBot) -> None:
    drawings.relabel(names(drawings), 7)
    assert drawings.teach(8, line(8), None), "it waits for its turn"
    drawings.undo()
    drawings.undo()
    drawings.delete(names(drawings)[:2])
    drawings.relabel(names(drawings)[2:], 9)
    drawings.undo()
    assert drawings.teach(6, line(6), None)
    qtbot.waitUntil(lambda: not drawings.busy, timeout=PATIENCE)
    assert there(drawings.digits) == there(MyDigits(file).all) == [2, 3, 4, 6]
    for before in ([2, 3, 4], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]):
        drawings.undo()
        drawings.settle()
        assert there(drawings.digits) == there(MyDigits(file).all) == before


def that_settling_needs_no_event_loop(drawings: Drawings, file: Path) -> None:
    for label in range(10):
        drawings.relabel(names(drawings), label)
    drawings.settle()
    assert not drawings.busy and there(drawings.digits) == there(MyDigits(file).all) == [9] * SEVERAL


def that_a_file_that_cannot_be_written_is_one_sentence_and_nothing_is_lost(drawings: Drawings, file: Path) -> None:
    sentences: list[str] = []
    drawings.failed.connect(sentences.append)
    in_the_way = file.with_name(f".{file.name}.partial-{os.getpid()}")
    in_the_way.mkdir()
    drawings.relabel(names(drawings), 7)
    drawings.settle()
    assert len(sentences) == 1 and "cannot be written to" in sentences[0]
    assert there(drawings.digits) == there(MyDigits(file).all) == list(range(SEVERAL))
    in_the_way.rmdir()
    drawings.undo()
    drawings.settle()
    assert there(drawings.digits) == list(range(SEVERAL)), "what failed is not undone"
    drawings.relabel(names(drawings), 7)
    drawings.settle()
    assert there(MyDigits(file).all) == [7] * SEVERAL and len(sentences) == 1


def that_closing_the_window_at_once_keeps_every_change(knowing: MainWindow) -> None:
    teaching = knowing.teaching
    for label in range(SEVERAL):
        teaching.teach(label, line(label), None)
    teaching.relabel(names(teaching), 7)
    teaching.delete(names(teaching)[:1])
    assert teaching.busy
    knowing.close()
    assert not teaching.busy and labels(knowing) == [7] * (SEVERAL - 1)


def that_learning_at_once_learns_the_new_labels(knowing: MainWindow, qtbot: QtBot) -> None:
    teaching = knowing.teaching
    teaching.teach(1, line(1), None)
    teaching.relabel(names(teaching), 7)
    teaching.learn()
    assert there(teaching.digits) == [7]
    qtbot.waitUntil(lambda: not teaching.learner.busy, timeout=PATIENCE)


def that_undo_goes_back_a_hundred_changes(file: Path) -> None:
    changes = Changes()
    for number in range(MOST_UNDONE + 5):
        changes.relabel([changes.digits[0].name], number % 10)
    for _ in range(MOST_UNDONE + 5):
        changes.undo()
    assert there(MyDigits(file).all) == [4, *range(1, SEVERAL)]
