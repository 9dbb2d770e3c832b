"""The colours of the map's marks can be told apart, also by people who see no red, no green or no blue."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from gui.theme.colours import DARK, LIGHT, Theme, class_colours
from gui.theme.tints import contrast

APART, VISIBLE = 15.0, 3.0
"""The least distance in CIELAB, where 2.3 is just noticeable; and the least contrast to the canvas, that of the Web
Content Accessibility Guidelines 2.1 for parts of a picture."""
SIGHTS = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
"""What is left of linear sRGB: G. Machado, M. Oliveira and L. Fernandes, "A physiologically-based model for simulation
of color vision deficiency", 2009."""
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def lab(colour: str, sight: np.ndarray) -> np.ndarray:
    part = np.array([QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()])
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    white = XYZ @ np.ones(3)
    x, y, z = np.cbrt(np.maximum(XYZ @ np.clip(sight @ linear, 0, 1) / white, 1e-3))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", SIGHTS.values(), ids=SIGHTS)
def that_any_two_classes_can_be_told_apart(theme: Theme, sight: np.ndarray) -> None:
    colours = class_colours(theme)
    assert len(set(colours)) == 10
    assert min(np.linalg.norm(lab(a, sight) - lab(b, sight)) for a, b in combinations(colours, 2)) >= APART


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def that_every_mark_can_be_seen_on_the_canvas(theme: Theme) -> None:
    assert min(contrast(QColor(one), QColor(theme.canvas)) for one in class_colours(theme)) >= VISIBLE
