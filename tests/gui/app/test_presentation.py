"""The presentation shows what a class looks at, and leaves the window as it was."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from tests.support.gui.eyes import named, text
from tests.support.gui.window import LONG, PATIENCE, click, draw, ended, stepping

LOOKED_AT = ("canvas", "prediction", "result", "chart")
HIDDEN = ("form", "player", "teach_row", "status")


def seen(window: MainWindow, names: tuple[str, ...]) -> list[bool]:
    return [getattr(window, name).isVisible() for name in names]


def f11(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F11)


def that_a_class_sees_canvas_answer_accuracy_and_curve_alone(knowing: MainWindow) -> None:
    f11(knowing)
    assert knowing.isFullScreen() and all(seen(knowing, LOOKED_AT)) and not any(seen(knowing, HIDDEN))
    assert not knowing.menuBar().isVisible() and "F11" in knowing.message.text
    draw(knowing, 3)
    assert knowing.prediction.answer and named(knowing.prediction, "Answer", QLabel).fontInfo().pixelSize() == 120
    f11(knowing)
    assert not knowing.isFullScreen() and all(seen(knowing, LOOKED_AT + HIDDEN)) and knowing.menuBar().isVisible()
    assert named(knowing.prediction, "Answer", QLabel).fontInfo().pixelSize() < 120
    assert knowing.message.text == "" and not knowing.log_panel.isVisible(), "what was hidden before stays so"


def that_accuracy_stands_over_the_curve_and_the_settings_leave_no_empty_column(knowing: MainWindow) -> None:
    parts = knowing.result, knowing.progress
    before = [part.parentWidget() for part in parts]
    f11(knowing)
    figure = named(knowing.result, "Test accuracy", QLabel)
    chart = knowing.chart.mapTo(knowing, QPoint())
    assert figure.mapTo(knowing, QPoint(0, figure.height())).y() < chart.y() and chart.x() < 40
    f11(knowing)
    assert [part.parentWidget() for part in parts] == before
    assert figure.mapTo(knowing, QPoint()).y() > knowing.player.mapTo(knowing, QPoint()).y()


def that_what_was_followed_during_a_presentation_is_not_asked_for_after_it(window: MainWindow) -> None:
    window.commands["guide"].trigger()
    shown = window.guide.text
    f11(window)
    assert shown and not window.guide.isVisible()
    draw(window, 3)
    assert not window.guide.isVisible(), "the next step waits"
    f11(window)
    assert window.guide.isVisible() and window.guide.text not in ("", shown)


def that_the_log_is_after_a_presentation_as_its_command_says(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F8)
    f11(window)
    assert not window.log_panel.isVisible()
    QTest.keyClick(window, Qt.Key.Key_F8)
    f11(window)
    assert window.log_panel.isVisible() and window.commands["log"].isChecked()


def that_a_window_that_begins_full_screen_can_be_left(window: MainWindow) -> None:
    window.showFullScreen()
    f11(window)
    f11(window)
    assert not window.isFullScreen()


def that_training_is_steered_by_keys_during_a_presentation(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values(LONG)
    f11(window)
    assert "Space trains and pauses" in window.message.text
    QTest.keyClick(window.canvas, Qt.Key.Key_Space)
    qtbot.waitUntil(stepping(window), timeout=PATIENCE)
    for _ in ("hides the line about the keys", "stops"):
        QTest.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(ended(window), timeout=PATIENCE)
    f11(window)
    assert not window.isFullScreen()


def that_a_presentation_says_how_far_a_run_is_and_what_it_does(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values(LONG)
    assert not window.progress.isVisible()
    f11(window)
    bar = named(window.progress, "Progress of the run", QProgressBar)
    assert window.progress.isVisible() and not bar.isVisible(), "there is no run yet"
    click(window.player.main)

    def state() -> str:
        return text(window.progress, "What the run does")

    qtbot.waitUntil(lambda: state().startswith("learning, ") and state().endswith(" left"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: bar.value() > 0, timeout=PATIENCE)
    assert bar.isVisible()
    figure = named(window.result, "Validation accuracy", QLabel)
    beside = figure.mapTo(window, figure.rect().bottomLeft())
    assert beside.x() < bar.mapTo(window, QPoint()).x() and bar.mapTo(window, QPoint()).y() < beside.y() + 100
    click(window.player.main)
    qtbot.waitUntil(lambda: state() == "paused", timeout=PATIENCE)
    window.controllers.training.stop()
    qtbot.waitUntil(lambda: state() == "stopped", timeout=PATIENCE)
    qtbot.waitUntil(ended(window), timeout=PATIENCE)
    f11(window)
    assert not window.progress.isVisible()


def that_the_page_that_was_left_is_there_after_a_presentation(window: MainWindow) -> None:
    window.commands["data"].trigger()
    f11(window)
    assert window.pages.page is window.chart_page
    f11(window)
    assert window.pages.page is window.data_panel
