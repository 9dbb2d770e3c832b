"""A person says what the drawings were, and the network learns from it."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from engine.ink.my_digits import FILE, MyDigits
from engine.runs.saved_network import SavedRun, latest_run
from engine.system.home import data_folder
from gui.app.main_window import MainWindow
from tests.support.gui.eyes import button, number_field, texts
from tests.support.gui.window import PATIENCE, QUICK, begin, click, doing, draw, labels, mine, stop, train


def that_a_key_says_what_the_drawing_was_and_makes_room_for_the_next(knowing: MainWindow) -> None:
    draw(knowing, 6)
    QTest.keyClick(knowing, Qt.Key.Key_3)
    assert labels(knowing) == [3] and knowing.canvas.drawing.strokes == ()
    assert knowing.teach_row.told == "kept as a 3, 1 of yours: F7 teaches"
    assert MyDigits(data_folder() / FILE).all[0].read_as == 3
    QTest.keyClick(knowing, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert knowing.canvas.drawing.strokes, "the drawing can be brought back"


def press_control(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)


def that_undo_takes_the_label_back_so_that_a_drawing_never_has_two(knowing: MainWindow) -> None:
    draw(knowing, 6)
    strokes = knowing.canvas.drawing.strokes
    QTest.keyClick(knowing, Qt.Key.Key_1)
    press_control(knowing, Qt.Key.Key_Z)
    assert labels(knowing) == [] and knowing.canvas.drawing.strokes == strokes
    assert knowing.teach_row.told == ""
    press_control(knowing, Qt.Key.Key_Y)
    assert labels(knowing) == [1] and knowing.canvas.drawing.strokes == ()
    press_control(knowing, Qt.Key.Key_Z)
    QTest.keyClick(knowing, Qt.Key.Key_7)
    assert labels(knowing) == [7], "only what it was called last"
    press_control(knowing, Qt.Key.Key_Z)
    QTest.mouseClick(knowing.canvas, Qt.MouseButton.LeftButton)
    press_control(knowing, Qt.Key.Key_Z)
    press_control(knowing, Qt.Key.Key_Y)
    assert labels(knowing) == [], "a stroke was redone, and no label"
    assert len(knowing.canvas.drawing.strokes) == len(strokes) + 1


def that_a_kept_drawing_that_is_labelled_on_the_canvas_gets_another_label_and_undo_the_one_before(
    knowing: MainWindow,
) -> None:
    for number, key in ((6, Qt.Key.Key_3), (8, Qt.Key.Key_4)):
        draw(knowing, number)
        QTest.keyClick(knowing, key)
    names = [digit.name for digit in knowing.teaching.digits]
    knowing.commands["mine"].trigger()
    knowing.my_digits.list.setCurrentRow(1)
    QTest.keyClick(knowing.my_digits.list, Qt.Key.Key_Return)
    knowing.canvas.setFocus()
    QTest.keyClick(knowing, Qt.Key.Key_8)
    assert labels(knowing) == [8, 4] and [digit.name for digit in knowing.teaching.digits] == names
    press_control(knowing, Qt.Key.Key_Z)
    assert labels(knowing) == [3, 4]


def that_a_button_does_the_same_and_an_empty_canvas_is_nothing(knowing: MainWindow) -> None:
    assert not knowing.teach_row.buttons[8].isEnabled()
    QTest.keyClick(knowing, Qt.Key.Key_8)
    assert labels(knowing) == []
    draw(knowing, 6)
    click(knowing.teach_row.buttons[8])
    assert labels(knowing) == [8]
    assert mine(knowing) == "0%" and "0 of 1 digit of yours" in texts(knowing.result)


def that_typing_a_number_into_a_setting_teaches_nothing(knowing: MainWindow, qtbot: QtBot) -> None:
    draw(knowing, 6)
    field = number_field(knowing.form, "epochs")
    field.setFocus()
    QTest.keyClicks(field, "25")
    assert labels(knowing) == [] and knowing.canvas.drawing.strokes


def that_my_digits_can_be_renamed_deleted_and_brought_back_by_keys(knowing: MainWindow) -> None:
    for number in (0, 2, 4):
        draw(knowing, number)
        QTest.keyClick(knowing, Qt.Key.Key_1)
    knowing.commands["mine"].trigger()
    drawings = knowing.my_digits.list
    assert drawings.count() == 3 and knowing.pages.page is knowing.my_digits
    assert [drawings.item(row).text() for row in range(3)] == ["1 (read 2)", "1", "1 (read 0)"]
    drawings.setCurrentRow(0)
    QTest.keyClick(drawings, Qt.Key.Key_2)
    assert labels(knowing) == [1, 1, 2] and len(drawings.names) == 1, "what was chosen stays chosen"
    QTest.keyClick(drawings, Qt.Key.Key_Delete)
    assert labels(knowing) == [1, 1] and drawings.count() == 2
    for expected in ([1, 1, 2], [1, 1, 1], [1, 1]):
        QTest.keyClick(drawings, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert labels(knowing) == expected


def that_alt_and_a_digit_leave_the_list_and_rename_nothing(knowing: MainWindow) -> None:
    draw(knowing, 0)
    QTest.keyClick(knowing, Qt.Key.Key_1)
    knowing.commands["mine"].trigger()
    drawings = knowing.my_digits.list
    drawings.setCurrentRow(0)
    QTest.keyClick(drawings, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert labels(knowing) == [1] and knowing.pages.page is knowing.runs_panel


def that_a_drawing_goes_back_onto_the_canvas(knowing: MainWindow) -> None:
    draw(knowing, 8)
    strokes = knowing.canvas.drawing.strokes
    QTest.keyClick(knowing, Qt.Key.Key_4)
    knowing.commands["mine"].trigger()
    QTest.keyClick(knowing.my_digits.list, Qt.Key.Key_Down)
    QTest.keyClick(knowing.my_digits.list, Qt.Key.Key_Return)
    assert knowing.canvas.drawing.strokes == strokes and knowing.prediction.answer == "4"


def that_the_network_learns_them_and_can_unlearn_them(knowing: MainWindow, qtbot: QtBot) -> None:
    before = knowing.networks.run
    saved, _ = latest_run()
    for number in (0, 2, 4, 6):
        draw(knowing, number)
        QTest.keyClick(knowing, Qt.Key.Key_7)
    assert mine(knowing) == "0%"
    click(button(knowing.my_digits, "Learn my digits"))
    assert not knowing.player.main.isEnabled() and "Learning your digits" in doing(knowing)
    draw(knowing, 8)
    assert knowing.prediction.answer == "4", "the window can be used meanwhile"
    qtbot.waitUntil(lambda: "Learnt 4 digits of yours" in knowing.message.text, timeout=PATIENCE)
    assert "validation images" in knowing.message.text and knowing.player.main.isEnabled()
    learnt = knowing.networks.run
    assert learnt is not before and learnt is not None and len(learnt.result.learnt) == 4
    newest, _ = latest_run()
    assert newest and newest.result == learnt.result, "it is there again at the next start"
    assert "Learnt 4 digits" in knowing.my_digits.words
    click(button(knowing.message, "Undo learning"))
    assert knowing.networks.run is before
    newest, _ = latest_run()
    assert newest and saved and newest.result == saved.result
    assert not knowing.commands["unlearn"].isEnabled() and len(labels(knowing)) == 4
    assert "Learnt" not in knowing.my_digits.words, "what is undone is not told any more"


def with_result(window: MainWindow, **different: Any) -> SavedRun:
    """The window's network, whose result says something else."""
    run = window.networks.run
    assert run
    other = replace(run, result=replace(run.result, **different))
    window.networks.keep(other, window.networks.kept_reader)
    return other


