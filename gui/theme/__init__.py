"""Colours and icons for the light and the dark scheme, sizes of type, and the zoom.

The colours are chosen so that colour-blind people can tell them apart.
"""

from gui.theme.colours import LIGHT, Theme, class_colours, style_sheet
from gui.theme.icons import icon
from gui.theme.scheme_switch import SCHEMES, SchemeSwitch
from gui.theme.tints import contrast, mixed, readable
from gui.theme.zoom import STEPS, USUAL, ZOOM, scaled, sized, type_font, type_size

__all__ = [
    "LIGHT",
    "SCHEMES",
    "STEPS",
    "USUAL",
    "ZOOM",
    "SchemeSwitch",
    "Theme",
    "class_colours",
    "contrast",
    "icon",
    "mixed",
    "readable",
    "scaled",
    "sized",
    "style_sheet",
    "type_font",
    "type_size",
]
