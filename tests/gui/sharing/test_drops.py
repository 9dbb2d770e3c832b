"""What is dropped on the window or pasted: said while it is dragged, then read in the background."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from benchmarks.mutations.whole_files import GOOD, make_run
from engine.data.datasets import mnist
from engine.runs.folder import MODEL_FILE
from engine.runs.listing import list_runs
from engine.sharing.packed_file import SUFFIX
from engine.sharing.packing import pack
from gui.app.main_window import MainWindow
from tests.support.drawings import DRAWN, drawn
from tests.support.gui.window import PATIENCE, begin, click, labels, offer, stop

COPY, LEFT, NO_KEY = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def files(*paths: Path) -> QMimeData:
    """What a file manager gives: addresses, and the same as words."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    data.setText("\n".join(map(str, paths)))
    return data


def words(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def drag(window: MainWindow, data: QMimeData, part: QWidget | None = None) -> bool:
    """Drag it over the middle of a part of the window; return whether it may be dropped there."""
    place = _middle(window, part)
    for event in (
        QDragEnterEvent(place, COPY, data, LEFT, NO_KEY),
        QDragMoveEvent(place, COPY, data, LEFT, NO_KEY),
    ):
        QApplication.sendEvent(window.windowHandle(), event)
    return event.isAccepted()


def drop(window: MainWindow, data: QMimeData, part: QWidget | None = None) -> None:
    drag(window, data, part)
    event = QDropEvent(QPointF(_middle(window, part)), COPY, data, LEFT, NO_KEY)
    QApplication.sendEvent(window.windowHandle(), event)
    QTest.qWait(0)


def _middle(window: MainWindow, part: QWidget | None) -> QPoint:
    over = part or window
    return over.mapTo(window, over.rect().center())


def picture_of(digits: Iterable[int], path: Path) -> Path:
    """A photograph of test images, dark on light."""
    test = mnist().test
    chosen = [next(i for i in range(len(test)) if test.labels[i] == digit) for digit in digits]
    page = np.full((60, 40 * len(chosen) + 20), 255, np.uint8)
    for place, number in enumerate(chosen):
        page[16:44, 16 + 40 * place : 44 + 40 * place] -= test.images[number, 0].numpy()
    Pillow.fromarray(page).save(path)
    return path


@pytest.fixture
def run_file(home: Path, tmp_path: Path) -> Path:
    make_run(tmp_path / "elsewhere" / GOOD)
    pack(tmp_path / "elsewhere" / GOOD, tmp_path / f"mine{SUFFIX}")
    return tmp_path / f"mine{SUFFIX}"


def said(window: MainWindow, qtbot: QtBot, words: str) -> str:
    """The one notice with these words, once it is there."""
    qtbot.waitUntil(lambda: any(words in text for text in window.message.every), timeout=PATIENCE)
    (sentence,) = [text for text in window.message.every if words in text]
    return sentence


# Dragging.


def that_a_veil_says_what_will_become_of_each_file_until_the_drag_leaves(window: MainWindow, tmp_path: Path) -> None:
    many = files(*(tmp_path / name for name in ("a.png", "b.jpg", f"c{SUFFIX}", "d.jsonl", "e.docx")))
    assert window.controllers.drops.words == "" and drag(window, many)
    assert window.controllers.drops.words.splitlines() == [
        "2 pictures are read, the last one stays on the canvas",
        f"The run in c{SUFFIX} comes to the kept runs",
        "The drawings in d.jsonl come to My digits",
        "e.docx is nothing that Inkling opens",
    ]
    QApplication.sendEvent(window.windowHandle(), QDragLeaveEvent())
    assert window.controllers.drops.words == "" and window.message.every == []


def that_a_file_dropped_on_a_text_field_is_opened_and_no_text(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.commands["runs"].trigger()
    (field,) = [part for part in window.runs_panel.findChildren(QLineEdit) if part.accessibleName() == "Find a run"]
    drop(window, files(tmp_path / "letter.docx"), field)
    assert field.text() == "" and "letter.docx cannot be opened here: Inkling opens pictures" in said(
        window, qtbot, "docx"
    )
    assert not window.controllers.drops.words


def that_words_dragged_to_a_text_field_are_its_own(window: MainWindow) -> None:
    window.commands["runs"].trigger()
    (field,) = [part for part in window.runs_panel.findChildren(QLineEdit) if part.accessibleName() == "Find a run"]
    drop(window, words("quick"), field)
    assert field.text() == "quick" and window.message.every == []


# Dropping.


def that_a_picture_is_read_and_stands_on_the_canvas(knowing: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    drop(knowing, files(picture_of([7], tmp_path / "seven.png")))
    assert said(knowing, qtbot, "seven.png is read as").startswith("seven.png is read as 7 (")
    assert knowing.canvas.drawing.picture is not None and knowing.prediction.answer == "7"
    knowing.commands["undo"].trigger()
    assert knowing.canvas.drawing.is_empty


def that_several_digits_and_several_pictures_are_read(knowing: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    drop(knowing, files(picture_of([7, 1, 0], tmp_path / "row.png"), picture_of([1], tmp_path / "one.png")))
    assert "row.png is read as 710 (3 digits); the first one is on the canvas." in said(knowing, qtbot, "row.png")
    assert said(knowing, qtbot, "one.png is read as").startswith("one.png is read as 1 (")


def that_a_broken_picture_is_one_sentence_and_the_canvas_stays(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "broken.png").write_bytes(b"no picture")
    drop(window, files(tmp_path / "broken.png"))
    assert "broken.png cannot be read: it is not a PNG or JPEG picture." in said(window, qtbot, "broken.png")
    assert window.canvas.drawing.is_empty


def that_drawings_come_to_my_digits(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    drop(window, files(drawn(tmp_path / "some.jsonl", DRAWN[:3])))
    said(window, qtbot, "3 new digits taken from")
    assert labels(window) == [one["digit"] for one in DRAWN[:3]]


def that_a_packed_run_comes_to_the_runs_and_can_be_drawn_with(window: MainWindow, qtbot: QtBot, run_file: Path) -> None:
    window.commands["runs"].trigger()
    drop(window, files(run_file))
    assert said(window, qtbot, run_file.name) == f'{run_file.name} is open: the run "good" is among the kept runs.'
    newest = list_runs()[0]
    assert newest.opened_from == run_file.name
    table = window.runs_panel.table
    qtbot.waitUntil(lambda: table.current is not None and table.current.folder == newest.folder, timeout=PATIENCE)
    assert window.runs_panel.words.startswith(f"It came from {run_file.name}.")
    click(offer(window.message))
    said(window, qtbot, 'You draw with "good" now.')


def that_a_network_reads_the_drawings_unless_one_is_in_training(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    make_run(tmp_path / GOOD)
    begin(window, qtbot)
    drop(window, files(tmp_path / GOOD / MODEL_FILE))
    assert "Training goes on" in said(window, qtbot, "open another one when it has ended")
    stop(window, qtbot)
    drop(window, files(tmp_path / GOOD / MODEL_FILE))
    said(window, qtbot, "You draw with the network in")


def that_a_packed_run_that_was_altered_is_one_sentence(window: MainWindow, qtbot: QtBot, run_file: Path) -> None:
    before = list_runs()
    content = bytearray(run_file.read_bytes())
    content[len(content) // 2] ^= 1
    run_file.write_bytes(content)
    drop(window, files(run_file))
    assert "is damaged (its checksum is wrong): get it once more." in said(window, qtbot, run_file.name)
    assert list_runs() == before


def that_an_experiment_dropped_as_words_or_as_a_file_fills_the_settings(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(window, words("Try inkling 1: epochs=3; model=simple"))
    assert window.settings().epochs == 3 and window.settings().model == "simple"
    (tmp_path / "letter.txt").write_text("inkling 1: epochs=4", encoding="utf-8")
    drop(window, files(tmp_path / "letter.txt"))
    qtbot.waitUntil(lambda: window.settings().epochs == 4, timeout=PATIENCE)


# Pasting.


def that_ctrl_v_takes_files_pictures_and_experiments(knowing: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    board, path = QGuiApplication.clipboard(), picture_of([7], tmp_path / "seven.png")
    board.setImage(QImage(str(path)))
    knowing.canvas.setFocus()
    QTest.keyClick(knowing.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    said(knowing, qtbot, "The picture from the clipboard is read as 7 (")
    board.setMimeData(files(path))
    QTest.keyClick(knowing.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    said(knowing, qtbot, "seven.png is read as 7 (")
    board.setText("inkling 1: epochs=3")
    QTest.keyClick(knowing.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert knowing.settings().epochs == 3
    board.clear()
    QTest.keyClick(knowing.canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    said(knowing, qtbot, "There is nothing on the clipboard for Inkling")


def that_a_text_field_keeps_its_own_ctrl_v(window: MainWindow) -> None:
    window.commands["runs"].trigger()
    (field,) = [part for part in window.runs_panel.findChildren(QLineEdit) if part.accessibleName() == "Find a run"]
    QGuiApplication.clipboard().setText("inkling 1: epochs=3")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "inkling 1: epochs=3" and window.settings().epochs != 3
