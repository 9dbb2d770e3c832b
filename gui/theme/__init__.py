"""Colours and icons for the light and the dark scheme.

They are chosen so that colour-blind people can tell them apart.
"""

from gui.theme.colours import LIGHT, Theme, style_sheet
from gui.theme.icons import icon
from gui.theme.scheme_switch import SCHEMES, SchemeSwitch
from gui.theme.tints import mixed, readable

__all__ = ["LIGHT", "SCHEMES", "SchemeSwitch", "Theme", "icon", "mixed", "readable", "style_sheet"]
