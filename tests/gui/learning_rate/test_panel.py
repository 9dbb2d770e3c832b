"""The learning rate finder's page: the curve of a sweep, its marks, and what may be done with them."""

from collections.abc import Iterator

import pyqtgraph as pg
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from engine.data.datasets import Splits
from engine.training.learning_rate_suggestion import RateFound, RatePoint
from engine.training.learning_rate_sweep import find_rate
from gui.learning_rate.panel import CANCELLED, EXPLANATION, RatePanel
from gui.learning_rate.plot import HIGHEST_LOSS
from gui.theme.colours import DARK, LIGHT
from tests.support.gui.eyes import button, buttons, named, spoken
from tests.support.gui.plots import curves, ground, lines_across, plots, points
from tests.support.gui.window import PATIENCE, shown
from tests.support.settings import SIMPLE_SGD

FIND, CANCEL = "Find a learning rate", "Cancel"
FOUND = RateFound(suggested=0.02, cliff=0.3, lowest_loss=0.4)


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[RatePanel]:
    yield from shown(qtbot, RatePanel(), 500, 400)


def sweep(panel: RatePanel, found: RateFound | None = FOUND) -> None:
    panel.show_start("Small CNN with AdamW")
    for step in range(100):
        panel.show_point(10 ** (-5 + step / 20), 2.3 - step / 60)
    if found:
        panel.show_found(found)
    panel.show_end("")


def drawn(panel: RatePanel) -> int:
    return len(points(curves(panel)[0])[0])


def marks(panel: RatePanel) -> dict[str, float]:
    """The rates at which lines stand, by what the lines say before the rate."""
    return {words.rpartition(" ")[0]: 10 ** line.value() for words, line in lines_across(panel).items()}


def shaded_from(panel: RatePanel) -> list[float]:
    """The rate from which on rates are shaded as too large, if any are."""
    shades = [item for item in plots(panel)[0].items if isinstance(item, pg.LinearRegionItem) and item.isVisible()]
    return [10 ** shade.getRegion()[0] for shade in shades]


def that_a_sweep_is_asked_for_and_can_be_cancelled(panel: RatePanel, qtbot: QtBot) -> None:
    assert panel.words == EXPLANATION and buttons(panel) == [FIND]
    with qtbot.waitSignal(panel.asked):
        QTest.mouseClick(button(panel, FIND), Qt.MouseButton.LeftButton)
    panel.show_start()
    assert buttons(panel) == [CANCEL] and named(panel, "Progress of the sweep", QProgressBar).isVisible()
    with qtbot.waitSignal(panel.cancelled):
        QTest.mouseClick(button(panel, CANCEL), Qt.MouseButton.LeftButton)
    panel.show_point(1e-5, 2.3)
    panel.show_end("")
    assert panel.words == CANCELLED and buttons(panel) == [FIND]


def that_a_real_sweep_is_drawn_point_by_point(panel: RatePanel, digits: Splits) -> None:
    panel.show_start()
    findings = list(find_rate(SIMPLE_SGD, digits.train))
    for count, point in enumerate(findings[:-1], start=1):
        assert isinstance(point, RatePoint)
        panel.show_point(*point)
        assert drawn(panel) == count
    found = findings[-1]
    assert isinstance(found, RateFound) and found.cliff
    panel.show_found(found)
    panel.show_end("")
    assert marks(panel) == pytest.approx({"suggested": found.suggested, "too large from": found.cliff})
    assert shaded_from(panel) == pytest.approx([found.cliff])


def that_the_rate_that_was_found_can_be_applied_by_mouse_and_by_keyboard(panel: RatePanel, qtbot: QtBot) -> None:
    sweep(panel)
    assert panel.words == ("Take 0.02 for Small CNN with AdamW. From 0.3 on the loss rises instead of falling.")
    use = button(panel, "Use 0.02")
    with qtbot.waitSignal(panel.applied) as applied:
        QTest.mouseClick(use, Qt.MouseButton.LeftButton)
    assert applied.args == [{"learning_rate": 0.02}]
    use.setFocus()
    with qtbot.waitSignal(panel.applied):
        QTest.keyClick(use, Qt.Key.Key_Space)


