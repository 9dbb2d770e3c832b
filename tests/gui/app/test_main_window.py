"""A person at the window: trains, draws, stops, closes, and makes mistakes."""

import multiprocessing
import os
import shutil
import signal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine.ink import MyDigits
from engine.models.classifier import Classifier
from engine.runs.saved_network import latest_run, open_run
from engine.settings.fields import FIELDS
from gui.app.main_window import MainWindow
from gui.canvas import digits
from gui.theme.colours import DARK, LIGHT
from gui.training.settings_form import LATER
from gui.widgets.choice_box import ChoiceBox
from gui.widgets.images.image_strip import ImageStrip
from gui.widgets.number_box import NumberBox
from tests.support.gui.eyes import button, choice_field, label, named, number_field, text, texts
from tests.support.gui.window import (
    LONG,
    PATIENCE,
    PLAIN,
    QUICK,
    Settings,
    accuracy,
    begin,
    click,
    draw,
    opened,
    probabilities,
    raw_steps,
    stepping,
    stop,
    train,
)
from tests.support.runs.older_files import OLDER_HOME


def that_one_click_trains_and_the_drawing_is_read(window: MainWindow, qtbot: QtBot) -> None:
    assert window.player.main.text() == "Train"
    window.form.show_values(QUICK)
    click(window.player.main)
    assert window.player.main.text() == "Pause"
    qtbot.waitUntil(lambda: not window.session.running, timeout=PATIENCE)
    assert window.player.main.text() == "Train" and window.message.text == ""
    assert window.networks.run and window.networks.run.result.reason == "completed"
    measured = window.networks.run.result.test_accuracy
    assert measured and measured > 0.9 and f"{100 * measured:.2f}%" in accuracy(window)
    right = 0
    for number, (digit, _) in enumerate(digits()):
        draw(window, number)
        right += window.prediction.answer == str(digit)
    assert right >= 15
    log = window.log_panel.text
    assert (
        "Training SimpleNN 784-128-10 (101,770 weights)" in log and "step 100/120" in log and "Completed after" in log
    )


def that_the_answer_follows_every_segment_and_an_empty_canvas_has_none(
    window: MainWindow, qtbot: QtBot, trained: Classifier
) -> None:
    window.networks.lend(trained)
    assert window.prediction.answer == ""
    told = []

    def look() -> None:
        QApplication.processEvents()
        told.append(text(window.prediction, "How sure the network is"))

    draw(window, 4, after_move=look)
    assert window.prediction.answer == "2" and len(told) > 40 and len(set(told)) > 10
    QTest.keyClick(window, Qt.Key.Key_Delete)
    assert window.prediction.answer == "" and window.canvas.drawing.strokes == ()


def that_moves_that_come_faster_than_the_window_reads_get_one_answer(window: MainWindow, trained: Classifier) -> None:
    window.networks.lend(trained)
    read: list[bool] = []
    window.controllers.drawing.can_label.connect(read.append)
    middle = window.canvas.rect().center()
    QTest.mousePress(window.canvas, Qt.MouseButton.LeftButton, pos=middle)
    for down in range(50):
        QTest.mouseMove(window.canvas, middle + QPoint(0, down))
    assert read == []
    QApplication.processEvents()
    assert read == [True] and window.prediction.answer == "1"
    QTest.mouseMove(window.canvas, middle)
    QTest.keyClick(window, Qt.Key.Key_7)
    assert len(read) > 1 and MyDigits().all[0].read_as == 1, "a label gets the answer to what is there now"
    QTest.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, pos=middle)


def that_keys_undo_redo_and_clear(window: MainWindow) -> None:
    window.canvas.setFocus()
    draw(window, 8)
    control, strokes = Qt.KeyboardModifier.ControlModifier, window.canvas.drawing.strokes
    left = []
    for key in (Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_Y):
        QTest.keyClick(window, key, control)
        left.append(window.canvas.drawing.strokes)
    assert len(strokes) == 2 and left == [strokes[:1], (), strokes[:1], strokes]
    assert window.commands["undo"].isEnabled() and not window.commands["redo"].isEnabled()


def that_the_window_is_usable_and_rereads_the_drawing_while_it_learns(window: MainWindow, qtbot: QtBot) -> None:
    draw(window, 14)
    # So slow that the network is not sure of the drawing before the window has looked a few times.
    window.form.show_values({**LONG, "learning_rate": 0.00002})
    click(window.player.main)
    seen: set[str] = set()

    def reread() -> bool:
        seen.add(probabilities(window))
        return len(seen) > 8

    qtbot.waitUntil(reread, timeout=PATIENCE)
    draw(window, 2)
    assert window.prediction.answer != ""
    assert window.canvas.drawing.strokes and "images/s" in text(window.status, "Images per second")
    window.form.show_more(True)
    stop(window, qtbot)


