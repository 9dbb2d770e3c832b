"""Ctrl with +, - and 0 zooms the whole interface, and the next window has the same size."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.app import placing, zooming
from gui.app.main_window import MainWindow
from gui.theme.zoom import TYPE, ZOOM, type_size
from tests.support.gui.plots import plots
from tests.support.gui.window import PATIENCE, doing, each_page, opened

CONTROL = Qt.KeyboardModifier.ControlModifier


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.focusWidget() or window, key, CONTROL)


def wide(window: MainWindow) -> None:
    window.resize(2000, 1100)


def sizes_of_type(window: MainWindow) -> dict[int, list[QWidget]]:
    """Every size in sight, and who has it."""
    found: dict[int, list[QWidget]] = {}
    for part in window.findChildren(QWidget):
        if part.isVisible():
            found.setdefault(part.fontInfo().pixelSize(), []).append(part)
    return found


def that_keys_zoom_everything_and_back(window: MainWindow, qtbot: QtBot) -> None:
    wide(window)
    before, left = window.minimumSizeHint().width(), window.player.width()
    seen = []
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Plus, Qt.Key.Key_Minus):
        press(window, key)
        seen.append(ZOOM.percent)
    assert seen == [110, 125, 150, 125]
    qtbot.waitUntil(lambda: window.player.width() > 1.2 * left, timeout=PATIENCE)
    assert window.minimumSizeHint().width() > 1.2 * before
    press(window, Qt.Key.Key_0)
    assert ZOOM.percent == 100 and doing(window) == "Zoom 100 %"
    qtbot.waitUntil(
        lambda: (window.minimumSizeHint().width(), window.player.width()) == (before, left), timeout=PATIENCE
    )


def that_every_page_has_the_declared_sizes_of_type_alone(window: MainWindow) -> None:
    wide(window)
    for _ in range(3):
        allowed = {type_size(name) for name in TYPE}
        for name in each_page(window):
            # The settings, which have the most parts, follow in an event of their own.
            QTest.qWait(1)
            found = sizes_of_type(window)
            assert found.keys() <= allowed, (ZOOM.percent, name, found)
        press(window, Qt.Key.Key_Plus)
    assert ZOOM.percent == 150


def that_plus_without_control_zooms_the_curve_alone(window: MainWindow) -> None:
    wide(window)
    window.chart.setFocus()
    (low, high), _ = plots(window.chart)[0].viewRange()
    press(window, Qt.Key.Key_Plus)
    assert plots(window.chart)[0].viewRange()[0] == [low, high] and ZOOM.percent == 110
    QTest.keyClick(window.chart, Qt.Key.Key_Plus)
    nearer = plots(window.chart)[0].viewRange()[0]
    assert nearer[1] - nearer[0] < high - low and ZOOM.percent == 110
    press(window, Qt.Key.Key_0)
    assert plots(window.chart)[0].viewRange()[0] == nearer and ZOOM.percent == 100


def that_it_zooms_no_further_than_the_window_has_room(window: MainWindow) -> None:
    window.resize(1100, 600)
    for _ in range(3):
        press(window, Qt.Key.Key_Plus)
    assert ZOOM.percent == 110 and window.message.text == "At 125 % the window would be larger than the screen."


@pytest.mark.parametrize(("frames", "percent"), [(1, 110), (0.5, 100)])
def that_a_larger_size_fits_only_with_the_frame_of_the_window(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, frames: float, percent: int
) -> None:
    """What it needs at 110 % leaves as much of the screen's height as the frame has, or half of that."""
    needed = window.screen().availableSize().height() - round(frames * placing.FRAME.height())
    assert window.height() < needed
    monkeypatch.setattr(zooming, "LEAST", QSize(100, int(needed / 1.1)))
    press(window, Qt.Key.Key_Plus)
    assert ZOOM.percent == percent


def that_the_zoom_is_remembered(qtbot: QtBot, tmp_path: Path, home: Path) -> None:
    for window in opened(qtbot, tmp_path):
        press(window, Qt.Key.Key_Minus)
        columns = window.runs_panel.table.columnWidth(1)
    for window in opened(qtbot, tmp_path):
        assert ZOOM.percent == 90 and window.player.fontInfo().pixelSize() == 11
        assert window.runs_panel.table.columnWidth(1) == columns
