"""Lays out the window: settings on the left, pages and log in the middle, canvas and answer on the right."""

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QSplitterHandle,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

LEFT, RIGHT = 264, 330
"""Logical pixels. With the curve between them all fits on 1366x768 at 125 % and on 1920x1080 at 200 %."""
CURVE, LOG = 440, 150
MARGIN = 12
BORDER = 1
"""The width of a panel's border in the style sheet."""
NOWHERE = Qt.AlignmentFlag(0)
"""No alignment: a part fills its cell."""


def left_panel(form: QWidget, problem: QWidget, train: QWidget, result: QWidget) -> QWidget:
    """Put the form over the player and the result. Only the form scrolls when the window is low."""
    scroll = QScrollArea()
    scroll.setWidget(form)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    panel, layout = _panel()
    panel.setFixedWidth(LEFT)
    layout.addWidget(heading("Settings"))
    layout.addWidget(scroll, 1)
    layout.addWidget(problem)
    layout.addWidget(train)
    layout.addSpacing(6)
    layout.addWidget(result)
    return panel


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


def pages(named: dict[str, QWidget]) -> QTabWidget:
    """Put the pages by name into tabs."""
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.tabBar().setDrawBase(False)
    for part in (tabs, tabs.tabBar()):
        part.setAccessibleName("Pages")
    for name, page in named.items():
        tabs.addTab(page, name)
    # Qt shows these buttons when the names need more room than there is, without a name of their own.
    for button, side in zip(tabs.tabBar().findChildren(QToolButton), ("left", "right"), strict=True):
        button.setToolTip(f"Show the names of the pages further {side}")
        button.setAccessibleName(f"Pages further {side}")
    return tabs


class Middle(NamedTuple):
    """The pages over the log, and the message over the foot of the log."""

    whole: QWidget
    splitter: QSplitter
    ground: QWidget
    """The frame behind the pages, which are not in it: they do not share its style sheet."""
    log: QWidget
    """The log with its frame, which can be hidden."""


def middle_panel(message: QWidget, pages: QWidget, log: QWidget) -> Middle:
    """Put the pages over the log, with a handle between them, and the message over the foot of the log."""
    splitter = _BareSplitter(Qt.Orientation.Vertical)
    ground, _ = _panel()
    over, layout = _margins(QWidget(), BORDER)
    layout.addWidget(pages)
    splitter.addWidget(_in_one_cell(ground, over))
    panel, layout = _panel()
    layout.addWidget(log)
    splitter.addWidget(panel)
    splitter.setStretchFactor(0, CURVE)
    splitter.setStretchFactor(1, LOG)
    splitter.setSizes([CURVE, LOG])
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(8)
    # A message lies over the log, and moves nothing that somebody is about to click.
    return Middle(_in_one_cell(splitter, message, Qt.AlignmentFlag.AlignBottom), splitter, ground, panel)


class _BareSplitter(QSplitter):
    """Without a pattern on its handle. A style sheet that says so would be that of all pages in the splitter."""

    def createHandle(self) -> QSplitterHandle:  # noqa: N802 - Qt's name
        return _BareHandle(self.orientation(), self)


class _BareHandle(QSplitterHandle):
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


def right_panel(title: QWidget, tools: list[QWidget], canvas: QWidget, answer: QWidget, teach: QWidget) -> QWidget:
    panel, layout = _panel()
    panel.setFixedWidth(RIGHT)
    head = QHBoxLayout()
    head.addWidget(title)
    head.addStretch()
    for tool in tools:
        head.addWidget(tool)
    layout.addLayout(head)
    # At most square: when the window is high the bars below grow instead of the canvas.
    canvas.setMaximumHeight(RIGHT - 2 * MARGIN)
    layout.addWidget(canvas, 3)
    layout.addWidget(answer, 1)
    layout.addWidget(teach)
    return panel


def body(left: QWidget, middle: QWidget, right: QWidget) -> QWidget:
    whole = QWidget()
    layout = QHBoxLayout(whole)
    layout.setContentsMargins(8, 4, 8, 0)
    layout.setSpacing(8)
    layout.addWidget(left)
    layout.addWidget(middle, 1)
    layout.addWidget(right)
    return whole


def _panel() -> tuple[QWidget, QVBoxLayout]:
    frame = QFrame()
    frame.setObjectName("panel")
    return _margins(frame)


def _margins(part: QWidget, border: int = 0) -> tuple[QWidget, QVBoxLayout]:
    layout = QVBoxLayout(part)
    layout.setContentsMargins(MARGIN + border, 10 + border, MARGIN + border, MARGIN + border)
    return part, layout


def heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("heading")
    return label
