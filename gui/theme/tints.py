"""Colours between two others, and which colour of writing can be read on them."""

from PySide6.QtGui import QColor

from gui.theme.colours import Theme


def mixed(first: str, second: str, share: float) -> QColor:
    """So much of the way from the first colour to the second, 0 to 1."""
    one, other = QColor(first), QColor(second)
    pairs = zip((one.red(), one.green(), one.blue()), (other.red(), other.green(), other.blue()), strict=True)
    return QColor(*(round(a + (b - a) * share) for a, b in pairs))


def readable(ground: QColor, theme: Theme) -> QColor:
    """The text's or the paper's colour, whichever stands out more."""
    return max((QColor(theme.text), QColor(theme.paper)), key=lambda colour: _contrast(colour, ground))


def _contrast(one: QColor, other: QColor) -> float:
    """1 to 21, by the formula of the Web Content Accessibility Guidelines 2.1."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (part**2.2 for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
