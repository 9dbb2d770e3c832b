"""The page Several: what is typed is refused in words, and results are seen in a table and a picture."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from engine.errors import InklingError
from engine.settings import FIELDS, SettingField
from engine.sweep.events import TrialEnded
from engine.sweep.reading import varied
from gui.sweep.panel import SweepPanel
from gui.sweep.plan_form import some_values
from gui.sweep.plot import SweepPlot
from gui.sweep.words import marks_of
from tests.support.gui.eyes import button, named
from tests.support.gui.window import PATIENCE, shown
from tests.support.settings import SIMPLE

BY_RATE = {"Learning rate": "0.003"}
FIRST = TrialEnded(1, 2, "Learning rate 0.003", BY_RATE, "completed", "", "run 1", 0.97, 0.98, 2.0, 101_770, 5_000, 0.0)
SECOND = FIRST._replace(
    place=2,
    words="Learning rate 0.01",
    values={"Learning rate": "0.01"},
    run="run 2",
    validation_accuracy=0.94,
    seconds=3.0,
)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[SweepPanel]:
    yield from shown(qtbot, SweepPanel(), 500, 700)


def plan(panel: SweepPanel, draws: int, **values: str) -> None:
    """Choose these settings, and type their values and how many are drawn at random; 0 combines all."""
    for number, (setting, text) in zip(("First", "Second"), [*values.items(), ("", "")], strict=False):
        box = named(panel, f"{number} setting that varies", QComboBox)
        box.setCurrentIndex(box.findData(setting))
        named(panel, f"Values of the {number.lower()} setting", QLineEdit).setText(text)
    named(panel, "How values are combined", QComboBox).setCurrentIndex(bool(draws))
    named(panel, "How many trainings are drawn", QLineEdit).setText(str(draws or 6))


def that_the_plan_is_what_is_typed(panel: SweepPanel) -> None:
    plan(panel, 0, learning_rate="0.003, 0.01", batch_size="64, 256")
    assert len(panel.plan.sweep(SIMPLE).trials()) == 4
    plan(panel, 7, learning_rate="0.001..0.1")
    assert len(panel.plan.sweep(SIMPLE).trials()) == 7


@pytest.mark.parametrize("setting", FIELDS.values(), ids=lambda one: one.name)
def that_who_chooses_a_setting_gets_values_that_can_be_tried(setting: SettingField) -> None:
    if text := some_values(setting):
        assert 2 <= len(varied(setting.name, text).values) <= 3


def that_the_values_of_a_setting_that_a_person_chooses_are_shown(panel: SweepPanel) -> None:
    box = named(panel, "Second setting that varies", QComboBox)
    values = named(panel, "Values of the second setting", QLineEdit)
    box.setCurrentIndex(box.findData("model"))
    box.activated.emit(box.currentIndex())
    assert values.text().startswith("Small CNN, SimpleNN") and not panel.plan.problem
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert not values.text()


@pytest.mark.parametrize(("text", "words"), [("0.01, 99", "not 99."), ("", "has no values"), ("0.1..1", "at random")])
def that_what_cannot_be_tried_is_refused_in_words(panel: SweepPanel, text: str, words: str) -> None:
    plan(panel, 0, learning_rate=text)
    with pytest.raises(InklingError) as refused:
        panel.plan.sweep(SIMPLE)
    assert words in str(refused.value)


def that_a_row_opens_its_run(panel: SweepPanel, qtbot: QtBot) -> None:
    panel.show_rows([FIRST, SECOND], marks_of([FIRST, SECOND]))
    panel.table.select(2)
    with qtbot.waitSignal(panel.run_asked) as asked:
        panel.table.opened.emit()
    assert asked.args == ["run 2"]


def that_each_setting_that_varies_has_a_column_and_all_columns_are_in_sight(panel: SweepPanel, qtbot: QtBot) -> None:
    both = {"Network": "Anna's network of many layers", **BY_RATE}
    panel.resize(560, 700)
    panel.show_rows([FIRST._replace(values=both), SECOND._replace(values=both)], marks_of([FIRST, SECOND]))
    table, model = panel.table, panel.table.model()
    titles = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
    assert titles == ["Network", "Learning rate", "Validation", "Test", "Seconds", "Parameters", "Best front"]
    assert [model.index(0, place).data() for place in range(2)] == ["Anna's network of many layers", "0.003"]
    qtbot.waitUntil(lambda: table.horizontalHeader().length() <= table.viewport().width(), timeout=PATIENCE)
    # Another sweep has other columns.
    panel.show_rows([FIRST], marks_of([FIRST]))
    assert model.columnCount() == 6 and model.headerData(0, Qt.Orientation.Horizontal) == "Learning rate"


def that_no_cell_is_empty(panel: SweepPanel) -> None:
    panel.show_rows([FIRST, SECOND._replace(state="failed", run="")], marks_of([FIRST]))
    model = panel.table.model()
    assert all(model.index(row, column).data() for row in range(2) for column in range(model.columnCount()))


@pytest.mark.parametrize("width", [700, 300])
def that_the_table_is_as_high_as_its_rows(panel: SweepPanel, qtbot: QtBot, width: int) -> None:
    panel.resize(width, 700)
    panel.show_rows([FIRST, SECOND], marks_of([FIRST, SECOND]))
    table = panel.table
    rows = 2 * table.verticalHeader().defaultSectionSize()
    # With a bar where the columns are too many for the width, and no empty place for one where they are not.
    qtbot.waitUntil(lambda: table.viewport().height() == rows, timeout=PATIENCE)
    assert table.horizontalScrollBar().isVisible() == (width == 300)


def that_the_picture_says_which_trainings_are_the_best(panel: SweepPanel) -> None:
    assert marks_of([FIRST, SECOND]).by_seconds == (1,)
    panel.show_rows([FIRST, SECOND], marks_of([FIRST, SECOND]))
    told = named(panel, "Validation accuracy against cost of each training", SweepPlot).accessibleDescription()
    assert told.count("on the best front") == 1 and "97.00%, 2.0 s, on the best front: Learning rate 0.003" in told


def that_no_label_of_the_axis_comes_twice_where_all_have_the_same_parameters(panel: SweepPanel, qtbot: QtBot) -> None:
    panel.show_rows([FIRST, SECOND], marks_of([FIRST, SECOND]))
    plot = named(panel, "Validation accuracy against cost of each training", SweepPlot)
    narrow = plot.viewRange()[0]
    for cost in ("parameters", "seconds"):
        plot.show_cost(cost)
        low, high = plot.viewRange()[0]
        axis = plot.getAxis("bottom")
        spacing, places = axis.tickValues(low, high, plot.width())[0]
        labels = axis.tickStrings(places, 1, spacing)
        assert len(labels) == len(set(labels)) > 1
    assert plot.viewRange()[0] == narrow


def that_the_picture_is_no_wider_than_its_place_however_long_the_words_are(panel: SweepPanel, qtbot: QtBot) -> None:
    long = FIRST._replace(words="Learning rate 0.003, Network of a name that is long, Optimizer SGD + momentum")
    panel.show_rows([long, SECOND], marks_of([long, SECOND]))
    plot = named(panel, "Validation accuracy against cost of each training", SweepPlot)
    item = plot.getPlotItem()
    qtbot.waitUntil(lambda: 0 < item.getViewBox().width() < plot.width(), timeout=PATIENCE)
    assert item.mapRectToScene(item.rect()).right() <= plot.width()
    assert plot.read_out.endswith("momentum") and not item.titleLabel.text.endswith("momentum")


def that_a_sweep_that_was_stopped_can_go_on(panel: SweepPanel, qtbot: QtBot) -> None:
    panel.show_running("Training 1 of 2")
    panel.show_end("Stopped", can_go_on=True)
    with qtbot.waitSignal(panel.resume_asked):
        button(panel, "Go on").click()
