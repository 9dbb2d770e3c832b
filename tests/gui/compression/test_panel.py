"""The page "Compressed": its table, its picture, and what is asked for with mouse and keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressBar, QPushButton, QScrollArea, QSlider
from pytestqt.qtbot import QtBot

from engine.compression.findings import Compressed, Doing
from engine.compression.settings import COMPRESS_FIELDS, CompressSettings
from engine.settings.fields import checked_as
from gui.compression.columns import COLUMNS
from gui.compression.model import BESIDE
from gui.compression.panel import EXPLANATION, NO_NETWORK, CompressPanel
from gui.compression.results import NO_ROW
from gui.theme.colours import DARK, LIGHT, Theme
from tests.support.gui.eyes import choice_field, named, text
from tests.support.gui.scatter import markers, ringed, scatter
from tests.support.gui.window import PATIENCE, shown
from tests.support.runs.compressed import COLUMN, INT8, LUCKY, MAKE, ORIGINAL, STUDENT, WHICH

ROWS = [ORIGINAL, INT8, STUDENT]
Key = Qt.Key


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[CompressPanel]:
    yield from shown(qtbot, CompressPanel(), 560, 800)


def fill(panel: CompressPanel, rows: list[Compressed] = ROWS) -> None:
    panel.show_start()
    for row in rows:
        panel.show_finding(row)
    panel.show_end("Done.")


def names(panel: CompressPanel) -> list[str]:
    model = panel.results.table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def button(panel: CompressPanel, words: str) -> QPushButton:
    return next(one for one in panel.findChildren(QPushButton) if one.text().startswith(words))


def that_a_job_takes_the_keyboard_from_the_settings_and_from_nothing_else(panel: CompressPanel) -> None:
    cancel = button(panel, "Cancel")
    panel.setFocus()
    panel.show_start()
    assert cancel.hasFocus()
    panel.show_end("Done.")
    assert button(panel, MAKE).hasFocus()
    button(panel, MAKE).clearFocus()
    panel.show_start()
    assert not cancel.hasFocus()


def that_a_job_is_asked_for_and_can_be_cancelled(panel: CompressPanel, qtbot: QtBot) -> None:
    make, cancel, progress = button(panel, MAKE), button(panel, "Cancel"), named(panel, "Progress", QProgressBar)
    assert panel.words == EXPLANATION and not cancel.isVisible()
    with qtbot.waitSignal(panel.asked):
        QTest.mouseClick(make, Qt.MouseButton.LeftButton)
    make.setFocus()
    panel.show_start()
    assert cancel.hasFocus() and progress.isVisible() and not panel.settings.isEnabled()
    panel.show_finding(Doing("Training the student alone", 0.6))
    assert panel.words == "Training the student alone" and progress.value() == 60
    with qtbot.waitSignal(panel.cancelled):
        QTest.keyClick(cancel, Key.Key_Space)
    panel.show_end("Cancelled.")
    assert make.hasFocus() and panel.settings.isEnabled() and panel.words == "Cancelled."


def that_rows_appear_as_they_come_with_what_they_are_beside_the_original(panel: CompressPanel) -> None:
    panel.show_start()
    assert not panel.results.table.isVisible()
    panel.show_finding(ORIGINAL)
    assert names(panel) == ["original"] and panel.results.table.isVisible() and button(panel, "Cancel").isVisible()
    panel.show_finding(STUDENT)
    assert names(panel) == ["original", "student alone"]
    model = panel.results.table.model()
    assert model.index(1, 1).data() == "411 kB" and model.index(1, 1).data(BESIDE).text == "3.10\u00d7 larger"
    assert model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "411 kB, 3.10\u00d7 larger"
    assert model.index(0, 1).data(BESIDE).text == "" and STUDENT.explanation in model.index(1, 2).data(3)
    panel.show_end("Cancelled.")
    assert names(panel) == ["original", "student alone"]


def that_a_new_job_begins_with_an_empty_table(panel: CompressPanel) -> None:
    fill(panel)
    panel.show_start()
    assert panel.results.rows == [] and not panel.results.table.isVisible() and panel.results.story == ""


def that_without_a_row_nothing_can_be_done_and_the_reason_is_said(panel: CompressPanel) -> None:
    for words in ("Draw with it", "Keep", "Export"):
        assert not button(panel, words).isEnabled() and NO_ROW in button(panel, words).toolTip()
    fill(panel)
    for words in ("Draw with it", "Keep", "Export"):
        assert button(panel, words).isEnabled() and NO_ROW not in button(panel, words).toolTip()


@pytest.mark.parametrize(
    ("words", "signal"), [("Draw with it", "draw_asked"), ("Keep", "keep_asked"), ("Export", "export_asked")]
)
def that_a_row_can_be_drawn_with_kept_and_exported(panel: CompressPanel, qtbot: QtBot, words: str, signal: str) -> None:
    fill(panel)
    panel.results.table.select("int8")
    with qtbot.waitSignal(getattr(panel.results, signal)) as asked:
        QTest.keyClick(button(panel, words), Key.Key_Space)
    assert asked.args == [INT8]


def that_enter_draws_with_the_row_and_arrows_choose_it(panel: CompressPanel, qtbot: QtBot) -> None:
    fill(panel)
    panel.results.table.setFocus()
    QTest.keyClick(panel.results.table, Key.Key_Down)
    assert panel.results.table.current == INT8 and panel.results.story.startswith("Int8:")
    with qtbot.waitSignal(panel.results.draw_asked) as asked:
        QTest.keyClick(panel.results.table, Key.Key_Return)
    assert asked.args == [INT8]


def that_columns_sort_by_mouse_and_by_keyboard_and_the_row_stays_chosen(panel: CompressPanel) -> None:
    fill(panel)
    panel.results.table.select("int8")
    header = panel.results.table.horizontalHeader()
    place = header.sectionViewportPosition(1) + 20
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(place, 8).toPoint())
    assert names(panel) == ["int8", "original", "student alone"] and panel.results.table.current == INT8
    panel.results.table.setFocus()
    QTest.keyClick(panel.results.table, Key.Key_Right)
    QTest.keyClick(panel.results.table, Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert names(panel) == ["student alone", "original", "int8"] and panel.results.table.current == INT8


def that_the_headings_say_in_short_lines_what_is_compared(panel: CompressPanel) -> None:
    model = panel.results.table.model()
    for place, column in enumerate(COLUMNS):
        tip = model.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        assert tip.replace("\n", " ") == column.tip and max(map(len, tip.splitlines())) <= 64
    assert "compared" in COLUMNS[COLUMN["Validation"]].tip and "for the record" in COLUMNS[COLUMN["Test"]].tip


def that_a_click_at_test_sorts_by_validation_and_a_second_one_turns_it_round(panel: CompressPanel) -> None:
    panel.resize(1_300, 800)
    fill(panel, [LUCKY, *ROWS])
    header = panel.results.table.horizontalHeader()
    ways = []
    for _ in range(3):
        place = QPointF(header.sectionViewportPosition(COLUMN["Test"]) + 20, 8).toPoint()
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        ways.append(names(panel))
        assert header.sortIndicatorSection() == COLUMN["Validation"]
    assert ways[0] == ways[2] == ["student alone", "lucky", "int8", "original"] and ways[1] == ways[0][::-1]


def that_the_keyboard_in_test_sorts_by_validation(panel: CompressPanel) -> None:
    fill(panel, [ORIGINAL, LUCKY, INT8])
    table = panel.results.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, COLUMN["Test"]))
    for key, order in ((Key.Key_Down, ["original", "int8", "lucky"]), (Key.Key_Up, ["lucky", "int8", "original"])):
        for _ in range(2):
            QTest.keyClick(table, key, Qt.KeyboardModifier.ControlModifier)
            assert names(panel) == order


def that_the_picture_shows_validation_and_puts_the_lucky_one_below(panel: CompressPanel) -> None:
    fill(panel, [*ROWS, LUCKY])
    plot = scatter(panel)
    up = {name: -place.y() for name, place in markers(plot).items()}
    assert sorted(up, key=lambda name: up[name]) == ["student alone", "lucky", "int8", "original"]
    assert "validation accuracy" in plot.getPlotItem().getAxis("left").labelText
    assert "lucky: 98.90%" in plot.accessibleDescription()
    assert panel.results.time.itemText(0).startswith("Validation accuracy")


def that_the_table_marks_the_point_and_a_click_at_a_point_chooses_the_row(panel: CompressPanel) -> None:
    fill(panel)
    panel.results.table.select("student alone")
    plot = scatter(panel)
    assert set(markers(plot)) == {row.name for row in ROWS} and ringed(plot) == markers(plot)["student alone"]
    panel.findChildren(QScrollArea)[0].ensureWidgetVisible(plot)
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=markers(plot)["int8"])
    assert panel.results.table.current == INT8 and ringed(plot) == markers(plot)["int8"]


def that_the_picture_shows_either_time(panel: CompressPanel) -> None:
    fill(panel)
    before = markers(scatter(panel))
    panel.results.time.setCurrentIndex(1)
    assert markers(scatter(panel)) != before
    assert "64" in scatter(panel).getPlotItem().getAxis("bottom").labelText
    assert "33.0" in scatter(panel).accessibleDescription()


@pytest.mark.parametrize("rows", [[ORIGINAL], [ORIGINAL, ORIGINAL._replace(name="int8")]])
def that_one_point_or_equal_ones_can_be_drawn(panel: CompressPanel, rows: list[Compressed]) -> None:
    fill(panel, rows)
    low, high = scatter(panel).viewRange()[0]
    assert low < 331.0 < high


def that_the_slider_takes_keys_and_says_what_it_means(panel: CompressPanel) -> None:
    settings = panel.settings
    assert settings.values()["removed"] == COMPRESS_FIELDS["removed"].default and "half" in settings.words
    settings.setFocus()
    QTest.keyClick(panel.focusWidget(), Key.Key_Right)
    assert settings.values()["removed"] == 0.55 and "55%" in settings.words
    QTest.keyClick(panel.focusWidget(), Key.Key_Home)
    assert settings.values()["removed"] == 0.1
    QTest.keyClick(panel.focusWidget(), Key.Key_End)
    assert settings.values()["removed"] == 0.9 and "nine tenths" in settings.words


def that_all_settings_of_a_job_are_there_and_allowed(panel: CompressPanel) -> None:
    assert set(panel.settings.values()) == set(COMPRESS_FIELDS)
    assert checked_as(CompressSettings, COMPRESS_FIELDS, panel.settings.values()) == CompressSettings()
    other = CompressSettings(removed=0.75, rounds=1, student_epochs=2, int8="none")
    panel.settings.show_values(other.model_dump())
    assert checked_as(CompressSettings, COMPRESS_FIELDS, panel.settings.values()) == other


def that_the_chosen_teacher_stays_when_the_list_is_another_one(panel: CompressPanel) -> None:
    panel.settings.show_teachers({"itself": "The network itself", "new": "A new one", "/runs/a": "Run a"})
    assert panel.settings.teacher == "itself"
    choice_field(panel, "teacher").setCurrentIndex(1)
    panel.settings.show_teachers({"new": "A new one", "/runs/b": "Run b"})
    assert panel.settings.teacher == "new"
    panel.settings.show_teachers({"/runs/b": "Run b"})
    assert panel.settings.teacher == "/runs/b"


def that_the_network_is_named_or_asked_for(panel: CompressPanel) -> None:
    assert text(panel, WHICH) == NO_NETWORK
    panel.show_network("Small CNN")
    assert "Small CNN" in text(panel, WHICH)
    panel.show_network("")
    assert text(panel, WHICH) == NO_NETWORK


def that_the_table_is_as_high_as_its_rows_and_the_page_narrow_enough(panel: CompressPanel) -> None:
    fill(panel, [*ROWS, *[INT8._replace(name=f"int8 {number}") for number in range(6)]])
    for width in (300, 1300):
        panel.resize(width, 500)
        QTest.qWait(20)
        table = panel.results.table
        last = table.visualRect(table.model().index(8, 0))
        assert table.viewport().rect().contains(last) and not table.verticalScrollBar().isVisible()
    assert panel.minimumSizeHint().width() < 330 and panel.minimumSizeHint().height() < 300


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def that_what_is_worse_is_painted_in_light_and_dark(panel: CompressPanel, qtbot: QtBot, theme: Theme) -> None:
    panel.set_theme(theme)
    fill(panel)
    index, inside = panel.results.table.model().index(2, 1), panel.results.table.viewport()
    qtbot.waitUntil(lambda: inside.rect().contains(panel.results.table.visualRect(index)), timeout=PATIENCE)
    picture = inside.grab(panel.results.table.visualRect(index)).toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert theme.error in colours and theme.text in colours


def that_every_part_has_a_name_and_every_button_a_tooltip(panel: CompressPanel) -> None:
    fill(panel)
    assert all(one.toolTip() for one in panel.findChildren(QPushButton))
    assert all(column.title and column.tip for column in COLUMNS)
    for part in (
        panel.results.table,
        scatter(panel),
        panel.results.time,
        panel.findChildren(QSlider)[0],
        choice_field(panel, "teacher"),
    ):
        assert part.accessibleName()
