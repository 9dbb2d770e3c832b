"""The lines for the runs that are compared: each has its own colour and line style."""

from dataclasses import dataclass

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from gui.theme import Theme


@dataclass(frozen=True)
class RunLine:
    colour: str
    dashes: tuple[float, ...]
    """The lengths of strokes and gaps in pen widths; empty for a solid line."""

    def pen(self, width: float) -> QPen:
        pen = QPen(QColor(self.colour), width)
        # A chart's units are not pixels: the pen must not grow with them.
        pen.setCosmetic(True)
        # A square end would close the gaps between dots.
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if self.dashes:
            pen.setDashPattern(self.dashes)
        return pen


DASHES = ((), (6.0, 3.0), (1.5, 2.0), (7.0, 2.5, 1.5, 2.5), (12.0, 3.0), (5.0, 2.0, 1.5, 2.0, 1.5, 2.0))
ON_LIGHT = ("#0072b2", "#d55e00", "#009e73", "#b5578f", "#1b2230", "#3d9bd9")
ON_DARK = ("#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#f0e442", "#e7eaf0")
"""The colours of M. Okabe and K. Ito, "Color universal design", 2008; some are darker for a white ground.

Each has a contrast of at least 3 to 1 to the panel. Any two differ by at least 12 (CIE 1976 Lab) for people without
red, green or blue cones, by the model of G. Machado, M. Oliveira and L. Fernandes, 2009.
"""
MOST = len(DASHES)
"""The number of lines. More could not be told apart, neither by colour nor by style."""


def run_lines(theme: Theme) -> tuple[RunLine, ...]:
    """MOST lines that are visible on the theme's panel."""
    light = QColor(theme.panel).lightnessF() > 0.5
    return tuple(RunLine(*of) for of in zip(ON_LIGHT if light else ON_DARK, DASHES, strict=True))


def swatch(line: RunLine, size: QSizeF, ratio: float) -> QIcon:
    """A short piece of the line, `size` in logical pixels. A selected row does not tint it."""
    picture = QPixmap((size * ratio).toSize())
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setPen(line.pen(3 * ratio))
        painter.drawLine(0, round(size.height() / 2), round(size.width()), round(size.height() / 2))
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon
