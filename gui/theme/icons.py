"""Icons drawn from resources/icons in the colour of the text around them."""

from pathlib import Path

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).parent.parent.parent / "resources" / "icons"
PIXELS = 96
"""Large enough for a screen at 300 %; Qt scales down."""


def icon(name: str, colour: str = "#000000") -> QIcon:
    """The icon called `name`, with `colour` where its file says currentColor."""
    svg = (FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    pixmap = QPixmap(PIXELS, PIXELS)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        QSvgRenderer(QByteArray(svg.encode())).render(painter)
    return QIcon(pixmap)
