"""Everything can be read in both schemes: contrasts by the Web Content Accessibility Guidelines 2.1, level AA."""

from itertools import product

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from engine.settings.labels import CLASSES
from gui.mistakes.confusion_model import CORRECT_TINT, WRONG_TINT
from gui.runs.chart.lines import run_lines
from gui.theme.colours import DARK, LIGHT, Theme
from gui.theme.tints import contrast, mixed, readable
from gui.training.chart.loss_chart import RAW, LossChart
from tests.support.gui.plots import plots

TEXT, LINE = 4.5, 3.0
"""The least contrasts of writing and of lines."""
PAIRS = {
    "window": ("text", "muted", "accent", "error"),
    "panel": ("text", "muted", "accent", "error", "accuracy"),
    "field": ("text", "muted", "accent", "error", "accuracy", "warning"),
    "canvas": ("muted", "ink"),
    "selected": ("text",),
    "accent": ("on_accent",),
    "line": ("text",),
}
"""By ground, what is written on it. Tooltips, menus and messages are panels; tables and buttons are fields."""
CURVES = ("train", "validation", "accuracy", "text")
SCHEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def between(one: str, other: str) -> float:
    return contrast(QColor(one), QColor(other))


@SCHEMES
def that_every_writing_is_readable_on_its_ground(theme: Theme) -> None:
    found = {
        (written, ground): between(getattr(theme, written), getattr(theme, ground))
        for ground, every in PAIRS.items()
        for written in every
    }
    lowest = min(found, key=found.__getitem__)
    print(f"lowest: {lowest[0]} on {lowest[1]}, {found[lowest]:.2f}")  # noqa: T201
    assert found[lowest] >= TEXT, {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < TEXT}


@SCHEMES
def that_every_curve_is_seen(theme: Theme) -> None:
    colours = [*(getattr(theme, name) for name in CURVES), *(line.colour for line in run_lines(theme))]
    raw = mixed(theme.panel, theme.train, RAW).name()
    lowest = min(between(colour, theme.panel) for colour in [*colours, raw])
    print(f"lowest curve: {lowest:.2f}")  # noqa: T201
    assert lowest >= LINE


@SCHEMES
def that_what_has_the_keyboard_is_framed_in_a_colour_that_is_seen(theme: Theme) -> None:
    assert min(between(theme.accent, ground) for ground in (theme.window, theme.panel, theme.field)) >= LINE


@SCHEMES
def that_numbers_are_readable_on_every_tint_of_the_confusion_matrix(theme: Theme) -> None:
    steps = range(CLASSES + 1)
    tinted = [
        mixed(theme.field, colour, most * step / CLASSES)
        for (colour, most), step in product(((theme.train, CORRECT_TINT), (theme.validation, WRONG_TINT)), steps)
    ]
    lowest = min(contrast(readable(ground, theme), ground) for ground in tinted)
    print(f"lowest on a tint: {lowest:.2f}")  # noqa: T201
    assert lowest >= TEXT


@SCHEMES
def that_legends_are_written_in_a_colour_of_the_theme(qtbot: QtBot, theme: Theme) -> None:
    """They had one of pyqtgraph's own, which is not readable on paper."""
    chart = LossChart()
    qtbot.addWidget(chart)
    chart.set_theme(theme)
    written = [label.item.toHtml() for plot in plots(chart) for _, label in plot.legend.items]
    assert len(written) == 6 and all(theme.muted in html for html in written)
