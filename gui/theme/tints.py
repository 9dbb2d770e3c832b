"""Mixes two colours, and chooses a text colour that is readable on the result."""

from PySide6.QtGui import QColor

from gui.theme.colours import Theme

ENOUGH = 4.5
"""The least contrast of small writing: Web Content Accessibility Guidelines 2.1, level AA."""


def mixed(first: str, second: str, share: float) -> QColor:
    """A colour between two others: `share` 0 is the first, 1 the second."""
    one, other = QColor(first), QColor(second)
    pairs = zip((one.red(), one.green(), one.blue()), (other.red(), other.green(), other.blue()), strict=True)
    return QColor(*(round(a + (b - a) * share) for a, b in pairs))


def readable(ground: QColor, theme: Theme) -> QColor:
    """The theme's text or canvas colour, whichever has more contrast to the ground; black or white if both have too
    little.
    """

    def best(*colours: str) -> QColor:
        return max(map(QColor, colours), key=lambda colour: contrast(colour, ground))

    ours = best(theme.text, theme.canvas)
    return ours if contrast(ours, ground) >= ENOUGH else best("#000000", "#ffffff")


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio, 1 to 21, by the Web Content Accessibility Guidelines 2.1."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    """A part of an sRGB colour, 0 to 1, as a share of the light."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