def that_stop_keeps_what_was_learnt(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    click(window.player.small["stop"])
    assert window.player.main.text().startswith("Stopping")
    qtbot.waitUntil(lambda: not window.session.running, timeout=PATIENCE)
    run, _ = latest_run()
    assert run and run.result.reason == "stopped" and run.result.steps > 0
    assert window.networks.run and window.networks.run.result == run.result
    draw(window, 0)
    assert window.prediction.answer != ""


def that_the_network_before_a_stopped_run_can_be_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    train(window, qtbot, QUICK)
    good = window.networks.run
    figure = accuracy(window)
    window.form.show_values(LONG)
    click(window.player.main)
    assert accuracy(window, "Validation accuracy") == "\u2013"
    qtbot.waitUntil(stepping(window), timeout=PATIENCE)
    stop(window, qtbot)
    assert window.networks.run is not good and "as it was when you stopped" in window.message.text
    click(button(window.message, "Take the one before"))
    assert window.networks.run is good and accuracy(window) == figure and window.message.text == ""
    draw(window, 0)
    assert window.prediction.answer == str(digits()[0][0])


def that_a_setting_changed_during_a_run_is_said_to_count_later(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values(LONG)
    assert LATER not in texts(window.form)
    click(window.player.main)
    window.form.show_values({"epochs": 7})
    assert LATER in texts(window.form)
    qtbot.waitUntil(stepping(window), timeout=PATIENCE)
    stop(window, qtbot)
    assert LATER not in texts(window.form)


def that_settings_are_remembered_from_the_click_on_train(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    train(window, qtbot, {**QUICK, "learning_rate": 0.0042})
    assert "0.0042" in (tmp_path / "window.ini").read_text()


def that_a_network_that_learnt_nothing_is_said_to_have_learnt_nothing(window: MainWindow, qtbot: QtBot) -> None:
    hopeless: Settings = {
        "epochs": 1,
        "batch_size": 64,
        "learning_rate": 10,
        "optimizer": "momentum",
        "schedule": "constant",
    }
    train(window, qtbot, {**PLAIN, **hopeless})
    # Once, beside the curve, where it was seen first; the log has the sentence of the run's end too.
    assert "The steps are too large" in window.note.text and window.message.text == ""
    assert "the learning rate 10 is probably too high" in window.log_panel.text
    assert window.networks.run and (window.networks.run.result.test_accuracy or 0) < 0.2


@pytest.mark.parametrize("workers", [0, 1])
def that_closing_mid_run_ends_everything_and_loses_nothing(
    spawned: None, qtbot: QtBot, tmp_path: Path, home: Path, workers: int
) -> None:
    for window in opened(qtbot, tmp_path):
        window.form.show_values(LONG | {"num_workers": workers})
        click(window.player.main)
        qtbot.waitUntil(stepping(window), timeout=PATIENCE)
        window.close()
        qtbot.waitUntil(window.isHidden, timeout=PATIENCE)
    assert multiprocessing.active_children() == []
    run, _ = latest_run()
    assert run and run.result.reason == "stopped" and run.settings.num_workers == workers


def that_closing_before_torch_has_loaded_waits_for_it(qtbot: QtBot, tmp_path: Path, home: Path) -> None:
    window = MainWindow(tmp_path)
    qtbot.addWidget(window)
    window.show()
    window.load_engine()
    window.close()
    assert window.loader.isFinished() and not window.isVisible()


def that_a_second_run_starts_clean(window: MainWindow, qtbot: QtBot) -> None:
    train(window, qtbot, QUICK)
    window.form.show_values(QUICK | {"seed": 1})
    click(window.player.main)
    qtbot.waitUntil(lambda: stepping(window)() or not window.session.running, timeout=PATIENCE)
    assert window.chart.newest_step <= 120
    qtbot.waitUntil(lambda: not window.session.running, timeout=PATIENCE)
    assert window.networks.run and window.networks.run.settings.seed == 1


HOT: Settings = QUICK | {"learning_rate": 10, "optimizer": "momentum"}


def that_an_infinite_loss_is_a_sentence_and_the_network_before_stays(
    glaring: None, knowing: MainWindow, qtbot: QtBot
) -> None:
    window = knowing
    good = window.networks.run
    draw(window, 6)
    answer = window.prediction.answer
    train(window, qtbot, HOT)
    assert "the learning rate 10 is probably too high" in window.message.text
    assert raw_steps(window) > 0, "the curve stays"
    assert window.networks.run is good and window.prediction.answer == answer


def that_a_worker_that_dies_is_a_sentence_with_a_way_on(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values(LONG | {"num_workers": 2})
    click(window.player.main)
    qtbot.waitUntil(stepping(window), timeout=PATIENCE)
    victim = multiprocessing.active_children()[0].pid
    assert victim
    os.kill(victim, signal.SIGKILL)
    qtbot.waitUntil(lambda: not window.session.running, timeout=PATIENCE)
    assert window.message.text.startswith("A loader worker died")
    (offer,) = [b for b in window.message.findChildren(QPushButton) if b.text() == "Train with 0 loader workers"]
    click(offer)
    assert window.session.running and window.form.values()["num_workers"] == 0 and window.message.text == ""
    stop(window, qtbot)


def that_a_full_disk_is_a_sentence_and_the_network_can_be_saved_elsewhere(
    no_runs: Path, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    no_runs.write_text("a file where a folder should be")
    train(window, qtbot, QUICK)
    assert "cannot be written to" in window.message.text
    click(next(b for b in window.message.findChildren(QPushButton) if b.text().startswith("Save elsewhere")))
    (dialog,) = window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "rescued.inkling"))
    dialog.reject()
    assert "was saved to" in window.message.text
    assert open_run(tmp_path / "rescued.inkling").result.test_accuracy


def that_opening_a_bad_file_is_a_sentence_and_the_network_before_stays(knowing: MainWindow, tmp_path: Path) -> None:
    window = knowing
    good = window.networks.run
    bad = tmp_path / "weights.pt"
    bad.write_bytes(b"something else")
    window.dialogs.open_file(str(bad))
    assert "weights.pt is not a network that Inkling saved" in window.message.text
    assert window.networks.run is good
    window.dialogs.save_file(str(tmp_path / "good.inkling"))
    window.dialogs.open_file(str(tmp_path / "good.inkling"))
    assert "You draw with the network in" in window.message.text and window.networks.run is not good


def that_what_was_set_is_remembered_and_the_last_network_reads_at_once(
    qtbot: QtBot, tmp_path: Path, home: Path
) -> None:
    for window in opened(qtbot, tmp_path):
        train(window, qtbot, QUICK)
        window.form.show_values({"epochs": 7, "learning_rate": 0.003})
        window.form.show_more(True)
        window.chart.set_log_scale(True)
        window.compress_panel.settings.show_values({"removed": 0.75})
        window.commands["log"].trigger()
        window.commands["dark"].trigger()
    for window in opened(qtbot, tmp_path):
        assert window.form.values() == {**window.form.values(), "epochs": 7, "learning_rate": 0.003}
        assert window.form.more_shown and window.chart.log_scale
        assert window.compress_panel.settings.values()["removed"] == 0.75
        assert window.log_panel.isVisible() and window.scheme.theme == DARK
        assert window.networks.run and any("SimpleNN 784-128-10, completed" in words for words in texts(window.result))
        draw(window, 2)
        assert window.prediction.answer != ""


def that_what_a_window_of_an_earlier_version_remembered_is_shown(qtbot: QtBot, tmp_path: Path, home: Path) -> None:
    shutil.copy(OLDER_HOME / "window.ini", tmp_path)
    names = ("epochs", "augmentation", "outliers", "teacher_alpha")
    for window in opened(qtbot, tmp_path):
        assert [window.form.values()[name] for name in names] == [7, "none", "none", 0.25]
        assert window.compress_panel.settings.values()["teacher_alpha"] == 0.8


@pytest.mark.parametrize("content", ["", '[General]\nsettings="{broken"\ngeometry=7\n', "\x00\x01rubbish"])
def that_a_damaged_memory_is_forgotten_quietly(qtbot: QtBot, tmp_path: Path, home: Path, content: str) -> None:
    (tmp_path / "window.ini").write_text(content)
    for window in opened(qtbot, tmp_path):
        assert window.form.values()["epochs"] == FIELDS["epochs"].default and window.message.text == ""


def that_everything_changes_colour_with_the_scheme(window: MainWindow) -> None:
    for name, theme in (("dark", DARK), ("light", LIGHT)):
        window.commands[name].trigger()
        # Qt tells the window of another palette with an event.
        QApplication.processEvents()
        picture = window.grab().toImage()
        assert picture.pixelColor(2, picture.height() // 2).name() == theme.window
        assert window.canvas.grab().toImage().pixelColor(20, 20).name() == theme.canvas


def that_everything_can_be_reached_and_named_without_a_mouse(window: MainWindow) -> None:
    window.form.show_more(True)
    window.canvas.show_strokes(digits()[8][1])  # type: ignore[arg-type]
    window.canvas.undo()
    reached: list[QWidget] = []
    widget: QWidget | None = window.canvas
    while widget and widget not in reached:
        reached.append(widget)
        widget = widget.nextInFocusChain()
    stops = [w for w in reached if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible() and w.isEnabled()]
    kinds = {type(w) for w in stops}
    assert {NumberBox, ChoiceBox} < kinds and window.canvas in stops and window.chart in stops
    assert window.player.main in stops
    for part in stops:
        words = part.text() if isinstance(part, QAbstractButton) else ""
        # The line edit within a spin box speaks with the spin box's name.
        assert part.accessibleName() or words or part.objectName() == "qt_spinbox_lineedit", part
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert window.focusWidget() is choice_field(window.form, "model")
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert window.focusWidget() is window.canvas


def that_screen_readers_say_the_text_of_a_label_with_a_name(window: MainWindow) -> None:
    draw(window, 0)
    with_name = [one for one in window.findChildren(QLabel) if one.accessibleName() and one.text()]
    assert len(with_name) > 10
    for one in with_name:
        said = QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Description)
        assert one.text() in said, one.accessibleName()


def that_every_button_says_in_plain_words_what_it_does(window: MainWindow) -> None:
    for one in window.findChildren(QAbstractButton):
        if one.isVisible() and type(one).__name__ not in ("QAbstractButton", "QCheckBox"):
            assert one.toolTip(), one
    for action in window.commands.values():
        assert len(action.toolTip()) > 12


def that_training_starts_and_stops_from_the_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values(LONG)
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(stepping(window), timeout=PATIENCE)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.session.running, timeout=PATIENCE)


def that_the_window_fits_small_and_scaled_screens(window: MainWindow) -> None:
    window.form.show_more(True)
    window.show_problem("A long sentence that says what happened, where it happened and what one can do about it now.")
    smallest = window.minimumSizeHint()
    assert smallest.width() <= 1366 / 1.25 and smallest.height() <= 768 / 1.25 - 60
    assert smallest.width() <= 1920 / 2 and smallest.height() <= 1080 / 2 - 40


def that_what_a_setting_refuses_is_said_in_sight_also_where_the_settings_scroll(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(960, 560)
    window.form.show_more(True)
    box = number_field(window.form, "epochs")
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "many")
    QTest.keyClick(box, Qt.Key.Key_Return)
    problem = window.form.problem
    assert "not many" in problem.text()
    qtbot.waitUntil(lambda: problem.visibleRegion().boundingRect() == problem.rect(), timeout=PATIENCE)


def that_names_in_a_message_are_text(window: MainWindow) -> None:
    sentence = "The run <b>bold</b> is back."
    window.say(sentence)
    assert label(window.message, sentence).textFormat() == Qt.TextFormat.PlainText


def that_the_newest_line_of_the_log_stays_in_sight(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.log_panel
    bar = named(panel, "Log", QPlainTextEdit).verticalScrollBar()
    for number in range(100):
        panel.add(f"line {number} of a run that says rather much about every one of its steps, so that it is long")
    window.commands["log"].trigger()
    window.resize(960, 560)
    panel.add("the last one")
    qtbot.waitUntil(lambda: bar.maximum() > 100 and bar.value() == bar.maximum(), timeout=PATIENCE)
    bar.setValue(3)
    panel.add("another one, which somebody who reads does not want")
    window.resize(1180, 720)
    assert bar.value() < bar.maximum()


def that_the_form_gets_varied_digits_once_the_data_is_there(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: named(window.form, "Varied digits", ImageStrip).count == 16, timeout=PATIENCE)


def that_training_by_key_leaves_the_keyboard_at_the_canvas(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    window.form.show_values(LONG)
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert window.session.running and window.focusWidget() is window.canvas
    QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.session.running, timeout=PATIENCE)


def that_the_key_for_the_curve_works_from_the_train_button_and_from_the_other_page(window: MainWindow) -> None:
    window.pages.show_page(window.measure_panel)
    window.player.main.setFocus()
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.pages.page is window.chart_page and window.focusWidget() is window.chart


def that_a_first_run_that_fails_leaves_no_promise_of_a_result(
    glaring: None, no_runs: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    for window in opened(qtbot, tmp_path):
        train(window, qtbot, HOT)
        assert window.networks.run is None and "The loss became" in window.message.text
        assert "Nothing is trained yet" in texts(window.result)
