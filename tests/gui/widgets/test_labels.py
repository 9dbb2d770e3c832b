"""A label whose text changes often keeps its place, and shows all of its text."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.labels import SteadyLabel, WrappedLabel
from tests.support.gui.window import shown

TWO_LINES = "a text that is so long that it takes two lines of a narrow label"


class Layouts(QObject):
    """Counts how often a widget lays out its parts."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def page_of(label: QLabel) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.addWidget(label)
    layout.addStretch()
    return page


def that_another_text_that_fits_lays_nothing_out_anew(qtbot: QtBot) -> None:
    steady, usual = SteadyLabel("steady", [TWO_LINES]), WrappedLabel("usual")
    for label, wanted in ((usual, True), (steady, False)):
        for page in shown(qtbot, page_of(label), 240, 200):
            # Its first place is not its last.
            qtbot.wait(1)
            layouts = Layouts(page)
            label.setText("short")
            qtbot.wait(1)
            label.setText(TWO_LINES)
            qtbot.wait(1)
            assert bool(layouts.count) == wanted
    assert steady.text() == steady.accessibleDescription() == TWO_LINES


def that_a_text_longer_than_the_examples_takes_what_it_needs(qtbot: QtBot) -> None:
    label = SteadyLabel("steady", ["short"])
    for _ in shown(qtbot, page_of(label), 240, 200):
        assert label.height() == label.fontMetrics().height()
        label.setText(TWO_LINES)
        qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()) > label.fontMetrics().height())


def that_it_paints_its_text_as_any_other_label(qtbot: QtBot) -> None:
    steady, usual = SteadyLabel("steady", ["short"], "muted"), WrappedLabel("usual", "muted")
    page = page_of(steady)
    page.layout().addWidget(usual)  # type: ignore[union-attr]
    for _ in shown(qtbot, page, 240, 200):
        empty = page.grab(steady.geometry()).toImage()
        for label in (steady, usual):
            label.setText("short")
        qtbot.waitUntil(lambda: usual.height() == steady.height())
        painted = page.grab(steady.geometry()).toImage()
        assert painted != empty and painted == page.grab(usual.geometry()).toImage()