def that_the_keyboard_stays_where_it_was_when_buttons_take_turns(panel: RatePanel, qtbot: QtBot) -> None:
    panel.activateWindow()
    find, cancel = button(panel, FIND), button(panel, CANCEL)
    find.setFocus()
    qtbot.waitUntil(find.hasFocus, timeout=PATIENCE)
    panel.show_start()
    assert cancel.hasFocus()
    panel.show_end("")
    assert find.hasFocus()


def that_a_chosen_rate_beyond_the_cliff_is_warned_of(panel: RatePanel) -> None:
    panel.show_chosen(0.5)
    assert panel.warning == "" and marks(panel) == pytest.approx({"in the settings": 0.5})
    sweep(panel)
    assert panel.warning.startswith("The learning rate 0.5 lies beyond the cliff at 0.3")
    assert "in the settings 0.5" in spoken(panel, "Loss at each learning rate")
    panel.show_chosen(0.02)
    assert panel.warning == "" and marks(panel)["in the settings"] == pytest.approx(0.02)


def that_a_sweep_without_a_cliff_shades_nothing(panel: RatePanel) -> None:
    sweep(panel, FOUND._replace(cliff=None))
    assert panel.words == "Take 0.02 for Small CNN with AdamW." and shaded_from(panel) == []
    assert marks(panel) == pytest.approx({"suggested": 0.02})


def that_a_new_sweep_begins_a_new_picture(panel: RatePanel) -> None:
    sweep(panel)
    panel.show_start()
    assert drawn(panel) == 0 and marks(panel) == {} and buttons(panel) == [CANCEL]
    panel.show_end("A sentence.")
    assert panel.words == "A sentence." and buttons(panel) == [FIND]


def that_a_loss_that_explodes_leaves_the_axes_alone(panel: RatePanel) -> None:
    panel.show_start()
    for rate, loss in ((1e-5, 2.3), (0.1, 1e30), (9.0, 5e300)):
        panel.show_point(rate, loss)
    panel.grab()
    (left, right), (low, high) = plots(panel)[0].viewRange()
    assert left == pytest.approx(-5, abs=0.2) and right == pytest.approx(1, abs=0.2)
    assert low == pytest.approx(0, abs=0.2) and high == pytest.approx(HIGHEST_LOSS, abs=0.2)


def that_it_fits_into_the_middle_of_a_small_window(panel: RatePanel) -> None:
    sweep(panel)
    panel.show_chosen(0.5)
    assert panel.minimumSizeHint().width() <= 330


def that_the_lines_differ_in_more_than_colour_and_both_schemes_paint_them(panel: RatePanel) -> None:
    sweep(panel)
    panel.show_chosen(0.5)
    lines = lines_across(panel)
    for theme in (DARK, LIGHT):
        panel.set_theme(theme)
        assert lines["suggested 0.02"].pen.color().name() == theme.accuracy and ground(panel) == theme.panel
    assert len(lines) == len({line.pen.style() for line in lines.values()}) == 3


@pytest.mark.parametrize("size", [(500, 400), (330, 300), (1200, 500)])
@pytest.mark.parametrize(
    ("suggested", "cliff", "chosen"),
    [(0.011, 0.3, 0.003), (0.003, 0.02, 0.011), (0.011, None, 0.003), (0.00002, 0.3, 0.00003), (0.5, 6.0, 0.01)],
)
def that_no_label_lies_across_another_rates_line(
    panel: RatePanel, suggested: float, cliff: float | None, chosen: float, size: tuple[int, int]
) -> None:
    panel.resize(*size)
    sweep(panel, RateFound(suggested, cliff, 0.4))
    panel.show_chosen(chosen)
    panel.grab()
    lines = list(lines_across(panel).values())
    seen = plots(panel)[0].getViewBox().sceneBoundingRect()
    for one in lines:
        words = one.label.mapRectToScene(one.label.boundingRect())
        assert seen.adjusted(-1, -1, 1, 1).contains(words)
        for other in lines:
            line = other.mapRectToScene(other.boundingRect())
            assert other is one or not line.adjusted(1, 1, -1, -1).intersects(words), (one.label.format, other.value())


def that_every_button_says_what_it_does(panel: RatePanel) -> None:
    sweep(panel)
    assert all(one.toolTip() and one.text() for one in panel.findChildren(QPushButton))
