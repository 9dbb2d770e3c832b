"""The picture of the network on the page, and the same picture as the content of a file."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.network_editor.block_painting import paint_blocks
from gui.network_editor.blocks import Block
from gui.theme import LIGHT, Theme, sized
from gui.widgets import picture_file

LEAST, MOST = 84, 150
PRINTED = QSize(1200, 360)
SHARP = 2
"""Pixels of a PNG for each logical pixel."""
MARGIN = 4


class Diagram(QWidget):
    """Blocks that grow with what comes out of each layer."""

    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._blocks: Sequence[Block] = ()
        self._theme, self._selected = LIGHT, -2
        sized(self.setMinimumHeight, LEAST)
        sized(self.setMaximumHeight, MOST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Picture of the network")
        self.setToolTip("What comes out of each layer: height is its rows, depth its channels. Double click saves it")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_blocks(self, blocks: Sequence[Block], selected: int) -> None:
        """`selected` is the place of a layer; one without a block of its own belongs to the block before."""
        self._blocks = blocks
        self._selected = max((block.place for block in blocks if block.place <= selected), default=-2)
        self.setAccessibleDescription(", ".join(f"{block.caption} {block.shape}" for block in blocks))
        self.update()

    def picture(self, suffix: str) -> bytes:
        """As PNG or, with the suffix .svg, as SVG, in the colours of the window."""
        title = f"A network: {self.accessibleDescription()}"
        return picture_file(self._print, PRINTED, suffix, ground=self._theme.panel, title=title, sharp=SHARP)

    def _print(self, painter: QPainter) -> None:
        whole = QRectF(0, 0, PRINTED.width(), PRINTED.height())
        font = QFont(self.font())
        font.setPixelSize(15)
        painter.setFont(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_blocks(painter, whole.adjusted(24, 24, -24, -20), self._blocks, self._theme)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() == Qt.MouseButton.LeftButton:
            self.save_asked.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area = QRectF(self.rect()).adjusted(MARGIN, 0, -MARGIN, 0)
            paint_blocks(painter, area, self._blocks, self._theme, self._selected)
