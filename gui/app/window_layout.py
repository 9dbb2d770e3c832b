"""Lays out the window: settings on the left, pages and log in the middle, canvas and answer on the right."""

from typing import NamedTuple

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QSplitterHandle,
    QVBoxLayout,
    QWidget,
)

from gui.theme import ZOOM, scaled, sized
from gui.widgets import tab_through

LEFT, RIGHT = 264, 276
"""Logical pixels at 100 %, as all lengths here. With the curve between them all fits on 1366x768 at 125 % and on
1920x1080 at 200 %."""
ANSWER = 340
"""The least height of what stands above and below the canvas."""
CANVAS = 0.58
"""The largest share of the panel's height for the canvas: the answer below grows with it."""
CANVAS_IF_LOW = 0.44
"""That share in a low window, where the bars below would hardly be seen beside a larger canvas."""
CURVE, LOG = 440, 150
MARGIN = 12
BORDER = 1
"""The width of a panel's border in the style sheet."""
NOWHERE = Qt.AlignmentFlag(0)
"""No alignment: a part fills its cell."""


class Left(NamedTuple):
    """The settings over the player and the result."""

    whole: QWidget
    column: QVBoxLayout


def left_panel(form: QWidget, problem: QWidget, train: QWidget, result: QWidget, progress: QWidget) -> Left:
    """Put the form over the player, the result and the progress. Only the form scrolls when the window is low."""
    scroll = QScrollArea()
    scroll.setWidget(form)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    panel, layout = _panel()
    sized(panel.setFixedWidth, LEFT)
    settings = QWidget()
    column = QVBoxLayout(settings)
    sized(column.setContentsMargins, 0, 0, 0, 6)
    column.addWidget(heading("Settings"))
    column.addWidget(scroll, 1)
    column.addWidget(problem)
    column.addWidget(train)
    layout.addWidget(settings, 1)
    tab_through(settings)
    left = Left(panel, layout)
    fill_left(left, result, progress)
    return left


def fill_left(left: Left, result: QWidget, progress: QWidget) -> None:
    """Put them below the settings."""
    left.column.addWidget(result)
    left.column.addWidget(progress, 1)


def chart_page(chart: QWidget, note: QWidget, time_bar: QWidget) -> QWidget:
    """Put the note over the curve and the time bar under it."""
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    layout.addWidget(note)
    layout.addWidget(chart, 1)
    layout.addWidget(time_bar)
    return page


class Middle(NamedTuple):
    """The guide, the pages, the log, and the message over the foot."""

    whole: QWidget
    splitter: QSplitter
    ground: QWidget
    """The frame behind the pages, which are not in it: they do not share its style sheet."""
    log: QWidget
    """The log with its frame, which can be hidden."""


def middle_panel(guide: QWidget, stage: QWidget, message: QWidget, pages: QWidget, log: QWidget) -> Middle:
    """Put the guide and the stage over the pages and those over the log, and the message over the foot of all that."""
    splitter = _BareSplitter(Qt.Orientation.Vertical)
    splitter.setAccessibleName("Pages and log")
    ground, _ = _panel()
    over = QWidget()
    within_panel(over, BORDER).addWidget(pages)
    splitter.addWidget(_in_one_cell(ground, over))
    panel, layout = _panel()
    layout.addWidget(log)
    splitter.addWidget(panel)
    splitter.setStretchFactor(0, CURVE)
    splitter.setStretchFactor(1, LOG)
    splitter.setSizes([CURVE, LOG])
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(8)
    panel.hide()
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(guide)
    column.addWidget(stage)
    # A message lies over the foot, and moves nothing that somebody is about to click.
    column.addWidget(_in_one_cell(splitter, message, Qt.AlignmentFlag.AlignBottom), 1)
    return Middle(whole, splitter, ground, panel)


class _BareSplitter(QSplitter):
    """Without a pattern on its handle. A style sheet that says so would be that of all pages in the splitter."""

    def createHandle(self) -> QSplitterHandle:  # noqa: N802 - Qt's name
        return _BareHandle(self.orientation(), self)


class _BareHandle(QSplitterHandle):
    def __init__(self, orientation: Qt.Orientation, parent: QSplitter) -> None:
        super().__init__(orientation, parent)
        self.setAccessibleName("Border between the pages and the log")

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        pass


def _in_one_cell(lower: QWidget, upper: QWidget, where: Qt.AlignmentFlag = NOWHERE) -> QWidget:
    both = QWidget()
    cell = QGridLayout(both)
    cell.setContentsMargins(0, 0, 0, 0)
    cell.addWidget(lower, 0, 0)
    cell.addWidget(upper, 0, 0, where)
    upper.raise_()
    return both


class RightPanel(QFrame):
    """The canvas over the answer. The canvas is the largest square that leaves the answer its room."""

    def __init__(self, title: QWidget, tools: list[QWidget], canvas: QWidget, answer: QWidget, teach: QWidget) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName("Canvas and answer")
        sized(self.setMinimumWidth, RIGHT)
        self._canvas = canvas
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch()
        for tool in tools:
            head.addWidget(tool)
        layout = within_panel(self)
        layout.addLayout(head)
        layout.addWidget(canvas, 3)
        layout.addWidget(answer, 1)
        layout.addWidget(teach)
        ZOOM.changed.connect(self._share_out)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._share_out()

    @Slot()
    def _share_out(self) -> None:
        """Share the height between canvas and answer."""
        beside = 2 * scaled(MARGIN + BORDER)
        side = min(self.height() - scaled(ANSWER), round(self.height() * CANVAS))
        self.setMaximumWidth(max(scaled(RIGHT), side + beside))
        # At most square: when the window is high the bars below grow instead of the canvas.
        square = min(self.width(), self.maximumWidth()) - beside
        self._canvas.setMaximumHeight(min(square, max(side, round(self.height() * CANVAS_IF_LOW))))


def body(left: QWidget, middle: QWidget, right: QWidget) -> QWidget:
    whole = QWidget()
    layout = QHBoxLayout(whole)
    sized(layout.setContentsMargins, 8, 4, 8, 0)
    sized(layout.setSpacing, 8)
    layout.addWidget(left)
    layout.addWidget(middle, 1)
    # The right panel bounds its own width; the middle gets the rest.
    layout.addWidget(right, 1)
    return whole


def _panel() -> tuple[QWidget, QVBoxLayout]:
    frame = QFrame()
    frame.setObjectName("panel")
    return frame, within_panel(frame)


def within_panel(part: QWidget, border: int = 0) -> QVBoxLayout:
    """A column inside this part, as far from its edges as in all panels."""
    layout = QVBoxLayout(part)
    sized(layout.setContentsMargins, MARGIN + border, 10 + border, MARGIN + border, MARGIN + border)
    return layout


def heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("heading")
    return label