def that_a_digit_with_another_label_loses_its_verdict_and_undo_brings_it_back(knowing: MainWindow) -> None:
    draw(knowing, 6)
    QTest.keyClick(knowing, Qt.Key.Key_8)
    with_result(knowing, learnt={knowing.teaching.digits[0].lesson: True})
    assert mine(knowing) == "100%"
    knowing.commands["mine"].trigger()
    drawings = knowing.my_digits.list
    drawings.setCurrentRow(0)
    QTest.keyClick(drawings, Qt.Key.Key_1)
    assert labels(knowing) == [1] and mine(knowing) == "0%", "it is read as a 3"
    QTest.keyClick(drawings, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert labels(knowing) == [8] and mine(knowing) == "100%"


def that_a_network_that_would_forget_too_much_stays_as_it_is(knowing: MainWindow, qtbot: QtBot) -> None:
    run = with_result(knowing, untaught_accuracy=1.0)
    draw(knowing, 6)
    QTest.keyClick(knowing, Qt.Key.Key_3)
    QTest.keyClick(knowing, Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: "Nothing was learnt" in knowing.message.text, timeout=PATIENCE)
    assert knowing.networks.run is run and knowing.player.main.isEnabled()
    assert not knowing.commands["unlearn"].isEnabled() and "Ready" in doing(knowing)


def that_a_network_that_is_drawn_with_meanwhile_is_not_replaced(knowing: MainWindow, qtbot: QtBot) -> None:
    draw(knowing, 6)
    QTest.keyClick(knowing, Qt.Key.Key_3)
    QTest.keyClick(knowing, Qt.Key.Key_F7)
    other = with_result(knowing, steps=1)
    qtbot.waitUntil(lambda: "page Runs has it" in knowing.message.text, timeout=PATIENCE)
    assert knowing.networks.run is other and not knowing.commands["unlearn"].isEnabled()
    newest, _ = latest_run()
    assert newest and list(newest.result.learnt) == [knowing.teaching.digits[0].lesson]


def that_learning_without_a_network_or_digits_says_what_is_missing(window: MainWindow, qtbot: QtBot) -> None:
    window.networks.run = None
    window.commands["learn"].trigger()
    assert "no network yet that could learn your digits" in window.message.text


def that_learning_waits_until_training_is_over(knowing: MainWindow, qtbot: QtBot) -> None:
    begin(knowing, qtbot)
    draw(knowing, 6)
    QTest.keyClick(knowing, Qt.Key.Key_3)
    assert labels(knowing) == [3], "teaching does not wait"
    QTest.keyClick(knowing, Qt.Key.Key_F7)
    assert "Stop training first" in knowing.message.text
    stop(knowing, qtbot)


def that_closing_while_it_learns_ends_it(knowing: MainWindow, qtbot: QtBot) -> None:
    draw(knowing, 6)
    QTest.keyClick(knowing, Qt.Key.Key_3)
    QTest.keyClick(knowing, Qt.Key.Key_F7)
    assert knowing.teaching.learner.isRunning()
    knowing.close()
    assert knowing.teaching.learner.isFinished() and not knowing.isVisible()


def that_the_next_training_learns_them_too_and_does_not_count_them(knowing: MainWindow, qtbot: QtBot) -> None:
    draw(knowing, 6)
    QTest.keyClick(knowing, Qt.Key.Key_3)
    train(knowing, qtbot, {**QUICK, "my_digits": "mixed"})
    assert "20 of your own" in knowing.log_panel.text
    assert knowing.networks.run and list(knowing.networks.run.result.learnt.values()) == [None]
    assert mine(knowing) == "\u2013" and "1 digit of yours learnt and not counted" in texts(knowing.result)


def that_they_can_be_exported_and_imported(knowing: MainWindow, tmp_path: Path) -> None:
    draw(knowing, 6)
    QTest.keyClick(knowing, Qt.Key.Key_3)
    for name, file in (("export", tmp_path / "away.jsonl"), ("import", tmp_path / "away.jsonl")):
        knowing.commands[name].trigger()
        dialog = next(d for d in knowing.findChildren(QFileDialog) if d.isVisible())
        dialog.fileSelected.emit(str(file))
        dialog.reject()
        knowing.teaching.settle()
        if name == "export":
            assert "1 digit of yours written to" in knowing.message.text
            knowing.teaching.delete([digit.name for digit in knowing.teaching.digits])
            knowing.teaching.settle()
    assert "1 new digit taken from" in knowing.message.text and labels(knowing) == [3]
    knowing.teaching.import_file(str(tmp_path / "nothing.jsonl"))
    knowing.teaching.settle()
    assert "choose a file that Inkling exported" in knowing.message.text and labels(knowing) == [3]


def that_a_damaged_file_of_digits_is_said_and_the_others_are_there(knowing: MainWindow) -> None:
    for number in (6, 8):
        draw(knowing, number)
        QTest.keyClick(knowing, Qt.Key.Key_3)
    file = data_folder() / FILE
    os.truncate(file, file.stat().st_size - 20)
    knowing.teaching.open()
    assert "1 line that is no drawing" in knowing.message.text and len(knowing.teaching.digits) == 1
