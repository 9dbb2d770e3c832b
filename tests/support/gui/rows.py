"""Rows of the table of runs, for tests that need no run, and a click into the table."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from engine.runs.row import RunRow
from engine.settings.train_settings import TrainSettings
from gui.runs.chart.compare_chart import CompareChart
from gui.runs.chart.legend import LegendRow, RunLegend
from gui.runs.table.table import RunsTable

SETTINGS = TrainSettings(my_digits="none")


def row(number: int, **others: object) -> RunRow:
    """A complete run; the higher the number the later and the better."""
    whole = RunRow(
        folder=Path(f"/runs/{number}"),
        name=f"run {number}",
        state="completed",
        settings=SETTINGS,
        started=f"2026-07-{number + 1:02}T14:00:00",
        seconds=10.0 * number,
        best_validation_loss=1 / (number + 1),
        best_epoch=2,
        epochs_done=3,
        validation_accuracy=0.9 + number / 1000,
        has_network=True,
    )
    return replace(whole, **others)  # type: ignore[arg-type]


def middle(table: RunsTable, place: int, column: int) -> QPoint:
    return table.visualRect(table.model().index(place, column)).center()


def click_cell(table: RunsTable, place: int, column: int, *, control: bool = False) -> None:
    keys = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, middle(table, place, column))


def compared(page: QWidget) -> CompareChart:
    """The picture of the ticked runs on page Runs."""
    (found,) = page.findChildren(CompareChart)
    return found


def legend_of(chart: CompareChart) -> Sequence[LegendRow]:
    """The rows below the picture of the ticked runs: names, lines and values."""
    (legend,) = chart.findChildren(RunLegend)
    return legend.rows
